"""One event's way through the flows: a working copy of the call that is walked until somebody must answer.

A ``Walk`` lives for one ``advance`` and is never stored. It performs nothing; it collects the words, texts,
notes and the operation of the Move.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from ivr.engine.move import Asked, Move, Text
from ivr.engine.program import Program
from ivr.errors import IvrError
from ivr.language.operations import Operation
from ivr.language.specs import Step
from ivr.model.call import Call, Counters, Frame, Waiting
from ivr.model.ids import Language
from ivr.model.office import OfficeRequest
from ivr.model.record import Happened, Note
from ivr.model.values import Record, Value, values_to_json
from ivr.model.verbs import HangUp, Part, Phrase, PromptId, Redirect, Say, Verb, Words

MOST_STEPS = 100
"""Steps without asking the caller before the guard stops; flow-language design, rule 18."""
KEY_DIGITS = 16
"""Hex digits of the arguments' digest in an operation's key: 64 bits, per call and operation."""


class RoundAndRound(IvrError):
    """The guard: too many steps without asking the caller anything."""


@dataclass(slots=True)
class Live:
    """A frame being walked: the mutable model ``transitions`` drives."""

    flow: str
    state: str
    values: dict[str, Value] = field(default_factory=dict)
    counters: Counters = field(default_factory=Counters)
    behind: list[str] = field(default_factory=list)

    @classmethod
    def thaw(cls, frame: Frame) -> Live:
        """Return a working copy of a stored frame."""
        return cls(frame.flow, frame.state, dict(frame.values), frame.counters, list(frame.behind))

    def freeze(self) -> Frame:
        """Return the frame to be stored."""
        return Frame(self.flow, self.state, Record(self.values), self.counters, tuple(self.behind))


Facts: TypeAlias = Mapping[str, str | int | bool]


class Walk:
    """The working copy of a call, and what the move will hold."""

    def __init__(self, program: Program, call: Call, at: datetime) -> None:
        self.program = program
        self.call = call
        self.at = at
        self.frames = [Live.thaw(frame) for frame in call.frames]
        self.line = not call.is_over  # whether anybody is there to hear
        self.words: list[Words] = []
        self.verbs: list[Verb] = []
        self.texts: list[Text] = []
        self.notes: list[Note] = []
        self.asked: Asked | None = None
        self.done = False
        self.steps = 0
        self.origin = self.frames[-1].state if self.frames else ""  # where the last way was taken from
        self.finished = ""  # the last flow that finished, as flow.outcome

    # what an expression and a machine ask of us -------------------------------------------------

    def value(self, name: str) -> Value:
        """Return a name's value: a variable of the flow, or one of the names that are always known."""
        values = self.live.values
        if name in values:
            return values[name]
        match name:
            case "channel":
                return self.call.channel.value
            case "language":
                return self.call.language
            case "called":
                return self.call.called
            case _:  # caller and subscriber; the checks let nothing else through
                return Record({"number": self.call.caller or ""})

    def today(self) -> date:
        """Return the day it is at the hotline."""
        return self.at.astimezone(ZoneInfo(self.program.project.hotline.time_zone)).date()

    def took(self, step: str, way: str) -> None:
        """Note the way taken out of a step."""
        self.note(Happened.WAY, step, way=way)

    # moving --------------------------------------------------------------------------------------

    @property
    def live(self) -> Live:
        """The flow the caller is in."""
        return self.frames[-1]

    def fire(self, trigger: str) -> bool:
        """Move the flow on by ``trigger``; False when its condition does not hold."""
        self.origin = self.live.state
        return self.program.machines[self.live.flow].fire(trigger, self.live, self)

    def push(self, flow: str) -> None:
        """Begin ``flow`` above the flows under way."""
        self.frames.append(Live(flow, self.program.project.flows[flow].first))

    def count_step(self) -> None:
        """Count one more step without asking the caller; raise ``RoundAndRound`` beyond the limit."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise RoundAndRound(f"more than {MOST_STEPS} steps without asking the caller anything")

    # saying --------------------------------------------------------------------------------------

    def say(self, prompt: str, facts: Record, part: Part = Part.SAY) -> None:
        """Add a prompt of the current flow to what is to be heard."""
        self.words.append(Phrase(PromptId(self.live.flow, prompt), self.call.language, part, facts))

    def say_common(self, prompt: str) -> None:
        """Add one of the engine's own sentences."""
        self.words.append(Phrase(PromptId("common", prompt), self.call.language))

    def start_over_with(self, prompt: str) -> None:
        """Forget what was to be heard and done, and begin with one of the engine's own sentences."""
        self.words, self.verbs, self.asked, self.done, self.steps = [], [], None, False, 0
        self.say_common(prompt)

    def text(self, prompt: str, facts: Record) -> None:
        """Owe the caller's own phone a text; nothing is owed to a withheld number."""
        if self.call.caller is None:
            return
        phrase = Phrase(PromptId(self.live.flow, prompt), self.call.language, Part.TEXT, facts)
        self.texts.append(Text(self.call.caller, phrase))
        self.note(Happened.TEXTED, self.live.state, prompt=str(phrase.prompt))

    def speak(self, language: Language) -> None:
        """Use ``language`` for the rest of the call."""
        self.call = replace(self.call, language=language)

    def facts(self, step: Step) -> Record:
        """Return the values of a step's ``with``."""
        return Record({str(one.name): one.value.evaluate(self) for one in step.arguments})

    def note(self, happened: Happened, step: str = "", **facts: str | int | bool) -> None:
        """Write down what happened."""
        flow = self.live.flow if self.frames else ""
        self.notes.append(Note(self.at, happened, flow, step, Record(facts)))

    # asking the office ---------------------------------------------------------------------------

    def ask(self, operation: Operation, arguments: Record) -> None:
        """Ask for an operation; the words so far, if any, cover the wait."""
        wanted = {str(one.name) for one in operation.takes}
        given = Record({name: value for name, value in arguments.items() if name in wanted})
        key = self._key(operation, given)
        request = OfficeRequest(
            key=key,
            operation=str(operation.name),
            effect=operation.effect,
            subscriber=None if operation.about_call else self.call.caller,
            caller=self.call.caller,
            arguments=given,
        )
        self.asked = Asked(request, operation.timeout_s)
        self.call = replace(self.call, waiting=Waiting(key, str(operation.name)))
        self.note(Happened.ASKED_OFFICE, self.live.state, operation=str(operation.name))
        if self.words and self.line:
            self.stop(Redirect())
        self.done = True

    def _key(self, operation: Operation, arguments: Record) -> str:
        """Return the key: call, operation, arguments and attempt. A secret enters only as a digest."""
        canonical = json.dumps(values_to_json(arguments), sort_keys=True, ensure_ascii=True)
        digest = hashlib.sha256(canonical.encode()).hexdigest()[:KEY_DIGITS]
        asked = f"{operation.name}:{digest}"
        return f"{self.call.sid}:{asked}:{self.call.attempts.get(asked, 0)}"

    def answered(self, key: str, *, definite: bool) -> None:
        """Close the operation asked under ``key``; only a definite answer gives the next asking a new key."""
        attempts = dict(self.call.attempts)
        if definite:
            asked = key.removeprefix(f"{self.call.sid}:").rpartition(":")[0]
            done = attempts.get(asked, 0)
            attempts[asked] = (done if isinstance(done, int) else 0) + 1
        self.call = replace(self.call, waiting=None, attempts=Record(attempts))

    # ending --------------------------------------------------------------------------------------

    def stop(self, *verbs: Verb) -> None:
        """Say what has been collected, then do ``verbs``; the move is complete."""
        if self.line:
            said = (Say(tuple(self.words)),) if self.words else ()
            self.verbs = [*said, *verbs]
        self.words = []
        self.done = True

    def end(self, disposition: str) -> None:
        """End the call with ``disposition``, unless patience was over or our own code had failed."""
        found = self.call.broken or self.call.lost or disposition
        self.note(Happened.ENDED, disposition=found)
        self.stop(HangUp())
        self.call = replace(self.call, disposition=found, ended=self.call.ended or self.at)

    def move(self) -> Move:
        """Return the move this walk led to."""
        call = replace(self.call, frames=tuple(live.freeze() for live in self.frames))
        return Move(call, tuple(self.verbs), self.asked, tuple(self.texts), tuple(self.notes))
