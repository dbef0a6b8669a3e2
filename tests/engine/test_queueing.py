"""What a caller hears while waiting for a person (flow-language design, section 2, rule 13, and section 5)."""

from __future__ import annotations

from collections.abc import Callable

from ivr.engine.queueing import QUIET_S, while_queued
from ivr.model.record import Happened
from ivr.model.values import Record
from ivr.model.verbs import Enqueue, Gather, Leave, Offer, Pause, Phrase, PromptId, Say
from tests.engine.conftest import SETTINGS
from tests.engine.phone import Phone

Dialling = Callable[..., Phone]
ASK = "  ask: {menu: ask, keys: {1: ask}}\n"


def test_whoever_waits_hears_it_again_and_again_in_their_language(dial_tiny: Dialling) -> None:
    phone = dial_tiny("  a: {language: en, go: b}\n  b: {menu: ask, keys: {1: a}}\n").press("0")
    said = Say((Phrase(PromptId("agent", "please_wait"), phone.call.language),))
    assert phone.call.language == "en"
    for waited in (0, 8, 59):
        assert while_queued(phone.program, phone.call, waited) == (said, Pause(QUIET_S))


def test_after_the_longest_wait_the_queue_is_left(dial_tiny: Dialling) -> None:
    phone = dial_tiny(ASK).press("0")
    assert while_queued(phone.program, phone.call, 60) == (Leave(),)


def test_without_words_the_wait_is_quiet(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  x: {transfer: agents, go: {answered: y, nobody: y, failed: y}}\n  y: {end: finished}\n"
    )
    assert while_queued(phone.program, phone.call, 5) == (Pause(QUIET_S),)


def test_a_call_that_waits_for_nobody_leaves_the_queue(dial_tiny: Dialling) -> None:
    phone = dial_tiny(ASK)
    assert while_queued(phone.program, phone.call, 5) == (Leave(),)
    phone.press("0").hang_up()
    assert while_queued(phone.program, phone.call, 5) == (Leave(),)


# a call-back instead of waiting

CALLING_BACK = """\
  ask: {menu: ask, keys: {1: put_through}}
  put_through: {say: moment, transfer: agents, with: {number: subscriber.number}, while_waiting: please_wait, go: {answered: talked, nobody: busy, failed: busy, call_back: promised}}
  talked: {hang_up: finished}
  busy: {say: busy, go: ask}
  promised: {say: promised, end: finished}
"""
OFFERING = SETTINGS.replace("{longest_wait: 60s}", "{longest_wait: 60s, call_back_after: 15s}")


def waiting(dial_tiny: Dialling, **how: object) -> Phone:
    return dial_tiny(CALLING_BACK, **{"settings": OFFERING, **how}).press("1")


def offered_while(phone: Phone, waited_s: int) -> dict[str, str]:
    """What the queue's document offers, by key."""
    gathers = [verb for verb in while_queued(phone.program, phone.call, waited_s) if isinstance(verb, Gather)]
    return {one.key: one.choice for verb in gathers for one in verb.words if isinstance(one, Offer)}


def test_after_a_while_a_call_back_is_offered(dial_tiny: Dialling) -> None:
    phone = waiting(dial_tiny)
    assert offered_while(phone, 14) == {}
    assert offered_while(phone, 15) == offered_while(phone, 59) == {"1": "call_back"}
    (gather,) = while_queued(phone.program, phone.call, 15)
    assert isinstance(gather, Gather)
    said = [str(one.prompt) for one in gather.words if isinstance(one, Phrase)]
    assert said == ["main.please_wait", "common.waiting"]
    assert (gather.num_digits, gather.hints) == (1, ())


def test_the_place_in_the_queue_is_given_up_for_the_call_back(dial_tiny: Dialling) -> None:
    phone = waiting(dial_tiny).wants_call_back()
    assert phone.verbs == (Leave(),)
    assert while_queued(phone.program, phone.call, 16) == (Leave(),)
    phone.person("nobody")  # what the carrier says of a queue that was left
    assert phone.heard == ["main.promised"]
    assert phone.ended == "main.finished"
    assert "main.put_through on:call_back" in phone.taken


def test_a_person_who_answers_meanwhile_has_answered(dial_tiny: Dialling) -> None:
    phone = waiting(dial_tiny).wants_call_back().person("answered")
    assert "main.put_through on:answered" in phone.taken


def test_nobody_free_without_the_wish_is_nobody(dial_tiny: Dialling) -> None:
    assert waiting(dial_tiny).person("nobody").heard == ["main.busy", "main.ask"]


def test_the_wish_is_gone_with_the_queue_it_was_made_in(dial_tiny: Dialling) -> None:
    phone = waiting(dial_tiny).wants_call_back().person("failed")
    assert phone.heard == ["main.busy", "main.ask"]
    assert phone.press("1").person("nobody").heard == ["main.busy", "main.ask"]


def test_a_withheld_number_is_offered_no_call_back(dial_tiny: Dialling) -> None:
    assert offered_while(waiting(dial_tiny, caller=None), 30) == {}


def test_a_queue_that_offers_none_and_a_step_that_has_no_way_for_it_offer_none(dial_tiny: Dialling) -> None:
    assert offered_while(waiting(dial_tiny, settings=SETTINGS), 30) == {}
    without = CALLING_BACK.replace(", call_back: promised}", "}").replace(
        "  promised: {say: promised, end: finished}\n", ""
    )
    phone = dial_tiny(without, settings=OFFERING).press("1")
    assert offered_while(phone, 30) == {}
    assert phone.wants_call_back().person("nobody").heard == ["main.busy", "main.ask"]


def test_a_lost_caller_who_gets_a_call_back_is_not_lost(dial_tiny: Dialling) -> None:
    main = CALLING_BACK.replace("keys: {1: put_through}", "keys: {1: put_through}, after_that: put_through")
    phone = dial_tiny(main, settings=OFFERING).silence(3).wants_call_back().person("nobody")
    assert phone.ended == "main.finished"


def test_what_the_person_sees_goes_along(dial_tiny: Dialling) -> None:
    phone = waiting(dial_tiny)
    (note,) = [one for one in phone.notes if one.happened is Happened.TRANSFERRED]
    assert note.facts["shown"] == Record({"number": "13800138000"})
    assert note.facts["queue"] == "agents"


def test_without_a_line_nobody_is_put_through(dial_tiny: Dialling) -> None:
    main = (
        "  ask: {if_caller_hangs_up: put_through, menu: ask, keys: {1: put_through}}\n"
        + CALLING_BACK.partition("\n")[2]
    )
    phone = dial_tiny(main, settings=OFFERING).hang_up()
    assert not any(isinstance(verb, Enqueue) for move in phone.moves for verb in move.verbs)
    assert phone.ended == "hung up at main.ask"
