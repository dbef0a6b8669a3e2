"""Ticket numbers in memory."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from threading import RLock

from ivr.adapters.store.rules import ticket_day, ticket_number


class MemoryTickets:
    """``Tickets`` in one process. Any number of threads may use it."""

    def __init__(self) -> None:
        self._lock = RLock()
        self.clear()

    def clear(self) -> None:
        """Forget every ticket: each day begins at 1 again."""
        with self._lock:
            self._numbers: dict[str, str] = {}
            self._counts: Counter[str] = Counter()

    def number(self, name: str, at: datetime) -> str:
        """Return the number for ``name``: the one it has, or the day's next (YYYYMMDDNNNN)."""
        with self._lock:
            if name not in self._numbers:
                day = ticket_day(at)
                self._counts[day] += 1
                self._numbers[name] = ticket_number(day, self._counts[day])
            return self._numbers[name]
