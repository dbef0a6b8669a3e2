"""Whatever the caller, the people and the office do: what holds of every call."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.engine.advance import advance
from ivr.engine.queueing import while_queued
from ivr.line.asks import Reply
from ivr.line.documents import read_document
from ivr.line.state import Complaint
from ivr.model.events import Digits
from ivr.model.record import Happened, settle
from ivr.model.verbs import Gather, HangUp, Redirect, Verb
from ivr.twiml.emit import CONTENT_TYPE, Addresses, emit
from ivr.wording.speech import written
from tests.properties.walking import (
    PROGRAMS,
    Act,
    Office,
    acts,
    anything,
    event_of,
    long_call,
    moves,
    next_move,
    offered,
    offices,
    programs,
    silent_act,
    start,
)

MOST_TURNS_OF_SILENCE = 25
"""A caller who falls silent is asked three times, led to a person who is not free, and asked three times more."""
ADDRESSES = Addresses("/voice/turn/1", "/voice/wait/1")


def complaints(name: str, verbs: tuple[Verb, ...]) -> list[Complaint]:
    found: list[Complaint] = []
    text = emit(verbs, catalogue=PROGRAMS[name].project.wording, addresses=ADDRESSES)
    read_document("http://app.example/voice", Reply(200, text.encode(), CONTENT_TYPE), found)
    return found


@settings(max_examples=200, deadline=None)
@given(programs, acts, st.booleans())
def test_no_event_raises_and_every_document_is_taken_by_the_strict_line(
    name: str, done: list[Act], withheld: bool
) -> None:
    for move in moves(PROGRAMS[name], done, withheld=withheld):
        assert complaints(name, move.verbs) == []
        for text in move.texts:
            assert written(text.phrase, PROGRAMS[name].project.wording)
        for verb in move.verbs:
            if isinstance(verb, Gather):
                assert isinstance(move.verbs[-1], Redirect)
        assert complaints(name, while_queued(PROGRAMS[name], move.call, 0)) == []


@settings(max_examples=100, deadline=None)
@given(programs, acts, anything)
def test_advancing_twice_gives_the_same_move_and_changes_nothing_else(
    name: str, done: list[Act], act: Act
) -> None:
    program = PROGRAMS[name]
    *_, last = moves(program, done)
    event = event_of(program, last, act)
    before = repr(last.call)
    assert advance(program, last.call, event) == advance(program, last.call, event)
    assert repr(last.call) == before


@settings(max_examples=150, deadline=None)
@given(programs, acts, st.lists(offices, min_size=1, max_size=4), st.booleans())
def test_once_the_caller_falls_silent_the_call_ends_soon(
    name: str, done: list[Act], office: list[Office], withheld: bool
) -> None:
    program = PROGRAMS[name]
    *_, move = moves(program, done, withheld=withheld)
    for turn in range(MOST_TURNS_OF_SILENCE):
        if move.call.is_over:
            return
        move = next_move(program, move, silent_act(program, move.call, office[turn % len(office)]))
    assert move.call.is_over


@settings(max_examples=100, deadline=None)
@given(programs, acts)
def test_every_key_offered_aloud_can_be_pressed(name: str, done: list[Act]) -> None:
    program = PROGRAMS[name]
    for move in moves(program, done):
        if not any(isinstance(verb, Gather) for verb in move.verbs):
            continue
        keys = offered(move)
        assert keys
        for key in keys:
            after = advance(program, move.call, Digits(move.call.started, key))
            assert Happened.PRESSED in [note.happened for note in after.notes]
            assert not any(note.facts.get("way") == "no_match" for note in after.notes)


@settings(max_examples=100, deadline=None)
@given(programs, acts)
def test_a_call_has_one_disposition_at_most_and_stays_over(name: str, done: list[Act]) -> None:
    program = PROGRAMS[name]
    seen = list(moves(program, done))
    ended = [place for place, move in enumerate(seen) if move.call.is_over]
    assert ended == list(range(len(seen) - len(ended), len(seen)))
    notes = [note for move in seen for note in move.notes]
    record = settle(seen[-1].call.sid, notes)
    assert (record is None) == (not ended)
    if record is not None:
        assert record.disposition == seen[-1].call.disposition
        assert seen[-1].call.ended is not None


@settings(max_examples=100, deadline=None)
@given(programs, acts)
def test_what_a_call_waits_for_was_asked_and_what_was_asked_is_waited_for(name: str, done: list[Act]) -> None:
    for move in moves(PROGRAMS[name], done):
        if move.asked is not None:
            assert move.call.waiting is not None
            assert move.call.waiting.key == move.asked.request.key
            assert not any(isinstance(verb, Gather | HangUp) for verb in move.verbs)


def test_random_calls_get_everywhere() -> None:
    """Else the properties above would speak of the first menus only."""
    for program in PROGRAMS.values():
        entered = {
            (note.flow, note.step)
            for seed in range(150)
            for move in moves(program, long_call(seed))
            for note in move.notes
            if note.happened is Happened.ENTERED
        }
        assert entered == {
            (str(flow.name), step) for flow in program.project.flows.values() for step in flow.steps
        }


def test_a_call_begins_the_same_way_each_time() -> None:
    assert start(PROGRAMS["wide"]) == start(PROGRAMS["wide"])
