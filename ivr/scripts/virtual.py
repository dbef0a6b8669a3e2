"""Time that passes only when somebody lets it: nothing sleeps, and what takes long is over at once.

One thread drives a simulated call. Work given to the pool is done there and then; its answer arrives when the
office is said to have taken its time. Whoever waits for it moves the clock.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from concurrent.futures import Executor, Future
from datetime import datetime, timedelta
from typing import ParamSpec, TypeVar

from ivr.model.office import OfficeAnswer

P = ParamSpec("P")
T = TypeVar("T")


class VirtualTime:
    """``Clock`` and ``Waiting`` of a simulated call; it begins at ``start`` (aware)."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._seconds = 0.0
        self._coming: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self._taken_s = 0.0

    def begin(self, start: datetime) -> None:
        """Begin anew at ``start``; what was still to come is forgotten."""
        self._start, self._seconds, self._taken_s = start, 0.0, 0.0
        self._coming.clear()

    def now(self) -> datetime:
        """Return the moment."""
        return self._start + timedelta(seconds=self._seconds)

    def elapsed(self) -> float:
        """Return seconds since the beginning."""
        return self._seconds

    def move_to(self, seconds: float) -> None:
        """Move to ``seconds`` after the beginning; time never runs backwards."""
        while self._coming and self._coming[0][0] <= seconds:
            due, _, arrive = heapq.heappop(self._coming)
            self._seconds = max(self._seconds, due)
            arrive()
        self._seconds = max(self._seconds, seconds)

    def pause(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        self.move_to(self._seconds + seconds)

    def result(self, answer: Future[OfficeAnswer], within_s: float) -> OfficeAnswer:
        """Return what ``answer`` comes to, or raise ``TimeoutError`` once ``within_s`` have passed."""
        until = self._seconds + within_s
        while not answer.done():
            if not self._coming or self._coming[0][0] > until:
                self.move_to(until)
                raise TimeoutError
            self.move_to(self._coming[0][0])
        return answer.result()

    def take(self, seconds: float) -> None:
        """Say that the work under way takes ``seconds``; its answer arrives that much later."""
        self._taken_s += seconds

    def taken(self) -> float:
        """Return what the work that just ended took, and count anew."""
        taken_s, self._taken_s = self._taken_s, 0.0
        return taken_s

    def later(self, seconds: float, arrive: Callable[[], None]) -> None:
        """Have ``arrive`` called ``seconds`` from now."""
        self._count += 1
        heapq.heappush(self._coming, (self._seconds + seconds, self._count, arrive))


class VirtualPool(Executor):
    """Does what it is given at once; how long that is said to take decides when the answer is there."""

    def __init__(self, time: VirtualTime) -> None:
        self._time = time

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Do ``fn`` now and return its answer, which may still be on its way."""
        future: Future[T] = Future()
        self._time.taken()
        try:
            answer = fn(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 -- an executor hands every error to whoever asks for the answer
            future.set_exception(error)
            return future
        taken_s = self._time.taken()
        if taken_s:
            self._time.later(taken_s, lambda: future.set_result(answer))
        else:
            future.set_result(answer)
        return future
