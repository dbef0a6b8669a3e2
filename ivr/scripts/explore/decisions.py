"""Every choice of an explored call, made in one place, so that a call can be made again and made shorter.

A choice belongs to a stream: the caller's acts are one, each operation's answers another. Replayed choices
are taken stream by stream and by name: leaving out an act of the caller does not move the office's answers.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

Around: TypeAlias = tuple[tuple[str, str], ...]
"""What a call happens in, by name: who calls, at what hour, how switches stand, in which language."""


@dataclass(frozen=True, slots=True)
class Point:
    """A choice to be made. The first of ``options`` is the plainest; ``weights`` are for drawing lots.

    ``state`` is what a call is like where this is chosen, as far as it matters for what comes next. ``place``
    is less than that: only where it is. What is ``around`` may make a difference to ``telling`` options.
    ``odd``: something special was chosen before that is to be met by itself.
    """

    stream: str
    options: tuple[str, ...]
    weights: tuple[float, ...]
    state: Hashable
    place: Hashable = ()
    around: Around = ()
    telling: tuple[str, ...] = ()
    odd: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """A choice that was made: the option's name and its number. Number 0 is nothing special."""

    stream: str
    option: str
    number: int = 0

    @property
    def plain(self) -> bool:
        """Whether nothing special was chosen."""
        return self.number == 0


Beyond: TypeAlias = Callable[[Point], int]
"""What decides where nothing is replayed: the number of the option."""


def plainest(point: Point) -> int:  # noqa: ARG001 -- one of several ways to decide
    """Decide for nothing special."""
    return 0


class Lots:
    """Decides by lot: the same ``seed`` decides the same."""

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)  # noqa: S311 -- nothing here is a secret

    def __call__(self, point: Point) -> int:
        """Draw one of the options of ``point``."""
        left = self._random.random() * sum(point.weights)
        for number, weight in enumerate(point.weights):
            left -= weight
            if left < 0:
                return number
        return 0


class Decisions:
    """The choices of one call: first those ``given``, then as ``beyond`` decides.

    ``points`` and ``taken`` are what was to be chosen and what was, in order. ``around`` tells what the call
    happens in.
    """

    def __init__(self, given: Iterable[Decided] = (), *, beyond: Beyond = plainest) -> None:
        self._given: dict[str, deque[Decided]] = {}
        for one in given:
            self._given.setdefault(one.stream, deque()).append(one)
        self._beyond = beyond
        self.around: Callable[[], Around] = tuple
        self.points: list[Point] = []
        self.taken: list[Decided] = []

    def choose(self, point: Point) -> int:
        """Return the number of the option taken."""
        given = self._given.get(point.stream)
        number = _again(given.popleft(), point) if given else self._beyond(point)
        self.points.append(point)
        self.taken.append(Decided(point.stream, point.options[number], number))
        return number

    def pick(
        self,
        stream: str,
        options: tuple[str, ...],
        weights: tuple[float, ...],
        state: Hashable = (),
        *,
        place: Hashable = None,
    ) -> str:
        """Return the name of the option taken; all options tell when a ``place`` is given."""
        point = Point(stream, options, weights, (stream, state))
        if place is not None:
            point = Point(stream, options, weights, (stream, state), place, self.around(), options)
        return options[self.choose(point)]


def _again(decided: Decided, point: Point) -> int:
    """Return the option of the same name; where there is none, the one in the same place."""
    if decided.option in point.options:
        return point.options.index(decided.option)
    return decided.number if decided.number < len(point.options) else 0
