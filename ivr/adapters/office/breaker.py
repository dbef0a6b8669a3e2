"""When to stop asking: a circuit breaker for one kind of request to the office. No I/O, no clock of its own.

Why not a library: those that are typed either hold a lock while the office is asked, so that requests queue
behind each other, or let every thread through at once when it is time to try again. This lets one.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

IN_A_ROW = 5
"""Failures one after the other that open it (reliability notes, section 5; so do the next four)."""
OF_LAST = 20
SHARE_FAILED = 0.5
WITHIN_S = 10.0
"""Or: this share of the last twenty, all within ten seconds."""
OPEN_S = 15.0
"""How long nobody is let through; then one may try."""


class Pass(Enum):
    """How a request was let through."""

    ORDINARY = "ordinary"
    TRIAL = "trial"


class Turned(Enum):
    """What the end of a request changed."""

    OPENED = "opened"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class _Told:
    at: float
    well: bool


class Breaker:
    """Counts how requests fare; safe between threads. ``elapsed`` gives seconds that never run backwards."""

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._lock = threading.Lock()
        self._last: deque[_Told] = deque(maxlen=OF_LAST)
        self._in_a_row = 0
        self._opened: float | None = None
        self._trying = False

    @property
    def is_open(self) -> bool:
        """Whether requests are kept from the office."""
        return self._opened is not None

    def enter(self) -> Pass | None:
        """Let a request through, or return None. Whoever is let through tells ``leave``."""
        with self._lock:
            if self._opened is None:
                return Pass.ORDINARY
            if self._trying or self._elapsed() - self._opened < OPEN_S:
                return None
            self._trying = True
            return Pass.TRIAL

    def leave(self, let: Pass, *, well: bool | None) -> Turned | None:
        """Say how a request fared, None when that says nothing of the office; return what that changed.

        A trial that went well closes it, any other leaves it open for as long again. What an ordinary request
        that began before it opened comes to changes nothing.
        """
        with self._lock:
            now = self._elapsed()
            if let is Pass.TRIAL:
                self._trying = False
                self._opened = None if well else now
                self._last.clear()
                self._in_a_row = 0
                return Turned.CLOSED if well else None
            if self._opened is not None or well is None:
                return None
            self._last.append(_Told(now, well))
            self._in_a_row = 0 if well else self._in_a_row + 1
            if well or not self._has_had_enough(now):
                return None
            self._opened = now
            return Turned.OPENED

    def _has_had_enough(self, now: float) -> bool:
        if self._in_a_row >= IN_A_ROW:
            return True
        recent = len(self._last) == OF_LAST and now - self._last[0].at <= WITHIN_S
        return recent and sum(not one.well for one in self._last) >= SHARE_FAILED * OF_LAST
