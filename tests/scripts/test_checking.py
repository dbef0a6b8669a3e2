"""What is told about scripts, with mistakes and near misses: ``cases/<CODE>.yaml``, ``golden/<CODE>.txt``.

A case is a script for the base project of the tests of rules, perhaps what its folder shares and edits to the
project, and what must be found: code, variant, and the text it is told at. ``UPDATE_GOLDEN=1 pytest tests/scripts/test_checking.py`` writes the golden renderings anew; read the
difference before keeping it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

import pytest
import yaml

from ivr.diagnostics.codes import variants
from ivr.diagnostics.diagnostic import Diagnostic
from ivr.diagnostics.languages import LANGUAGES
from ivr.diagnostics.show import Form, show
from ivr.language.reader import read_project
from ivr.language.specs import Project
from ivr.model.ids import Language
from ivr.scripts.reading import read_scripts
from ivr.scripts.spec import CallScript
from tests.checks.project import BASE, edited

HERE = Path(__file__).parent
UPDATE = "UPDATE_GOLDEN" in os.environ
SCRIPT, USUAL = "tests/calls/a.yaml", "tests/calls/usual.yaml"


class Case(TypedDict, total=False):
    it: str
    script: str
    usual: str
    edit: dict[str, dict[str, str]]
    finds: list[str]


def cases(code: str) -> list[Case]:
    read: list[Case] = yaml.safe_load((HERE / "cases" / f"{code}.yaml").read_text(encoding="utf-8"))
    return read


CODES = sorted(path.stem for path in (HERE / "cases").glob("*.yaml"))
EVERY = [pytest.param(case, id=f"{code}: {case['it']}") for code in CODES for case in cases(code)]


PROJECTS: dict[str, Project] = {}


def project_of(case: Case) -> Project:
    edit = case.get("edit", {})
    if repr(edit) not in PROJECTS:
        project, _ = read_project(edited(edit))
        assert project is not None
        PROJECTS[repr(edit)] = project
    return PROJECTS[repr(edit)]


def files_of(case: Case) -> dict[str, str]:
    shared = {USUAL: case["usual"]} if "usual" in case else {}
    return {SCRIPT: case["script"], **shared}


def read(case: Case) -> tuple[tuple[CallScript, ...], tuple[Diagnostic, ...]]:
    return read_scripts(files_of(case), project=project_of(case))


def named(diagnostic: Diagnostic, files: dict[str, str]) -> str:
    span = diagnostic.span
    line = [*files[span.file].splitlines(), ""][span.line - 1]
    return f"{diagnostic.code}.{diagnostic.variant} {line[span.column - 1 : span.column - 1 + span.length]}"


@pytest.mark.parametrize("case", EVERY)
def test_a_script_is_told_what_is_wrong_with_it_and_nothing_else(case):
    found = [named(one, files_of(case)) for one in read(case)[1]]
    assert sorted(found) == sorted(case["finds"])


@pytest.mark.parametrize("case", EVERY)
def test_a_script_is_played_exactly_when_nothing_is_wrong(case):
    scripts, found = read(case)
    assert len(scripts) == (not found)


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith("T")])
def test_every_variant_has_a_mistake_and_every_code_a_near_miss(code):
    listed = [find.split()[0] for case in cases(code) for find in case["finds"]]
    assert {f"{code}.{variant}" for variant in variants(code)} <= set(listed)
    assert [] in [case["finds"] for case in cases(code)]


@pytest.mark.parametrize("code", CODES)
def test_what_is_told_of_a_script_reads_as_it_was_agreed(code):
    path = HERE / "golden" / f"{code}.txt"
    told = "\n".join(golden(code)) + "\n"
    if UPDATE:
        path.write_text(told, encoding="utf-8")
    assert told == path.read_text(encoding="utf-8")


def golden(code: str) -> Iterator[str]:
    """Yield every case's short lines, then its first mistake in full in every language."""
    first = next(case for case in cases(code) if case["finds"])
    sources = {**BASE, **files_of(first)}
    for case in cases(code):
        if case["finds"]:
            yield f"== {case['it']}"
            yield show(read(case)[1], files_of(case), form=Form.SHORT, language=Language("en"))
    for language in LANGUAGES:
        yield f"\n== in full, {language}"
        yield show(read(first)[1], sources, form=Form.TEXT, language=language)
