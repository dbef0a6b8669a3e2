"""The pace of a call: a step sets it, a caller asks for it, and everything after goes by it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ivr.model.events import Recorded
from ivr.model.pace import Pace
from ivr.model.verbs import RECORD_SILENCE_S
from tests.engine.conftest import SETTINGS
from tests.engine.phone import Phone

Dialling = Callable[..., Phone]
SLOWER = SETTINGS.replace("9: repeat", "9: repeat\n  6: slower")
MAIN = """\
  first: {menu: first, keys: {1: slow, 2: long, 3: tell_us, 4: agent, 5: usual}}
  slow: {pace: slow, go: first}
  usual: {pace: usual, go: first}
  long: {collect: long, digits: 6, wait: 10s, save: number, go: first}
  tell_us: {record: tell_us, shortest: 2s, longest: 90s, save: words, go: {recorded: right, silent: nothing}}
  nothing: {say: nothing, go: first}
  right: {confirm: right, go: {yes: first, no: tell_us}}
"""


def test_every_call_begins_at_the_usual_pace(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MAIN)
    assert phone.call.pace is Pace.USUAL
    assert phone.gather.timeout_s == 6


def test_at_the_slow_pace_the_six_seconds_for_a_key_are_ten(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MAIN).press("1")
    assert phone.call.pace is Pace.SLOW
    assert phone.gather.timeout_s == 10


def test_what_a_step_itself_waits_is_stretched_as_much(dial_tiny: Dialling) -> None:
    assert dial_tiny(MAIN).press("2").gather.timeout_s == 10
    assert dial_tiny(MAIN).press("1", "2").gather.timeout_s == 17


def test_a_step_can_go_back_to_the_usual_pace(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MAIN).press("1", "5")
    assert phone.call.pace is Pace.USUAL
    assert phone.gather.timeout_s == 6


def test_the_pace_stays_through_flows_persons_and_silence(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MAIN).press("1", "4").person("nobody")
    assert phone.heard == ["agent.all_busy", "main.first"]
    assert phone.silence().call.pace is Pace.SLOW
    assert phone.gather.timeout_s == 10


def test_a_call_that_starts_over_keeps_its_pace(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MAIN, settings=SLOWER.replace("9: repeat", "8: start_over")).press("6", "8")
    assert phone.heard == ["main.first"]
    assert phone.gather.timeout_s == 10


# slower


def test_slower_says_the_last_question_again_at_the_slow_pace(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MAIN, settings=SLOWER).silence().press("6")
    assert phone.heard == ["main.first"]
    assert phone.gather.timeout_s == 10


def test_slower_pressed_again_stays_slow_and_is_repeat(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MAIN, settings=SLOWER).press("6", "6", "9", "6")
    assert phone.heard == ["main.first"]
    assert phone.call.pace is Pace.SLOW
    assert phone.press("6").heard == ["main.not_an_option", "main.first+"]


def test_slower_is_heard_out_though_repeat_is_used_up(dial_tiny: Dialling) -> None:
    assert dial_tiny(MAIN, settings=SLOWER).press("9", "9", "9", "6").heard == ["main.first"]


def test_slower_uses_no_patience_and_is_nothing_to_go_back_to(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MAIN, settings=SLOWER).silence(2).press("6")
    assert phone.call.top.asking.asked == 3
    assert phone.call.top.behind == ()


def test_a_yes_no_question_can_be_heard_slower_by_a_key_of_its_own_menu_too(dial_tiny: Dialling) -> None:
    main = (
        "  ask: {menu: ask, keys: {3: slower, 1: sure}}\n  sure: {confirm: sure, go: {yes: ask, no: ask}}\n"
    )
    assert dial_tiny(main).press("3").gather.timeout_s == 10
    phone = dial_tiny(main, settings=SLOWER).press("1", "6")
    assert phone.heard == ["main.sure"]
    assert phone.gather.timeout_s == 10


def test_in_an_entry_the_key_for_slower_is_a_digit(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MAIN, settings=SLOWER).press("2", "666666")
    assert phone.at == "main.first"
    assert phone.call.pace is Pace.USUAL


# recordings


def recorded(phone: Phone, seconds: float) -> Phone:
    """The caller is recorded until they are silent."""
    return phone.happens(Recorded(phone.later(), "RE1", seconds, silence_ended_it=True))


def test_at_the_slow_pace_a_recording_bears_more_silence(dial_tiny: Dialling) -> None:
    assert dial_tiny(MAIN).press("3").recording.silence_s == RECORD_SILENCE_S
    assert dial_tiny(MAIN).press("1", "3").recording.silence_s == 9


@pytest.mark.parametrize(
    ("keys", "seconds", "at"), [("3", 7, "right"), ("13", 10, "first"), ("13", 11, "right")]
)
def test_the_longer_silence_at_the_end_is_no_speech(
    dial_tiny: Dialling, keys: str, seconds: float, at: str
) -> None:
    assert recorded(dial_tiny(MAIN).press(*keys), seconds).at == f"main.{at}"
