"""``ivr check`` measures the sounds that are built in the project, as far as they are played."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.adapters.voice.built import Built, Index, write_index
from ivr.cli.main import main
from ivr.model.ids import Digest, Language
from ivr.speech.clip import Shape, Wanted
from tests.checks.project import BASE


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The base of the rules' tests, with a welcome that somebody spoke very slowly."""
    for file, text in BASE.items():
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    welcome = Wanted("您好。", Language("zh-CN"), Shape.WHOLE, "main.welcome")
    folder = tmp_path / "var" / "audio"
    folder.mkdir(parents=True)
    write_index(folder, Index("by hand", {}, (Built(welcome, Digest("0" * 64), 45.0),)))
    return tmp_path


def told(project: Path) -> str:
    result = CliRunner().invoke(main, ["check", str(project), "--format", "short", "--language", "en"])
    assert result.exit_code == 0
    return result.stdout


def test_a_sound_that_is_longer_than_its_words_is_told(project: Path) -> None:
    assert "a caller hears of a person only after 56.3 s in zh-CN" in told(project)


def test_what_the_carrier_s_voice_says_is_estimated(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVR_SPEECH", "say")
    assert "M212" not in told(project)
