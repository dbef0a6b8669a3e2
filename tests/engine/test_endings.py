"""How calls end: persons, dispositions, and what comes after the end (flow-language design, section 2, rule 14)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ivr.model.record import Happened
from ivr.model.verbs import Dial, Enqueue, HangUp
from tests.engine.conftest import SETTINGS
from tests.engine.phone import LATER, Phone

Dialling = Callable[..., Phone]
MENU = "  ask: {menu: ask, keys: {1: done, 2: in}}\n  done: {say: bye, end: finished}\n  in: {flow: agent, go: done}\n"


@pytest.mark.parametrize(("result", "heard"), [("nobody", "agent.all_busy"), ("failed", "agent.all_busy")])
def test_each_result_of_putting_through_has_its_way(dial_tiny: Dialling, result: str, heard: str) -> None:
    phone = dial_tiny(MENU).press("2").person(result)
    assert phone.heard == [heard, "main.bye"]
    assert f"agent.put_through on:{result}" in phone.taken


def test_a_queue_with_a_number_is_dialled_and_one_without_is_waited_in(dial_tiny: Dialling) -> None:
    assert dial_tiny(MENU).press("2").verbs[-1] == Enqueue("agents")
    settings = SETTINGS.replace("agents: {", 'agents: {dial: "+8610086", ')
    verb = dial_tiny(MENU, settings=settings).press("2").verbs[-1]
    assert isinstance(verb, Dial)
    assert verb.number == "+8610086"


def test_every_flow_that_finished_is_in_the_record_with_its_outcome(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MENU).press("2").person("nobody")
    assert phone.record.finished == ("agent.nobody", "main.finished")
    assert phone.record.disposition == "main.finished"


def test_a_call_has_exactly_one_disposition(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MENU).press("1").hang_up().silence().hang_up()
    assert sum(note.happened is Happened.ENDED for note in phone.notes) == 1
    assert phone.ended == "main.finished"


@pytest.mark.parametrize(
    "after", ["press", "silence", "say", "hang_up", "breaks", "returned", "still_waiting"]
)
def test_after_the_end_whatever_comes_is_answered_by_hanging_up(dial_tiny: Dialling, after: str) -> None:
    phone = dial_tiny(MENU).press("1")
    before = phone.call
    match after:
        case "press":
            phone.press("1")
        case "say":
            phone.say("余额")
        case "returned":
            phone.returned("ok", key="x")
        case _:
            getattr(phone, after)()
    assert phone.verbs == (() if after == "returned" else (HangUp(),))  # an answer asks for no document
    assert phone.moves[-1].call == before
    assert phone.moves[-1].notes == ()


def test_hanging_up_in_the_queue_is_a_hang_up_there(dial_tiny: Dialling) -> None:
    assert dial_tiny(MENU).press("2").hang_up().ended == "hung up at agent.put_through"


def test_a_person_who_had_answered_before_the_hang_up_served_the_caller(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MENU).press("2").hang_up().person("answered")
    assert phone.ended == "agent.handed_over"
    assert phone.record.disposition == "agent.handed_over"
    assert phone.person("answered").ended == "agent.handed_over"


@pytest.mark.parametrize("result", ["nobody", "failed"])
def test_other_news_of_the_queue_after_the_hang_up_changes_nothing(dial_tiny: Dialling, result: str) -> None:
    phone = dial_tiny(MENU).press("2").hang_up()
    assert phone.person(result).ended == "hung up at agent.put_through"
    assert phone.moves[-1].notes == ()


@pytest.mark.parametrize("result", ["answered", "nobody", "failed"])
def test_news_of_a_person_at_a_step_that_asked_for_none_leaves_the_call_as_it_is(
    dial_tiny: Dialling, result: str
) -> None:
    phone = dial_tiny(MENU)
    before = phone.call.top
    assert phone.person(result).call.top == before
    assert phone.is_redirected()


def test_news_of_a_person_while_the_office_is_asked_leaves_the_question_open(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  look: {do: look, go: {ok: end finished, unavailable: end failed}}\n",
        {"look": LATER},
        operations="  look: {effect: read, about: call, gives: {ok: {}}}\n",
    )
    phone.person("answered")
    assert phone.call.waiting is not None
    assert phone.returned("ok").ended == "main.finished"


def test_keys_while_being_put_through_are_no_answer(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MENU).press("2")
    before = phone.call.top
    assert phone.press("1").call.top == before
    assert phone.is_redirected()
