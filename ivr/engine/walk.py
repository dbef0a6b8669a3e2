"""One event's way through the flows: a working copy of the call that is walked until somebody must answer.

A ``Walk`` lives for one ``advance`` and is never stored. It performs nothing; it collects the words, texts,
notes and the operation of the Move.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from ivr.engine.live import Live
from ivr.engine.move import Asked, Move, Text
from ivr.engine.program import Program
from ivr.errors import IvrError
from ivr.language.specs import Step
from ivr.model.call import Call
from ivr.model.ids import Language
from ivr.model.outside import Outside
from ivr.model.pace import Pace
from ivr.model.record import Happened, Note
from ivr.model.values import Record, Value
from ivr.model.verbs import HangUp, Part, Phrase, PromptId, Say, Verb, Words

MOST_STEPS = 100
"""Steps without asking the caller before the guard stops; flow-language design, rule 18."""
COMMON = "common"


class RoundAndRound(IvrError):
    """The guard: too many steps without asking the caller anything."""


class Walk:
    """The working copy of a call, and what the move will hold."""

    def __init__(self, program: Program, call: Call, at: datetime, outside: Outside) -> None:
        self.program = program
        self.call = call
        self.at = at
        self.outside = outside
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
            case "caller":
                return Record({"number": self.call.caller or ""})
            case "switch":
                return self._switches
            case "subscriber":
                return Record({"number": self.live.subscriber or "", "proven": self.is_proven})
            case _:
                raise KeyError(name)

    @cached_property
    def _switches(self) -> Record:
        known = self.program.project.switches
        return Record({name: self.outside.switches.get(name, one.default) for name, one in known.items()})

    def today(self) -> date:
        """Return the day it is at the hotline."""
        return self.day_of(self.at)

    def day_of(self, moment: datetime) -> date:
        """Return the day ``moment`` falls on at the hotline."""
        return moment.astimezone(ZoneInfo(self.program.project.calendar.time_zone)).date()

    def is_open(self, queue: str) -> bool:
        """Return whether people answer ``queue`` now."""
        if queue in self.outside.closed:
            return False
        hours = self.program.project.hotline.queues[queue].hours
        return hours is None or self.program.project.calendar.is_open(hours, self.at)

    def took(self, step: str, way: str) -> None:
        """Note the way taken out of a step."""
        self.note(Happened.WAY, step, way=way)

    # moving --------------------------------------------------------------------------------------

    @property
    def live(self) -> Live:
        """The flow the caller is in."""
        return self.frames[-1]

    @property
    def is_proven(self) -> bool:
        """Whether the subscriber's affairs are the caller's to ask about."""
        subscriber = self.live.subscriber
        if subscriber is None:
            return False
        return self.call.proven == subscriber or (self.call.vouched and subscriber == self.call.caller)

    def fire(self, trigger: str) -> bool:
        """Move the flow on by ``trigger``; False when its condition does not hold."""
        self.origin = self.live.state
        return self.program.machines[self.live.flow].fire(trigger, self.live, self)

    def push(self, flow: str, values: Mapping[str, Value] | None = None) -> None:
        """Begin ``flow`` with ``values`` above the flows under way, about the same subscriber."""
        subscriber = self.live.subscriber if self.frames else self.call.caller
        first = self.program.project.flows[flow].first
        self.frames.append(Live(flow, first, dict(values or {}), subscriber=subscriber))

    def count_step(self) -> None:
        """Count one more step without asking the caller; raise ``RoundAndRound`` beyond the limit."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise RoundAndRound(f"more than {MOST_STEPS} steps without asking the caller anything")

    # saying --------------------------------------------------------------------------------------

    def say(self, prompt: str, facts: Record, part: Part = Part.SAY) -> None:
        """Add a prompt of the current flow to what is to be heard; what it tells is told from now on."""
        self.words.append(self.phrase(prompt, facts, part))

    def phrase(self, prompt: str, facts: Record, part: Part = Part.SAY) -> Phrase:
        """Return a prompt of the current flow in the call's language."""
        phrase = Phrase(PromptId(self.live.flow, prompt), self.call.language, part, facts)
        if self.line and (tells := self.tells(phrase) - self.call.told):
            self.call = replace(self.call, told=self.call.told | tells)
        return phrase

    def tells(self, words: Words) -> frozenset[str]:
        """Return what hearing ``words`` tells the caller."""
        if not isinstance(words, Phrase):
            return frozenset()
        wording = self.program.project.wording
        prompt = wording.prompt(words.language, words.prompt.flow, words.prompt.name)
        return frozenset() if prompt is None else prompt.tells

    def say_common(self, prompt: str, **facts: Value) -> None:
        """Add one of the engine's own sentences."""
        self.words.append(Phrase(PromptId(COMMON, prompt), self.call.language, facts=Record(facts)))

    def begin_with(self, prompt: str) -> None:
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
        """Use ``language`` from here on; the first menu in it offers what the first of a call does."""
        menus = self.call.menus if language == self.call.language else 0
        self.call = replace(self.call, language=language, menus=menus)

    def go_at(self, pace: Pace) -> None:
        """Speak and wait at ``pace`` from here on; the words of this turn are heard at it already."""
        self.call = replace(self.call, pace=pace)

    def facts(self, step: Step) -> Record:
        """Return the values of a step's ``with``; a value that is not known, and may be left out, is."""
        found: dict[str, Value] = {}
        for one in step.arguments:
            try:
                found[str(one.name)] = one.value.evaluate(self)
            except KeyError:  # optional in the contract; the checks let no other pass
                continue
        return Record(found)

    def note(self, happened: Happened, step: str = "", **facts: Value) -> None:
        """Write down what happened."""
        flow = self.live.flow if self.frames else ""
        self.notes.append(Note(self.at, happened, flow, step, Record(facts)))

    def answers_again(self) -> None:
        """Forget that the caller was lost: they did something."""
        if self.call.lost is not None:
            self.call = replace(self.call, lost=None)

    # ending --------------------------------------------------------------------------------------

    def stop(self, *verbs: Verb) -> None:
        """Say what has been collected, then do ``verbs``; the move is complete."""
        if self.line:
            said = (Say(tuple(self.words)),) if self.words else ()
            self.verbs = [*said, *verbs]
        self.words = []
        self.done = True

    def end(self, disposition: str) -> None:
        """End the call with ``disposition``, unless patience was over or our own code had failed.

        A call that is over already keeps the disposition it has.
        """
        self.stop(HangUp())
        if self.call.is_over:
            return
        found = self.call.broken or self.call.lost or disposition
        self.note(Happened.ENDED, disposition=found)
        self.call = replace(self.call, disposition=found, ended=self.at)

    def move(self) -> Move:
        """Return the move this walk led to."""
        call = replace(self.call, frames=tuple(live.freeze() for live in self.frames))
        return Move(call, tuple(self.verbs), self.asked, tuple(self.texts), tuple(self.notes))
