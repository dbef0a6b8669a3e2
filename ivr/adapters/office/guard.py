"""Keeping a sick office from taking the hotline with it: a breaker and a bulkhead per kind of request.

A bill that cannot be read must not stop a cancellation, and an office that hangs must not hold every thread.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum

from ivr.adapters.office.breaker import Breaker, Turned
from ivr.errors import IvrError

FREE_WITHIN_S = 0.05
"""Reliability notes, section 5: what is not free at once is refused, not queued for."""
COUNTS_FROM_S = 1.5
"""No answer says something of the office only if it was given this long: the greeting looks a
caller up within a second, and an office that takes two is slow, not gone."""

log = logging.getLogger("ivr.office")


class Kind(Enum):
    """What a request is for; its value, how many of them may be under way at once.

    Together they stay below half of a worker's 32 threads (reliability notes, section 5), whatever hangs.
    """

    QUERY = ("query", 7)
    CHANGE = ("change", 6)
    TEXT = ("text", 2)

    @property
    def word(self) -> str:
        """The kind in a word, for logs."""
        return self.value[0]

    @property
    def at_once(self) -> int:
        """How many may be under way at once."""
        return self.value[1]


MOST_AT_ONCE = sum(kind.at_once for kind in Kind)


class Refused(IvrError):
    """The request was not sent, for the office's good or ours."""


@dataclass(slots=True)
class Fared:
    """How a request fared, filled in by whoever makes it; None until then."""

    well: bool | None = None


@dataclass(slots=True)
class _Gate:
    breaker: Breaker
    room: threading.BoundedSemaphore


@dataclass(slots=True)
class Guard:
    """One office's gates. ``elapsed`` gives seconds that never run backwards."""

    elapsed: Callable[[], float] = time.monotonic
    _gates: dict[Kind, _Gate] = field(init=False)

    def __post_init__(self) -> None:
        self._gates = {
            kind: _Gate(Breaker(self.elapsed), threading.BoundedSemaphore(kind.at_once)) for kind in Kind
        }

    def is_open(self, kind: Kind) -> bool:
        """Whether requests of ``kind`` are kept from the office for a while."""
        return self._gates[kind].breaker.is_open

    @contextmanager
    def passing(self, kind: Kind, *, given_s: float) -> Iterator[Fared]:
        """Let a request of ``kind`` through that is given ``given_s`` seconds, or raise ``Refused``.

        The caller says in what it is yielded how the office fared.
        """
        gate = self._gates[kind]
        if not gate.room.acquire(timeout=min(FREE_WITHIN_S, max(given_s, 0.0))):
            raise Refused(f"{kind.at_once} requests of this kind are under way")
        try:
            let = gate.breaker.enter()
            if let is None:
                raise Refused("the office did not answer before and is left alone for a while")
            fared = Fared()
            try:
                yield fared
            finally:
                well = None if fared.well is False and given_s < COUNTS_FROM_S else fared.well
                turned = gate.breaker.leave(let, well=well)
                if turned is not None:
                    state = "is left alone for a while" if turned is Turned.OPENED else "answers again"
                    log.warning("the office %s: %s", state, kind.word)
        finally:
            gate.room.release()
