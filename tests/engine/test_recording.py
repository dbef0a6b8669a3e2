"""The caller's own words, and what must be told before (flow-language design, section 2, rules 6 and 8)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ivr.model.record import Happened
from ivr.model.verbs import Record, Redirect, Say
from tests.engine.phone import Phone

Dialling = Callable[..., Phone]
MAIN = """\
  first: {menu: first, keys: {1: tell_us}}
  tell_us: {record: tell_us, longest: 90s, save: words, sensitive: personal, go: {recorded: right, silent: nothing}}
  nothing: {say: nothing, go: first}
  right: {confirm: right, with: {words: words}, go: {yes: done, no: tell_us}}
  done: {end: finished}
"""


def recording(dial_tiny: Dialling, main: str = MAIN) -> Phone:
    return dial_tiny(main).press("1")


def test_a_recording_is_asked_for_and_ends_with_the_hash(dial_tiny: Dialling) -> None:
    phone = recording(dial_tiny)
    assert [type(verb) for verb in phone.verbs] == [Say, Record, Redirect]
    assert phone.heard == phone.uninterrupted == ["main.tell_us"]
    assert (phone.recording.longest_s, phone.recording.finish_on_key) == (90, "#")


def test_a_recording_may_end_with_another_key(dial_tiny: Dialling) -> None:
    phone = recording(dial_tiny, MAIN.replace("longest: 90s", "longest: 90s, finish: star"))
    assert phone.recording.finish_on_key == "*"


def test_what_was_recorded_is_kept_by_its_id(dial_tiny: Dialling) -> None:
    phone = recording(dial_tiny).records("RE1", spoken_s=12.4)
    assert phone.heard == ["main.right"]
    assert phone.facts == {"words": "RE1"}
    (note,) = [note for note in phone.notes if note.happened is Happened.RECORDED]
    assert dict(note.facts) == {"seconds": 12}  # how long, but not what, nor where it is kept


@pytest.mark.parametrize(("spoken_s", "at"), [(0, "first"), (0.9, "first"), (1, "right"), (90, "right")])
def test_less_than_a_second_of_speech_is_silence(dial_tiny: Dialling, spoken_s: float, at: str) -> None:
    assert recording(dial_tiny).records(spoken_s=spoken_s).at == f"main.{at}"


@pytest.mark.parametrize(("spoken_s", "at"), [(4.9, "first"), (5, "right")])
def test_a_step_says_itself_what_is_too_short(dial_tiny: Dialling, spoken_s: float, at: str) -> None:
    main = MAIN.replace("longest: 90s", "longest: 90s, shortest: 5s")
    assert recording(dial_tiny, main).records(spoken_s=spoken_s).at == f"main.{at}"


def test_a_recording_that_was_not_made_is_silence(dial_tiny: Dialling) -> None:
    assert recording(dial_tiny).records(None, spoken_s=30).heard == ["main.nothing", "main.first"]


@pytest.mark.parametrize("what", ["silence", "press", "say"])
def test_a_carrier_that_goes_on_without_a_recording_has_heard_nothing(dial_tiny: Dialling, what: str) -> None:
    phone = recording(dial_tiny)
    match what:
        case "press":
            phone.press("1")
        case "say":
            phone.say("喂")
        case _:
            phone.silence()
    assert phone.heard == ["main.nothing", "main.first"]


def test_silence_in_a_recording_has_no_second_chance_of_its_own(dial_tiny: Dialling) -> None:
    phone = recording(dial_tiny).records(spoken_s=0)
    assert phone.taken[-2:] == ["main.tell_us silent", "main.nothing next"]
    assert phone.hang_up().record.no_inputs == 1


def test_a_second_recording_takes_the_place_of_the_first(dial_tiny: Dialling) -> None:
    phone = recording(dial_tiny).records("RE1").press("2").records("RE2")
    assert phone.facts == {"words": "RE2"}


def test_back_leads_to_the_recording(dial_tiny: Dialling) -> None:
    phone = recording(dial_tiny).records().press("*")
    assert phone.at == "main.tell_us"
    assert isinstance(phone.verbs[1], Record)


def test_a_recording_that_comes_when_none_was_asked_for_changes_nothing(dial_tiny: Dialling) -> None:
    phone = recording(dial_tiny).records("RE1")
    before = phone.call.top
    assert phone.records("RE9").call.top == before


def test_a_caller_who_was_lost_and_then_speaks_is_not_lost(dial_tiny: Dialling) -> None:
    main = MAIN.replace("keys: {1: tell_us}", "keys: {1: tell_us}, after_that: tell_us")
    phone = dial_tiny(main).silence(3)
    assert phone.call.lost is not None
    assert phone.records().hang_up().ended == "hung up at main.right"


# told

TELLING = {
    "zh-CN/main": "ask: {say: 请选, choices: {done: 好}}\nnotice: {say: 本次通话将被录音, tells: [recording, price]}\n"
    "again: {say: 请选, again: 本次通话将被录音, tells: recording}\n",
    "zh-CN/other": "say_it: {say: 录音, tells: [ending]}\n",
}
TOLD = "  ask: {say: notice, menu: ask, keys: {1: ask, 2: sub}}\n  sub: {flow: other, go: ask}\n"
OTHER = {"other": "flow: other\noutcomes: {done: done}\nsteps:\n  here: {say: say_it, end: done}\n"}


def test_words_that_tell_something_cannot_be_interrupted(dial_tiny: Dialling) -> None:
    phone = dial_tiny(TOLD, prompts=TELLING, flows=OTHER)
    assert phone.uninterrupted == ["main.notice"]
    assert phone.heard == ["main.notice", "main.ask"]
    assert phone.gather.words != ()  # the question itself can be


def test_words_before_those_that_tell_something_are_heard_out_too(dial_tiny: Dialling) -> None:
    main = "  hello: {say: hello, go: told}\n  told: {say: notice, go: ask}\n  ask: {say: note, menu: ask, keys: {1: ask}}\n"
    phone = dial_tiny(main, prompts=TELLING)
    assert phone.uninterrupted == ["main.hello", "main.notice"]
    assert phone.heard == ["main.hello", "main.notice", "main.note", "main.ask"]


def test_a_question_that_tells_something_leaves_its_choices_interruptible(dial_tiny: Dialling) -> None:
    phone = dial_tiny("  ask: {menu: again, keys: {1: ask}}\n", prompts=TELLING)
    assert phone.uninterrupted == ["main.again"]
    assert "1" in {getattr(one, "key", "") for one in phone.gather.words}


def test_what_was_told_stays_told_for_the_rest_of_the_call(dial_tiny: Dialling) -> None:
    phone = dial_tiny(TOLD, prompts=TELLING, flows=OTHER)
    assert phone.call.told == {"recording", "price"}
    assert phone.press("2").call.told == {"recording", "price", "ending"}
    assert phone.press("1", "0").person("nobody").call.told == {"recording", "price", "ending"}


def test_nothing_is_told_to_somebody_who_has_gone(dial_tiny: Dialling) -> None:
    main = "  ask: {if_caller_hangs_up: then, menu: ask, keys: {1: ask}}\n  then: {say: notice, go: ask}\n"
    phone = dial_tiny(main, prompts=TELLING).hang_up()
    assert "main.then next" in phone.taken
    assert phone.call.told == frozenset()
