"""Calls that between them take every choice in every state a call can get into, the shortest way there first.

Each call begins as an earlier one that met a choice not yet taken, takes it, and from there on takes what is
new wherever it comes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

from ivr.scripts.explore.calling import Explorer
from ivr.scripts.explore.decisions import Decided, Decisions, Point
from ivr.scripts.explore.moment import Explored


@dataclass(slots=True)
class _Known:
    """A choice in a state: which options were taken, and the shortest way there."""

    options: tuple[str, ...]
    taken: set[str] = field(default_factory=set)
    way: tuple[Decided, ...] | None = None

    @property
    def left(self) -> bool:
        """Whether an option was never taken."""
        return len(self.taken) < len(self.options)


class Exhaustive:
    """The exhaustive caller. ``left`` is how many options are known and not yet taken."""

    def __init__(self) -> None:
        self._known: dict[Hashable, _Known] = {}
        self._open: deque[Hashable] = deque()

    @property
    def choices(self) -> int:
        """Return how many options of all choices in all states were taken."""
        return sum(len(one.taken) for one in self._known.values())

    @property
    def left(self) -> int:
        """Return how many options are known and were not taken."""
        return sum(len(one.options) - len(one.taken) for one in self._known.values())

    def calls(self, explorer: Explorer) -> Iterator[Explored]:
        """Yield calls until every option of every choice met has been taken."""
        way: tuple[Decided, ...] | None = ()
        while way is not None:
            decisions = Decisions(way, beyond=self._newest)
            explored = explorer.call(decisions)
            self._learn(decisions)
            yield explored
            way = self._next_way()

    def _newest(self, point: Point) -> int:
        """Take an option that was never taken in this state; the plainest where there is none."""
        known = self._met(point)
        for number, option in enumerate(point.options):
            if option not in known.taken:
                known.taken.add(option)
                return number
        return 0

    def _met(self, point: Point) -> _Known:
        key = (point.stream, point.state, point.options)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = _Known(point.options)
            self._open.append(key)
        return known

    def _learn(self, decisions: Decisions) -> None:
        """Keep what was taken, and shorter ways to where something is left."""
        for place, (point, decided) in enumerate(zip(decisions.points, decisions.taken, strict=True)):
            known = self._met(point)
            known.taken.add(decided.option)
            if known.way is None or place < len(known.way):
                known.way = tuple(decisions.taken[:place])

    def _next_way(self) -> tuple[Decided, ...] | None:
        """Return the way to a choice with an option left, and take that option; None when all are taken."""
        while self._open:
            key = self._open[0]
            known = self._known[key]
            if known.left and known.way is not None:
                option = next(one for one in known.options if one not in known.taken)
                known.taken.add(
                    option
                )  # also if the way does not lead there again: nothing is tried for ever
                return (
                    *known.way,
                    Decided(
                        str(key[0]) if isinstance(key, tuple) else "", option, known.options.index(option)
                    ),
                )
            self._open.popleft()
        return None
