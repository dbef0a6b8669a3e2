"""Work on a project in parts, so that what is worked out of one flow may be kept to the next time.

A *part* is work on one flow, or on another piece of a project. Whoever keeps parts (``ivr.kept``) notes all
that they ask of the maps given here; nobody has to say what a rule depends on.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Protocol, TypeVar, cast

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
T = TypeVar("T")


class Parts(Protocol):
    """Gives the maps a check is about to its rules, and does their work part by part."""

    @property
    def noting(self) -> bool:
        """Whether a part is being done, and what it asks noted."""

    def begin(self, fixed: object) -> None:
        """Begin a check; ``fixed`` stands for everything the parts may ask that is in no map."""

    def noted(
        self, name: str, now: Mapping[K, V], *, by_value: bool = False, changing: bool = False
    ) -> Mapping[K, V]:
        """Return ``now`` for whoever works on parts; ``name`` is the map's, the same at each check.

        ``by_value``: an entry is the same if it is equal. Without, it has to be the very object: two texts
        are equal wherever they stand, but what is told of them is not. ``changing``: by value, and it may
        change in the course of a check.
        """

    def part(self, work: Hashable, of: Hashable, do: Callable[[], T]) -> T:
        """Return what ``do`` comes to; ``work`` and ``of`` name the part, the same at each check."""

    def together(self, names: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
        """Return ``names`` in groups, each of which is best done as one part."""

    def changing(self, work: Hashable, of: Hashable, do: Callable[[], T]) -> T:
        """Return what ``do`` comes to now, where a map that it asks changes in the course of a check."""


class Afresh:
    """Keeps nothing beyond one check."""

    noting = False

    def __init__(self) -> None:
        self._parts: dict[tuple[Hashable, Hashable], Any] = {}

    def begin(self, fixed: object) -> None:
        """Do nothing."""

    def noted(
        self,
        name: str,  # noqa: ARG002 -- the protocol's
        now: Mapping[K, V],
        *,
        by_value: bool = False,  # noqa: ARG002
        changing: bool = False,  # noqa: ARG002
    ) -> Mapping[K, V]:
        """Return ``now`` itself."""
        return now

    def part(self, work: Hashable, of: Hashable, do: Callable[[], T]) -> T:
        """Do it, once."""
        key = (work, of)
        if key not in self._parts:
            self._parts[key] = do()
        return cast("T", self._parts[key])

    def together(self, names: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
        """Return all of them at once."""
        return (names,)

    def changing(self, work: Hashable, of: Hashable, do: Callable[[], T]) -> T:  # noqa: ARG002 -- the protocol's
        """Do it."""
        return do()
