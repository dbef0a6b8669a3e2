"""A flow as a picture: what no script took is red, and no name can break the text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.cli.main import main
from ivr.scripts.drawing import NEVER, Never, draw
from tests.web.inside import BUNDLE, ROOT

PROJECT = BUNDLE.checked.project
FLOW = PROJECT.flows["cancel_these"]


def test_every_step_is_drawn_and_nothing_is_red_without_coverage() -> None:
    drawn = draw(FLOW, PROJECT)
    assert drawn.startswith("flowchart TD\n")
    assert all(f'"{step}"' in drawn for step in FLOW.steps)
    assert NEVER not in drawn


def test_what_no_script_took_is_red() -> None:
    never = Never({"cancel_these.sure"}, {"cancel_these.sure yes"})
    drawn = draw(FLOW, PROJECT, never=never)
    assert f"classDef never {NEVER}" in drawn
    assert "class n0 never" in drawn
    red = next(line for line in drawn.splitlines() if line.startswith("  linkStyle "))
    arrows = [line for line in drawn.splitlines() if "-->|" in line or "-.->|" in line]
    assert "|yes|" in arrows[int(red.split()[1])]


def test_the_coverage_report_of_ivr_test_can_be_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IVR_PROJECT", str(ROOT))
    script = str(ROOT / "tests/calls/balance/a_low_balance_is_told_and_texted.yaml")
    tested = CliRunner().invoke(main, ["test", script, "--cover", "--json"])
    assert tested.exit_code == 0, tested.output
    report = json.loads(tested.stdout)
    assert (report["passed"], report["failed"]) == (1, 0)
    cover = tmp_path / "cover.json"
    cover.write_text(tested.stdout, encoding="utf-8")
    drawn = CliRunner().invoke(main, ["draw", "cancel_these", "--cover", str(cover)])
    assert drawn.exit_code == 0
    assert NEVER in drawn.stdout


def test_a_flow_that_is_not_there_is_wrong_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVR_PROJECT", str(ROOT))
    result = CliRunner().invoke(main, ["draw", "balanse"])
    assert result.exit_code == 2
    assert "balance" in result.stderr
