"""``ivr prompts``: render, verify, and list for a studio."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Self

import pytest
from click.testing import CliRunner, Result

from ivr.cli import prompts as module
from ivr.cli.main import main
from ivr.cli.settings import read_settings
from ivr.language.specs import Project
from ivr.speech.clip import USUAL, Manner, Shape, Wanted
from ivr.speech.wanted import wanted
from tests.speech.sounds import ToneVoice
from tests.web.inside import ROOT

Run = Callable[..., Result]


class Voice(ToneVoice):
    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in ("flows", "prompts"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


@pytest.fixture
def run(project: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give what runs a command on a copy of the project; it says little, and its voice hums."""

    def of_main(project: Project) -> tuple[Wanted, ...]:
        return tuple(one for one in wanted(project) if one.place.startswith(("main.", "balance.")))

    monkeypatch.setattr(module, "wanted", of_main)
    monkeypatch.setattr(module, "EspeakVoice", Voice)
    monkeypatch.setattr(module, "SeveralVoices", Voice)
    monkeypatch.setenv("IVR_PROJECT", str(project))
    monkeypatch.delenv("IVR_VOICES", raising=False)
    return lambda *words: CliRunner().invoke(main, ["prompts", *words])


def test_what_is_built_is_verified_and_a_second_build_makes_nothing(run: Run, project: Path) -> None:
    first = run("build", "--json")
    told = json.loads(first.stdout)
    assert (first.exit_code, told["made"], told["faults"]) == (0, told["sounds"], [])
    assert "sounds to make" in first.stderr
    again = json.loads(run("build", "--json").stdout)
    assert (again["sounds"], again["made"]) == (told["sounds"], 0)
    checked = run("check", "--json")
    assert json.loads(checked.stdout)["checked"] == told["sounds"]
    assert {one["fault"] for one in json.loads(checked.stdout)["faults"]} <= {"long", "short"}  # tones

    lost = next((project / "var" / "audio" / "clips").iterdir())
    lost.unlink()
    found = run("check", "--language", "zh-CN")
    assert found.exit_code == 1
    assert "声音文件不见了，请重新生成" in found.stdout


def test_before_a_build_the_check_says_what_to_run(run: Run) -> None:
    found = run("check", "--language", "en")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "ivr prompts build" in found.stderr


def test_a_sentence_no_voice_can_say_is_told_with_its_place(run: Run, project: Path) -> None:
    path = project / "prompts" / "zh-CN" / "main.yaml"
    path.write_text(path.read_text("utf-8").replace("您好，欢迎致电中国移动。", "您好，welcome。"), "utf-8")
    built = run("build", "--language", "en")
    assert built.exit_code == 1
    assert (
        "zh-CN main.welcome “您好，welcome。”: no voice can say it: welcome is not Mandarin" in built.stdout
    )


def test_a_voice_that_is_not_there_is_told_once_with_what_to_do(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IVR_VOICES", "zh-CN=nobody")
    built = run("build", "--language", "en")
    assert built.exit_code == 1
    assert built.stderr.count("there is no voice 'nobody'") == 1
    assert "IVR_VOICES" in built.stderr


@pytest.mark.parametrize(
    "written",
    ["cmn", "fr=fr", "zh-CN=", "zh-CN=cmn@9", "zh-CN=cmn@fast", "zh-CN=cmn@170/9", "zh-CN=cmn@/150"],
)
def test_voices_that_are_not_named_as_they_should_be_are_wrong_usage(
    run: Run, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("IVR_VOICES", written)
    built = run("build")
    assert built.exit_code == 2
    assert "write voices such as zh-CN=cmn" in built.stderr


def test_a_voice_is_named_with_the_rates_of_both_paces_or_slows_down_as_usual() -> None:
    named = read_settings({"IVR_VOICES": "zh-CN=cmn@160/130 en=en-gb@170"}).voices
    assert named == {"zh-CN": Manner("cmn", 160, 130), "en": Manner("en-gb", 170, 150)}
    assert read_settings({"IVR_VOICES": "zh-CN=cmn en=en-us"}).voices == USUAL


def test_the_studio_is_told_what_to_read_and_where_to_put_it(run: Run) -> None:
    script = run("list", "--script", "--language", "en").stdout
    assert "prompts/recorded/zh-CN/" in script
    assert "\n查询余额，请按一。\n" in script.replace("  ", "\n")
    rows = json.loads(run("list", "--json").stdout)["prompts"]
    assert {row["shape"] for row in rows} == {one.value for one in Shape}
    assert all(row["name"] in script for row in rows)


def test_a_project_that_cannot_be_read_is_told_as_everywhere(run: Run, project: Path) -> None:
    (project / "flows" / "hotline.yaml").unlink()
    built = run("build")
    assert built.exit_code == 1
    assert "flows/hotline.yaml" in built.stderr
