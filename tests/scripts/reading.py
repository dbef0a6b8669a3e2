"""Scripts read against the base project of the tests of rules."""

from __future__ import annotations

from ivr.language.reader import read_project
from ivr.language.specs import Project
from ivr.scripts.reading import read_script
from ivr.scripts.spec import NOTHING_USUAL, Act, CallScript, Usual
from tests.checks.project import edited

FILE = "tests/calls/a.yaml"


def project_with(edits: dict[str, dict[str, str]]) -> Project:
    project, _ = read_project(edited(edits))
    assert project is not None
    return project


PROJECT = project_with({})


def good(text: str, usual: Usual = NOTHING_USUAL, project: Project = PROJECT) -> CallScript:
    script, found = read_script(FILE, text, project=project, usual=usual)
    assert found == ()
    assert script is not None
    return script


def steps(text: str) -> CallScript:
    return good(f"call: A call\nsteps:\n{text}")


def acts(script: CallScript) -> list[object]:
    return [step.step for step in script.steps if isinstance(step, Act)]
