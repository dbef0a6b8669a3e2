"""A hotline inside this process: the real store and application; time, office and texts in a test's hand."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest

from ivr import programs
from ivr.adapters.files import read_files
from ivr.adapters.store.attempts import SqlAttempts
from ivr.adapters.store.bundles import SqlBundles
from ivr.adapters.store.calls import SqlCalls
from ivr.adapters.store.database import Database
from ivr.adapters.store.operators import SqlSwitches
from ivr.adapters.store.tickets import SqlTickets
from ivr.bundle.bundle import Bundle, make_bundle
from ivr.caller.transport import sign
from ivr.checks.check import accept, check
from ivr.engine.machine import compile_program
from ivr.engine.program import Program
from ivr.model.ids import CallSid, Digest, Language
from ivr.model.office import OfficeAnswer, OfficeRequest
from ivr.model.record import CallRecord, settle
from ivr.model.values import Record, Value
from ivr.model.verbs import Part, Phrase, PromptId
from ivr.ports import Audio, CallStore, Services
from ivr.web.app import Hotline, open_hotline
from ivr.web.config import WebConfig
from ivr.wording.speech import Utterance, spoken
from ivr.wording.speech import written as as_text
from tests.web.fakes import WITHIN_S, FakeMessenger, FakeOffice, FakeRecordings, Hand, usual

ROOT = Path(__file__).parents[2]
TOKEN = "12345"
ORIGIN = "https://hotline.example"
CALLER = "+8613800138000"
SID = CallSid("CA" + "0" * 31 + "1")
SECRET_KEY = b"a key of this test's own"
ZH, EN = Language("zh-CN"), Language("en")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a webhook was answered, as a carrier would read it."""

    status: int
    body: bytes
    content_type: str

    @property
    def root(self) -> ET.Element:
        assert self.status == 200, self.body
        return ET.fromstring(self.body)  # noqa: S314 -- our own document

    @property
    def verbs(self) -> tuple[str, ...]:
        return tuple(verb.tag for verb in self.root)

    @property
    def said(self) -> tuple[str, ...]:
        return tuple("".join(say.itertext()) for say in self.root.iter("Say"))

    @property
    def goes_to(self) -> str:
        """Return where the last verb sends the carrier; empty for the end of the call."""
        last = self.root[-1]
        return (last.text or "").strip() if last.tag == "Redirect" else last.get("action", "")


class Inside:
    """One process of the hotline on the database at ``path``. ``wrap`` may put itself before the store."""

    def __init__(
        self,
        path: Path,
        *,
        office: FakeOffice | None = None,
        messenger: FakeMessenger | None = None,
        clock: Hand | None = None,
        vouched: bool = False,
        wrap: Callable[[SqlCalls], CallStore] = lambda calls: calls,
        reached: Callable[[str], None] = lambda _point: None,
        origin: str = ORIGIN,
        tokens: tuple[str, ...] = (TOKEN,),
        audio: Audio | None = None,
    ) -> None:
        self.database = Database(f"sqlite:///{path}")
        self.office = office or FakeOffice()
        self.messenger = messenger or FakeMessenger()
        self.clock = clock or Hand()
        self.recordings = FakeRecordings()
        self.calls = SqlCalls(self.database)
        self.services = Services(
            clock=self.clock,
            office=self.office,
            messenger=self.messenger,
            calls=wrap(self.calls),
            bundles=SqlBundles(self.database),
            attempts=SqlAttempts(self.database),
            tickets=SqlTickets(self.database),
            switches=SqlSwitches(self.database),
            recordings=self.recordings,
            secret_key=SECRET_KEY,
            audio=audio,
        )
        self.origin, self.token = origin, tokens[0] if tokens else ""
        self.hotline: Hotline = open_hotline(
            WebConfig(origin, tokens, vouched), self.services, reached=reached
        )
        self._is_open = True

    def close(self) -> None:
        if self._is_open:
            self._is_open = False
            self.hotline.close()
            self.database.close()

    # what the carrier sends ----------------------------------------------------------------------

    def post(self, target: str, form: Mapping[str, str], *, signature: str | None = None) -> Answer:
        """Send a webhook to ``target``; signed with our own token unless ``signature`` says otherwise."""
        path = target.removeprefix(self.origin)
        if signature is None:
            signature = sign(self.token, self.origin + path, form.items()) if self.token else ""
        answer = self.hotline.app.test_client().post(
            path,
            data=urlencode(form),
            headers={"X-Twilio-Signature": signature},
            content_type="application/x-www-form-urlencoded",
        )
        return Answer(answer.status_code, answer.data, answer.content_type)

    def arrive(self, sid: str = SID, *, caller: str = CALLER, called: str = "10086") -> Answer:
        return self.post("/voice", standard(sid, caller, called, status="ringing"))

    def turn(self, number: int, sid: str = SID, *, status: str = "in-progress", **added: str) -> Answer:
        return self.post(f"/voice/turn/{number}", standard(sid, CALLER, "10086", status=status) | added)

    def wait(self, number: int, sid: str = SID, **added: str) -> Answer:
        return self.post(f"/voice/wait/{number}", standard(sid, CALLER, "10086") | added)

    def over(self, sid: str = SID, *, status: str = "completed") -> Answer:
        return self.post("/voice/status", standard(sid, CALLER, "10086", status=status))

    # a call as far as most tests need it ---------------------------------------------------------

    def at_services(self, sid: str = SID) -> Answer:
        """Answer a call and return the main menu, which is turn 1's answer."""
        self.arrive(sid)
        return self.turn(1, sid)

    def at_more(self, sid: str = SID) -> Answer:
        """Go on to the balance and the menu after it, which is turn 2's answer."""
        self.at_services(sid)
        return self.turn(2, sid, Digits="1")

    def at_agent(self, sid: str = SID) -> Answer:
        """Ask for a person at the main menu: turn 2's answer puts the caller into the queue."""
        self.at_services(sid)
        return self.turn(2, sid, Digits="0")

    # what became of it ---------------------------------------------------------------------------

    def record(self, sid: str = SID) -> CallRecord | None:
        return settle(CallSid(sid), self.calls.log(CallSid(sid)))

    def disposition(self, sid: str = SID) -> str | None:
        found = self.record(sid)
        return None if found is None else found.disposition

    def open_rows(self) -> list[str]:
        """Return the keys of what is owed, whenever it is due."""
        far = self.clock.now() + timedelta(days=3650)
        return [one.key for one in self.calls.open_obligations(far, limit=1000)]

    def sweep(self) -> int:
        return self.hotline.sweep.once()

    def settle_down(self) -> None:
        """Wait until nothing is under way in this process."""
        until = time.monotonic() + WITHIN_S
        while self.hotline.performer._under_way:
            assert time.monotonic() < until, self.hotline.performer._under_way
            time.sleep(0.005)

    def swept_clean(self) -> None:
        """Sweep until nothing is owed, as the sweeper would; fail if that never comes."""
        until = time.monotonic() + WITHIN_S
        while self.open_rows():
            assert time.monotonic() < until, self.open_rows()
            self.sweep()
            time.sleep(0.005)

    def publish(self, bundle: Bundle) -> None:
        self.services.bundles.keep(bundle.digest, bundle.checked.files)
        self.services.bundles.release(bundle.digest, self.clock.now())


def standard(sid: str, caller: str, called: str, *, status: str = "in-progress") -> dict[str, str]:
    """Return what every webhook carries (twiml.md 2.3)."""
    return {
        "AccountSid": "AC" + "0" * 32,
        "ApiVersion": "2010-04-01",
        "CallSid": sid,
        "CallStatus": status,
        "Direction": "inbound",
        "From": caller,
        "To": called,
        "CalledCity": "",
    }


@contextmanager
def blocked() -> Iterator[tuple[Callable[[OfficeRequest], OfficeAnswer], threading.Event]]:
    """Yield an office's answer that is not given before the event is set, and the event."""
    go = threading.Event()

    def wait(request: OfficeRequest) -> OfficeAnswer:
        assert go.wait(WITHIN_S)
        return usual(request)

    try:
        yield wait, go
    finally:
        go.set()


def bundle_of(changes: Mapping[str, Callable[[str], str]] | None = None) -> Bundle:
    """Return the project's own bundle, with ``changes`` made to the text of some files."""
    files, unread = read_files(ROOT)
    assert not unread
    for path, change in (changes or {}).items():
        changed = change(files[path])
        assert changed != files[path], path
        files[path] = changed
    checked, found = check(files)
    assert checked is not None, found
    return make_bundle(checked)


def words(
    prompt: str,
    language: Language = ZH,
    *,
    program: Program | None = None,
    written: bool = False,
    **facts: Value,
) -> str:
    """Return the words of a prompt, named as ``flow.name``, as heard or as texted; ``facts`` fill its holes."""
    flow, _, name = prompt.partition(".")
    wording = (program or OWN).project.wording
    part = Part.TEXT if written else Part.SAY
    phrase = Phrase(PromptId(flow, name), language, part, Record(facts))
    if written:
        return as_text(phrase, wording)
    return "".join(one.text for one in spoken(phrase, wording) if isinstance(one, Utterance))


@contextmanager
def bundles_compiled_once() -> Iterator[None]:
    """Let every hotline of this process share what it compiles from the same bundle; it is never changed."""
    real = compile_program
    kept: dict[Digest, Program] = {OWN.digest: OWN}

    def read(files: Mapping[str, str]) -> Mapping[str, str]:
        return files

    def compiled(files: Mapping[str, str], digest: Digest) -> Program:
        if digest not in kept:
            kept[digest] = real(accept(files), digest)
        return kept[digest]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(programs, "accept", read)
        patch.setattr(programs, "compile_program", compiled)
        yield


def started_over(bundle: Bundle) -> Program:
    return compile_program(bundle.checked, bundle.digest)


BUNDLE = bundle_of()
OWN = started_over(BUNDLE)
