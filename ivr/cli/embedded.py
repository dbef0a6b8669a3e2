"""The embedded back office: the stub as a process of its own, which ends with this one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ivr.errors import BadSettings

READY = "back office on "
STOP_WITHIN_S = 3.0
"""How long the stub gets to end by itself once its standard input is closed."""


@contextmanager
def embedded_office(database: Path | None, *, token: str | None) -> Iterator[str]:
    """Start the stub on a free loopback port and yield its address.

    It ends when its standard input closes, so it does not outlive this process however this one dies.
    ``database`` None keeps its data in memory.
    """
    command = [sys.executable, "-m", "backend_stub", "--port", "0", "--until-stdin-closes"]
    if database is not None:
        database.parent.mkdir(parents=True, exist_ok=True)
        command += ["--db", str(database)]
    if token is not None:
        command += ["--token", token]
    process = subprocess.Popen(  # noqa: S603 -- our own interpreter and module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    if process.stdin is None or process.stdout is None:
        raise AssertionError("both were asked for as pipes")
    try:
        line = process.stdout.readline().strip()
        if not line.startswith(READY):
            raise BadSettings("the embedded back office did not start; its own message stands above")
        yield line.removeprefix(READY)
    finally:
        process.stdin.close()
        try:
            process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
