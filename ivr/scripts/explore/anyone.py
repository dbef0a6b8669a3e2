"""The person of an explored call: whatever they do is decided somewhere else, one choice for each listening.

Times are those a script's person keeps, so that what was done can be written down as a script: an act comes
``REACTION_S`` after listening began, or so long after the words did.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ivr.caller.person import QUEUE_S, REACTION_S, RING_S
from ivr.caller.steps import HangUp, LeaveMessage, Press, Say, Silence, Step
from ivr.language.specs import Project
from ivr.line.asks import (
    Act,
    Doing,
    HungUp,
    KeysPressed,
    MessageLeft,
    Opening,
    Spoken,
    TransferCame,
    Transferred,
)
from ivr.line.limits import KEY_GAP_S
from ivr.line.state import Heard, Line
from ivr.model.speaking import speaking_s
from ivr.scripts.dead_air import NOWHERE, DeadAir
from ivr.scripts.explore.choosing import (
    CALLER,
    SILENT,
    SOON_S,
    Plan,
    Possible,
    place_in,
    possible,
    state_of,
    within,
)
from ivr.scripts.explore.decisions import Decisions, Point
from ivr.scripts.explore.moment import Moment, step_of
from ivr.scripts.explore.network import Network
from ivr.scripts.explore.offers import Offers

MOST_ACTS = 30
"""Listenings after which a caller does nothing more: far fewer than the turns after which a call is ended."""
_LISTENS = frozenset({Doing.PROMPTING, Doing.LISTENING, Doing.RECORDING})
_SPEAKS = frozenset({*_LISTENS, Doing.SPEAKING, Doing.TALKING})
_INTERRUPTS = ("listen", "hang up", "press 1")
_QUEUE = ("nobody", "answered", "failed", "hang up")
"""What putting through comes to; a person who answers is what ends most real calls."""
_PHONES = ("once", "twice")


@dataclass(slots=True)
class _Since:
    """When things began since the act before: anything, words or listening, and this listening itself."""

    anything: float | None = None
    speaking: float | None = None


class Anyone:
    """A ``Person`` by ``decisions``; ``moments`` is what they met and did."""

    def __init__(self, decisions: Decisions, network: Network, offers: Offers, line: Line) -> None:
        self._decisions, self._network, self._offers, self._line = decisions, network, offers, line
        self._stage = network.stage
        self._project: Project = self._stage.bundle.checked.project
        self._person = self._project.hotline.person
        self._since = _Since()
        self._began: float | None = None  # when this Gather began to wait, or this recording
        self._listening = 0
        self._steps: list[Step] = []
        self._plan: Plan = SILENT
        self._message_end: float | None = None
        self._document = -1
        self._queue: tuple[float, str] | None = None  # since when, and what it comes to
        self._heard_until = 0
        self._acts = 0
        self.heard: list[Heard] = []
        self.moments: list[Moment] = []
        self.queues: list[tuple[str, str]] = []
        self.secrets: list[str] = []
        self.not_the_same: list[float] = []
        self.dead_air = DeadAir()
        self.dead_air_at = 0.0
        self.hung_up = False

    def hear(self, heard: Heard) -> None:
        """Keep what is heard."""
        self.heard.append(heard)
        before = self.dead_air.longest_s
        self.dead_air.sound(heard.at, self._stage.place)
        if self.dead_air.longest_s > before:
            self.dead_air_at = heard.at

    def taken(self) -> tuple[Step, ...]:
        """Return the steps done so far."""
        return tuple(step for moment in self.moments for _, step, _ in moment.did)

    def trouble(self) -> str | None:
        """Return None: nobody meant the call to go any way."""
        return None

    def act(self, opening: Opening) -> Act | None:
        """Return what is done within ``opening``."""
        act = self._act(opening)
        holds = opening.queued_since is not None and opening.doing is Doing.PAUSING
        # in a queue people know what they wait for; how quiet it may be there is the hotline's setting
        self.dead_air.opening(replace(opening, doing=Doing.QUEUED) if holds else opening, act)
        self.hung_up = self.hung_up or isinstance(act, HungUp)
        if opening.doing in _LISTENS:
            self._heard_until = len(self.heard)
        return act

    def _act(self, opening: Opening) -> Act | None:
        since = self._since
        since.anything = opening.start if since.anything is None else since.anything
        if opening.doing in _SPEAKS and since.speaking is None:
            since.speaking = opening.start
        queued = self._queued(opening)
        if queued is not None:
            return queued
        if opening.doing in _LISTENS:
            if opening.listening != self._listening:
                self._listen(opening)
            if opening.doing is not Doing.PROMPTING and self._began is None:
                self._began = opening.start
            return self._next(opening)
        if opening.queued_since is None and opening.doing in (Doing.SPEAKING, Doing.PAUSING, Doing.TALKING):
            return self._interrupt(opening)
        return None

    # listening -----------------------------------------------------------------------------------

    def _listen(self, opening: Opening) -> None:
        """Choose what to do in a listening that begins."""
        self._listening, self._began, self._message_end = opening.listening, None, None
        moment = self._moment(opening)
        moment.sent = self._offers.keys(self._network.said())
        self._repeat(moment)
        self._plan = SILENT
        if self._acts < MOST_ACTS:
            self._acts += 1
            can = possible(opening, moment.step, moment.sent, self._offers.phrases(self._network.said()))
            self._plan = can.plans[self._decisions.choose(self._point(opening, moment, can))]
        self._steps = list(self._plan.steps)

    def _point(self, opening: Opening, moment: Moment, can: Possible) -> Point:
        call, around = moment.call, self._decisions.around()
        state = (state_of(call, opening.doing, self._person), opening.queued_since is None)
        place = within(call, self._person)
        return Point(CALLER, can.names, can.weights, state, place, around, can.telling)

    def _repeat(self, moment: Moment) -> None:
        """Let the network deliver the last webhook once more."""
        state = place_in(moment.call)
        if self._decisions.pick("network", _PHONES, (30, 1), state) == "once":
            return
        if not self._network.again():
            self.not_the_same.append(moment.at)

    def _next(self, opening: Opening) -> Act | None:
        """Do the next step of the plan, if it falls into ``opening``."""
        if not self._steps:
            return None
        step = self._steps[0]
        due = self._due(step, opening)
        if due is None or due > opening.until:
            return None
        del self._steps[0]
        return self._do(step, opening, max(due, opening.start))

    def _due(self, step: Step, opening: Opening) -> float | None:
        if self._plan.soon and step is self._plan.steps[0]:
            return self.moments[-1].at + SOON_S
        if isinstance(step, Silence):
            return None if opening.doing is Doing.PROMPTING else opening.until
        if self._began is None:
            return None
        if self._message_end is not None:
            return self._message_end + REACTION_S
        return self._began + REACTION_S

    def _do(self, step: Step, opening: Opening, at: float) -> Act | None:
        held = opening.queued_since is not None or self._recorded(opening)
        waits = isinstance(step, HangUp) and held  # a script's would go at once
        if waits or (self._plan.soon and not isinstance(step, Silence | LeaveMessage)):
            begun = self._since.anything if isinstance(step, HangUp) else self._since.speaking
            step = replace(step, after_s=round(at - (begun or 0.0), 3))
        self._did(at, step, opening)
        match step:
            case Press(keys):
                if self._plan.secret:
                    self.secrets.append(self._plan.secret)
                if opening.doing is Doing.RECORDING and keys[0] not in opening.takes.ends_on:
                    self._message_end = at + KEY_GAP_S * len(keys)
                return KeysPressed(at, keys)
            case Say(text) if opening.doing is Doing.RECORDING:
                self._message_end = at + speaking_s(text)
                return MessageLeft(at, speaking_s(text))
            case Say(text):
                return Spoken(at, text)
            case LeaveMessage(seconds):
                self._message_end = at + seconds
                return MessageLeft(at, seconds)
            case HangUp():
                return HungUp(at)
            case _:
                return None

    def _recorded(self, opening: Opening) -> bool:
        """Return whether what was done last was recorded, and silence has ended the recording since."""
        doing = [one for moment in self.moments for _, _, one in moment.did]
        return doing[-1:] == [Doing.RECORDING] and opening.doing is not Doing.RECORDING

    def _did(self, at: float, step: Step, opening: Opening) -> None:
        self.moments[-1].did.append((at, step, opening.doing))
        self._since = _Since()

    # everything else -----------------------------------------------------------------------------

    def _interrupt(self, opening: Opening) -> Act | None:
        """Choose, once in each document, whether to wait for its end."""
        if self._document == self._line.fetches or self._acts >= MOST_ACTS:
            return None
        self._document = self._line.fetches
        state = (opening.doing, place_in(self._stage.call()))
        chosen = self._decisions.pick("words", _INTERRUPTS, (40, 0.5, 0.5), state)
        at = min(opening.start + SOON_S, opening.until)
        if chosen == _INTERRUPTS[0]:
            return None
        self._moment(opening)
        if chosen == _INTERRUPTS[1]:
            after_s = round(at - (self._since.anything or 0.0), 3)
            self._did(at, HangUp(after_s), opening)
            return HungUp(at)
        if self._since.speaking is None:  # in a pause: no script's person would
            return None
        after_s = round(at - self._since.speaking, 3)
        self._did(at, Press("1", after_s), opening)
        return KeysPressed(at, "1")

    def _queued(self, opening: Opening) -> Act | None:
        """Return what putting through comes to, once it is time; None while it goes on."""
        rings = opening.doing is Doing.CONNECTING
        since = opening.start if rings else opening.queued_since
        if since is None:
            self._queue = None
            return None
        if self._queue is None:
            moment = self._moment(opening)
            state = place_in(moment.call)
            chosen = self._decisions.pick("queue", _QUEUE, (4, 3, 1, 1), state, place=state)
            self._queue = since, chosen
            if chosen != _QUEUE[3]:
                self.queues.append((self._stage.queue() or NOWHERE, chosen))
        since, chosen = self._queue
        if chosen == _QUEUE[3]:
            at = max(opening.start, since + REACTION_S)
            if at > opening.until:
                return None
            self._did(at, HangUp(), opening)
            return HungUp(at)
        at = max(opening.start, since + (RING_S if rings else QUEUE_S))
        if at > opening.until or (chosen == _QUEUE[0] and not rings):
            return None
        return TransferCame(at, Transferred(chosen))

    def _moment(self, opening: Opening) -> Moment:
        call = self._stage.call()
        moment = Moment(
            at=opening.start,
            doing=opening.doing,
            queued=opening.queued_since is not None,
            call=call,
            step=step_of(call, self._project),
            heard_from=self._heard_until,
            notes_from=len(self._stage.memory.calls.log(self._stage.sid)),
            did=[],
        )
        self.moments.append(moment)
        return moment
