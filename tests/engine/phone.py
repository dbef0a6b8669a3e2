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
from ivr.engine.move import Move
from ivr.engine.program import Program
from ivr.language.reader import read_project
from ivr.model.events import (
    Arrived,
    Broke,
    CallBackWanted,
    Digits,
    Event,
    GoneForGood,
    HungUp,
    Recorded,
    Returned,
    Silence,
    Speech,
    StillWaiting,
    TransferEnded,
    TransferResult,
)
from ivr.model.ids import CallSid, Digest, Msisdn
from ivr.model.office import OfficeAnswer, OfficeRequest
from ivr.model.outside import Outside
from ivr.model.snapshot import call_from_json, call_to_json
from ivr.model.values import Record as NamedValues
from ivr.model.values import Value
from tests.engine.seen import Seen
from tests.model.anything import without_secrets

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
class Phone(Seen):
    """One call. Between two events the call goes through JSON, as it does in the store."""

    program: Program
    office: dict[str, list[Given]] = field(default_factory=dict)
    caller: Msisdn | None = OWN_NUMBER
    now: datetime = MORNING
    vouched: bool = False
    switches: dict[str, bool] = field(default_factory=dict)
    notices: dict[str, dict[str, str]] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    stored: str = ""

    # what the caller and the world do ------------------------------------------------------------

    def ring(self) -> Phone:
        arrived = Arrived(self.now, CallSid("CA1"), self.caller, "10086", vouched=self.vouched)
        self._take(begin(self.program, arrived, outside=self.outside))
        return self

    def press(self, *keys: str, after: float = 1) -> Phone:
        for key in keys:
            self.happens(Digits(self.later(after), key))
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

    def records(self, recording: str | None = "RE1", *, spoken_s: float = 10, hung_up: bool = False) -> Phone:
        """The caller speaks into a recording, and perhaps hangs up in the middle of it."""
        return self.happens(Recorded(self.later(), recording, spoken_s, hung_up))

    def gone_for_good(self) -> Phone:
        return self.happens(GoneForGood(self.later()))

    def wants_call_back(self) -> Phone:
        return self.happens(CallBackWanted(self.later()))

    def hears(self) -> Phone:
        """The caller hears a document that only says something, and the carrier comes back."""
        assert self.is_redirected()
        return self.happens(Silence(self.later()))

    def breaks(self) -> Phone:
        return self.happens(Broke(self.later(), "KeyError"))

    def returned(self, given: Given, *, key: str | None = None) -> Phone:
        return self.happens(Returned(self.later(), key or self.requests[-1].key, answer_of(given)))

    def wait(self, minutes: int) -> Phone:
        self.now += timedelta(minutes=minutes)
        return self

    def turn(self, switch: str, *, on: bool) -> Phone:
        self.switches[switch] = on
        return self

    def put_up(self, place: str, **texts: str) -> Phone:
        """Operators put up a notice: words by language, ``zh_CN`` for ``zh-CN``."""
        self.notices[place] = {name.replace("_", "-"): text for name, text in texts.items()}
        return self

    @property
    def outside(self) -> Outside:
        up = {place: NamedValues(texts) for place, texts in self.notices.items()}
        return Outside(NamedValues(self.switches), NamedValues(up))

    def happens(self, event: Event) -> Phone:
        before = self.call
        move = advance(self.program, before, event, outside=self.outside)
        assert advance(self.program, before, event, outside=self.outside) == move  # twice the same
        self._take(move)
        return self

    def later(self, seconds: float = 1) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now

    def _take(self, move: Move) -> None:
        """Take a move as a turn does: what covers a wait is heard first, then the office's answer moves on.

        What a secret is in is answered in the turn that collected it: until then nothing is stored.
        """
        self._remember(move)
        if move.verbs or move.asked is None:
            self.verbs = move.verbs
            self._call = self.call.with_turn(self.call.turn + 1)
        if move.asked is not None:
            self.requests.append(move.asked.request)
            self._answer(move.asked.request)

    def _remember(self, move: Move) -> None:
        self.stored = json.dumps(call_to_json(move.call))
        self._call = call_from_json(json.loads(self.stored))
        assert self._call == without_secrets(move.call)
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
        returned = Returned(self.later(), request.key, answer_of(given))
        self._take(advance(self.program, self.call, returned, outside=self.outside))
        if not self.moves[-1].verbs:
            self.verbs = before


def answer_of(given: Given) -> OfficeAnswer:
    if isinstance(given, str):
        return OfficeAnswer(given)
    outcome, values = given
    return OfficeAnswer(outcome, NamedValues(values))
