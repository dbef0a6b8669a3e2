"""Calls from the browser, each on a line of its own, driven a stretch at a time."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ivr.errors import IvrError
from ivr.line.asks import Act, Answer, Failure, Fetch, Opening, Reply, Running
from ivr.line.call import run_call
from ivr.line.state import Complaint, Heard, Line, Parties

MOST_CALLS = 20
"""Calls kept at once: more than one person has hands. The one untouched longest is hung up."""
IDLE_S = 900.0
"""A page closed without hanging up; as long as a caller in a queue may be silent."""
CALLED = "10086"


class NoSuchCall(IvrError):
    """The call is over and forgotten, or never was."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a call stands: what was heard so far, and until when the caller may act.

    ``turn`` numbers the stretch: an act for another one comes too late. ``ended`` as in ``run_call``.
    """

    call: str
    turn: int
    heard: tuple[Heard, ...]
    complaints: tuple[Complaint, ...]
    opening: Opening | None
    ended: str | None


class PhoneCall:
    """One call. ``send`` answers the line's requests; it may take as long as it takes."""

    def __init__(self, line: Line, voice_url: str, send: Callable[[Fetch], Reply | Failure]) -> None:
        self.line = line
        self._send = send
        self._running: Running[str] = run_call(line, voice_url)
        self._lock = threading.Lock()
        self._turn = 0
        self._opening: Opening | None = None
        self._ended: str | None = None
        self._go_on(None)

    def stretch(self) -> Stretch:
        """Return where the call stands."""
        line = self.line
        heard, complaints = tuple(line.heard), tuple(line.complaints)
        return Stretch(line.parties.call_sid, self._turn, heard, complaints, self._opening, self._ended)

    def act(self, turn: int, read: Callable[[Opening], Act | None]) -> Stretch:
        """Do what ``read`` makes of the stretch ``turn`` and return the next; a late act changes nothing."""
        with self._lock:
            if self._opening is not None and turn == self._turn:
                self._go_on(read(self._opening))
            return self.stretch()

    def _go_on(self, answer: Answer) -> None:
        self._turn += 1
        try:
            ask = self._running.send(answer)
            while isinstance(ask, Fetch):
                ask = self._running.send(self._send(ask))
            self._opening = ask
        except StopIteration as end:
            self._opening, self._ended = None, str(end.value)


class PhoneCalls:
    """The calls of this process. ``ask`` sends a request of the line's to the hotline."""

    def __init__(
        self,
        voice_url: str,
        ask: Callable[[Fetch], Reply | Failure],
        *,
        now: Callable[[], datetime],
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._voice_url = voice_url
        self._ask = ask
        self._now = now
        self._elapsed = elapsed
        self._calls: OrderedDict[str, tuple[PhoneCall, float]] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, caller: str) -> Stretch:
        """Ring the hotline from ``caller``, as a carrier would write it."""
        parties = Parties(_new_id("CA"), _new_id("AC"), caller, CALLED)
        line = Line(parties, _new_id, self._now(), status_url=f"{self._voice_url}/status")
        call = PhoneCall(line, self._voice_url, self._ask)
        with self._lock:
            self._calls[parties.call_sid] = call, self._elapsed()
            self._forget()
        return call.stretch()

    def get(self, name: str) -> PhoneCall:
        """Return a call under way or just over. Raises ``NoSuchCall``."""
        with self._lock:
            self._forget()
            if name not in self._calls:
                raise NoSuchCall("this call is over")
            call, _ = self._calls[name]
            self._calls[name] = call, self._elapsed()
            self._calls.move_to_end(name)
            return call

    def _forget(self) -> None:
        """Forget calls nobody has touched for long; the one untouched longest comes first."""
        while self._calls:
            _, touched = next(iter(self._calls.values()))
            if len(self._calls) <= MOST_CALLS and self._elapsed() - touched <= IDLE_S:
                return
            self._calls.popitem(last=False)


def _new_id(prefix: str) -> str:
    return prefix + secrets.token_hex(16)
