"""Ways between choices: where a choice counts, what led to what, how to get to where something is new."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterator
from typing import TypeAlias

from ivr.scripts.explore.choosing import CALLER, HANG_UP
from ivr.scripts.explore.decisions import Around, Decided, Decisions, Point

MOST_DETOUR = 20
"""Choices in a row that bring nothing new before a caller hangs up. Our choice: no way of ours is as long."""

Key: TypeAlias = tuple[str, tuple[str, ...], Hashable]
"""Where choices are counted: the stream, its options, and a state or a pair of place and surroundings."""
Trail: TypeAlias = tuple[tuple[Hashable, Decided], ...]
"""What was decided up to some point, and where the caller was: state and surroundings; None for others."""


class Tour:
    """Which choices have led to which: so whoever meets nothing new finds the way to where something is.

    ``has_left`` tells whether a point has anything new for somebody with these surroundings.
    """

    def __init__(self, has_left: Callable[[Point, Around], bool]) -> None:
        self._has_left = has_left
        self._points: dict[Key, Point] = {}
        self._before: dict[Key, dict[Key, int]] = {}  # which option of which point leads here
        self._leads: dict[Key, int] = {}
        self._goals: frozenset[Key] = frozenset()
        self._detour = 0

    def begin(self) -> None:
        """Begin a call: what leads to something new is looked up anew."""
        self._leads, self._goals, self._detour = {}, frozenset(), 0

    def found(self) -> None:
        """Note that something new was met."""
        self._detour = 0

    def learn(self, decisions: Decisions) -> None:
        """Keep what led to what in a call."""
        before: tuple[Key, int] | None = None
        for point, decided in zip(decisions.points, decisions.taken, strict=True):
            key = state(point)
            self._points.setdefault(key, point)
            if before is not None:
                self._before.setdefault(key, {})[before[0]] = before[1]
            before = key, decided.number

    def towards(self, point: Point) -> int:
        """Return the option that leads towards something new; hanging up where none does."""
        key = state(point)
        self._detour += 1
        if self._detour <= MOST_DETOUR:
            if key in self._goals or not self._leads:
                self._look(point.around)
            if key in self._leads:
                return self._leads[key]
            self._detour = MOST_DETOUR  # nothing new can be reached from here
        return hang_up(point)

    def _look(self, around: Around) -> None:
        """Find from every point the option that leads to the nearest where something is left."""
        goals = [key for key, point in self._points.items() if self._has_left(point, around)]
        self._goals, self._leads = frozenset(goals), {}
        coming = deque(goals)
        while coming:
            key = coming.popleft()
            for before, number in self._before.get(key, {}).items():
                if before not in self._leads and before not in self._goals:
                    self._leads[before] = number
                    coming.append(before)


def shortened(trail: Trail) -> tuple[Decided, ...]:
    """Return the choices of a way without those that led back to where it had been already."""
    kept: list[tuple[Hashable, Decided]] = []
    for mark, decided in trail:
        if mark is not None:
            been = next((number for number, one in enumerate(kept) if one[0] == mark), len(kept))
            del kept[been:]
        kept.append((mark, decided))
    return tuple(decided for _, decided in kept)


def trail_of(decisions: Decisions) -> Trail:
    """Return what was decided in a call, and where the caller was each time."""
    return tuple(
        ((state(point), point.around) if point.stream == CALLER else None, decided)
        for point, decided in zip(decisions.points, decisions.taken, strict=True)
    )


def keys(point: Point, around: Around | None = None) -> Iterator[Key]:
    """Yield where a choice counts: at its place, in its state, and under each thing that is around."""
    if not point.telling:
        yield state(point)
        return
    yield point.stream, point.telling, point.state
    yield point.stream, point.options, ("at", point.place)
    for name, value in point.around if around is None else around:
        yield point.stream, point.telling, ("around", point.place, name, value)


def hang_up(point: Point) -> int:
    """Return the option that ends a call soonest; the plainest where it is not the caller who chooses."""
    return point.options.index(HANG_UP.name) if point.stream == CALLER else 0


def state(point: Point) -> Key:
    """Return where a choice is, among those that lead from one to the next."""
    return point.stream, point.options, point.state
