"""What is kept of an explored call: each moment the caller could do something, and everything around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ivr.caller.converse import CallReport
from ivr.caller.steps import Step as Did
from ivr.language import kinds
from ivr.language.specs import Project, Step
from ivr.line.asks import Doing
from ivr.line.state import Heard
from ivr.model.call import Call
from ivr.model.record import Note
from ivr.scripts.dead_air import NOWHERE, DeadAir
from ivr.scripts.explore.answering import Answered
from ivr.scripts.explore.decisions import Decided
from ivr.scripts.explore.offers import Offers
from ivr.scripts.explore.world import World
from ivr.scripts.office import Performed, Sent, Trouble

LISTENS = frozenset({Doing.PROMPTING, Doing.LISTENING})


@dataclass(slots=True)
class Moment:
    """A stretch in which the caller could do something, from ``at`` on, and what they did: ``did``, in order.

    ``call`` is the call as stored then, ``step`` where it was; ``heard_from`` and ``notes_from`` number the
    first sound and the first note of the event log since the moment before. ``sent`` are the keys offered in
    the document, heard or not.
    """

    at: float
    doing: Doing
    queued: bool
    call: Call | None
    step: Step | None
    heard_from: int
    notes_from: int
    did: list[tuple[float, Did, Doing]]
    sent: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Return where the call was, as ``flow.step``."""
        return NOWHERE if self.call is None or not self.call.frames else place_of(self.call)

    @property
    def asks(self) -> bool:
        """Return whether a menu or a yes/no question waited for an answer."""
        return (
            self.doing in LISTENS
            and not self.queued
            and self.step is not None
            and self.step.kind in (kinds.MENU, kinds.CONFIRM)
        )


def place_of(call: Call) -> str:
    """Return where a call is."""
    return f"{call.top.flow}.{call.top.state}"


def step_of(call: Call | None, project: Project) -> Step | None:
    """Return the step a call is at."""
    if call is None or not call.frames or call.top.flow not in project.flows:
        return None
    return project.flows[call.top.flow].steps.get(call.top.state)


@dataclass(frozen=True, slots=True)
class Logged:
    """A line of our own log; ``wrong``: an error, or one with a traceback."""

    text: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class Explored:
    """A call that was made up, and everything that came of it.

    ``stored`` is everything the store kept, empty unless the caller typed a secret; ``not_the_same`` are the
    moments at which a repeated webhook was answered differently or led to something.
    """

    project: Project
    decided: tuple[Decided, ...]
    world: World
    moments: tuple[Moment, ...]
    answered: tuple[Answered, ...]
    queues: tuple[tuple[str, str], ...]
    report: CallReport
    hung_up: bool
    call: Call | None
    log: tuple[Note, ...]
    performed: tuple[Performed, ...]
    texts: tuple[Sent, ...]
    troubles: tuple[Trouble, ...]
    logged: tuple[Logged, ...]
    stored: str
    secrets: tuple[str, ...]
    not_the_same: tuple[float, ...]
    dead_air: DeadAir
    dead_air_at: float
    offers: Offers

    @property
    def heard(self) -> Sequence[Heard]:
        """Return what was heard."""
        return self.report.line.heard

    @property
    def turns(self) -> int:
        """Return how many webhooks the call took."""
        return len(self.report.line.requested)

    def notes_of(self, number: int) -> tuple[Note, ...]:
        """Return what the event log tells between a moment and the next."""
        return self.log[self.moments[number].notes_from : self._next(number, "notes_from")]

    def heard_at(self, number: int) -> Sequence[Heard]:
        """Return what was heard from a moment's question on until the caller did something, or the next."""
        moment = self.moments[number]
        until = moment.did[0][0] if moment.did else float("inf")
        sounds = self.heard[moment.heard_from : self._next(number, "heard_from")]
        return [one for one in sounds if one.at <= until]

    def offered(self, number: int) -> tuple[str, ...]:
        """Return the keys offered in a moment's question until the caller did something."""
        return self.offers.keys(self.heard_at(number))

    def offered_before(self, number: int) -> tuple[str, ...]:
        """Return the keys offered in any document up to a moment: who interrupts has had their chance."""
        return tuple(dict.fromkeys(key for one in self.moments[: number + 1] for key in one.sent))

    def place_at(self, at: float) -> str:
        """Return where the call was ``at`` a second of it, as far as moments tell."""
        places = [one.place for one in self.moments if one.at <= at]
        return places[-1] if places else NOWHERE

    def _next(self, number: int, name: str) -> int | None:
        if number + 1 >= len(self.moments):
            return None
        value: int = getattr(self.moments[number + 1], name)
        return value

    def seconds(self, note: Note) -> float:
        """Return when a note was made, in seconds of the call."""
        return (note.at - self.world.at).total_seconds()
