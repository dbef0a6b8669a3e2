"""``ivr test --mutate`` on a project in a folder: what it prints, what it exits with, and that it writes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.cli.test import test as command
from tests.scripts.mutate.conftest import FILES

TINY: Mapping[str, str] = {
    **FILES,
    "flows/main.yaml": """\
flow: main
outcomes: {finished: done}
steps:
  opening: {say: welcome, go: bye}
  bye: {say: bye, end: finished}
""",
    "flows/hotline.yaml": 'hotline: "10086"\nstart: main\nlanguages: [en]\n',
    "prompts/en/main.yaml": "welcome: Hello.\nbye: Goodbye.\n",
}
CALL = "call: A caller is greeted\nsteps:\n  - hear: [welcome, bye]\nexpect: {ended: main.finished}\n"
WEAK = CALL.replace("[welcome, bye]", "bye")
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on a project with one script."""

    def go(script: str, *arguments: str, main: str = TINY["flows/main.yaml"]) -> Result:
        files = {**TINY, "flows/main.yaml": main, "tests/calls/a.yaml": script}
        del files["flows/operations.yaml"], files["flows/person.yaml"], files["prompts/en/common.yaml"]
        for file, text in files.items():
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).write_text(text, encoding="utf-8")
        before = folder(tmp_path)
        result = CliRunner().invoke(command, ["--mutate", "--language", "en", *arguments])
        assert folder(tmp_path) == before
        return result

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IVR_PROJECT", str(tmp_path))
    return go


def folder(path: Path) -> dict[str, bytes]:
    return {str(one): one.read_bytes() for one in path.rglob("*") if one.is_file()}


def test_a_project_whose_scripts_notice_everything_exits_0(run: Run) -> None:
    result = run(CALL)
    assert result.exit_code == 0, result.output
    assert result.stdout.endswith(
        "4 mutants: 1 refused by the checks, 3 noticed by scripts, 0 survived (0 with a reason)\n"
    )


def test_survivors_are_told_and_exit_1(run: Run) -> None:
    result = run(WEAK)
    assert result.exit_code == 1, result.output
    assert "flows/main.yaml:4:18" in result.stdout
    assert "1 refused by the checks, 2 noticed by scripts, 1 survived (0 with a reason)" in result.stdout


def test_survivors_with_a_reason_exit_0(run: Run) -> None:
    main = TINY["flows/main.yaml"].replace("go: bye}", "go: bye}  # ok: T830 heard by hand")
    result = run(WEAK, main=main)
    assert result.exit_code == 0, result.output
    assert "1 survived (1 with a reason)" in result.stdout


def test_the_document_has_the_mutants_beside_the_scripts(run: Run) -> None:
    result = run(WEAK, "--json")
    document = json.loads(result.stdout)
    assert result.exit_code == 1
    assert document["passed"] == 1
    assert document["mutate"]["survived"] == 1
    assert document["mutate"]["survivors"][0]["lines"][0]["line"] == 4


def test_nothing_is_changed_while_a_script_fails(run: Run) -> None:
    result = run(CALL.replace("[welcome, bye]", "[bye, welcome]"))
    assert result.exit_code == 1
    assert "mutants" not in result.stdout
