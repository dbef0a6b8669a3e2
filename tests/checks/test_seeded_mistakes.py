"""Mistakes as authors make them, in a whole hotline: each is told by the rule meant, where it is, and alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
import yaml

from ivr.checks.check import check
from ivr.diagnostics.codes import codes
from ivr.diagnostics.languages import LANGUAGES
from ivr.diagnostics.show import Form, show
from ivr.kept import Kept
from ivr.model.ids import Language
from tests.checks.project import AS_IT_STOOD, HERE

IN_DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)
OPENS, CLOSES = "‹›"
AT_LEAST = 100
KEPT = Kept()
"""What the checks of earlier mistakes worked out: from one to the next is an edit of two places."""
SCRIPTS = "T"
"""The family of what call scripts tell."""
MISTAKES = yaml.safe_load((HERE / "seeded.yaml").read_text(encoding="utf-8"))


def changed(files: Mapping[str, str], file: str, old: str, new: str) -> dict[str, str]:
    assert files[file].count(old) == 1, f"{old!r} is {files[file].count(old)} times in {file}"
    return {**files, file: files[file].replace(old, new)}


def place(files: Mapping[str, str], file: str, marked: str) -> tuple[str, int, int]:
    """Return where the text between the marks in ``marked`` stands in ``file``: line and column from 1."""
    before, _, rest = marked.partition(OPENS)
    plain = before + rest.replace(CLOSES, "")
    assert files[file].count(plain) == 1, f"{plain!r} is {files[file].count(plain)} times in {file}"
    until = files[file][: files[file].index(plain)] + before
    return file, until.count("\n") + 1, len(until) - until.rfind("\n")


@pytest.mark.parametrize(
    "mistake", MISTAKES, ids=[f"{one['finds']}-{number}" for number, one in enumerate(MISTAKES)]
)
def test_a_mistake_is_told_by_the_rule_meant_at_its_place_and_nothing_else_is(mistake):
    file, new = mistake["in"], mistake["to"]
    files = changed(AS_IT_STOOD, file, mistake["from"], new.replace(OPENS, "").replace(CLOSES, ""))
    for edited, edits in mistake.get("edits", {}).items():
        for old, text in edits.items():
            files = changed(files, edited, old, text)
    marked, where = next(iter(mistake.get("at", {new: file}).items()))
    wanted = (mistake["finds"], *place(files, where, marked))
    _, found = check(files, at=IN_DECEMBER)
    assert check(files, at=IN_DECEMBER, parts=KEPT)[1] == found
    told = [(one.code, one.span.file, one.span.line, one.span.column) for one in found]
    if "because" in mistake:
        assert wanted in told
        assert {code for code, *_ in told} == set(mistake["only"])
    else:
        assert told == [wanted]
    for language in LANGUAGES:
        shown = show(found, files, form=Form.SHORT, language=Language(language))
        assert "{1}:{2}:{3}: ".format(*wanted) in shown


def test_every_rule_is_tried_and_a_hundred_mistakes_are():
    tried = {one["finds"] for one in MISTAKES}
    assert {code for code in codes() if not code.startswith(SCRIPTS)} - tried == set()
    assert len(MISTAKES) >= AT_LEAST


def test_the_hotline_they_are_made_in_has_nothing_wrong():
    assert check(AS_IT_STOOD, at=IN_DECEMBER)[1] == ()
