"""``ivr test``: what passes exits 0, what fails exits 1 and shows the call and the script's line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.cli.main import main
from tests.web.inside import ROOT, words

WORLD = "call: A call\nbackend: {who_calls: {ok: {age: 35, needs_person: no}}}\nsteps:\n"


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IVR_PROJECT", str(ROOT))
    return tmp_path / "script.yaml"


def test_a_script_that_holds_exits_0(script: Path) -> None:
    script.write_text(f"{WORLD}  - hear: services\n  - hang_up\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["test", str(script)])
    assert result.exit_code == 0, result.output
    assert "1 passed, 0 failed" in result.stdout


def test_a_script_that_fails_shows_the_call_and_its_line(script: Path) -> None:
    script.write_text(f"{WORLD}  - hear: goodbye\n  - hang_up\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["test", str(script), "--language", "en"])
    assert result.exit_code == 1
    assert "script.yaml:4:" in result.stdout
    assert "main.services" in result.stdout
    assert f"welcome                {words('main.welcome')}\n" in result.stdout  # the call, as it was heard
    assert "> hang_up" not in result.stdout  # up to what did not hold, and no further
    assert "  - hear: goodbye\n" in result.stdout
    assert "0 passed, 1 failed" in result.stdout


def test_a_step_the_caller_took_stands_in_the_call_that_is_shown(script: Path) -> None:
    script.write_text(f"{WORLD}  - press: 7\n  - hear: goodbye\n  - hang_up\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["test", str(script), "--language", "en"])
    assert result.exit_code == 1
    shown = result.stdout
    assert shown.index("> press: 7") < shown.index("not_an_option") < shown.index("script.yaml:5:")


def test_what_was_never_taken_is_told_unless_its_line_says_why(script: Path) -> None:
    script.write_text(f"{WORLD}  - press: 5\n  - hear: services\n  - hang_up\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["test", str(script), "--cover", "--language", "en"])
    assert result.exit_code == 0, result.output
    assert "never heard: `main.goodbye` in en" in result.stdout
    assert "never heard: `main.welcome` in en" not in result.stdout


def test_a_script_that_cannot_be_read_exits_1_and_is_told_in_json(script: Path) -> None:
    script.write_text(f"{WORLD}  - heer: services\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["test", str(script), "--json"])
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert (report["scripts"], report["diagnostics"][0]["line"]) == ([], 4)
