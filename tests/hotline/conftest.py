from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend_stub.app import create_app
from backend_stub.server import serving
from tests.hotline.running import Nursery, TheOffice, nursery, tracebacks
from tests.web.inside import ROOT


@pytest.fixture(scope="session")
def office() -> Iterator[TheOffice]:
    """Give the back office, in a thread of this process: it outlives every hotline."""
    with serving(create_app()) as url:
        yield TheOffice(url)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder with a copy of the project's flows and prompts; no hotline on it may log a traceback."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("flows", "prompts"):
        shutil.copytree(ROOT / name, folder / name)
    yield folder
    if (folder / "log").exists():
        assert not tracebacks(folder / "log")


@pytest.fixture(scope="session")
def hotlines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Give what starts hotlines that can be told to die; none of them may log a traceback."""
    log = tmp_path_factory.mktemp("nursery") / "log"
    with nursery(log) as one:
        yield one
    assert not tracebacks(log)
