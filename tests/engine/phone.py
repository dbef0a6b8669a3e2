"""A caller's phone: keeps the program and the call, and plays the office from a table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import pytest

from ivr.checks.checked import Checked
from ivr.engine.advance import advance, begin
from ivr.engine.machine import compile_program
from ivr.engine.move import Move, Text
from ivr.engine.program import Program
from ivr.language.reader import read_project
from ivr.model.call import Call, call_from_json, call_to_json
from ivr.model.events import (
    Arrived,
    Broke,
    Digits,
    Event,
    HungUp,
    Returned,
    Silence,
    Speech,
    StillWaiting,
    TransferEnded,
    TransferResult,
)
from ivr.model.ids import CallSid, Digest, Msisdn
from ivr.model.office import OfficeAnswer, OfficeRequest
from ivr.model.record import CallRecord, Happened, Note, settle
from ivr.model.values import Record, Value
from ivr.model.verbs import Dial, Enqueue, Gather, HangUp, Offer, Part, Phrase, Redirect, Say, Verb, Words

MORNING = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
OWN_NUMBER = Msisdn("13800138000")
LATER = "later"
"""The office takes its time: the answer comes by ``Phone.returned``."""

Given: TypeAlias = "str | tuple[str, Mapping[str, Value]]"
Answers: TypeAlias = "Mapping[str, Given | list[Given]]"


def compiled(files: Mapping[str, str]) -> Program:
    """The program of files that the reader has nothing to say about."""
    project, found = read_project(files)
    assert found == ()
    assert project is not None
    return compile_program(Checked(project, dict(files)), Digest("d" * 64))


@dataclass
class Phone:
    """One call. Between two events the call goes through JSON, as it does in the store."""

    program: Program
    office: dict[str, list[Given]] = field(default_factory=dict)
    caller: Msisdn | None = OWN_NUMBER
    now: datetime = MORNING
    moves: list[Move] = field(default_factory=list)
    verbs: tuple[Verb, ...] = ()
    requests: list[OfficeRequest] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    _call: Call | None = None

    # what the caller and the world do ------------------------------------------------------------

    def ring(self) -> Phone:
        self._take(begin(self.program, Arrived(self.now, CallSid("CA1"), self.caller, "10086")))
        return self

    def press(self, *keys: str) -> Phone:
        for key in keys:
            self.happens(Digits(self.later(), key))
        return self

    def say(self, text: str) -> Phone:
        return self.happens(Speech(self.later(), text))

    def silence(self, times: int = 1) -> Phone:
        for _ in range(times):
            self.happens(Silence(self.later()))
        return self

    def hang_up(self) -> Phone:
        return self.happens(HungUp(self.later()))

    def person(self, result: str) -> Phone:
        """A person answered, nobody was free, or putting through failed."""
        return self.happens(TransferEnded(self.later(), TransferResult(result)))

    def still_waiting(self, *, first: bool = False) -> Phone:
        return self.happens(StillWaiting(self.later(), first))

    def breaks(self) -> Phone:
        return self.happens(Broke(self.later(), "KeyError"))

    def returned(self, given: Given, *, key: str | None = None) -> Phone:
        return self.happens(Returned(self.later(), key or self.requests[-1].key, answer_of(given)))

    def wait(self, minutes: int) -> Phone:
        self.now += timedelta(minutes=minutes)
        return self

    def happens(self, event: Event) -> Phone:
        before = self.call
        move = advance(self.program, before, event)
        assert advance(self.program, before, event) == move  # twice the same
        self._take(move)
        return self

    def later(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def _take(self, move: Move) -> None:
        """Take a move as a turn does: what covers a wait is heard first, then the office's answer moves on."""
        self._remember(move)
        if move.verbs or move.asked is None:
            self.verbs = move.verbs
            self._call = self.call.with_turn(self.call.turn + 1)
        if move.asked is not None:
            self.requests.append(move.asked.request)
            self._answer(move.asked.request)

    def _remember(self, move: Move) -> None:
        stored = json.dumps(call_to_json(move.call))
        self._call = call_from_json(json.loads(stored))
        assert self._call == move.call
        self.moves.append(move)
        self.texts.extend(move.texts)
        self.notes.extend(move.notes)

    def _answer(self, request: OfficeRequest) -> None:
        answers = self.office.get(request.operation)
        if not answers:
            pytest.fail(f"{request.operation} is asked, but the table has no answer for it")
        self.used.add(request.operation)
        given = answers.pop(0) if len(answers) > 1 else answers[0]
        if given == LATER:
            return
        before = self.verbs
        self._take(advance(self.program, self.call, Returned(self.later(), request.key, answer_of(given))))
        if not self.moves[-1].verbs:
            self.verbs = before

    # what can be seen ----------------------------------------------------------------------------

    @property
    def call(self) -> Call:
        assert self._call is not None, "the phone has not rung"
        return self._call

    @property
    def at(self) -> str:
        return f"{self.call.top.flow}.{self.call.top.state}"

    @property
    def words(self) -> tuple[Words, ...]:
        return tuple(one for verb in self.verbs if isinstance(verb, Say | Gather) for one in verb.words)

    @property
    def heard(self) -> list[str]:
        """The prompts of the last document, without those of another language's voice; ``+`` for *again*."""
        return [
            f"{one.prompt}{'+' if one.part is Part.AGAIN else ''}"
            for one in self.words
            if isinstance(one, Phrase)
        ]

    @property
    def offered(self) -> dict[str, str]:
        """The keys offered aloud in the last document, and the choice each stands for."""
        return {one.key: one.choice for one in self.words if isinstance(one, Offer)}

    @property
    def facts(self) -> dict[str, Value]:
        return {
            name: value for one in self.words if isinstance(one, Phrase) for name, value in one.facts.items()
        }

    @property
    def gather(self) -> Gather:
        (found,) = [verb for verb in self.verbs if isinstance(verb, Gather)]
        return found

    @property
    def languages(self) -> set[str]:
        return {one.language for one in self.words}

    @property
    def ended(self) -> str | None:
        return self.call.disposition

    @property
    def record(self) -> CallRecord:
        found = settle(self.call.sid, self.notes)
        assert found is not None
        return found

    @property
    def taken(self) -> list[str]:
        """Every way taken, as ``flow.step way``."""
        return [
            f"{note.flow}.{note.step} {note.facts['way']}"
            for note in self.notes
            if note.happened is Happened.WAY
        ]

    def is_hung_up_on(self) -> bool:
        return isinstance(self.verbs[-1], HangUp)

    def is_redirected(self) -> bool:
        return isinstance(self.verbs[-1], Redirect) and not any(isinstance(one, Gather) for one in self.verbs)

    def is_being_put_through(self) -> bool:
        return isinstance(self.verbs[-1], Enqueue | Dial)


def answer_of(given: Given) -> OfficeAnswer:
    if isinstance(given, str):
        return OfficeAnswer(given)
    outcome, values = given
    return OfficeAnswer(outcome, Record(values))
