"""The machine's clock."""

from __future__ import annotations

import time
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta

from ivr.model.office import OfficeAnswer


class SystemClock:
    """Time as this machine tells it."""

    def now(self) -> datetime:
        """Return the moment, aware, in UTC."""
        return datetime.now(UTC)


class RealWaiting:
    """``Waiting`` as a server does it: threads sleep."""

    def elapsed(self) -> float:
        """Return seconds since some moment."""
        return time.monotonic()

    def pause(self, seconds: float) -> None:
        """Sleep."""
        time.sleep(seconds)

    def result(self, answer: Future[OfficeAnswer], within_s: float) -> OfficeAnswer:
        """Wait for ``answer``; raise ``TimeoutError`` after ``within_s``."""
        return answer.result(timeout=within_s)


class LineClock:
    """The clock of a simulated line: told how many seconds into the call it is, it stands still in between.

    Until it is told for the first time it is the machine's clock.
    """

    def __init__(self) -> None:
        self._start: datetime | None = None
        self._seconds = 0.0

    def now(self) -> datetime:
        """Return the moment on the line."""
        if self._start is None:
            return datetime.now(UTC)
        return self._start + timedelta(seconds=self._seconds)

    def tell(self, seconds: float) -> None:
        """Move to ``seconds`` after the start; a line's time never runs backwards."""
        self._start = self._start or datetime.now(UTC)
        self._seconds = max(self._seconds, seconds)
