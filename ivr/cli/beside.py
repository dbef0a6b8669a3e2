"""A process of our own beside this one, which ends when its standard input does, however this one dies."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

STOP_WITHIN_S = 3.0
"""How long it gets to end by itself once its standard input is closed; each of them looks every second."""


@contextmanager
def beside(module: str, *arguments: str, told: bool = False) -> Iterator[subprocess.Popen[str]]:
    """Run ``python -m module`` until the end of the block; with ``told``, what it prints can be read."""
    process = subprocess.Popen(  # noqa: S603 -- our own interpreter and module
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE if told else None,
        text=True,
    )
    try:
        yield process
    finally:
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def until_stdin_closes() -> threading.Event:
    """Return what is set when the process this one runs beside is gone, or wants it to end."""
    stop = threading.Event()
    threading.Thread(target=_wait_for_the_end, args=(stop,), daemon=True).start()
    return stop


def _wait_for_the_end(stop: threading.Event) -> None:
    sys.stdin.buffer.read()
    stop.set()
