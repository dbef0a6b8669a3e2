"""Call scripts under pytest: collected through the installed plugin, failures shown as ``ivr test`` shows them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.inside import ROOT

USUAL = "backend:\n  who_calls: {ok: {age: 35, needs_person: no}}\n"
PASSES = "call: Nobody stays\nsteps:\n  - hear: welcome\n  - hang_up\n"
FAILS = (
    "call: Somebody expects too much\nsteps:\n  - hear: welcome\n  - press: 2\n  - hear: offer\n  - hang_up\n"
)
BROKEN = "call: A slip of the pen\nsteps:\n  - hear: welcom\n  - hang_up\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a project of its own with this one's flows and words."""
    for folder in ("flows", "prompts"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "tests" / "calls").mkdir(parents=True)
    write(tmp_path, "usual.yaml", USUAL)
    return tmp_path


def write(project: Path, name: str, text: str) -> None:
    (project / "tests" / "calls" / name).write_text(text, encoding="utf-8")


def pytest_on(project: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LANG": "C.UTF-8", "LANGUAGE": "", "LC_ALL": "", "PYTEST_ADDOPTS": ""}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-v", "tests"],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_every_script_is_a_test_and_what_they_share_is_none(project: Path) -> None:
    write(project, "nobody_stays.yaml", PASSES)
    result = pytest_on(project)
    assert result.returncode == 0, result.stdout
    assert "tests/calls/nobody_stays.yaml::nobody_stays PASSED" in result.stdout
    assert "1 passed" in result.stdout
    assert "usual" not in result.stdout


def test_a_failure_shows_the_call_the_line_and_where_the_call_is(project: Path) -> None:
    write(project, "too_much.yaml", FAILS)
    result = pytest_on(project)
    assert result.returncode == 1
    assert "tests/calls/too_much.yaml:5:11" in result.stdout
    assert "prove_it." in result.stdout
    assert "> press: 2" in result.stdout
    assert "Traceback" not in result.stdout


def test_a_script_that_cannot_be_read_fails_with_its_mistake(project: Path) -> None:
    write(project, "broken.yaml", BROKEN)
    write(project, "nobody_stays.yaml", PASSES)
    result = pytest_on(project)
    assert "error[T802]" in result.stdout
    assert "did you mean `welcome`" in result.stdout
    assert "1 failed, 1 passed" in result.stdout


def test_a_project_whose_flows_are_wrong_fails_with_their_mistake(project: Path) -> None:
    main = project / "flows" / "main.yaml"
    main.write_text(main.read_text(encoding="utf-8").replace("1: balance", "1: balanse"), encoding="utf-8")
    write(project, "nobody_stays.yaml", PASSES)
    result = pytest_on(project)
    assert "1 failed" in result.stdout
    assert "error[F001]" in result.stdout


def test_yaml_that_is_in_no_project_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "tests" / "calls").mkdir(parents=True)
    write(tmp_path, "something.yaml", "a: b\n")
    assert "no tests ran" in pytest_on(tmp_path).stdout
