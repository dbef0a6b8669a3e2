"""A call that breaks a rule, made as short as it can be and still break it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ivr.scripts.explore.calling import Explorer
from ivr.scripts.explore.decisions import Decided, Decisions
from ivr.scripts.explore.invariants import Violation, violations
from ivr.scripts.explore.moment import Explored

MOST_TRIES = 400
"""Calls made to find a shorter one. Our choice: a few seconds."""


@dataclass(frozen=True, slots=True)
class Failing:
    """A call and the rule it breaks."""

    explored: Explored
    violation: Violation


def shortest(explorer: Explorer, failing: Failing, *, most_tries: int = MOST_TRIES) -> Failing:
    """Return the shortest call found that breaks the same rule at the same place.

    Choices are left out, long stretches first, then made plain one by one, for as long as that helps.
    """
    return _Shortening(explorer, failing, most_tries).run()


class _Shortening:
    def __init__(self, explorer: Explorer, failing: Failing, left: int) -> None:
        self._explorer, self._best, self._left = explorer, failing, left

    def run(self) -> Failing:
        """Shorten until nothing helps or the tries are used up."""
        before = None
        while self._left > 0 and before != (before := _cost(self._best)):
            self._leave_out()
            self._make_plain()
        return self._best

    def _leave_out(self) -> None:
        """Leave out stretches of choices, from the end; half as long each time."""
        size = max(1, len(_special(self._best.explored)) // 2)
        while size > 0:
            end = len(_special(self._best.explored))
            while end > 0 and self._left > 0:
                given = _special(self._best.explored)
                self._try([*given[: max(0, end - size)], *given[end:]])
                end -= size
            size //= 2

    def _make_plain(self) -> None:
        """Put the plainest choice in the place of each, so that those behind it stay where they are."""
        for place in range(len(_special(self._best.explored)) - 1, -1, -1):
            given = _special(self._best.explored)
            if self._left > 0 and place < len(given) and not given[place].plain:
                self._try([*given[:place], Decided(given[place].stream, ""), *given[place + 1 :]])

    def _try(self, given: Sequence[Decided]) -> bool:
        """Make the call of ``given``; keep it if it breaks the same rule and is shorter."""
        self._left -= 1
        explored = self._explorer.call(Decisions(given))
        wanted = self._best.violation
        for found in violations(explored):
            if (found.rule, found.place) == (wanted.rule, wanted.place):
                candidate = Failing(explored, found)
                if _cost(candidate) < _cost(self._best):
                    self._best = candidate
                    return True
        return False


def _special(explored: Explored) -> list[Decided]:
    """Return the choices of a call up to the last that is nothing special, in each stream."""
    last = {one.stream: place for place, one in enumerate(explored.decided) if not one.plain}
    return [one for place, one in enumerate(explored.decided) if place <= last.get(one.stream, -1)]


def _cost(failing: Failing) -> tuple[int, int, float]:
    """Return what makes one call shorter than another: choices that are special, all choices, seconds."""
    given = _special(failing.explored)
    return sum(not one.plain for one in given), len(given), round(failing.violation.at, 1)
