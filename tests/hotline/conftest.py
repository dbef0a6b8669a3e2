from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from backend_stub.app import create_app
from backend_stub.server import serving
from tests.hotline.calling import Finished, call
from tests.hotline.children import ORIGIN, Child, Nursery, Rewritten, nursery
from tests.hotline.office import TheOffice
from tests.hotline.patience import PROMISED_S, eventually
from tests.hotline.running import tracebacks
from tests.hotline.stored import disposition, is_settled, published
from tests.web.inside import ROOT


@pytest.fixture(scope="session")
def office() -> Iterator[TheOffice]:
    """Give the back office, in a thread of this process: it outlives every hotline."""
    with serving(create_app()) as url:
        yield TheOffice(url)


@dataclass(frozen=True, slots=True)
class Scene:
    """A hotline with a database and an office of its own, reached by signed requests over real HTTP."""

    child: Child
    office: TheOffice
    path: Path

    def call(self, *steps: str, caller: str = "13800138000", hurried: bool = False) -> Finished:
        number = f"+86{caller}" if caller.isdecimal() else caller
        one = call(ORIGIN, *steps, caller=number, sender=Rewritten(self.child), hurried=hurried)
        assert max(one.timed.spent_s) < PROMISED_S
        return one

    def disposition(self, one: Finished) -> str | None:
        return disposition(self.path, one.sid)


@pytest.fixture
def own_office() -> Iterator[TheOffice]:
    """Give a back office nobody else changes."""
    with serving(create_app()) as url:
        yield TheOffice(url)


@pytest.fixture
def scene(tmp_path: Path, hotlines: Nursery, own_office: TheOffice) -> Iterator[Scene]:
    """Give a hotline and an office of this test's own; whatever was owed is done in the end."""
    path = tmp_path / "calls.db"
    one = Scene(hotlines.start(published(path), own_office.url), own_office, path)
    yield one
    assert eventually(lambda: is_settled(path))
    one.child.kill()


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
