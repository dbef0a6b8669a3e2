"""``ivr draw``: a designer asks for a picture of a flow, of all of them, or of what no script took."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from subprocess import run
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from ivr.cli.main import main
from ivr.drawing import layout
from ivr.drawing.mermaid import NEVER
from tests.drawing.seen import PROJECT, SVG
from tests.web.inside import ROOT


@pytest.fixture(autouse=True)
def _in_this_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVR_PROJECT", str(ROOT))


def draw(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["draw", *arguments])


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``ivr test --cover --json`` says of one script."""
    script = str(ROOT / "tests/calls/balance/a_low_balance_is_told_and_texted.yaml")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IVR_PROJECT", str(ROOT))
        tested = CliRunner().invoke(main, ["test", script, "--cover", "--json"])
    assert tested.exit_code == 0, tested.output
    assert json.loads(tested.stdout)["passed"] == 1
    path = tmp_path_factory.mktemp("cover") / "cover.json"
    path.write_text(tested.stdout, encoding="utf-8")
    return path


def test_a_flow_is_drawn_as_svg_and_another_process_draws_the_same_bytes() -> None:
    here = draw("prove_it", "--language", "zh-CN").stdout
    root = ET.fromstring(here)  # noqa: S314 -- our own document
    assert (root.tag, root.findtext(f"{SVG}title")) == (f"{SVG}svg", "prove_it")
    command = [sys.executable, "-c", "from ivr.cli.main import main; main()", "draw", "prove_it"]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT), "LC_ALL": "zh_CN.UTF-8"}
    assert run(command, check=True, capture_output=True, env=environment).stdout.decode() == here


def test_without_a_flow_the_whole_hotline_is_drawn() -> None:
    assert draw("--format", "mermaid", "--language", "en").stdout.count("[[") == len(PROJECT.flows)


def test_a_folder_gets_every_flow_and_every_link_between_them_leads_somewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "_SEEDS", 1)  # any layout will do
    folder = tmp_path / "pictures"
    result = draw("--out", str(folder), "--language", "zh-CN")
    assert result.exit_code == 0, result.output
    written = {path.name for path in folder.iterdir()}
    assert written == {"whole-hotline.svg", *(f"{name}.svg" for name in PROJECT.flows)}
    assert set(result.stdout.split()) == {str(folder / name) for name in written}
    for path in folder.iterdir():
        links = {one.get("href") for one in ET.parse(path).iter(f"{SVG}a")}  # noqa: S314 -- our own document
        assert links <= written
        assert links


def test_the_coverage_report_of_ivr_test_can_be_drawn(report: Path) -> None:
    drawn = draw("balance", "--format", "mermaid", "--cover", str(report)).stdout
    red = next(line for line in drawn.splitlines() if line.startswith("  class ")).split()[1].split(",")
    names = {
        line.split('"')[1].split("<br/>")[0]: line.split()[0] for line in drawn.splitlines() if '"' in line
    }
    numbers = {name: box.partition("[")[0].partition("{")[0].partition("(")[0] for name, box in names.items()}
    assert numbers["tell_zero"] in red
    assert numbers["tell_low"] not in red
    ways = next(line for line in drawn.splitlines() if line.startswith("  linkStyle ")).split()[1].split(",")
    arrows = [line for line in drawn.splitlines() if "->" in line]
    red_arrows = [arrows[int(number)] for number in ways]
    assert any(one.startswith(f"  {numbers['which_answer']} ") for one in red_arrows)
    assert not any(one.endswith(f" {numbers['tell_low']}") for one in red_arrows)
    assert NEVER in drawn


@pytest.mark.parametrize("text", ["", "[]", '{"cover": {}}', '{"cover": {"steps": 1}}', "\udc80"])
def test_a_file_that_is_no_coverage_report_is_wrong_usage(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    result = draw("balance", "--cover", str(path))
    assert result.exit_code == 2
    assert "ivr test --cover --json" in result.stderr


def test_a_flow_that_is_not_there_is_wrong_usage() -> None:
    result = draw("balanse")
    assert result.exit_code == 2
    assert "balance" in result.stderr


def test_a_folder_that_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = draw("agent", "--out", str(tmp_path / "file" / "inside"))
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
