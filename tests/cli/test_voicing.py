"""Beside a server, a process renders what the server had no sound of."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.adapters.voice.build import plan_build
from ivr.adapters.voice.espeak import engine_name
from ivr.adapters.voice.library import Library
from ivr.cli import serve
from ivr.cli.main import main
from ivr.cli.settings import Settings, read_settings
from ivr.cli.voicing import voicing
from ivr.model.ids import Language
from ivr.model.stored import Joint
from ivr.speech.clip import USUAL, Shape, Wanted
from tests.hotline.patience import eventually
from tests.speech.sounds import ToneVoice
from tests.web.inside import ROOT

ZH = Language("zh-CN")
WITHIN_S = 30.0
"""A process starts, loads the engine and renders one word: two seconds on a machine at rest."""


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that are started beside the server."""
    made: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *arguments: object, **options: object) -> None:
            made.append(self)
            super().__init__(*arguments, **options)  # type: ignore[call-overload] # passed on as they are

    monkeypatch.setattr(subprocess, "Popen", Noted)
    return made


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Give the settings of a project in which one piece is built."""
    monkeypatch.setenv("IVR_PROJECT", str(tmp_path))
    monkeypatch.delenv("IVR_SPEECH", raising=False)
    found = read_settings({"IVR_PROJECT": str(tmp_path)})
    pieces = [Wanted("每月五元", ZH, Shape.PIECE, "x")]
    building = plan_build(pieces, folder=found.audio, recorded=tmp_path, engine=engine_name(), manners=USUAL)
    list(building.steps(ToneVoice))
    building.finish()
    return found


def test_a_name_the_server_misses_is_rendered_and_the_process_ends_with_the_server(
    settings: Settings, processes: list[subprocess.Popen[bytes]]
) -> None:
    library = Library(settings.audio)
    library.ask_for("手机报", ZH)
    with voicing(settings):
        assert eventually(
            lambda: isinstance(library.find("手机报，每月五元。", ZH), Joint), within_s=WITHIN_S
        )
    assert [one.returncode for one in processes] == [0]


def test_a_server_has_it_beside_itself_while_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    happened: list[str] = []

    @contextmanager
    def noted(_settings: Settings) -> Iterator[None]:
        happened.append("begins")
        yield
        happened.append("ends")

    class Server:
        def __init__(self, *_parts: object, **_named: object) -> None:
            pass

        def run(self) -> None:
            happened.append("serves")

    for folder in ("flows", "prompts"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.setenv("IVR_PROJECT", str(tmp_path))
    monkeypatch.setenv("IVR_OFFICE_URL", "http://127.0.0.1:9")
    monkeypatch.setattr(serve, "voicing", noted)
    monkeypatch.setattr(serve, "_Server", Server)
    served = CliRunner().invoke(main, ["serve"])
    assert served.exit_code == 0, served.output
    assert happened == ["begins", "serves", "ends"]


@pytest.mark.parametrize("why", ["nothing built", "said by the carrier"])
def test_a_server_without_sounds_of_ours_has_nobody_beside_it(
    settings: Settings, processes: list[subprocess.Popen[bytes]], why: str
) -> None:
    if why == "nothing built":
        (settings.audio / "index.json").unlink()
    else:
        settings = read_settings({"IVR_PROJECT": str(settings.project), "IVR_SPEECH": "say"})
    with voicing(settings):
        assert processes == []
