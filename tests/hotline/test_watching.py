"""Edits that are published while somebody designs: ``ivr serve --watch``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from ivr.adapters.memory.bundles import MemoryBundles
from ivr.cli.watching import Watch
from ivr.diagnostics.languages import ENGLISH
from ivr.errors import CannotSave
from ivr.language.specs import Project
from ivr.model.ids import Digest
from ivr.model.stored import Release
from tests.hotline.calling import call
from tests.hotline.designing import (
    NEW,
    OLD,
    break_it,
    edit,
    greet,
    mend_it,
    small_project,
)
from tests.hotline.office import TheOffice
from tests.hotline.patience import START_S, eventually
from tests.hotline.running import served, typed
from tests.web.fakes import Hand


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return small_project(tmp_path)


class NoRoom(MemoryBundles):
    """A store that cannot keep anything for a while."""

    full = True

    def release(
        self, digest: Digest, at: datetime, *, who: str = "", why: str = "", back_to: int | None = None
    ) -> Release:
        if self.full:
            raise CannotSave("no room")
        return super().release(digest, at, who=who, why=why, back_to=back_to)


@pytest.fixture
def bundles() -> MemoryBundles:
    return MemoryBundles()


@pytest.fixture
def watch(files: Path, bundles: MemoryBundles) -> Watch:
    return Watch(files, bundles, Hand(), ENGLISH)


def told(watch: Watch) -> str:
    found = watch.look()
    assert found is not None
    return found


def test_each_edit_without_errors_is_published_once(
    files: Path, watch: Watch, bundles: MemoryBundles
) -> None:
    assert "release 1" in told(watch)
    assert watch.look() is None
    greet(files, NEW)
    assert "release 2" in told(watch)
    assert watch.look() is None
    assert len(bundles.releases()) == 2


def test_a_broken_edit_is_told_and_changes_nothing(files: Path, watch: Watch, bundles: MemoryBundles) -> None:
    told(watch)
    live = bundles.live()
    break_it(files)
    found = told(watch)
    assert "flows/main.yaml:" in found
    assert "blance" in found
    assert bundles.live() == live
    assert watch.look() is None
    mend_it(files)
    assert "what is live" in told(watch)
    assert len(bundles.releases()) == 1


def test_a_file_that_cannot_be_read_is_a_broken_edit(
    files: Path, watch: Watch, bundles: MemoryBundles
) -> None:
    told(watch)
    (files / "flows/extra.yaml").write_bytes(b"\xff\xfe\xff")
    assert "flows/extra.yaml" in told(watch)
    assert len(bundles.releases()) == 1


def test_an_edit_that_could_not_be_stored_is_tried_again(files: Path) -> None:
    bundles = NoRoom()
    watch = Watch(files, bundles, Hand(), ENGLISH)
    assert "no room" in told(watch)
    assert "no room" in told(watch)
    bundles.full = False
    assert "release 1" in told(watch)


def test_new_words_have_their_sound_before_the_next_caller_hears_them(
    files: Path, bundles: MemoryBundles
) -> None:
    live: list[Digest | None] = []

    def render(_project: Project) -> str | None:
        live.append(bundles.live())
        return "2 new sounds" if live[1:] else None

    watch = Watch(files, bundles, Hand(), ENGLISH, render)
    assert told(watch).startswith("release 1")
    first = bundles.live()
    greet(files, NEW)
    assert told(watch).startswith("2 new sounds\nrelease 2")
    assert live == [None, first]


def test_a_script_that_fails_does_not_stop_a_designer(files: Path, watch: Watch) -> None:
    edit(files / "tests/calls/hears.yaml", "services", "goodbye")
    assert "release 1" in told(watch)


def test_edits_are_published_by_themselves_on_loopback_only(files: Path) -> None:
    found = typed(files, "serve", "--watch", "--host", "0.0.0.0", TWILIO_AUTH_TOKEN="x")
    assert found.exit_code == 2
    assert "--watch" in found.stderr


def test_the_next_call_hears_an_edit_while_it_serves_and_not_a_broken_one(
    files: Path, office: TheOffice
) -> None:
    with served(files, "--watch", office=office.url) as url:
        break_it(files)
        greet(files, NEW)
        assert eventually(lambda: "blance" in (files / "log").read_text(encoding="utf-8"), within_s=START_S)
        assert call(url, "hang_up").heard[0] == OLD
        mend_it(files)
        assert eventually(lambda: call(url, "hang_up").heard[0] == NEW, within_s=START_S)
