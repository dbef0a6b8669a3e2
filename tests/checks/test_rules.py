"""Every rule, with mistakes and near misses: ``cases/<CODE>.yaml``, rendered in ``golden/<CODE>.txt``.

A case edits the base project, or adds files to it, and lists what must be found: code, variant, and the text it
is told at. ``at``: when it is checked.
``UPDATE_GOLDEN=1 pytest tests/checks`` writes the golden renderings anew; read the difference before keeping it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import TypedDict

import pytest
import yaml

from ivr.checks.check import check
from ivr.diagnostics.diagnostic import Diagnostic
from ivr.diagnostics.languages import LANGUAGES
from ivr.diagnostics.show import Form, show
from ivr.model.ids import Language
from tests.checks.project import BASE, HERE, OURS, edited

UPDATE = "UPDATE_GOLDEN" in os.environ


class Case(TypedDict, total=False):
    it: str
    edit: dict[str, dict[str, str]]
    add: dict[str, str]
    drop: list[str]
    at: datetime
    finds: list[str]


@cache
def cases(code: str) -> list[Case]:
    read: list[Case] = yaml.safe_load((HERE / "cases" / f"{code}.yaml").read_text(encoding="utf-8"))
    return read


CODES = sorted(path.stem for path in (HERE / "cases").glob("*.yaml"))
EVERY = [
    pytest.param(code, number, id=f"{code}: {case['it']}")
    for code in CODES
    for number, case in enumerate(cases(code))
]
LEFT_BEHIND = frozenset({"F011", "F012", "M202", "M207", "M212", "P104", "P108", "P109"})
"""Warnings about what a small edit of a small project leaves behind; cases of other rules are not about them."""


def project_of(case: Case) -> dict[str, str]:
    return {**edited(case.get("edit", {}), tuple(case.get("drop", ()))), **case.get("add", {})}


@cache
def found_in(code: str, number: int) -> tuple[Diagnostic, ...]:
    case = cases(code)[number]
    told = {one.partition(".")[0] for one in case["finds"]}
    left = LEFT_BEHIND - {code} - told
    return tuple(one for one in check(project_of(case), at=case.get("at"))[1] if one.code not in left)


def named(diagnostic: Diagnostic, files: dict[str, str]) -> str:
    span = diagnostic.span
    line = files[span.file].splitlines()[span.line - 1]
    return f"{diagnostic.code}.{diagnostic.variant} {line[span.column - 1 : span.column - 1 + span.length]}"


def test_the_base_has_nothing_wrong():
    assert check(BASE)[1] == ()


def test_this_hotline_has_nothing_wrong_and_may_be_published():
    checked, found = check(OURS)
    assert found == ()
    assert checked is not None


@pytest.mark.parametrize(("code", "number"), EVERY)
def test_a_rule_finds_what_it_is_meant_to_and_nothing_else(code, number):
    case = cases(code)[number]
    files = project_of(case)
    found = [named(one, files) for one in found_in(code, number)]
    assert sorted(found) == sorted(case["finds"])


@pytest.mark.parametrize("code", CODES)
def test_a_rule_has_a_mistake_and_a_near_miss(code):
    listed = [case["finds"] for case in cases(code)]
    assert [] in listed
    assert any(one.startswith(code) for finds in listed for one in finds)


@pytest.mark.parametrize("code", CODES)
def test_what_is_told_reads_as_it_was_agreed(code):
    path = HERE / "golden" / f"{code}.txt"
    told = "\n".join(golden(code)) + "\n"
    if UPDATE:
        path.write_text(told, encoding="utf-8")
    assert told == path.read_text(encoding="utf-8")


def golden(code: str) -> Iterator[str]:
    """Yield every case's short lines, then its first mistake in full in every language."""
    wrong = [(number, case) for number, case in enumerate(cases(code)) if case["finds"]]
    for number, case in wrong:
        yield f"== {case['it']}"
        yield show(found_in(code, number), project_of(case), form=Form.SHORT, language=Language("en"))
    number, first = wrong[0]
    for language in LANGUAGES:
        yield f"\n== in full, {language}"
        yield show(found_in(code, number), project_of(first), form=Form.TEXT, language=language)
