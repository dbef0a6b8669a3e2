from __future__ import annotations

import itertools
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from ivr.caller.converse import place_call
from ivr.caller.person import ScriptedPerson
from ivr.caller.script import read_script
from ivr.line.asks import Failure, Fetch, Purpose, Reply
from ivr.line.carrier import Carrier
from ivr.line.state import Line, Parties

BASE = "http://app.example"
Page = str | Reply | Failure | Callable[[Fetch], Reply]


def twiml(body: str) -> Reply:
    return Reply(200, f"<Response>{body}</Response>".encode(), "text/xml; charset=utf-8")


def wav(seconds: float, *, words: str = "") -> bytes:
    data = b"\0" * int(8000 * seconds)
    info = words.encode()
    info += b"\0" * (len(info) % 2)
    notes = b"INFO" + struct.pack("<4sI", b"ICMT", len(info)) + info if words else b""
    chunks = struct.pack("<4sIHHIIHH", b"fmt ", 16, 7, 1, 8000, 8000, 1, 8)
    chunks += struct.pack("<4sI", b"LIST", len(notes)) + notes if words else b""
    chunks += struct.pack("<4sI", b"data", len(data)) + data
    return struct.pack("<4sI4s", b"RIFF", 4 + len(chunks), b"WAVE") + chunks


@dataclass
class Application:
    """What the pages of an application answer; the last of a list is repeated."""

    pages: dict[str, Page | list[Page]]
    fetched: list[Fetch] = field(default_factory=list)

    def send(self, fetch: Fetch) -> Reply | Failure:
        self.fetched.append(fetch)
        path = urlsplit(fetch.url).path
        page = self.pages.get(path, Reply(404, b"no such page", "text/plain"))
        if isinstance(page, list):
            page = page.pop(0) if len(page) > 1 else page[0]
        match page:
            case str():
                return twiml(page)
            case Reply() | Failure():
                return page
            case _:
                return page(fetch)


@dataclass
class Outcome:
    line: Line
    ended: str
    trouble: str | None
    failed: bool
    application: Application

    @property
    def heard(self) -> list[str]:
        return [sound.text or sound.url or sound.kind.value for sound in self.line.heard]

    @property
    def codes(self) -> list[str]:
        return [complaint.code for complaint in self.line.complaints]

    @property
    def requests(self) -> list[tuple[str, dict[str, str]]]:
        """Path and what the verb added, of every hop."""
        return [(urlsplit(sent.url).path, dict(sent.params)) for sent in self.line.requested]

    @property
    def at(self) -> list[float]:
        return [sent.at for sent in self.line.requested]

    def form(self, path: str) -> dict[str, str]:
        """The whole form last sent to ``path``."""
        sent = [fetch for fetch in self.application.fetched if urlsplit(fetch.url).path == path]
        return dict(sent[-1].params)


Ring = Callable[..., Outcome]


@pytest.fixture
def application() -> Callable[..., Application]:
    """Make an application of pages."""
    return Application


@pytest.fixture
def ring() -> Ring:
    """Call an application made of pages, with a caller who does the steps: YAML, one a line."""

    def call(
        pages: dict[str, Page | list[Page]] | str | Reply | Failure,
        steps: str = "",
        *,
        carrier: Carrier | None = None,
        fallback: str | None = None,
        status: str | None = None,
        caller: str = "+8613800138000",
        fragment: str = "",
    ) -> Outcome:
        counter = itertools.count(1)
        application = Application(pages if isinstance(pages, dict) else {"/voice": pages})
        line = Line(
            Parties("CA" + "0" * 32, "AC" + "0" * 32, caller, "10086"),
            lambda prefix: f"{prefix}{next(counter):032x}",
            datetime(2026, 11, 23, 14, 5, tzinfo=UTC),
            carrier or Carrier(),
            fallback_url=fallback,
            status_url=status,
        )
        script = read_script(f"steps:\n{steps}" if steps else "steps: []", file="steps")
        person = ScriptedPerson(script.steps)
        report = place_call(line, f"{BASE}/voice{fragment}", person=person, sender=application)
        assert all(fetch.purpose is not Purpose.AUDIO or not fetch.params for fetch in application.fetched)
        return Outcome(line, report.ended, report.trouble, report.failed, application)

    return call


@pytest.fixture
def sound() -> Callable[..., Reply]:
    """Answer with a WAV file of some seconds."""

    def reply(seconds: float, *, words: str = "", language: str | None = None) -> Reply:
        return Reply(200, wav(seconds, words=words), "audio/wav", language)

    return reply


Asked = Callable[..., tuple[list[tuple[str, dict[str, str]]], list[str]]]


@pytest.fixture
def asked(ring: Ring) -> Asked:
    """Call a document of one Gather; return what reached /next, and what was heard."""

    def call(
        gather: str, steps: str, **options: object
    ) -> tuple[list[tuple[str, dict[str, str]]], list[str]]:
        outcome = ring({"/voice": f"{gather}<Say>fell through</Say>", "/next": "<Hangup/>"}, steps, **options)
        assert outcome.codes == []
        return [request for request in outcome.requests if request[0] == "/next"], outcome.heard

    return call
