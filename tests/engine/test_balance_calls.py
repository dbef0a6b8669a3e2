"""Calls to the shipped hotline, from the first word to the disposition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ivr.model.money import Money
from ivr.model.record import Happened
from ivr.model.verbs import Enqueue, Redirect, Say
from tests.engine.phone import LATER, Given, Phone

Dialling = Callable[..., Phone]
NOBODY_SPECIAL: Given = ("ok", {"age": 40, "needs_person": False})


def figures(left: int = 2050, owed: int = 0) -> Given:
    return ("ok", {"left": Money(left), "owed": Money(owed), "valid_until": date(2026, 12, 31)})


def test_a_caller_hears_the_balance_has_it_texted_and_says_no_more(dial: Dialling) -> None:
    phone = dial({"who_calls": NOBODY_SPECIAL, "get_balance": figures()})
    assert phone.heard == ["main.services"]
    assert phone.offered == {
        "1": "balance",
        "2": "cancel_services",
        "3": "complaint",
        "4": "other_services",
        "5": "other_language",
        "0": "agent",
        "#": "slower",
    }
    assert phone.press("1").heard == ["balance.left", "balance.more"]
    assert phone.facts == {"left": Money(2050), "until": date(2026, 12, 31)}
    assert phone.press("1").heard == ["balance.text_sent", "balance.more"]
    (text,) = phone.texts
    assert (text.to, str(text.phrase.prompt)) == ("13800138000", "balance.figures")
    assert text.phrase.facts["left"] == Money(2050)
    assert phone.silence().heard == ["main.anything_else"]
    assert phone.press("2").heard == ["main.goodbye"]
    assert phone.is_hung_up_on()
    assert phone.ended == "main.finished"
    assert phone.record.finished == ("balance.told", "main.finished")
    assert phone.record.no_inputs == 1


@pytest.mark.parametrize(
    ("left", "owed", "prompt"),
    [(0, 1230, "owed"), (0, 0, "zero"), (999, 0, "low"), (1000, 0, "left"), (-5, 0, "low")],
)
def test_what_is_left_or_owed_decides_what_is_said(dial: Dialling, left: int, owed: int, prompt: str) -> None:
    phone = dial({"who_calls": NOBODY_SPECIAL, "get_balance": figures(left, owed)}).press("1")
    assert phone.heard == [f"balance.{prompt}", "balance.more"]


def test_the_welcome_covers_the_question_who_calls(dial: Dialling) -> None:
    phone = dial({"who_calls": LATER})
    assert phone.heard == ["main.welcome"]
    assert phone.is_redirected()
    assert phone.returned("unavailable").heard == ["main.services"]


@pytest.mark.parametrize("person", [{"age": 65, "needs_person": False}, {"age": 0, "needs_person": True}])
def test_a_senior_and_whoever_needs_one_get_a_person_at_once(
    dial: Dialling, person: dict[str, object]
) -> None:
    phone = dial({"who_calls": ("ok", person)})
    assert phone.heard == ["agent.putting_you_through"]
    assert phone.verbs[-1] == Enqueue("agents")
    assert phone.person("answered").ended == "agent.handed_over"


def test_a_senior_for_whom_nobody_is_free_gets_the_menu(dial: Dialling) -> None:
    phone = dial({"who_calls": ("ok", {"age": 70, "needs_person": False})})
    assert phone.person("nobody").heard == ["agent.all_busy", "agent.call_you_back"]
    assert phone.press("2").heard == ["agent.no_call_back", "main.services"]


def test_a_number_that_is_not_ours_is_told_and_the_call_goes_on(dial: Dialling) -> None:
    phone = dial({"who_calls": NOBODY_SPECIAL, "get_balance": "not_ours"}).press("1")
    assert phone.heard == ["balance.not_ours", "main.anything_else"]


def test_a_balance_that_cannot_be_had_can_be_texted_later(dial: Dialling) -> None:
    phone = dial(
        {"who_calls": NOBODY_SPECIAL, "get_balance": "unavailable", "text_balance": "unavailable"}
    ).press("1")
    assert phone.heard == ["balance.sorry", "balance.text_it_later"]
    assert phone.press("1").heard == ["balance.will_text", "main.anything_else"]


def test_whoever_wants_no_text_goes_on(dial: Dialling) -> None:
    phone = dial({"who_calls": NOBODY_SPECIAL, "get_balance": "unavailable"}).press("1", "2")
    assert phone.heard == ["main.anything_else"]


def test_english_stays_for_the_call_until_the_caller_wants_chinese(dial: Dialling) -> None:
    phone = dial({"who_calls": NOBODY_SPECIAL, "get_balance": figures()}).press("5")
    assert phone.languages == {"en"}
    assert phone.gather.language == "en"
    assert phone.press("1", "1").languages == {"en"}
    assert phone.texts[0].phrase.language == "en"
    assert phone.silence().press("1", "5").languages == {"zh-CN"}


def test_a_balance_asked_twice_is_asked_under_two_keys(dial: Dialling) -> None:
    phone = dial({"who_calls": NOBODY_SPECIAL, "get_balance": [figures(), figures(900)]}).press("1").silence()
    assert phone.press("1", "1").heard == ["balance.low", "balance.more"]
    first, second = (one.key for one in phone.requests if one.operation == "get_balance")
    assert first != second


def test_a_withheld_number_is_looked_up_nowhere_and_texted_nothing(dial: Dialling) -> None:
    phone = dial({}, caller=None)
    assert phone.heard == ["main.welcome", "main.services"]
    assert phone.press("1").heard == ["balance.number_unseen", "balance.which_number"]
    assert phone.requests == []
    assert phone.texts == []


def test_a_slow_office_is_covered_with_words_until_it_answers(dial: Dialling) -> None:
    phone = dial({"who_calls": NOBODY_SPECIAL, "get_balance": LATER}).press("1")
    assert phone.moves[-1].asked is not None
    assert phone.moves[-1].verbs == ()
    assert phone.still_waiting(first=True).heard == ["common.one_moment"]
    assert phone.still_waiting().heard == ["common.still_working"]
    assert phone.verbs == (Say(phone.words), Redirect())
    assert phone.press("1").heard == ["common.still_working"]  # a key pressed while waiting answers nothing
    assert phone.returned(figures()).heard == ["balance.left", "balance.more"]


def test_an_answer_to_another_question_changes_nothing(dial: Dialling) -> None:
    phone = dial({"who_calls": NOBODY_SPECIAL, "get_balance": LATER}).press("1")
    before = phone.call
    phone.returned(figures(), key="CA1:get_balance:0000:7")
    assert phone.moves[-1].call == before
    assert (phone.moves[-1].verbs, phone.moves[-1].notes) == ((), ())
    assert phone.returned(figures()).heard == ["balance.left", "balance.more"]
    after = phone.call
    phone.returned(figures())  # and the same answer a second time
    assert phone.moves[-1].call == after


def test_hanging_up_in_the_middle_says_where(dial: Dialling) -> None:
    phone = dial({"who_calls": NOBODY_SPECIAL, "get_balance": figures()}).press("1").hang_up()
    assert phone.ended == "hung up at balance.more"
    assert phone.moves[-1].verbs == ()
    assert phone.notes[-2].happened is Happened.HUNG_UP


def test_hanging_up_while_the_office_is_asked_says_where(dial: Dialling) -> None:
    phone = dial({"who_calls": LATER}).hang_up()
    assert phone.ended == "hung up at main.opening"
    phone.returned("unavailable")  # what was asked is noted, and the first question ends it
    assert phone.moves[-1].verbs == ()
    assert (phone.ended, phone.record.disposition) == ("hung up at main.opening", "hung up at main.opening")
    assert sum(note.happened is Happened.ENDED for note in phone.notes) == 1
