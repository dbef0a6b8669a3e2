"""The person of a call script: does its steps, and before each looks whether what is said there holds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ivr.caller.person import ScriptedPerson
from ivr.caller.steps import Numbered, Step, describe
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.line.asks import Act as LineAct
from ivr.line.asks import Doing, HungUp, Opening, Transferred
from ivr.line.state import Heard
from ivr.scripts.dead_air import NOWHERE, DeadAir
from ivr.scripts.hearing import Ear
from ivr.scripts.holding import Holding
from ivr.scripts.spec import Act, CallScript, ScriptStep, Wait
from ivr.scripts.stage import Stage


@dataclass(slots=True)
class _Segment:
    """What a script says between two acts of the caller, and the act that ends it, if one does."""

    steps: list[ScriptStep] = field(default_factory=list)
    act: Act | None = None


class Tester:
    """A ``Person`` by a call script. ``failure`` is the first thing that went otherwise."""

    def __init__(self, script: CallScript, stage: Stage, ear: Ear) -> None:
        self._stage, self._ear = stage, ear
        self._queues = script.queues
        self._segments = _segments(script.steps)
        acts = [one.act for one in self._segments if one.act is not None]
        self._inner = ScriptedPerson(tuple(Numbered(one.step, one.span.line) for one in acts))
        self._place = 0
        self._holding = Holding(stage, ear)
        self._from = 0
        self._waited: float | None = None  # until when the caller lets time pass
        self._checked = 0  # how many steps of the segment have held already
        self.heard: list[Heard] = []
        self.acts: list[tuple[float, Step]] = []
        self.dead_air = DeadAir()
        self.failure: Diagnostic | None = None

    def hear(self, heard: Heard) -> None:
        """Keep what is heard."""
        self.heard.append(heard)
        self.dead_air.sound(heard.at, self._stage.place)

    def taken(self) -> tuple[Step, ...]:
        """Return the steps done so far."""
        return self._inner.taken()

    def trouble(self) -> str | None:
        """Return None: what went otherwise is ``failure``."""
        return None

    def act(self, opening: Opening) -> LineAct | None:
        """Return what the script does within ``opening``; whoever is disappointed hangs up."""
        done = self._act(opening)
        self.dead_air.opening(opening, done)
        return done

    def finish(self) -> None:
        """Look at what is left of the script after the call is over."""
        while self.failure is None and self._place < len(self._segments):
            segment = self._segments[self._place]
            if not self._hold(segment, over=True):
                return
            if segment.act is not None:
                step, call = describe(segment.act.step), self._stage.call()
                ended = (call and call.disposition) or NOWHERE
                self.failure = problem("T820.over_before", segment.act.span, step=step, ended=ended)
                return
            self._place += 1

    def _act(self, opening: Opening) -> LineAct | None:
        if self.failure is not None:
            return HungUp(opening.start)
        segment = self._segments[self._place]
        later = self._after_waiting(segment, opening)
        if later is None:
            return None
        self._inner.usual_transfer = self._comes_to(opening)
        taken = len(self._inner.taken())
        act = self._inner.act(later)
        done = len(self._inner.taken()) > taken
        if segment.act is None or not (done or isinstance(act, HungUp)):
            return act
        if not self._hold(segment):
            return HungUp(opening.start)
        step = segment.act.step
        if not done:
            reason = (self._inner.trouble() or "").partition(": ")[2]
            place = self._stage.place() or NOWHERE
            self.failure = problem(
                "T820.cannot", segment.act.span, step=describe(step), reason=reason, place=place
            )
            return act
        self.acts.append((round(opening.start if act is None else act.at, 3), step))
        self._from, self._checked, self._waited = len(self.heard), 0, None
        self._place += 1
        return act

    def _after_waiting(self, segment: _Segment, opening: Opening) -> Opening | None:
        """Return what is left of ``opening`` once the segment's waits are over; None when nothing is."""
        seconds = sum(step.seconds for step in segment.steps if isinstance(step, Wait))
        if seconds == 0:
            return opening
        if self._waited is None:
            self._waited = opening.start + seconds
        if opening.until < self._waited:
            return None
        return replace(opening, start=max(opening.start, self._waited))

    def _comes_to(self, opening: Opening) -> Transferred | None:
        """Return what the script says of the queue the call waits for, if it does."""
        if opening.doing is not Doing.CONNECTING and opening.queued_since is None:
            return None
        return self._queues.get(self._stage.queue() or "")

    def _hold(self, segment: _Segment, *, over: bool = False) -> bool:
        """Look at the steps before the segment's act; return whether all hold."""
        heard = self.heard[self._from :]
        for step in segment.steps[self._checked :]:
            self.failure = self._holding.broken(step, heard)
            if self.failure is not None:
                return False
            if over and isinstance(step, Wait):
                self._stage.move_to(self._stage.time.elapsed() + step.seconds)
            self._checked += 1
        return True


def _segments(steps: tuple[ScriptStep, ...]) -> list[_Segment]:
    segments = [_Segment()]
    for step in steps:
        if isinstance(step, Act):
            segments[-1].act = step
            segments.append(_Segment())
        else:
            segments[-1].steps.append(step)
    return segments
