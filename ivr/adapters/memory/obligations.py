"""What is owed, in memory: by key, and what is open in the order it falls due."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice, takewhile
from typing import NamedTuple

from ivr.model.stored import Obligation, Settled


class _Due(NamedTuple):
    """Where an open obligation stands among the others: of two due at once the older is first."""

    due: datetime
    number: int
    key: str


@dataclass(slots=True)
class _Kept:
    """An obligation; ``open_`` None once it is done."""

    number: int
    obligation: Obligation
    open_: _Due | None = None


class Obligations:
    """What one memory owes. It is given what is as stored, by whoever holds the lock."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._open: list[_Due] = []

    def get(self, key: str) -> Obligation | None:
        """Return an obligation, done or not."""
        kept = self._kept.get(key)
        return None if kept is None else kept.obligation

    def owe(self, owed: Obligation) -> None:
        """Keep what is owed; the same key again opens it again, as after *unsure*."""
        kept = self._kept.get(owed.key)
        if kept is None:
            kept = self._kept[owed.key] = _Kept(len(self._kept), owed)
        else:
            kept.obligation = replace(kept.obligation, due=owed.due, owner=owed.owner, answer=None)
        self._line_up(kept, owed.due)

    def claim(self, key: str, *, owner: str, was: str) -> bool:
        """Make ``owner`` the one at work on an open obligation of ``was``."""
        kept = self._opened(key)
        if kept is None or kept.obligation.owner != was:
            return False
        kept.obligation = replace(kept.obligation, owner=owner, tries=kept.obligation.tries + 1)
        return True

    def settle(self, settled: Settled) -> None:
        """Keep the first answer; while the truth is still owed the obligation stays open."""
        kept = self._kept.get(settled.key)
        if kept is None or kept.obligation.answer is not None:
            return
        due = kept.obligation.due if settled.again is None else settled.again
        kept.obligation = replace(kept.obligation, answer=settled.answer, owner="", due=due)
        self._line_up(kept, settled.again)

    def postpone(self, key: str, until: datetime) -> None:
        """Give an open obligation back, to be tried again from ``until`` on."""
        kept = self._opened(key)
        if kept is not None:
            kept.obligation = replace(kept.obligation, owner="", due=until)
            self._line_up(kept, until)

    def learn(self, settled: Settled) -> bool:
        """Close an open obligation with the truth, whatever was told; False when it is not open."""
        kept = self._opened(settled.key)
        if kept is None:
            return False
        kept.obligation = replace(kept.obligation, answer=settled.answer, owner="")
        self._line_up(kept, None)
        return True

    def due(self, now: datetime, *, limit: int) -> tuple[Obligation, ...]:
        """Return open obligations that are due, oldest first."""
        due = takewhile(lambda one: one.due <= now, self._open)
        return tuple(self._kept[one.key].obligation for one in islice(due, limit))

    def next_due(self) -> datetime | None:
        """Return when the first open obligation falls due, None when nothing is open."""
        return self._open[0].due if self._open else None

    def _opened(self, key: str) -> _Kept | None:
        kept = self._kept.get(key)
        return None if kept is None or kept.open_ is None else kept

    def _line_up(self, kept: _Kept, due: datetime | None) -> None:
        """Open ``kept`` from ``due`` on, or close it."""
        if kept.open_ is not None:
            del self._open[bisect_left(self._open, kept.open_)]
        kept.open_ = None if due is None else _Due(due, kept.number, kept.obligation.key)
        if kept.open_ is not None:
            insort(self._open, kept.open_)
