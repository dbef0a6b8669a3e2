"""What silence and wrong keys lead to (flow-language design, section 2, rule 1)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.engine.conftest import SETTINGS
from tests.engine.phone import Phone

Dialling = Callable[..., Phone]
MENU = "  ask: {menu: ask, keys: {1: done}}\n  done: {end: finished}\n"


def test_two_silences_are_helped_and_the_third_sends_the_caller_to_a_person(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MENU)
    assert phone.heard == ["main.ask"]
    assert phone.silence().heard == ["main.are_you_there", "main.ask+"]
    assert phone.silence().heard == ["main.take_your_time", "main.ask+"]
    assert phone.silence().heard == ["agent.putting_you_through"]
    assert phone.is_being_put_through()


def test_wrong_keys_have_lines_of_their_own(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MENU)
    assert phone.press("7").heard == ["main.not_an_option", "main.ask+"]
    assert phone.press("77").heard == ["main.try_once_more", "main.ask+"]
    assert phone.press("7").heard == ["agent.putting_you_through"]


def test_silences_and_wrong_keys_together_are_bounded_by_at_most(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MENU)
    assert phone.silence().heard == ["main.are_you_there", "main.ask+"]
    assert phone.press("7").heard == ["main.not_an_option", "main.ask+"]
    assert phone.silence().heard == ["agent.putting_you_through"]


def test_keys_that_are_no_keys_are_a_wrong_answer_not_a_silence(dial_tiny: Dialling) -> None:
    assert dial_tiny(MENU).press("").heard == ["main.not_an_option", "main.ask+"]


def test_a_right_key_after_trouble_is_a_right_key(dial_tiny: Dialling) -> None:
    assert dial_tiny(MENU).silence(2).press("1").ended == "main.finished"


def test_entering_a_question_again_gives_new_patience(dial_tiny: Dialling) -> None:
    phone = dial_tiny("  ask: {menu: ask, keys: {1: note}}\n  note: {say: note, go: ask}\n")
    phone.silence(2)
    assert phone.press("1").heard == ["main.note", "main.ask"]
    assert phone.silence(2).heard == ["main.take_your_time", "main.ask+"]


def test_a_step_overrides_wait_lines_and_number(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  ask: {menu: ask, keys: {1: done}, wait: 10s, no_input: hurry, no_match: [], at_most: 2, after_that: bye}\n"
        "  bye: {say: bye, end: failed}\n  done: {end: finished}\n"
    )
    assert phone.gather.timeout_s == 10
    assert phone.silence().heard == ["main.hurry", "main.ask+"]
    assert phone.silence().heard == ["main.bye"]
    assert phone.ended == "lost at main.ask"


def test_a_wrong_key_where_none_is_forgiven_is_the_end_of_patience(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  ask: {menu: ask, keys: {1: done}, no_match: [], after_that: done}\n  done: {end: finished}\n"
    )
    assert phone.press("7").ended == "lost at main.ask"


def test_the_hotlines_wait_counts_where_a_step_has_none(dial_tiny: Dialling) -> None:
    assert dial_tiny(MENU).gather.timeout_s == 6


def test_where_no_line_is_written_silence_is_an_answer_and_nobody_is_lost(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  ask: {menu: ask, keys: {1: done}, no_input: [], after_that: done}\n  done: {end: finished}\n"
    )
    assert phone.silence().ended == "main.finished"
    assert phone.record.no_inputs == 1


def test_wrong_keys_where_silence_is_an_answer_still_lose_the_caller(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  ask: {menu: ask, keys: {1: done}, no_input: [], after_that: done}\n  done: {end: finished}\n"
    )
    assert phone.press("7", "7", "7").ended == "lost at main.ask"


CONFIRM = "  sure: {{confirm: sure, go: {{yes: done, no: kept}}{more}}}\n  done: {{end: finished}}\n  kept: {{end: failed}}\n"


def test_a_yes_no_question_left_unanswered_is_a_no(dial_tiny: Dialling) -> None:
    phone = dial_tiny(CONFIRM.format(more="")).silence(3)
    assert phone.ended == "lost at main.sure"
    assert phone.record.finished == ("main.failed",)
    assert "main.sure unanswered" in phone.taken


def test_a_yes_no_question_may_lead_elsewhere_when_left_unanswered(dial_tiny: Dialling) -> None:
    phone = dial_tiny(CONFIRM.format(more=", unanswered: done")).press("5", "5").silence()
    assert phone.record.finished == ("main.finished",)


@pytest.mark.parametrize(("key", "outcome"), [("1", "finished"), ("2", "failed")])
def test_a_yes_no_question_is_answered_by_one_and_two(dial_tiny: Dialling, key: str, outcome: str) -> None:
    phone = dial_tiny(CONFIRM.format(more=""))
    assert phone.offered == {"1": "yes", "2": "no"}
    assert phone.press(key).ended == f"main.{outcome}"


def test_a_caller_who_was_lost_and_then_answers_is_not_lost(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  ask: {menu: ask, keys: {1: done}, after_that: more}\n"
        "  more: {menu: more, keys: {1: done}}\n  done: {end: finished}\n"
    )
    assert phone.silence(3).heard == ["main.more"]
    assert phone.call.lost == "lost at main.ask"
    assert phone.press("1").ended == "main.finished"


def test_a_caller_who_was_lost_and_hangs_up_is_lost(dial_tiny: Dialling) -> None:
    assert dial_tiny(MENU).silence(3).hang_up().ended == "lost at main.ask"


def test_a_caller_who_was_lost_and_got_a_person_is_not_lost(dial_tiny: Dialling) -> None:
    assert dial_tiny(MENU).silence(3).person("answered").ended == "agent.handed_over"


def test_what_patience_led_to_ends_the_call_when_it_comes_back(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MENU).silence(3).person("nobody")
    assert phone.heard == ["agent.all_busy", "common.parting"]
    assert phone.is_hung_up_on()
    assert phone.ended == "lost at main.ask"


def test_a_step_may_have_any_name_and_the_call_ends_all_the_same(dial_tiny: Dialling) -> None:
    phone = dial_tiny("  ask: {menu: ask, keys: {1: end_call}}\n  end_call: {say: oh, go: ask}\n").silence(3)
    assert phone.person("nobody").is_hung_up_on()


def test_without_lines_the_first_silence_ends_patience(dial_tiny: Dialling) -> None:
    settings = 'hotline: "10086"\nstart: main\nlanguages: [en]\npatience: {after_that: agent}\nqueues: {agents: {}}\n'
    assert dial_tiny(MENU, settings=settings).silence().is_being_put_through()


def test_words_that_may_not_be_interrupted_stand_before_the_listening(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  ask: {say: note, menu: ask, keys: {1: done}, barge_in: no}\n  done: {end: finished}\n"
    )
    assert phone.gather.words == ()
    assert phone.heard == ["main.note", "main.ask"]
    assert dial_tiny(MENU).gather.words != ()


def test_every_question_ends_in_a_redirect(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MENU, settings=SETTINGS)
    for _ in range(3):
        assert [type(verb).__name__ for verb in phone.verbs] == ["Gather", "Redirect"]
        phone.press("#")
