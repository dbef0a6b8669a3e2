"""What is promised to every caller: secrets stay secret, nothing is destroyed unasked, no recording is lost."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.engine.asking import HEARD_AFTER
from ivr.engine.move import Move
from ivr.language.destroying import destroyed_by
from ivr.model.call import Call
from ivr.model.events import Digits, Event, Recorded
from ivr.model.office import Effect
from ivr.model.record import Happened
from ivr.model.snapshot import call_to_json
from ivr.model.values import values_to_json
from ivr.model.verbs import Phrase, PromptId, Say
from ivr.wording.speech import written
from tests.properties.acts import (
    PLAIN,
    SECRET,
    Act,
    Office,
    Press,
    Setting,
    harmless_acts,
    long_call,
    offices,
    settings_of_a_call,
    some_acts,
)
from tests.properties.walking import PROGRAMS, document, events, is_kept, programs, step_of, to_the_end


@settings(max_examples=80, deadline=None)
@given(programs, harmless_acts, settings_of_a_call)
def test_a_secret_is_in_no_word_text_note_or_stored_call(
    name: str, done: list[Act], setting: Setting
) -> None:
    program, before = PROGRAMS[name], None
    for event, move in events(program, done, setting):
        if isinstance(event, Digits) and event.keys == SECRET and not _asked_for_it(name, before):
            return  # the caller gave it away where nobody had asked for it
        texts = "".join(written(text.phrase, program.project.wording) for text in move.texts)
        noted = json.dumps([values_to_json(note.facts) for note in move.notes])
        assert SECRET not in document(PROGRAMS[name], move.verbs) + texts + noted
        assert SECRET not in json.dumps(call_to_json(move.call)) + repr(move)
        before = move.call


def _asked_for_it(name: str, before: Call | None) -> bool:
    step = None if before is None else step_of(PROGRAMS[name], before)
    return step is not None and step.sensitive == "secret"


def _agreed(before: Call, event: Event | None, name: str, said: set[PromptId], operation: str) -> bool:
    """Whether ``event`` is a yes, not too soon, to a question that names what is destroyed and was told first."""
    program = PROGRAMS[name]
    step, asking = step_of(program, before), before.top.asking
    assert step is not None
    flow = program.project.flows[before.top.flow]
    return (
        isinstance(event, Digits)
        and event.keys == "1"
        and operation in {one.name for one in destroyed_by(step, flow, program.project)}
        and asking.told
        and asking.since is not None
        and event.at - asking.since >= HEARD_AFTER
        and PromptId(before.top.flow, str(step.subject)) in said
    )


def _destroys(name: str, done: list[Act], setting: Setting) -> int:
    """Hold every destructive request of a call against the answer before it; return how many there were."""
    found, before, said = 0, None, set[PromptId]()
    for event, move in events(PROGRAMS[name], done, setting):
        asked = move.asked
        if asked is not None and asked.request.effect is Effect.DESTRUCTIVE:
            assert before is not None
            assert _agreed(before, event, name, said, asked.request.operation)
            found += 1
        heard = [one for verb in move.verbs if isinstance(verb, Say) for one in verb.words]
        if heard:
            said = {one.prompt for one in heard if isinstance(one, Phrase)}
        before = move.call
    return found


@settings(max_examples=80, deadline=None)
@given(programs, harmless_acts, settings_of_a_call)
def test_nothing_is_destroyed_that_was_not_agreed_to_after_it_was_told(
    name: str, done: list[Act], setting: Setting
) -> None:
    _destroys(name, done, setting)


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_random_calls_do_destroy_something(name: str) -> None:
    assert sum(_destroys(name, long_call(seed), PLAIN) for seed in range(150)) > 5


MOST_TURNS_OF_SILENCE = 40
LODGING = {"shipped": ("lodge_complaint", "complaint"), "wide": ("lodge", "tell")}


def _recordings(name: str, done: list[Act], office: list[Office], setting: Setting) -> int:
    """Hold every recording of a call against what the office was given; return how many were kept."""
    program, (operation, flow) = PROGRAMS[name], LODGING[name]
    seen = list(events(program, done, setting))
    seen += to_the_end(program, seen[-1][1], office, setting, most=MOST_TURNS_OF_SILENCE)
    kept, lodged, before = [], [], seen[0][1].call
    for event, move in seen:
        if isinstance(event, Recorded) and is_kept(program, before, event):
            kept.append(event.recording)
        if move.asked is not None and move.asked.request.operation == operation:
            lodged += [one for one in [move.asked.request.arguments.get("words")] if one is not None]
        before = move.call
    if kept and not _began_again(seen, flow):
        assert kept[-1] in lodged  # the last of them: an earlier one the caller chose to speak again
    return len(kept)


def _began_again(seen: list[tuple[Event | None, Move]], flow: str) -> bool:
    """Whether the caller left the flow by a key that abandons it, or chose an end that keeps nothing.

    Or was asked, after three silences, whether anything shall be kept at all: what they answer is their choice.
    """
    notes = [note for _, move in seen for note in move.notes]
    asked = any(note.happened is Happened.ENTERED and note.step == "no_words" for note in notes)
    left = any(note.happened is Happened.WAY and note.facts["way"] == "key:8" for note in notes)
    ended = {
        note.facts["outcome"]
        for note in notes
        if note.happened is Happened.FLOW_FINISHED and note.flow == flow
    }
    return left or asked or "nothing" in ended


@settings(max_examples=80, deadline=None)
@given(programs, some_acts, st.lists(offices, min_size=1, max_size=3), settings_of_a_call)
def test_every_recording_reaches_the_office(
    name: str, done: list[Act], office: list[Office], setting: Setting
) -> None:
    _recordings(name, done, office, setting)


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_random_calls_do_record_something(name: str) -> None:
    """And by these, too, nothing recorded is lost."""
    office = [Office(0, 3, broken=False), Office(1, 2, broken=False)]
    calls = (
        _recordings(name, [*_into(name), *long_call(seed, length=12)], office, PLAIN) for seed in range(150)
    )
    assert sum(calls) > 50


def _into(name: str) -> list[Act]:
    """To the question for the caller's own words."""
    keys = {"shipped": "31", "wide": "41"}[name]
    return [Office(1, 0, broken=False), *(Press(key) for key in keys)]
