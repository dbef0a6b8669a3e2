"""``ivr serve`` as a process of its own, to be measured over real HTTP."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from ivr.cli.settings import Settings

TOKEN = "12345"  # noqa: S105 -- signs nothing but the requests made here
STOP_WITHIN_S = 25.0
"""How long the server gets to end: what it gives turns under way, and a little more."""
_IVR = (sys.executable, "-c", "from ivr.cli.main import main; main()")
_NOT_OURS = ("IVR_PUBLIC_URL", "IVR_OFFICE_TOKEN", "IVR_TRUST_CALLER_ID")


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: its address, its database's, and its log."""

    url: str
    database: str
    log: Path

    def when(self, said: str, *, since: datetime) -> datetime | None:
        """Return when its log first had the line ``said`` from ``since`` on; None when it has not yet."""
        whole, _, _ = self.log.read_text().rpartition("\n")  # the last line may be being written
        for line in whole.splitlines():
            if line.startswith("{"):
                entry = json.loads(line)
                at = datetime.fromisoformat(entry["ts"])
                if entry["event"] == said and at >= since:
                    return at
        return None


@contextmanager
def served(settings: Settings, folder: Path, *, office_url: str) -> Iterator[Served]:
    """Yield this project's hotline, with its database and its log in ``folder``, once it listens."""
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
    database = f"sqlite:///{folder / 'served.db'}"
    own = {
        "IVR_PROJECT": str(settings.project),
        "IVR_DATABASE_URL": database,
        "IVR_OFFICE_URL": office_url,
        "IVR_SECRET_KEY": "bench",
        "IVR_SPEECH": "say",
        "TWILIO_AUTH_TOKEN": TOKEN,
    }
    log = folder / "served.log"
    with log.open("w") as errors:
        process = subprocess.Popen(  # noqa: S603 -- our own interpreter and command
            [*_IVR, "serve", "--port", str(_free_port())],
            env={**kept, **own},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    if process.stdout is None:
        raise AssertionError("it was asked for as a pipe")
    try:
        url = process.stdout.readline().strip().rpartition(" ")[2]
        if not url:
            raise click.ClickException(f"the server did not start:\n{log.read_text()}")
        yield Served(url, database, log)
    finally:
        process.terminate()
        try:
            process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
