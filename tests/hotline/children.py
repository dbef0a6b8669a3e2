"""Hotlines that are forked quickly, and can be told to die."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

from ivr.caller.transport import sign
from ivr.line.asks import Failure, Fetch, Purpose, Reply
from tests.hotline.patience import NO_TLS, START_S, eventually
from tests.web.inside import ROOT, TOKEN, Answer, standard

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
            self.url + address,
            data=dict(form),
            headers=headers,
            timeout=within_s,
            trust_env=False,
            verify=NO_TLS,
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


class Rewritten:
    """Sends a call's requests to a child, signed over the public address it was told."""

    def __init__(self, child: Child) -> None:
        self._child = child

    def send(self, fetch: Fetch) -> Reply | Failure:
        address = fetch.url.removeprefix(ORIGIN)
        if fetch.purpose is Purpose.AUDIO:
            audio = httpx.get(self._child.url + address, trust_env=False, verify=NO_TLS)
            return Reply(audio.status_code, audio.content, audio.headers["Content-Type"])
        answer = self._child.post(address, dict(fetch.params))
        return Reply(answer.status, answer.body, answer.content_type)


class Nursery:
    """Starts hotlines quickly: they are forked from a process that has imported everything."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._one_order_at_a_time = threading.Lock()
        self.children: list[Child] = []

    def start(
        self, database: str, office: str, *, die_at: str | None = None, times: int = 1, trusts: bool = False
    ) -> Child:
        order = {
            "project": str(Path(database.removeprefix("sqlite:///")).parent),
            "database": database,
            "office": office,
            "origin": ORIGIN,
            "token": TOKEN,
            "die_at": die_at,
            "times": times,
            "trusts": trusts,
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
            [sys.executable, "-m", "tests.hotline.nursery"],
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


def form(
    sid: str, *, caller: str = "+8613800138000", status: str = "in-progress", **more: str
) -> dict[str, str]:
    return standard(sid, caller, "10086", status=status) | more
