"""A hotline in this process that asks a real office over loopback; the time is in a test's hand."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from backend_stub.app import create_app
from backend_stub.server import serving
from ivr.adapters.messengers import OfficeMessenger
from ivr.adapters.office import TmForumOffice
from ivr.adapters.office.guard import Guard
from ivr.bundle.bundle import Bundle
from ivr.caller.transport import Transport, in_process
from ivr.line.asks import Failure, Fetch, Reply
from tests.hotline.calling import HEARD_S, Finished, call
from tests.hotline.office import TheOffice
from tests.web.fakes import Hand
from tests.web.inside import BUNDLE, ORIGIN, TOKEN, Inside

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


@dataclass
class Listening:
    """Sends a call's requests; before each key, time passes in which the words before can be heard."""

    transport: Transport
    clock: Hand

    def send(self, fetch: Fetch) -> Reply | Failure:
        if any(name == "Digits" for name, _ in fetch.params):
            self.clock.forward(seconds=HEARD_S)
        return self.transport.send(fetch)


@dataclass
class Scene:
    """A hotline, its office, what watches over their dealings, and the clock of both.

    The guard's time goes by itself, for deadlines are real; ``skipped_s`` is what it is ahead.
    """

    inside: Inside
    office: TheOffice
    clock: Hand
    guard: Guard = field(init=False)
    skipped_s: float = 0.0

    def __post_init__(self) -> None:
        self.guard = Guard(lambda: time.monotonic() + self.skipped_s)

    def skip(self, seconds: float) -> None:
        self.clock.forward(seconds=seconds)
        self.skipped_s += seconds

    def call(self, *steps: str, caller: str = "13800138000") -> Finished:
        number = f"+86{caller}" if caller.isdecimal() else caller
        with closing(in_process(self.inside.hotline.app, origin=ORIGIN, token=TOKEN)) as transport:
            sender = Listening(transport, self.clock)
            return call(ORIGIN, *steps, caller=number, sender=sender, hurried=True)


@contextmanager
def opened(
    path: Path, *, bundle: Bundle = BUNDLE, around: type[WSGIApplication] | None = None
) -> Iterator[Scene]:
    """Yield a hotline with its database in ``path``; ``around`` is put around the office's application."""
    clock = Hand()
    app = create_app(clock=clock.now)
    if around is not None:
        app.wsgi_app = around(app.wsgi_app)
    with serving(app) as url, TmForumOffice(url, clock=clock) as asking:
        inside = Inside(path, office=asking, messenger=OfficeMessenger(asking.transport), clock=clock)
        inside.publish(bundle)
        scene = Scene(inside, TheOffice(url), clock)
        asking.transport.guard = scene.guard
        with closing(inside):
            yield scene
