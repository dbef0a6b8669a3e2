"""Small projects for tests: the shipped one, and what a reader makes of a few lines."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ivr.diagnostics.diagnostic import Diagnostic
from ivr.language.reader import read_project
from ivr.language.specs import Flow, Project, Step

ROOT = Path(__file__).parents[2]
HOTLINE = 'hotline: "10086"\nstart: main\nlanguages: [zh-CN]\n'


def shipped() -> dict[str, str]:
    files = [*(ROOT / "flows").glob("*.yaml"), *(ROOT / "prompts").glob("*/*.yaml")]
    return {file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8") for file in files}


def project_of(files: Mapping[str, str]) -> Project:
    project, found = read_project({"flows/hotline.yaml": HOTLINE, **files})
    assert found == ()
    assert project is not None
    return project


def flow_of(text: str) -> Flow:
    return project_of({"flows/main.yaml": text}).flows["main"]


def step_of(step: str) -> Step:
    """The step ``here`` of a flow that holds nothing else; ``step`` stands under it, in braces or lines."""
    lines = "\n".join(f"    {line}" for line in step.splitlines())
    return flow_of(f"flow: main\noutcomes: {{told: done}}\nsteps:\n  here:\n{lines}\n").steps["here"]


def told(files: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    return read_project({"flows/hotline.yaml": HOTLINE, **files})[1]
