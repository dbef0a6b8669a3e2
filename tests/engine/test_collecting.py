"""Digits a caller types (flow-language design, section 2, rules 2, 9 and 20)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ivr.model.record import Happened
from ivr.model.values import Secret
from tests.engine.conftest import SETTINGS
from tests.engine.phone import Phone

Dialling = Callable[..., Phone]
FIXED = """\
  ask: {collect: number, digits: 6, save: n, go: tell}
  tell: {say: tell, with: {n: n}, go: more}
  more: {menu: more, keys: {1: ask, 2: done}}
  done: {end: finished}
"""
OPEN = FIXED.replace("digits: 6,", "digits: 6-11, finish: hash,")
AFTER_A_MENU = "  first: {menu: first, keys: {1: ask}}\n" + FIXED


def given(phone: Phone) -> object:
    return phone.facts["n"]


def test_an_entry_of_fixed_length_is_complete_with_its_last_digit(dial_tiny: Dialling) -> None:
    phone = dial_tiny(FIXED)
    assert phone.heard == ["main.number"]
    assert (phone.gather.num_digits, phone.gather.finish_on_key, phone.gather.hints) == (6, "", ())
    assert given(phone.press("012345")) == "012345"
    assert phone.heard == ["main.tell", "main.more"]


def test_an_entry_of_open_length_ends_with_a_key_or_a_silence(dial_tiny: Dialling) -> None:
    phone = dial_tiny(OPEN)
    assert (phone.gather.num_digits, phone.gather.finish_on_key) == (11, "#")
    for entry in ("123456", "12345678901"):
        assert given(dial_tiny(OPEN).press(entry)) == entry


@pytest.mark.parametrize("entry", ["1", "12345", "12345#", "#", "1234567"])
def test_an_entry_of_another_length_is_a_wrong_answer(dial_tiny: Dialling, entry: str) -> None:
    assert dial_tiny(FIXED).press(entry).heard == ["main.not_an_option", "main.number+"]


@pytest.mark.parametrize("entry", ["12345", "123456789012"])
def test_an_entry_outside_its_lengths_is_a_wrong_answer(dial_tiny: Dialling, entry: str) -> None:
    assert dial_tiny(OPEN).press(entry).heard == ["main.not_an_option", "main.number+"]


def test_a_key_that_means_something_everywhere_is_a_digit_here(dial_tiny: Dialling) -> None:
    assert given(dial_tiny(FIXED).press("900000")) == "900000"
    assert dial_tiny(FIXED).press("0").heard == ["main.not_an_option", "main.number+"]
    assert dial_tiny(FIXED).press("9").heard == ["main.not_an_option", "main.number+"]


def test_words_are_no_digits(dial_tiny: Dialling) -> None:
    assert dial_tiny(FIXED).say("一二三四五六").heard == ["main.not_an_option", "main.number+"]


def test_silence_is_helped_twice_and_then_a_person_comes(dial_tiny: Dialling) -> None:
    phone = dial_tiny(FIXED)
    assert phone.silence().heard == ["main.are_you_there", "main.number+"]
    assert phone.silence().heard == ["main.take_your_time", "main.number+"]
    assert phone.silence().is_being_put_through()


# the star


@pytest.mark.parametrize("entry", ["*", "12*", "12*456", "*12345"])
def test_a_star_begins_the_entry_again(dial_tiny: Dialling, entry: str) -> None:
    phone = dial_tiny(FIXED).press(entry)
    assert phone.heard == ["main.number+"]
    assert given(phone.press("123456")) == "123456"


def test_beginning_again_costs_no_patience(dial_tiny: Dialling) -> None:
    phone = dial_tiny(FIXED).press("12*")
    assert phone.silence(2).heard == ["main.take_your_time", "main.number+"]
    assert phone.silence().is_being_put_through()
    assert phone.hang_up().record.no_matches == 0


@pytest.mark.parametrize("entries", [("*", "*"), ("12*", "3*"), ("**",), ("1*2*3",)])
def test_a_second_star_leaves_the_entry_as_back_does(dial_tiny: Dialling, entries: tuple[str, ...]) -> None:
    phone = dial_tiny(AFTER_A_MENU).press("1", *entries)
    assert phone.at == "main.first"
    assert "main.ask key:star" in phone.taken


def test_two_stars_at_the_first_question_of_the_call_ask_it_again(dial_tiny: Dialling) -> None:
    phone = dial_tiny(FIXED).press("**")
    assert phone.heard == ["main.number"]
    assert given(phone.press("123456")) == "123456"


def test_back_leads_to_an_entry_that_was_made(dial_tiny: Dialling) -> None:
    phone = dial_tiny(FIXED).press("123456")
    assert phone.press("*").at == "main.ask"
    assert given(phone.press("654321")) == "654321"


def test_a_star_then_a_zero_asks_for_a_person(dial_tiny: Dialling) -> None:
    assert dial_tiny(FIXED).press("*0").is_being_put_through()
    phone = dial_tiny(FIXED).press("123*0")
    assert phone.is_being_put_through()
    assert phone.person("nobody").heard == ["agent.all_busy", "main.number"]


def test_a_star_then_after_a_while_a_zero_asks_for_a_person_too(dial_tiny: Dialling) -> None:
    assert dial_tiny(FIXED).press("*", "0").is_being_put_through()


def test_a_hotline_without_a_person_and_without_back_takes_neither(dial_tiny: Dialling) -> None:
    settings = SETTINGS.replace("  star: back\n", "").replace("  0: {go: agent, said: first_menu}\n", "")
    for entry in ("*0", "**"):
        phone = dial_tiny(FIXED, settings=settings).press(entry)
        assert phone.heard == ["main.not_an_option", "main.number+"]


def test_a_star_that_ends_the_entry_begins_nothing_again(dial_tiny: Dialling) -> None:
    phone = dial_tiny(OPEN.replace("finish: hash", "finish: star"))
    assert phone.gather.finish_on_key == "*"
    assert given(phone.press("1234567")) == "1234567"


# what is nobody's business

SECRET = """\
  ask: {collect: password, digits: 6, save: password, sensitive: secret, go: check}
  check: {do: check, with: {password: password}, go: {ok: more, refused: ask, unavailable: more}}
  more: {menu: more, keys: {1: ask}}
"""
CHECK = "  check: {effect: read, takes: {password: secret digits}, gives: {ok: {}, refused: {}}, proves: {ok: subscriber}}\n"


def test_a_secret_goes_to_the_office_and_nowhere_else(dial_tiny: Dialling) -> None:
    phone = dial_tiny(SECRET, {"check": ["refused", "ok"]}, operations=CHECK).press("246810")
    assert phone.requests[0].arguments["password"] == Secret("246810")
    assert phone.moves[1].asked is not None
    assert phone.moves[1].asked.secret
    assert "246810" not in phone.stored + repr(phone.notes) + repr(phone.verbs) + phone.requests[0].key
    phone.press("135790")
    assert phone.heard == ["main.more"]
    assert "135790" not in phone.stored + repr(phone.notes)


def test_two_guesses_are_two_requests(dial_tiny: Dialling) -> None:
    """Their keys cannot tell the guesses apart, so a definite answer must."""
    phone = dial_tiny(SECRET, {"check": ["refused", "unavailable", "ok"]}, operations=CHECK)
    phone.press("246810", "246810", "1", "246810")
    assert len({request.key for request in phone.requests}) == 3


def test_the_log_says_that_something_personal_was_typed_but_not_what(dial_tiny: Dialling) -> None:
    phone = dial_tiny(FIXED.replace("save: n,", "save: n, sensitive: personal,")).press("123456")
    assert given(phone) == "123456"
    typed = [note.facts["keys"] for note in phone.notes if note.happened is Happened.PRESSED]
    assert typed == [0]
    plain = dial_tiny(FIXED).press("123456")
    assert [note.facts["keys"] for note in plain.notes if note.happened is Happened.PRESSED] == ["123456"]


def test_a_secret_is_gone_with_its_flow(dial_tiny: Dialling) -> None:
    flows = {
        "prove": "flow: prove\noutcomes: {done: done}\nsteps:\n" + SECRET.replace("1: ask", "1: end done")
    }
    phone = dial_tiny(
        "  go_there: {flow: prove, go: then}\n  then: {menu: then, keys: {1: then}}\n",
        {"check": "ok"},
        operations=CHECK,
        flows=flows,
    )
    phone.press("246810")
    assert phone.call.top.values.keys() == {"password"}
    phone.press("1")
    assert [dict(frame.values) for frame in phone.call.frames] == [{}]
