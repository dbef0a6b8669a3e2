"""Somebody with a habit and a wish: presses what leads there, asks for a person when it does not."""

from __future__ import annotations

import random
from dataclasses import dataclass

from ivr.caller.person import QUEUE_S, REACTION_S, RING_S
from ivr.caller.steps import Step
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
from ivr.line.state import Heard
from ivr.scripts.explore.choosing import CANARY, KEYS, OTHER_NUMBER
from ivr.scripts.explore.network import Network
from ivr.scripts.explore.offers import Choice, Offers
from ivr.scripts.explore.people.habits import PERSON, SOON_S, Fault, Goal, Habit
from ivr.scripts.explore.people.outcome import met_person, reached

GIVES_UP_AFTER = 2
"""How often somebody tries at one question before asking for a person."""
GOODBYE = "anything_else.goodbye"
"""The choice of somebody who has what they wanted."""
NOBODY_COMES = 0.3
"""The share of callers for whom nobody is free. Our choice: a busy evening."""
_LISTENS = frozenset({Doing.PROMPTING, Doing.LISTENING, Doing.RECORDING})


@dataclass(slots=True)
class _Meant:
    """What is done in one listening, and how long after its words, or after it began."""

    act: str = ""
    keys: str = ""
    reacts_s: float | None = None
    done: bool = False


class Someone:
    """A ``Person``; all they do is drawn from ``lots``."""

    def __init__(
        self, habit: Habit, goal: Goal, fault: Fault, *, network: Network, offers: Offers, lots: random.Random
    ) -> None:
        self.habit, self.goal, self._fault = habit, goal, fault
        self._network, self._offers, self._lots = network, offers, lots
        self._listening = 0
        self._began: float | None = None
        self._start = 0.0
        self._meant = _Meant()
        self._tried: dict[str, int] = {}
        self._served = not lots.random() < NOBODY_COMES
        self.hung_up = False

    def hear(self, heard: Heard) -> None:
        """Take no notice: what matters is what is offered."""

    def taken(self) -> tuple[Step, ...]:
        """Return no steps: nothing is written down."""
        return ()

    def trouble(self) -> str | None:
        """Return None."""
        return None

    def act(self, opening: Opening) -> Act | None:
        """Return what they do within ``opening``."""
        came = self._came(opening)
        if came is not None:
            return came
        if opening.doing not in _LISTENS or opening.queued_since is not None:
            return None
        if opening.listening != self._listening:
            self._listening, self._began, self._start = opening.listening, None, opening.start
            self._meant = self._mean(opening)
        if opening.doing is not Doing.PROMPTING and self._began is None:
            self._began = opening.start
        return self._do(opening)

    def _came(self, opening: Opening) -> Act | None:
        rings = opening.doing is Doing.CONNECTING
        since = opening.start if rings else opening.queued_since
        at = None if since is None else max(opening.start, since + (RING_S if rings else QUEUE_S))
        if at is None or at > opening.until or not self._served:
            return None
        return TransferCame(at, Transferred.ANSWERED)

    def _do(self, opening: Opening) -> Act | None:
        meant = self._meant
        begun = self._start if meant.reacts_s is None else self._began
        if meant.done or not meant.act or begun is None:
            return None
        at = begun + (SOON_S if meant.reacts_s is None else meant.reacts_s)
        if at > opening.until:
            return None
        at = max(at, opening.start)
        if meant.act == "message" and opening.doing is Doing.RECORDING and meant.keys:
            meant.act, meant.reacts_s = "press", meant.reacts_s or REACTION_S
            return MessageLeft(at, 6.0)
        meant.done = True
        match meant.act:
            case "hang up":
                self.hung_up = True
                return HungUp(at)
            case "say":
                return Spoken(at, meant.keys)
            case _:
                kept = "".join(key for key in meant.keys if self._lots.random() >= self._fault.drops)
                return KeysPressed(at, kept) if kept else None

    def _mean(self, opening: Opening) -> _Meant:
        """Return what they do at a question: mostly what leads to what they want."""
        habit, lots = self.habit, self._lots
        if lots.random() < habit.hangs_up:
            return _Meant("hang up", reacts_s=habit.reacts_s)
        if lots.random() < habit.silent:
            return _Meant()
        if opening.doing is Doing.RECORDING:
            end = opening.takes.ends_on[:1] or "#"  # who has got here by mistake has nothing to say
            return _Meant("message" if self.goal.records else "press", end, reacts_s=REACTION_S)
        call = self._network.stage.call()
        place = self._network.stage.place()
        self._tried[place] = self._tried.get(place, 0) + 1
        choices = self._offers.choices(self._network.said())
        if not choices:
            return _Meant("press", self._entry(place, asked=call is not None), reacts_s=habit.reacts_s)
        if lots.random() < habit.wrong:
            return _Meant("press", lots.choice(KEYS), reacts_s=habit.reacts_s)
        choice = self._wanted(choices, place)
        if choice is None:
            return _Meant()
        if choice.phrase and lots.random() < habit.speaks:
            return _Meant("say", choice.phrase, reacts_s=habit.reacts_s)
        twice = 2 if lots.random() < habit.twice else 1
        return _Meant("press", choice.key * twice, reacts_s=habit.reacts_s)

    def _wanted(self, choices: tuple[Choice, ...], place: str) -> Choice | None:
        """Return the choice that leads on; the person when it has not led on before; None to say nothing."""
        found = next((one for one in choices if one.name in self.goal.choices), None)
        if found is not None and self._tried[place] <= GIVES_UP_AFTER:
            return found
        if not self._is_content():
            return Choice("0", PERSON)
        return next((one for one in choices if one.name == GOODBYE), None)

    def _is_content(self) -> bool:
        """Return whether they have what they wanted, or the word of a person."""
        stage = self._network.stage
        return reached(self.goal, stage.office.performed) or met_person(stage)

    def _entry(self, place: str, *, asked: bool) -> str:
        """Return what they type: a password, or a number; a person when it was refused."""
        if asked and self._tried[place] > GIVES_UP_AFTER:
            return "*0"
        step = self._step_digits()
        return (CANARY if step < len(OTHER_NUMBER) else OTHER_NUMBER)[:step]

    def _step_digits(self) -> int:
        call, project = self._network.stage.call(), self._network.stage.bundle.checked.project
        if call is None or not call.frames:
            return 1
        step = project.flows[call.top.flow].steps.get(call.top.state)
        return 1 if step is None or step.digits is None else step.digits[1]
