"""The hotline as processes of its own: ``ivr serve``, forked ones that die, and the office they ask."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import httpx
from click.testing import CliRunner, Result

from ivr.adapters.store.bundles import SqlBundles
from ivr.adapters.store.calls import SqlCalls
from ivr.adapters.store.database import Database
from ivr.caller.converse import CallReport, Sender, place_call
from ivr.caller.person import ScriptedPerson
from ivr.caller.script import read_script
from ivr.caller.transport import over_network, sign
from ivr.cli.main import main
from ivr.line.asks import Failure, Fetch, Purpose, Reply
from ivr.line.carrier import Carrier
from ivr.line.state import Line, Parties
from ivr.model.ids import CallSid
from ivr.model.record import settle
from tests.web.inside import BUNDLE, ROOT, TOKEN, Answer, standard

IVR = Path(sys.executable).with_name("ivr")
START_S = 30.0
"""How long a server may take to come up on a machine that has much else to do."""
WITHIN_S = 5.0
"""How long a condition may take to come true; most need a hundredth of it."""
PROMISED_S = 2.5
"""Every signed request is answered within 2 s (contract, section 4); the rest is for a busy machine."""
TEXTS = "/tmf-api/communicationManagement/v4/communicationMessage"


def eventually(is_so: Callable[[], bool], *, within_s: float = WITHIN_S) -> bool:
    """Return whether ``is_so`` comes true in time."""
    until = time.monotonic() + within_s
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def new_id(prefix: str) -> str:
    return prefix + os.urandom(16).hex()


# the office -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TheOffice:
    """The stub, as somebody who looks into it sees it."""

    url: str

    def texts(self, to: str | None = None) -> list[dict[str, Any]]:
        found = httpx.get(f"{self.url}{TEXTS}", params={"limit": 10_000}, trust_env=False).json()
        return [one for one in found if to is None or one["receiver"][0]["phoneNumber"] == to]

    @contextmanager
    def misbehaving(self, operation: str, mode: str, **how: float) -> Iterator[None]:
        told = httpx.put(f"{self.url}/faults/{operation}", json={"mode": mode, **how}, trust_env=False)
        assert told.status_code == 200, told.text
        try:
            yield
        finally:
            httpx.delete(f"{self.url}/faults/{operation}", trust_env=False)


# calls ----------------------------------------------------------------------------------------------


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
    url: str, *steps: str, caller: str = "+8613800138000", sender: Sender | None = None, reports: bool = True
) -> Finished:
    """Let a simulated caller call ``url`` and do ``steps``, as a call script spells them.

    The carrier reports the end to ``/voice/status``. An error or a warning of the carrier's, or steps that
    could not be done, fail the test.
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
        report = place_call(line, f"{url}/voice", person=ScriptedPerson(script.steps), sender=timed)
    assert not report.failed, (report.ended, line.complaints, report.trouble)
    return Finished(report, timed)


# ivr serve ------------------------------------------------------------------------------------------


def environment(project: Path, **more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | {"IVR_PROJECT": str(project), "TWILIO_AUTH_TOKEN": TOKEN, **more}


def ivr(project: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command of ours and return what came of it."""
    return subprocess.run(
        [IVR, *arguments],
        env=environment(project, **more),
        capture_output=True,
        text=True,
        timeout=START_S,
        check=False,
    )


def disposition(path: Path, sid: str) -> str | None:
    """Return how the record in the database at ``path`` names the end of a call."""
    with closing(Database(f"sqlite:///{path}")) as database:
        record = settle(CallSid(sid), SqlCalls(database).log(CallSid(sid)))
    return None if record is None else record.disposition


def typed(project: Path, *arguments: str, **more: str) -> Result:
    """Run a command of ours in this process, which is quicker; not for ``serve``."""
    return CliRunner().invoke(main, arguments, env={"IVR_PROJECT": str(project), **more})


def dispositions(project: Path) -> dict[str, str]:
    found = ivr(project, "calls", "--json", "--limit", "10000")
    assert found.returncode == 0, found.stderr
    return {one["call"]: one["disposition"] for one in json.loads(found.stdout)["calls"]}


@contextmanager
def served(project: Path, *arguments: str, office: str, port: int | None = None) -> Iterator[str]:
    """Yield the address of ``ivr serve`` on ``project``; its log is appended to ``project/log``."""
    port = port or free_port()
    with (project / "log").open("a") as log:
        process = subprocess.Popen(
            [IVR, "serve", "--port", str(port), *arguments],
            env=environment(project, IVR_OFFICE_URL=office),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
    assert process.stdout is not None
    try:
        url = address_in(process.stdout.readline())
        assert url == f"http://127.0.0.1:{port}", (project / "log").read_text()
        assert eventually(lambda: is_ready(url), within_s=START_S)
        yield url
    finally:
        process.terminate()
        try:
            process.wait(START_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        finally:
            process.stdout.close()


def address_in(line: str) -> str:
    """Return the address a server that has come up prints."""
    return line.strip().rpartition(" ")[2]


def is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def tracebacks(log: Path) -> list[str]:
    """Return the lines of a log that hold a traceback; every line must be JSON."""
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    return [str(one) for one in lines if "exception" in one or "Traceback" in str(one)]


# hotlines that die ----------------------------------------------------------------------------------

ORIGIN = "https://hotline.example"


@dataclass
class Child:
    """A hotline of the nursery's."""

    pid: int
    url: str

    def post(self, address: str, form: Mapping[str, str], *, within_s: float = START_S) -> Answer:
        """Send one signed webhook; raises ``httpx.HTTPError`` when the process dies meanwhile."""
        headers = {"X-Twilio-Signature": sign(TOKEN, ORIGIN + address, form.items()), "Connection": "close"}
        answer = httpx.post(
            self.url + address, data=dict(form), headers=headers, timeout=within_s, trust_env=False
        )
        return Answer(answer.status_code, answer.content, answer.headers["Content-Type"])

    def kill(self) -> None:
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        assert self.is_gone()

    def is_gone(self) -> bool:
        """Return whether the process ends in time."""

        def gone() -> bool:
            try:
                os.kill(self.pid, 0)
            except ProcessLookupError:
                return True
            return False

        return eventually(gone)


class Nursery:
    """Starts hotlines quickly: they are forked from a process that has imported everything."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._one_order_at_a_time = threading.Lock()
        self.children: list[Child] = []

    def start(self, database: str, office: str, *, die_at: str | None = None, times: int = 1) -> Child:
        order = {
            "database": database,
            "office": office,
            "origin": ORIGIN,
            "token": TOKEN,
            "die_at": die_at,
            "times": times,
        }
        with self._one_order_at_a_time:
            _pipe(self._process.stdin).write(json.dumps(order) + "\n")
            _pipe(self._process.stdin).flush()
            pid, _, url = _pipe(self._process.stdout).readline().strip().partition(" ")
        child = Child(int(pid), url)
        self.children.append(child)
        return child


def _pipe(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


@contextmanager
def nursery(log: Path) -> Iterator[Nursery]:
    with log.open("a") as errors:
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("nursery.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=ROOT,
        )
    one = Nursery(process)
    try:
        yield one
    finally:
        for child in one.children:
            child.kill()
        _pipe(process.stdin).close()
        process.wait(START_S)
        _pipe(process.stdout).close()


def published(path: Path) -> str:
    """Make a database in which the project's flows are live; return its address."""
    url = f"sqlite:///{path}"
    with closing(Database(url)) as database:
        bundles = SqlBundles(database)
        bundles.keep(BUNDLE.digest, BUNDLE.checked.files)
        bundles.release(BUNDLE.digest, datetime.now(UTC))
    return url


def rows(path: Path, question: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(question).fetchall()


def is_settled(path: Path) -> bool:
    return rows(path, "SELECT count(*) FROM obligation WHERE done_at IS NULL") == [(0,)]


def is_sound(path: Path) -> bool:
    return rows(path, "PRAGMA integrity_check") == [("ok",)]


def form(
    sid: str, *, caller: str = "+8613800138000", status: str = "in-progress", **more: str
) -> dict[str, str]:
    return standard(sid, caller, "10086", status=status) | more
