"""``ivr serve`` as a process of its own, and the other commands."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from click.testing import CliRunner, Result

from ivr.cli.main import main
from tests.hotline.patience import NO_TLS, START_S, eventually, free_port
from tests.web.inside import ROOT, TOKEN

IVR = (sys.executable, "-c", "from ivr.cli.main import main; main()")
"""The command of the tree these tests stand in, wherever it is installed from."""


def environment(project: Path, **more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | {"IVR_PROJECT": str(project), "TWILIO_AUTH_TOKEN": TOKEN, **more}


def ivr(project: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command of ours and return what came of it."""
    return subprocess.run(
        [*IVR, *arguments],
        env=environment(project, **more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=START_S,
        check=False,
    )


def typed(project: Path, *arguments: str, **more: str) -> Result:
    """Run a command of ours in this process, which is quicker; not for ``serve``."""
    return CliRunner().invoke(main, arguments, env={"IVR_PROJECT": str(project), **more})


def dispositions(project: Path) -> dict[str, str]:
    found = ivr(project, "calls", "--json", "--limit", "10000")
    assert found.returncode == 0, found.stderr
    return {one["call"]: one["disposition"] for one in json.loads(found.stdout)["calls"]}


@contextmanager
def served(
    project: Path, *arguments: str, office: str, port: int | None = None, **more: str
) -> Iterator[str]:
    """Yield the address of ``ivr serve`` on ``project``; its log is appended to ``project/log``."""
    port = port or free_port()
    with (project / "log").open("a") as log:
        process = subprocess.Popen(
            [*IVR, "serve", "--port", str(port), *arguments],
            env=environment(project, IVR_OFFICE_URL=office, **more),
            cwd=ROOT,
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
        return httpx.get(f"{url}/readyz", trust_env=False, verify=NO_TLS).status_code == 200
    except httpx.HTTPError:
        return False


def tracebacks(log: Path) -> list[str]:
    """Return the lines of a log that hold a traceback; every line must be JSON."""
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    return [str(one) for one in lines if "exception" in one or "Traceback" in str(one)]
