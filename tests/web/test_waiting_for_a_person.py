"""The queue's document, and ringing a number instead."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ivr.engine.queueing import QUIET_S
from tests.web.fakes import DUE
from tests.web.handset import Handset
from tests.web.inside import EN, OWN, SID, Inside, bundle_of, standard, words

AGENTS = OWN.project.hotline.queues["agents"]
LONGEST_WAIT_S = AGENTS.longest_wait_s
CALL_BACK_AFTER_S = AGENTS.call_back_after_s or 0


def test_who_asks_for_a_person_is_told_and_queued(inside: Inside) -> None:
    answer = inside.at_agent()
    assert answer.said == (words("agent.putting_you_through"),)
    queue = answer.root[-1]
    assert (queue.tag, queue.text) == ("Enqueue", "agents")
    assert queue.get("action") == "/voice/turn/3"
    assert queue.get("waitUrl") == "/voice/wait/3"


@pytest.mark.parametrize("waited", ["", "0", "8", str(CALL_BACK_AFTER_S - 1), "x", "-5", "1e9", "9" * 40])
def test_a_waiting_caller_hears_something_and_then_a_short_silence(inside: Inside, waited: str) -> None:
    inside.at_agent()
    answer = inside.wait(3, QueueTime=waited)
    assert answer.said == (words("agent.please_wait"),)
    assert answer.verbs == ("Say", "Pause")
    assert answer.root[1].get("length") == str(QUIET_S)


@pytest.mark.parametrize("waited", [LONGEST_WAIT_S, LONGEST_WAIT_S + 1, 10_000])
def test_who_has_waited_long_enough_leaves_and_is_told(inside: Inside, waited: int) -> None:
    inside.at_agent()
    assert inside.wait(3, QueueTime=str(waited)).verbs == ("Leave",)
    assert inside.turn(3, QueueResult="leave", QueueTime=str(waited)).said[0] == words("agent.all_busy")


def test_waiting_is_told_in_the_language_of_the_call(inside: Inside) -> None:
    inside.at_services()
    inside.turn(2, Digits="5")
    inside.turn(3, Digits="0")
    assert inside.wait(4).said == (words("agent.please_wait", EN),)


def test_a_call_that_waits_for_nobody_leaves_the_queue(inside: Inside) -> None:
    inside.at_services()
    assert inside.wait(2).verbs == ("Leave",)
    inside.over()
    assert inside.wait(2).verbs == ("Leave",)


def test_a_call_nobody_knows_leaves_the_queue_before_it_begins_anew(inside: Inside) -> None:
    assert inside.wait(1, "CAunknown").verbs == ("Leave",)
    assert inside.turn(1, "CAunknown", QueueResult="leave").goes_to == "/voice"


def test_waiting_changes_nothing(inside: Inside) -> None:
    inside.at_agent()
    log = inside.calls.log(SID)
    first = inside.wait(3, QueueTime="8")
    assert inside.wait(3, QueueTime="8") == first
    assert inside.calls.log(SID) == log


@pytest.mark.parametrize(
    ("result", "disposition"),
    [
        ("bridged", "agent.handed_over"),
        ("bridging-in-process", "agent.handed_over"),
        ("redirected-from-bridged", "agent.handed_over"),
    ],
)
def test_a_person_who_answered_is_where_the_call_went(inside: Inside, result: str, disposition: str) -> None:
    inside.at_agent()
    assert inside.turn(3, QueueResult=result).verbs == ("Hangup",)
    assert inside.disposition() == disposition


BROKEN = {"error", "system-error", "something-new"}


@pytest.mark.parametrize(
    "result", ["leave", "queue-full", "redirected", "error", "system-error", "something-new"]
)
def test_nobody_answering_leads_back_to_where_the_caller_was(inside: Inside, result: str) -> None:
    inside.at_agent()
    asked = inside.turn(3, QueueResult=result)
    why = "agent.not_connected" if result in BROKEN else "agent.all_busy"
    assert asked.said[:2] == (words(why), words("agent.call_you_back"))
    answer = inside.turn(4, Digits="2")
    assert answer.said[:2] == (words("agent.no_call_back"), words("main.services"))


@pytest.fixture
def ringing(open_inside: Callable[..., Inside]) -> Inside:
    inside = open_inside()
    inside.publish(
        bundle_of(
            {
                "flows/hotline.yaml": lambda text: text.replace(
                    "longest_wait: 60s,", 'longest_wait: 60s, dial: "+861000000000",'
                )
            }
        )
    )
    return inside


def test_a_queue_with_a_number_rings_it(ringing: Inside) -> None:
    answer = ringing.at_agent()
    assert answer.verbs == ("Say", "Dial")
    dial = answer.root[-1]
    assert dial.text == "+861000000000"
    assert dial.get("action") == "/voice/turn/3"
    assert ringing.turn(3, DialCallStatus="completed").verbs == ("Hangup",)
    assert ringing.disposition() == "agent.handed_over"


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed", "canceled", "something-new"])
def test_a_phone_nobody_picks_up_leads_back(ringing: Inside, status: str) -> None:
    ringing.at_agent()
    asked = ringing.turn(3, DialCallStatus=status)
    why = "agent.all_busy" if status in {"busy", "no-answer"} else "agent.not_connected"
    assert asked.said[:2] == (words(why), words("agent.call_you_back"))
    answer = ringing.turn(4, Digits="2")
    assert answer.said[:2] == (words("agent.no_call_back"), words("main.services"))


# rather be called back ------------------------------------------------------------------------------

TICKET = "202603040001"
PROMISED = words("agent.promised", ticket=TICKET, due=DUE)


@pytest.mark.parametrize("waited", [CALL_BACK_AFTER_S, LONGEST_WAIT_S - 1])
def test_who_has_waited_a_while_may_rather_be_called_back(inside: Inside, waited: int) -> None:
    inside.at_agent()
    answer = inside.wait(3, QueueTime=str(waited))
    assert answer.verbs == ("Gather",)
    (gather,) = answer.root
    assert (gather.get("action"), gather.get("numDigits")) == ("/voice/wait/3", "1")
    assert answer.said[0] == words("agent.please_wait")


def test_one_in_the_queue_gives_the_place_up_for_a_ticket(inside: Inside) -> None:
    inside.at_agent()
    inside.wait(3, QueueTime="15")
    assert inside.wait(3, QueueTime="18", Digits="1").verbs == ("Leave",)
    answer = inside.turn(3, QueueResult="leave", QueueTime="18")
    assert answer.said[0] == PROMISED
    inside.swept_clean()
    assert inside.messenger.texts == [words("agent.promised", written=True, ticket=TICKET, due=DUE)]


@pytest.mark.parametrize("key", ["0", "2", "*", "#", "11", ""])
def test_other_keys_in_the_queue_keep_the_place(inside: Inside, key: str) -> None:
    inside.at_agent()
    assert inside.wait(3, QueueTime="18", Digits=key).verbs == ("Gather",)
    assert inside.turn(3, QueueResult="leave").said[0] == words("agent.all_busy")


def test_asking_twice_to_be_called_back_is_one_ticket(inside: Inside) -> None:
    inside.at_agent()
    for _ in range(2):
        assert inside.wait(3, QueueTime="18", Digits="1").verbs == ("Leave",)
    first = inside.turn(3, QueueResult="leave")
    assert inside.turn(3, QueueResult="leave") == first
    assert len(inside.office.keys("ask_call_back")) == 1


def test_a_person_who_comes_after_all_is_taken(inside: Inside) -> None:
    inside.at_agent()
    inside.wait(3, QueueTime="18", Digits="1")
    assert inside.turn(3, QueueResult="bridged").verbs == ("Hangup",)
    assert not inside.office.keys("ask_call_back")
    assert inside.disposition() == "agent.handed_over"


def test_a_withheld_number_cannot_be_called_back_and_is_not_asked(inside: Inside) -> None:
    one = Handset(inside, caller="anonymous").call().press("0")
    waiting = one.inside.post("/voice/wait/3", standard(SID, "anonymous", "10086") | {"QueueTime": "30"})
    assert waiting.verbs == ("Say", "Pause")
    one.send(QueueResult="leave")
    assert words("agent.call_again_later") in one.heard
    assert not inside.office.keys("ask_call_back")


def test_nobody_free_is_asked_yes_and_gets_a_ticket(inside: Inside) -> None:
    one = Handset(inside).call().press("0").send(QueueResult="leave").press("1")
    assert PROMISED in one.heard
    assert words("main.services") in one.heard[one.heard.index(PROMISED) :]


def test_silence_at_the_question_is_a_call_back_rather_than_none(inside: Inside) -> None:
    one = Handset(inside).call().press("0").send(QueueResult="leave")
    for _ in range(3):
        one.silent()
    assert PROMISED in one.heard
