"""`docs/first-flow.md`, gone through from its beginning to its end on a copy of this hotline."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.cli.main import main
from tests.language.projects import ROOT

PAGE = (ROOT / "docs" / "first-flow.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?:<!-- (file|edit|shows): (\S+) -->\n)?```(sh-session|diff|yaml)\n(.*?)```", re.DOTALL)


def edit(project: Path, file: str, diff: str) -> None:
    """Change ``file`` as the diff says; what it is to find must stand there once."""
    lines = diff.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -")
    after = "".join(line[1:] or line for line in lines if line[0] in " +")
    path = project / file
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, (file, before)
    path.write_text(text.replace(before, after), encoding="utf-8")


def run(project: Path, shown: str) -> None:
    """Run each command of a session; what it prints begins with what is shown."""
    for part in re.split(r"^\$ ", shown, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        _, *arguments = shlex.split(command)
        if arguments[0] == "test":
            arguments[1] = str(project / arguments[1])
        result = CliRunner().invoke(main, arguments, env={"IVR_PROJECT": str(project), "LC_ALL": "C"})
        assert result.output.startswith(output), (command, result.output)
        assert result.exit_code == int("error" in output), (command, result.output)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for part in ("flows", "prompts"):
        shutil.copytree(ROOT / part, tmp_path / part)
    (tmp_path / "tests" / "calls").mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "calls" / "usual.yaml", tmp_path / "tests" / "calls")
    return tmp_path


def test_the_page_leads_to_a_flow_that_works(project: Path) -> None:
    for what, file, form, text in BLOCK.findall(PAGE):
        match what, form:
            case "file", "yaml":
                (project / file).parent.mkdir(parents=True, exist_ok=True)
                (project / file).write_text(text, encoding="utf-8")
            case "shows", "yaml":
                assert (project / file).read_text(encoding="utf-8") == text
            case "edit", "diff":
                edit(project, file, text)
            case "", "sh-session":
                run(project, text)
            case _:
                raise AssertionError((what, file, form))
