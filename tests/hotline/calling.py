"""Simulated callers over real HTTP."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ivr.caller.converse import CallReport, Sender, place_call
from ivr.caller.person import ScriptedPerson
from ivr.caller.script import read_script
from ivr.caller.transport import over_network
from ivr.line.asks import Failure, Fetch, Purpose, Reply
from ivr.line.carrier import Carrier
from ivr.line.state import Line, Parties
from tests.hotline.patience import new_id
from tests.web.inside import TOKEN

HEARD_S = 0.75
"""A yes sooner than 0.7 s after the short question's document is none (contract, section 5)."""
CANNOT_BE_UNDONE = "确定停止"
"""The words of the yes that destroys; a caller in no hurry hears them first."""


@dataclass
class Timed:
    """Sends a call's requests and keeps how long each took, and what it was answered."""

    sender: Sender
    spent_s: list[float] = field(default_factory=list)
    sent: list[tuple[Fetch, Reply]] = field(default_factory=list)

    def send(self, fetch: Fetch) -> Reply | Failure:
        began = time.monotonic()
        reply = self.sender.send(fetch)
        self.spent_s.append(time.monotonic() - began)
        if isinstance(reply, Reply) and fetch.purpose is Purpose.DOCUMENT:
            self.sent.append((fetch, reply))
        return reply


@dataclass
class Unhurried:
    """Waits before a key that would agree to something that cannot be undone, as who listens does."""

    sender: Sender
    asked: bool = False

    def send(self, fetch: Fetch) -> Reply | Failure:
        if self.asked and ("Digits", "1") in fetch.params:
            time.sleep(HEARD_S)
        reply = self.sender.send(fetch)
        if fetch.purpose is Purpose.DOCUMENT:
            self.asked = isinstance(reply, Reply) and CANNOT_BE_UNDONE.encode() in reply.body
        return reply


@dataclass(frozen=True, slots=True)
class Finished:
    """A call that is over, as its caller remembers it."""

    report: CallReport
    timed: Timed

    @property
    def sid(self) -> str:
        return self.report.line.parties.call_sid

    @property
    def heard(self) -> list[str]:
        return [one.text for one in self.report.line.heard]

    @property
    def languages(self) -> list[str]:
        return [one.language for one in self.report.line.heard]


def call(
    url: str,
    *steps: str,
    caller: str = "+8613800138000",
    sender: Sender | None = None,
    reports: bool = True,
    hurried: bool = False,
) -> Finished:
    """Let a simulated caller call ``url`` and do ``steps``, as a call script spells them.

    The carrier reports the end to ``/voice/status``. An error or a warning of the carrier's, or steps that
    could not be done, fail the test. ``hurried``: the caller agrees before anything can have been heard.
    """
    written = "steps:\n" + "".join(f"  - {step}\n" for step in steps) if steps else "steps: []\n"
    script = read_script(written, file="steps")
    line = Line(
        Parties(new_id("CA"), new_id("AC"), caller, "10086"),
        new_id,
        datetime.now(UTC),
        Carrier(),
        status_url=f"{url}/voice/status" if reports else None,
    )
    with closing(over_network(token=TOKEN)) as transport:
        timed = Timed(sender or transport)
        person = ScriptedPerson(script.steps)
        carrier = timed if hurried else Unhurried(timed)
        report = place_call(line, f"{url}/voice", person=person, sender=carrier)
    assert not report.failed, (report.ended, line.complaints, report.trouble)
    return Finished(report, timed)
