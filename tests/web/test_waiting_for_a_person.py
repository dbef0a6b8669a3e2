"""The queue's document, and ringing a number instead."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ivr.engine.queueing import QUIET_S
from tests.web.inside import EN, SID, Inside, bundle_of, words

LONGEST_WAIT_S = 60
"""``longest_wait`` of flows/hotline.yaml."""


def test_who_asks_for_a_person_is_told_and_queued(inside: Inside) -> None:
    answer = inside.at_agent()
    assert answer.said == (words("agent.putting_you_through"),)
    queue = answer.root[-1]
    assert (queue.tag, queue.text) == ("Enqueue", "agents")
    assert queue.get("action") == "/voice/turn/3"
    assert queue.get("waitUrl") == "/voice/wait/3"


@pytest.mark.parametrize("waited", ["", "0", "8", str(LONGEST_WAIT_S - 1), "x", "-5", "1e9", "9" * 40])
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


@pytest.mark.parametrize(
    "result", ["leave", "queue-full", "redirected", "error", "system-error", "something-new"]
)
def test_nobody_answering_leads_back_to_where_the_caller_was(inside: Inside, result: str) -> None:
    inside.at_agent()
    answer = inside.turn(3, QueueResult=result)
    assert answer.said[:2] == (words("agent.all_busy"), words("main.services"))


@pytest.fixture
def ringing(open_inside: Callable[..., Inside]) -> Inside:
    inside = open_inside()
    inside.publish(
        bundle_of(
            {
                "flows/hotline.yaml": lambda text: text.replace(
                    "longest_wait: 60s}", 'longest_wait: 60s, dial: "+861000000000"}'
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
    answer = ringing.turn(3, DialCallStatus=status)
    assert answer.said[:2] == (words("agent.all_busy"), words("main.services"))
