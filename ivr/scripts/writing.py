"""A call that was played, as the text of a script that passes when it is played again.

What is heard is written as prompts with the values that came from the office, what the caller did as it was
done, the office's answers as they were. Digits that are secret or personal become others of the same length,
the same ones wherever they come again.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from ivr.caller.steps import HangUp, LeaveMessage, Press, Say, Silence, Step, Transfer
from ivr.diagnostics.span import Span
from ivr.language import kinds
from ivr.language.specs import Project
from ivr.line.state import Heard
from ivr.model.pace import Pace
from ivr.model.record import Happened, Note
from ivr.scripts.checking import check_wanted
from ivr.scripts.hearing import Ear
from ivr.scripts.office import Sent
from ivr.scripts.other_digits import OtherDigits
from ivr.scripts.playing import SETTLE_S, USUAL_CALLER, Played
from ivr.scripts.recognise import Prompted, Recogniser
from ivr.scripts.spec import CLOSED, LATER, Act, Again, CallScript, Wait, Wanted
from ivr.scripts.stage import NOON, Stage
from ivr.scripts.writing_backend import flow, moment, used, values_in, write_backend
from ivr.shape import Found
from ivr.source.nodes import Text
from ivr.wording.catalogue import COMMON

ONE = "1"
"""How many one thing is, where a list of it is taken: in no answer of the office's."""
_SAME_MOMENT_S = 0.0005
"""Times of acts are kept in whole milliseconds."""
_NOWHERE = Span("", 1, 1)


def write_call(played: Played, stage: Stage, recogniser: Recogniser) -> str:
    """Return a script of the call ``played`` on ``stage``, which has played nothing since.

    The script stands alone: it needs nothing of a ``usual.yaml``.
    """
    call = stage.call()
    happened = _Happened(played, stage.bundle.checked.project, recogniser, stage)
    lines = [
        *write_top(played.script, stage.bundle.checked.project),
        *write_backend(used(played.script.backend, stage.office.performed), stage.bundle.checked.project),
        "steps:",
        *(f"  - {step}" for step in happened.steps()),
    ]
    if call is not None and call.disposition is not None:
        lines += ["expect:", f"  ended: {call.disposition}", f"  backend: {happened.asked()}"]
        lines += [] if call.pace is Pace.USUAL else [f"  pace: {call.pace.value}"]
    return "\n".join(lines) + "\n"


def write_step(step: Step) -> str:
    """Return what the caller does as a line of a script, without its dash."""
    match step:
        case Press(keys):
            word, value = "press", keys
        case Say(words):
            word, value = "say", words
        case LeaveMessage(seconds):
            word, value = "leave_message", f"{seconds:g}s"
        case Transfer(to):
            word, value = "transfer", to.value
        case Silence():
            word, value = "silence", ""
        case HangUp():
            word, value = "hang_up", ""
    if step.after_s is not None:
        return flow({word: value, "after": f"{step.after_s:g}s"})
    return f"{word}: {flow(value)}" if value else word


def write_top(script: CallScript, project: Project) -> Iterator[str]:
    """Yield the lines that say who calls, when, and into what; what is as usual is left out."""
    yield f"call: {flow(str(script.call))}"
    if script.caller is not None and script.caller != USUAL_CALLER:
        yield f"from: {flow(str(script.caller))}"
    if script.language is not None:
        yield f"language: {flow(str(script.language))}"
    if script.at is not None and script.at != NOON:
        yield f"at: {moment(script.at, ZoneInfo(project.calendar.time_zone))}"
    if script.switches:
        yield f"switches: {flow({name: 'on' if on else 'off' for name, on in script.switches.items()})}"
    if script.notices:
        yield f"notices: {flow({place: dict(words) for place, words in script.notices.items()})}"
    if script.queues:
        come_to = {
            name: CLOSED if name in script.closed else one.value for name, one in script.queues.items()
        }
        yield f"queues: {flow(come_to)}"


@dataclass(slots=True)
class _Happened:
    """What happened in a call, put in the order a script tells it."""

    played: Played
    project: Project
    recogniser: Recogniser
    stage: Stage
    _others: OtherDigits = field(default_factory=OtherDigits)
    _candidates: dict[str, None] = field(default_factory=dict)
    _texts: list[Sent] = field(default_factory=list)

    def steps(self) -> Iterator[str]:
        """Yield the steps, each as one line."""
        self._texts = sorted(self.stage.texts.sent, key=lambda one: one.at)
        for one in self.stage.office.performed:
            self._candidates |= dict.fromkeys(values_in(one.answer.values, self._zone))
        for notice in self.played.script.notices.values():
            self._candidates |= dict.fromkeys(notice.values())
        self._candidates |= {ONE: None}
        times = [one.at for one in self.played.transcript if one.who == "caller"]
        begun, between = 0.0, list[str]()
        for step in self.played.script.steps:
            match step:
                case Act(step=act) if times:
                    at = times.pop(0)
                    yield from self._heard(begun, at)
                    yield from self._got(at)
                    yield from between
                    yield write_step(self._kept(act, at))
                    begun, between = at, []
                case Wait(seconds=seconds):
                    between.append(f"wait: {seconds}s")
                case Again():
                    between.append("again")
                case _:
                    pass
        yield from self._heard(begun, math.inf)
        yield from self._got(self.played.report.line.now + SETTLE_S)
        yield from between
        yield from self._got(math.inf)

    def asked(self) -> str:
        """Return what the office was asked, in order, as ``expect: backend`` has it."""
        return flow([one.request.operation for one in self.stage.office.performed])

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.project.calendar.time_zone)

    def _kept(self, act: Step, at: float) -> Step:
        """Return what the caller did, without digits that nobody may see."""
        if not isinstance(act, Press):
            return act
        place = _step_at(self.played.log, self.stage, at)
        step = None if place is None else self.project.flows[place.flow].steps.get(place.step)
        if self._others.are_known(act.keys):
            seen = 0
        elif step is not None and step.kind is kinds.COLLECT:
            seen = 0 if step.sensitive is not None else len(act.keys)
        else:
            seen = 1  # a key that chooses; whoever types on there may have meant a password
        return Press(act.keys[:seen] + self._others.of(act.keys[seen:]), act.after_s)

    def _heard(self, begun: float, until: float) -> Iterator[str]:
        heard = [
            one
            for one in self.played.report.line.heard
            if begun - _SAME_MOMENT_S <= one.at < until - _SAME_MOMENT_S
        ]
        ear = Ear(self.recogniser, self.played.script.language)
        wanted = [one for one in (self._prompt(sound, ear) for sound in heard) if one is not None]
        if wanted:
            yield f"hear: {flow(wanted if len(wanted) > 1 else wanted[0])}"

    def _got(self, until: float) -> Iterator[str]:
        while self._texts and self._texts[0].at < until - _SAME_MOMENT_S:
            found = self.recogniser.written(self._texts.pop(0).text)
            wanted = self._wanted(found, texted=True)
            if wanted is None:
                return  # texts are read in order: what follows one that is no prompt cannot be told apart
            yield f"get_text: {flow(wanted)}"

    def _prompt(self, heard: Heard, ear: Ear) -> object | None:
        return self._wanted(ear.prompts(heard), texted=False)

    def _wanted(self, readings: Collection[Prompted], *, texted: bool) -> object | None:
        """Return a reading as a script names it, with the values it holds; None when it has no name."""
        been = {note.flow for note in self.played.log} | {COMMON, LATER}
        for found in sorted(readings, key=lambda one: one.flow not in been):
            name = Text(_name(found, self.project), _NOWHERE)
            if self.recogniser.is_it(found, Wanted(name)) and not self._wrong(Wanted(name), texted=texted):
                values = {
                    hole: value
                    for hole in found.holes
                    if (value := self._value_in(found, name, hole, texted=texted)) is not None
                }
                return {str(name): values} if values else str(name)
        return None

    def _value_in(self, found: Prompted, name: Text, hole: str, *, texted: bool) -> str | None:
        """Return the value of the office's that is read as the words in ``hole``, None when it has none."""
        for value in self._candidates:
            wanted = Wanted(name, ((Text(hole, _NOWHERE), Text(value, _NOWHERE)),))
            if self.recogniser.mismatch(found, wanted) is None and not self._wrong(wanted, texted=texted):
                return value
        return None

    def _wrong(self, wanted: Wanted, *, texted: bool) -> Found:
        wrong: Found = []
        check_wanted(wanted, self.project, wrong, texted=texted)
        return wrong


def _name(found: Prompted, project: Project) -> str:
    """Return how a script names a prompt: bare where no other flow has one of that name."""
    if found.part == LATER:
        return f"{LATER}.{found.name}"
    words = project.wording.languages[found.language].prompts
    is_alone = sum(found.name in prompts for prompts in words.values()) == 1
    return found.name if is_alone or found.flow == COMMON else f"{found.flow}.{found.name}"


def _step_at(log: Sequence[Note], stage: Stage, at: float) -> Note | None:
    """Return the note of the step the call had entered last, ``at`` seconds into it."""
    now = stage.time.now().timestamp() - stage.time.elapsed() + at
    entered = [one for one in log if one.happened is Happened.ENTERED]
    before = [one for one in entered if one.at.timestamp() < now - _SAME_MOMENT_S]
    return before[-1] if before else None
