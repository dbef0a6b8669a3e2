"""Calls that between them take every choice in every state a call can get into, the shortest way there first.

Each call begins as an earlier one that met a choice not yet taken, takes it, and from there on takes what is
new wherever it comes, or what led to something new before.

What counts as everything:

- every option at every *place*: in each step, told apart by the step its flow was called from;
- every *telling* option (an answer, a silence, what the office says) in every *state*: the place, how often
  it was asked there, which limits are used up;
- every telling option at every place under each thing that may be *around*: every kind of caller, every hour,
  every position of every switch, every language. Pairs are met, not all combinations of surroundings.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from ivr.scripts.explore.calling import Explorer
from ivr.scripts.explore.choosing import CALLER
from ivr.scripts.explore.decisions import Around, Decided, Decisions, Point
from ivr.scripts.explore.moment import Explored
from ivr.scripts.explore.tour import Key, Tour, Trail, hang_up, keys, shortened, trail_of

MOST_ON = 12
"""Listenings after which a caller who has gone on hangs up. Our choice: with the way there it is well below
``MOST_ACTS``, so that nobody falls silent before it was seen what their last choice leads to."""


@dataclass(slots=True)
class _Known:
    """A choice in a state: which options were taken, and the shortest way there."""

    options: tuple[str, ...]
    taken: set[str] = field(default_factory=set)
    trail: Trail | None = None

    @property
    def left(self) -> bool:
        """Whether an option was never taken."""
        return len(self.taken) < len(self.options)

    def lacks(self, option: str) -> bool:
        """Return whether ``option`` is one of these and was never taken."""
        return option in self.options and option not in self.taken

    def take(self, option: str) -> None:
        """Note that ``option`` was taken, if it is one of these."""
        if option in self.options:
            self.taken.add(option)


class Exhaustive:
    """The exhaustive caller. ``left`` is how many options are known and not yet taken."""

    def __init__(self) -> None:
        self._known: dict[Key, _Known] = {}
        self._open: deque[Key] = deque()
        self._tour = Tour(self._has_left)
        self._on = 0

    @property
    def choices(self) -> int:
        """Return how many options of all choices, in all states and surroundings, were taken."""
        return sum(len(one.taken) for one in self._known.values())

    @property
    def left(self) -> int:
        """Return how many options are known and were not taken."""
        return sum(len(one.options) - len(one.taken) for one in self._known.values())

    def calls(self, explorer: Explorer) -> Iterator[Explored]:
        """Yield calls until every option of every choice met has been taken."""
        yield self._call(explorer, ())
        while (goal := self._next_goal()) is not None:
            key, last = goal
            known, trail = self._known[key], self._known[key].trail or ()
            whole = tuple(decided for _, decided in trail)
            for way in dict.fromkeys((shortened(trail), whole)):  # what was left out may have mattered
                if known.lacks(last.option):
                    yield self._call(explorer, (*way, last))
            known.take(last.option)  # also if it was not met there again: nothing is tried for ever

    def _call(self, explorer: Explorer, way: tuple[Decided, ...]) -> Explored:
        self._tour.begin()
        self._on = 0
        decisions = Decisions(way, beyond=self._newest)
        explored = explorer.call(decisions)
        self._learn(decisions)
        return explored

    def _newest(self, point: Point) -> int:
        """Take an option that was never taken here; where there is none, what leads to one."""
        met = [self._met(key) for key in keys(point)]
        if point.odd:
            return 0
        self._on += point.stream == CALLER
        if self._on > MOST_ON:
            return hang_up(point)
        for number, option in enumerate(point.options):
            if any(known.lacks(option) for known in met):
                for known in met:
                    known.take(option)
                self._tour.found()
                return number
        return self._tour.towards(point)

    def _has_left(self, point: Point, around: Around) -> bool:
        """Return whether something was never taken at ``point``, were it met with ``around``."""
        return any(self._known[key].left for key in keys(point, around) if key in self._known)

    def _met(self, key: Key) -> _Known:
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = _Known(key[1])
            self._open.append(key)
        return known

    def _learn(self, decisions: Decisions) -> None:
        """Keep what was taken, what it led to, and shorter ways to where something is left."""
        self._tour.learn(decisions)
        trail = trail_of(decisions)
        for place, (point, decided) in enumerate(zip(decisions.points, decisions.taken, strict=True)):
            for key in keys(point):
                known = self._met(key)
                known.take(decided.option)
                if known.trail is None or place < len(known.trail):
                    known.trail = trail[:place]

    def _next_goal(self) -> tuple[Key, Decided] | None:
        """Return a choice with an option left, and that option; None when all are taken."""
        while self._open:
            stream, options, _ = key = self._open[0]
            known = self._known[key]
            if known.left and known.trail is not None:
                option = next(one for one in options if one not in known.taken)
                return key, Decided(stream, option, options.index(option))
            self._open.popleft()
        return None
