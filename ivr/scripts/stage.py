"""The whole hotline in this process for calls that cost nothing: real turns, real documents, time by hand.

Everything between the carrier's request and the document is what a server runs: signature, Flask, engine,
obligations, sweeps. Only the ports are made up: the store keeps everything in memory, the office answers as
it is told, and time passes as the line's clock does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ivr.adapters.memory import Memory
from ivr.adapters.recordings import silence
from ivr.bundle.bundle import Bundle
from ivr.jobs.sweep import EVERY_S
from ivr.language import kinds
from ivr.line.asks import Failure, Fetch, Reply, Trouble
from ivr.line.carrier import Carrier
from ivr.line.state import Line, Parties
from ivr.model.call import Call
from ivr.model.ids import CallSid
from ivr.model.outside import AS_DESIGNED, Outside
from ivr.ports import Messenger, Services
from ivr.scripts.direct import ask
from ivr.scripts.office import ScriptedOffice, Texts
from ivr.scripts.virtual import VirtualPool, VirtualTime
from ivr.web.app import open_hotline
from ivr.web.config import WebConfig

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

TOKEN = "offline"  # noqa: S105 -- signs nothing but the requests made here
ORIGIN = "https://offline.example"
VOICE_URL = f"{ORIGIN}/voice"
STATUS_URL = f"{ORIGIN}/voice/status"
NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
"""When a call arrives that says no time: a working day's noon in China, in no holiday."""
_SILENCE = silence()


class _Recordings:
    def fetch(self, account: str, recording: str) -> bytes:  # noqa: ARG002 -- a port
        return _SILENCE


@dataclass(frozen=True, slots=True)
class _Turned:
    """``Switches`` as they were set for the call."""

    outside_: Callable[[], Outside]

    def outside(self, at: datetime) -> Outside:  # noqa: ARG002 -- what is set holds for the whole call
        return self.outside_()


class Stage:
    """One hotline on which calls are played, one after the other.

    ``send`` answers the line's requests; ``move_to`` is to be told the line's time. ``messenger`` makes, for
    the time that passes here, who takes the texts over in the place of ``texts``.
    """

    def __init__(
        self,
        bundle: Bundle,
        *,
        trusts_caller_id: bool = False,
        messenger: Callable[[VirtualTime], Messenger] | None = None,
    ) -> None:
        self.bundle = bundle
        self.time = VirtualTime(NOON)
        self.memory = Memory()
        self.office = ScriptedOffice(self.time)
        self.texts = Texts(self.time)
        self.set: Outside = AS_DESIGNED
        services = Services(
            clock=self.time,
            office=self.office,
            messenger=self.texts if messenger is None else messenger(self.time),
            calls=self.memory.calls,
            bundles=self.memory.bundles,
            attempts=self.memory.attempts,
            tickets=self.memory.tickets,
            switches=_Turned(lambda: self.set),
            recordings=_Recordings(),
            secret_key=b"offline",
        )
        config = WebConfig(ORIGIN, (TOKEN,), trusts_caller_id)
        self.hotline = open_hotline(config, services, pool=VirtualPool(self.time), waiting=self.time)
        self.memory.bundles.keep(bundle.digest, bundle.checked.files)
        self.memory.bundles.release(bundle.digest, NOON)
        self._app: WSGIApplication = self.hotline.app.wsgi_app
        self._ids = 0
        self._swept = -EVERY_S
        self._last: tuple[Fetch, Reply] | None = None
        self.sid = CallSid("CA")

    def new_line(self, caller: str, called: str, carrier: Carrier, *, at: datetime | None = None) -> Line:
        """Forget the calls before and return the line of a new one, which arrives ``at``."""
        self.memory.clear()
        self.texts.sent.clear()
        self._swept, self._last = -EVERY_S, None
        start = at or NOON
        self.time.begin(start)
        self.sid = CallSid(self.new_id("CA"))
        parties = Parties(self.sid, self.new_id("AC"), caller, called)
        return Line(parties, self.new_id, start, carrier, status_url=STATUS_URL)

    def new_id(self, prefix: str) -> str:
        """Return an id that no call before had."""
        self._ids += 1
        return f"{prefix}{self._ids:032x}"

    # what the line asks ---------------------------------------------------------------------------

    def send(self, fetch: Fetch) -> Reply | Failure:
        """Answer one request of the line's; what the hotline takes passes on the line too."""
        if not fetch.url.startswith(ORIGIN):
            return Failure(Trouble.HOST, "there is no such host")
        reply = ask(self._app, fetch, TOKEN, self.time.elapsed)
        if fetch.method == "POST":
            self._last = fetch, reply
        return reply

    def again(self) -> bool:
        """Deliver the last webhook once more; return whether its answer is the same."""
        if self._last is None:
            return True
        fetch, first = self._last
        return ask(self._app, fetch, TOKEN, self.time.elapsed).body == first.body

    # time -----------------------------------------------------------------------------------------

    def move_to(self, seconds: float) -> None:
        """Move to ``seconds`` after the call's beginning; what falls due on the way is done."""
        while (at := self._next_sweep()) is not None and at <= seconds:
            self.time.move_to(at)
            self.sweep()
        self.time.move_to(seconds)

    def _next_sweep(self) -> float | None:
        """Return when a server's next sweep finds something, None when nothing is owed."""
        calls, beat = self.memory.calls, self._swept + EVERY_S
        if calls.left_waiting(limit=1):
            return max(beat, self.time.elapsed())
        due = calls.next_due()
        if due is None:
            return None
        return max(beat, (due - self.time.now()).total_seconds() + self.time.elapsed())

    def sweep(self) -> None:
        """Look once at everything that is owed."""
        self._swept = self.time.elapsed()
        self.hotline.sweep.once()

    # what a script may look at --------------------------------------------------------------------

    def call(self) -> Call | None:
        """Return the call as it is stored."""
        stored = self.memory.calls.call(self.sid)
        return None if stored is None else stored.call

    def place(self) -> str:
        """Return where the call is, as ``flow.step``; empty while it is nowhere."""
        call = self.call()
        if call is None or not call.frames:
            return ""
        return f"{call.top.flow}.{call.top.state}"

    def queue(self) -> str | None:
        """Return the queue the call is to be put through to, None when it is not."""
        call = self.call()
        if call is None or not call.frames:
            return None
        step = self.bundle.checked.project.flows[call.top.flow].steps.get(call.top.state)
        return str(step.subject) if step is not None and step.kind is kinds.TRANSFER else None
