"""Guesses at service passwords, counted in memory over all calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from threading import RLock

from ivr.adapters.store.rules import PER_CALLER, PER_SUBSCRIBER, WITHHELD, WITHIN
from ivr.model.stored import Attempt


class MemoryAttempts:
    """``Attempts`` in one process. Any number of threads may use it."""

    def __init__(self) -> None:
        self._lock = RLock()
        self.clear()

    def clear(self) -> None:
        """Forget every attempt."""
        with self._lock:
            self._made: dict[str, dict[str, Attempt]] = {}
            self._of_subscriber: defaultdict[str, list[Attempt]] = defaultdict(list)
            self._of_caller: defaultdict[str, list[Attempt]] = defaultdict(list)

    def reserve(self, attempt: Attempt) -> bool:
        """Count an attempt and say whether it may be checked."""
        since = attempt.at - WITHIN
        caller = attempt.caller or WITHHELD
        with self._lock:
            if attempt.mark in self._made.get(attempt.key, ()):
                return True  # the carrier's retry of this very guess
            if _count(self._of_subscriber[attempt.subscriber], since) >= PER_SUBSCRIBER:
                return False
            if _count(self._of_caller[caller], since) >= PER_CALLER:
                return False
            self._made.setdefault(attempt.key, {})[attempt.mark] = attempt
            self._of_subscriber[attempt.subscriber].append(attempt)
            self._of_caller[caller].append(attempt)
            return True

    def give_back(self, key: str) -> None:
        """Take back the attempt reserved under ``key``."""
        with self._lock:
            for attempt in self._made.pop(key, {}).values():
                self._of_subscriber[attempt.subscriber].remove(attempt)
                self._of_caller[attempt.caller or WITHHELD].remove(attempt)


def _count(attempts: Iterable[Attempt], since: datetime) -> int:
    return sum(attempt.at > since for attempt in attempts)
