"""Simulated callers at a steady pace, for as long as somebody wants them, and how long they waited."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ivr.caller.converse import CallReport, place_call
from ivr.caller.person import ScriptedPerson
from ivr.caller.steps import Numbered, Step
from ivr.caller.transport import Transport, over_network
from ivr.cli.benches.serving import TOKEN
from ivr.line.asks import Failure, Fetch, Reply
from ivr.line.carrier import Carrier
from ivr.line.state import Line, Parties

CALLER, CALLED = "+8613800138000", "10086"
PRESSED = "Digits"


@dataclass(frozen=True, slots=True)
class Waited:
    """One request: who sent it and when, whether it told a key, and the seconds until its whole answer."""

    wish: str
    at: datetime
    pressed: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Wish:
    """What some callers want: their name, how many there are, the seconds between requests, what they do."""

    name: str
    callers: int
    every_s: float
    steps: Sequence[Step]


@dataclass(slots=True)
class Crowd:
    """What has been waited for so far, by everybody."""

    url: str
    most: int
    waited: list[Waited] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def call(self, wish: Wish, transport: Transport) -> CallReport:
        """Make one call at the pace of ``wish``."""
        line = Line(
            Parties(_id("CA"), _id("AC"), CALLER, CALLED),
            _id,
            datetime.now(UTC),
            Carrier(),
            status_url=f"{self.url}/voice/status",
        )
        person = ScriptedPerson(tuple(Numbered(step, 1) for step in wish.steps))
        return place_call(line, f"{self.url}/voice", person=person, sender=_Paced(self, wish, transport))

    def keep_calling(self, wish: Wish) -> None:
        """Make one call after the other until all is over."""
        with closing(over_network(token=TOKEN)) as transport:
            while not self.over.is_set():
                report = self.call(wish, transport)
                if report.failed:
                    self.failed.append(f"{wish.name}: {report.ended} {report.trouble or ''}")


class _Paced:
    """Sends a call's requests on the beat and keeps how long each took."""

    def __init__(self, crowd: Crowd, wish: Wish, transport: Transport) -> None:
        self._crowd = crowd
        self._wish = wish
        self._transport = transport
        self._next = time.monotonic() + wish.every_s

    def send(self, fetch: Fetch) -> Reply | Failure:
        crowd, now = self._crowd, time.monotonic()
        crowd.over.wait(max(0.0, self._next - now))
        self._next = max(self._next, now) + self._wish.every_s
        at, began = datetime.now(UTC), time.perf_counter()
        reply = self._transport.send(fetch)
        pressed = any(name == PRESSED for name, _ in fetch.params)
        crowd.waited.append(Waited(self._wish.name, at, pressed, time.perf_counter() - began))
        if len(crowd.waited) >= crowd.most:
            crowd.over.set()
        return reply


@contextmanager
def calling(url: str, *wishes: Wish, most: int) -> Iterator[Crowd]:
    """Yield the crowd while it calls; nobody begins a call after ``most`` requests, or after the block."""
    crowd = Crowd(url, most)
    everybody = [wish for wish in wishes for _ in range(wish.callers)]
    with ThreadPoolExecutor(len(everybody)) as pool:
        under_way: list[Future[None]] = [pool.submit(crowd.keep_calling, wish) for wish in everybody]
        try:
            yield crowd
        finally:
            crowd.over.set()
    for one in under_way:
        one.result()


def _id(prefix: str) -> str:
    return prefix + secrets.token_hex(16)
