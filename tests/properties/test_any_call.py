"""Whatever the caller, the people and the office do: what holds of every call."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.engine.advance import advance
from ivr.engine.queueing import while_queued
from ivr.language import kinds
from ivr.line.asks import Reply
from ivr.line.documents import read_document
from ivr.line.state import Complaint
from ivr.model.events import Digits
from ivr.model.outside import Outside
from ivr.model.record import Happened, settle
from ivr.model.values import Record
from ivr.model.verbs import Gather, HangUp, Redirect
from ivr.twiml.emit import CONTENT_TYPE
from ivr.wording.speech import written
from tests.properties.acts import (
    OTHER_NUMBER,
    SECRET,
    Act,
    Office,
    Press,
    Setting,
    acts,
    anything,
    harmless_acts,
    long_call,
    offices,
    outsides,
    settings_of_a_call,
    some_acts,
)
from tests.properties.walking import (
    PROGRAMS,
    document,
    event_of,
    moves,
    offered,
    programs,
    start,
    step_of,
    to_the_end,
)

MOST_TURNS_OF_SILENCE = 40
"""A caller who falls silent is asked three times, led to a person who is not free, and asked three times more;
a question about what cannot be undone takes two turns each time."""


def complaints(text: str) -> list[Complaint]:
    found: list[Complaint] = []
    read_document("http://app.example/voice", Reply(200, text.encode(), CONTENT_TYPE), found)
    return found


@settings(max_examples=80, deadline=None)
@given(programs, acts, settings_of_a_call)
def test_no_event_raises_and_every_document_is_taken_by_the_strict_line(
    name: str, done: list[Act], setting: Setting
) -> None:
    for move in moves(PROGRAMS[name], done, setting):
        assert complaints(document(PROGRAMS[name], move.verbs)) == []
        for text in move.texts:
            assert written(text.phrase, PROGRAMS[name].project.wording)
        for verb in move.verbs:
            if isinstance(verb, Gather):
                assert isinstance(move.verbs[-1], Redirect)
        for waited_s in (0, 20):
            assert (
                complaints(document(PROGRAMS[name], while_queued(PROGRAMS[name], move.call, waited_s))) == []
            )


@settings(max_examples=80, deadline=None)
@given(programs, harmless_acts, settings_of_a_call)
def test_nothing_a_caller_or_the_office_does_breaks_a_call(
    name: str, done: list[Act], setting: Setting
) -> None:
    for move in moves(PROGRAMS[name], done, setting):
        assert [note.facts for note in move.notes if note.happened is Happened.BROKE] == []


BEFORE = {
    "shipped": ["", "1", f"13{OTHER_NUMBER}", "2", "31", "35", "4", "0"],
    "wide": ["", "1", "12", "3", "41", f"5{OTHER_NUMBER}", "0"],
}
"""Keys that lead to where few get by chance."""


def _after(keys: str) -> list[Act]:
    """The keys of ``BEFORE`` pressed one by one, an eleven-digit number at once, each answer of the office fine."""
    fine = Office(0, 3, broken=False)
    single, number = (keys[:-11], [keys[-11:]]) if len(keys) > 11 else (keys, [])
    way: list[Act] = []
    for key in [*single, *number]:
        way += [fine, Press(key)]
    return way


@pytest.mark.parametrize(("name", "keys"), [(name, keys) for name, some in BEFORE.items() for keys in some])
def test_nothing_breaks_a_call_wherever_it_has_got_to(name: str, keys: str) -> None:
    for seed in range(40):
        for move in moves(PROGRAMS[name], [*_after(keys), *long_call(seed, length=15)]):
            assert [note.facts for note in move.notes if note.happened is Happened.BROKE] == []


@settings(max_examples=60, deadline=None)
@given(programs, acts, anything, outsides)
def test_advancing_twice_gives_the_same_move_and_changes_nothing_else(
    name: str, done: list[Act], act: Act, outside: Outside
) -> None:
    program = PROGRAMS[name]
    *_, last = moves(program, done)
    event = event_of(program, last, act)
    before = repr(last.call)
    first = advance(program, last.call, event, outside=outside)
    assert advance(program, last.call, event, outside=outside) == first
    assert repr(last.call) == before


@settings(max_examples=60, deadline=None)
@given(programs, some_acts, st.lists(offices, min_size=1, max_size=4), settings_of_a_call)
def test_once_the_caller_falls_silent_the_call_ends_soon(
    name: str, done: list[Act], office: list[Office], setting: Setting
) -> None:
    program = PROGRAMS[name]
    *_, move = moves(program, done, setting)
    rest = [one for _, one in to_the_end(program, move, office, setting, most=MOST_TURNS_OF_SILENCE)]
    last = rest[-1] if rest else move
    assert last.call.is_over
    assert (last.call.waiting, last.call.owes_hang_up) == (None, False)


@settings(max_examples=60, deadline=None)
@given(programs, acts, settings_of_a_call)
def test_every_key_offered_aloud_can_be_pressed(name: str, done: list[Act], setting: Setting) -> None:
    program = PROGRAMS[name]
    for move in moves(program, done, setting):
        if not any(isinstance(verb, Gather) for verb in move.verbs):
            continue
        step = step_of(program, move.call)
        assert step is not None
        keys = offered(move)
        assert bool(keys) == (step.kind is not kinds.COLLECT)
        for key in keys:
            now = move.call.started + timedelta(minutes=1)
            after = advance(program, move.call, Digits(now, key), outside=setting.outside)
            assert Happened.PRESSED in [note.happened for note in after.notes]
            assert not any(note.facts.get("way") == "no_match" for note in after.notes)


@settings(max_examples=60, deadline=None)
@given(programs, acts, settings_of_a_call)
def test_a_call_has_one_disposition_at_most_and_stays_over(
    name: str, done: list[Act], setting: Setting
) -> None:
    program = PROGRAMS[name]
    seen = list(moves(program, done, setting))
    ended = [place for place, move in enumerate(seen) if move.call.is_over]
    assert ended == list(range(len(seen) - len(ended), len(seen)))
    notes = [note for move in seen for note in move.notes]
    record = settle(seen[-1].call.sid, notes)
    assert (record is None) == (not ended)
    if record is not None:
        assert record.disposition == seen[-1].call.disposition
        assert seen[-1].call.ended is not None


@settings(max_examples=60, deadline=None)
@given(programs, acts, settings_of_a_call)
def test_what_a_call_waits_for_was_asked_and_what_was_asked_is_waited_for(
    name: str, done: list[Act], setting: Setting
) -> None:
    for move in moves(PROGRAMS[name], done, setting):
        if move.asked is not None:
            assert move.call.waiting is not None
            assert move.call.waiting.key == move.asked.request.key
            assert not any(isinstance(verb, Gather | HangUp) for verb in move.verbs)


def _deep(name: str, seed: int) -> list[Act]:
    """For three of four shipped calls, a way to where few get by chance."""
    fine = Office(0, 3, broken=False)
    match seed % 4 if name == "shipped" else 0:
        case 1:
            texted: list[Act] = [Press("4")] * (seed % 3)
            return [fine, Press("2"), Press(SECRET), fine, fine, *texted]  # the list of services
        case 2:
            return _after(f"13{OTHER_NUMBER}")
        case 3:
            return [fine, Press("3"), Press("5"), Press(SECRET), fine]  # what became of a complaint
        case _:
            return []


NEVER = {"shipped": {("agent", "closed")}, "wide": set[tuple[str, str]]()}
"""The shipped queue is open at all hours."""


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_random_calls_get_everywhere(name: str) -> None:
    """Else the properties above would speak of the first menus only."""
    program = PROGRAMS[name]
    everywhere = {(str(flow.name), step) for flow in program.project.flows.values() for step in flow.steps}
    entered: set[tuple[str, str]] = set()
    for seed in range(1200):
        asked = Outside(Record({"ask_password": seed % 7 == 0}))
        setting = Setting(withheld=seed % 3 == 0, vouched=seed % 5 == 0, outside=asked)
        entered |= {
            (note.flow, note.step)
            for move in moves(program, [*_deep(name, seed), *long_call(seed)], setting)
            for note in move.notes
            if note.happened is Happened.ENTERED
        }
        if everywhere - entered <= NEVER[name]:
            return
    assert everywhere - entered == NEVER[name]


def test_a_call_begins_the_same_way_each_time() -> None:
    assert start(PROGRAMS["wide"]) == start(PROGRAMS["wide"])
