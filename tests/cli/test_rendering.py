"""What a release or a notice says anew has its sound before a caller can hear it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.adapters.files import read_files
from ivr.adapters.store.bundles import SqlBundles
from ivr.adapters.store.database import Database
from ivr.adapters.voice.build import plan_build
from ivr.adapters.voice.espeak import engine_name
from ivr.adapters.voice.library import Library
from ivr.adapters.voice.several import SeveralVoices
from ivr.cli import notice, publish, rollback
from ivr.cli import rendering as module
from ivr.cli.main import main
from ivr.cli.rendering import Rendering
from ivr.cli.settings import Settings, read_settings
from ivr.diagnostics.languages import ENGLISH
from ivr.errors import NoVoice
from ivr.language.reader import read_project
from ivr.language.specs import Project
from ivr.model.ids import Language
from ivr.model.pace import Pace
from ivr.speech.clip import USUAL, Wanted
from ivr.speech.wanted import wanted
from tests.speech.sounds import Process, ToneVoice
from tests.web.inside import ROOT

ZH = Language("zh-CN")
GREETING, NEW = "您好，欢迎致电中国移动。", "新年好。"
UNTIL = datetime.now(UTC) + timedelta(hours=2)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Give the settings of a project of this test's own, which says little and has it built."""
    for folder in ("flows", "prompts"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    hotline = tmp_path / "flows/hotline.yaml"  # there are no scripts here, so none are asked for
    hotline.write_text(hotline.read_text("utf-8").partition("coverage:")[0], "utf-8")
    monkeypatch.setattr(module, "wanted", of_main)
    monkeypatch.setenv("IVR_PROJECT", str(tmp_path))
    monkeypatch.delenv("IVR_SPEECH", raising=False)
    made = read_settings({"IVR_PROJECT": str(tmp_path)})
    building = plan_build(
        of_main(project_in(made)), folder=made.audio, recorded=tmp_path, engine=engine_name(), manners=USUAL
    )
    list(building.steps(ToneVoice))
    building.finish()
    return made


@pytest.fixture
def made() -> list[Process]:
    """The processes of the voice that a test started."""
    return []


@pytest.fixture
def rendering(settings: Settings, made: list[Process]) -> Callable[..., Rendering]:
    return partial(Rendering, make=lambda: SeveralVoices(1, lambda: Process(made)))


def of_main(project: Project) -> tuple[Wanted, ...]:
    return tuple(one for one in wanted(project) if one.place == "main.welcome" and one.language == ZH)


def project_in(settings: Settings) -> Project:
    project, found = read_project(read_files(settings.project)[0])
    assert found == ()
    assert project is not None
    return project


def greet_otherwise(settings: Settings) -> None:
    path = settings.project / "prompts/zh-CN/main.yaml"
    path.write_text(path.read_text("utf-8").replace(GREETING, NEW), "utf-8")


def has_sound(settings: Settings, text: str) -> bool:
    library = Library(settings.audio)
    found = {library.find(text, ZH, pace) for pace in Pace}
    return None not in found and len(found) == len(Pace)


def test_a_release_without_new_words_starts_no_voice(
    settings: Settings, rendering: Callable[..., Rendering], made: list[Process]
) -> None:
    with rendering(settings, ENGLISH) as new:
        assert new.project(project_in(settings)) is None
    assert made == []


def test_new_words_are_rendered_at_both_paces_and_the_old_ones_stay_for_calls_under_way(
    settings: Settings, rendering: Callable[..., Rendering], made: list[Process]
) -> None:
    greet_otherwise(settings)
    assert not has_sound(settings, NEW)
    with rendering(settings, ENGLISH) as new:
        told = new.project(project_in(settings))
    assert told is not None
    assert told.startswith("2 new sounds made in ")
    assert made[0].closed
    assert has_sound(settings, NEW)
    assert has_sound(settings, GREETING)


def test_a_notice_has_its_sound_until_it_goes_whatever_is_built_meanwhile(
    settings: Settings, rendering: Callable[..., Rendering]
) -> None:
    words = "今晚系统维护。"
    project = project_in(settings)
    with rendering(settings, ENGLISH) as new:
        assert new.notice("opening", {"zh-CN": words}, project, UNTIL) is not None
        assert has_sound(settings, words)
        greet_otherwise(settings)
        new.project(project_in(settings))
    assert has_sound(settings, words)
    index = Library(settings.audio).index
    assert index is not None
    kept = {one.until for one in index.clips if one.wanted.text == words}
    assert len(kept) == 1
    assert UNTIL.timestamp() <= (kept.pop() or 0) < UNTIL.timestamp() + 1


def test_words_of_the_project_put_up_as_a_notice_do_not_go_with_it(
    settings: Settings, rendering: Callable[..., Rendering]
) -> None:
    with rendering(settings, ENGLISH) as new:
        assert new.notice("opening", {"zh-CN": GREETING}, project_in(settings), UNTIL) is None
    index = Library(settings.audio).index
    assert index is not None
    assert {one.until for one in index.clips} == {None}


@pytest.mark.parametrize("why", ["nothing built", "another engine", "said by the carrier"])
def test_a_hotline_without_sounds_of_ours_renders_nothing(
    settings: Settings, rendering: Callable[..., Rendering], made: list[Process], why: str
) -> None:
    greet_otherwise(settings)
    index = settings.audio / "index.json"
    if why == "nothing built":
        index.unlink()
    elif why == "another engine":
        index.write_text(index.read_text("utf-8").replace("pyttsx3", "another"), "utf-8")
    else:
        settings = read_settings({"IVR_PROJECT": str(settings.project), "IVR_SPEECH": "say"})
    with rendering(settings, ENGLISH) as new:
        assert new.project(project_in(settings)) is None
    assert made == []


def test_a_voice_that_is_not_there_is_told_and_stops_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> SeveralVoices:
        raise NoVoice("the voice cannot start")

    greet_otherwise(settings)
    monkeypatch.setattr(publish, "Rendering", partial(Rendering, make=missing))
    published = CliRunner().invoke(main, ["publish", "--language", "en"])
    assert published.exit_code == 0, published.output
    assert "the carrier says them: the voice cannot start" in published.stderr
    assert live(settings) is not None


def live(settings: Settings) -> str | None:
    with closing(Database(settings.database_url)) as database:
        return SqlBundles(database).live()


def test_a_caller_cannot_hear_a_release_or_a_notice_before_it_has_its_sound(
    settings: Settings, rendering: Callable[..., Rendering], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str | None] = []

    class Watched(Rendering):
        def project(self, project: Project) -> str | None:
            seen.append(live(settings))
            return super().project(project)

    make = partial(Watched, make=lambda: SeveralVoices(1, lambda: Process([])))
    monkeypatch.setattr(publish, "Rendering", make)
    monkeypatch.setattr(notice, "Rendering", make)
    greet_otherwise(settings)
    published = CliRunner().invoke(main, ["publish", "--language", "en"])
    assert published.exit_code == 0, published.output
    assert seen == [None]
    assert has_sound(settings, NEW)
    words = ["--say", "线路正在检修。", "--for", "2h", "--language", "en"]
    put_up = CliRunner().invoke(main, ["notice", "opening", *words])
    assert put_up.exit_code == 0, put_up.output
    assert has_sound(settings, "线路正在检修。")


def test_whoever_goes_back_is_live_at_once_and_has_what_is_missing_rendered_then(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str | None] = []

    class Watched(Rendering):
        def project(self, project: Project) -> str | None:
            seen.append(live(settings))
            return super().project(project)

    for command in (publish, rollback):
        monkeypatch.setattr(
            command, "Rendering", partial(Watched, make=lambda: SeveralVoices(1, lambda: Process([])))
        )
    assert CliRunner().invoke(main, ["publish"]).exit_code == 0
    first = live(settings)
    greet_otherwise(settings)
    assert CliRunner().invoke(main, ["publish"]).exit_code == 0
    for clip in (settings.audio / "clips").iterdir():  # gone back to so late that nothing of it is left
        clip.unlink()
    assert CliRunner().invoke(main, ["rollback"]).exit_code == 0
    assert seen == [None, first, first]
    assert has_sound(settings, GREETING)
