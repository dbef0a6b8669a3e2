"""The embedded back office: the stub as a process of its own, which ends with this one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ivr.cli.beside import beside
from ivr.errors import BadSettings

READY = "back office on "


@contextmanager
def embedded_office(database: Path | None, *, token: str | None) -> Iterator[str]:
    """Start the stub on a free loopback port and yield its address.

    It ends when its standard input closes, so it does not outlive this process however this one dies.
    ``database`` None keeps its data in memory.
    """
    arguments = ["--port", "0", "--until-stdin-closes"]
    if database is not None:
        database.parent.mkdir(parents=True, exist_ok=True)
        arguments += ["--db", str(database)]
    if token is not None:
        arguments += ["--token", token]
    with beside("backend_stub", *arguments, told=True) as process:
        line = "" if process.stdout is None else process.stdout.readline().strip()
        if not line.startswith(READY):
            raise BadSettings("the embedded back office did not start; its own message stands above")
        yield line.removeprefix(READY)
