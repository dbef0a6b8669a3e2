"""What a comment waves through, and where it is looked for whether it still does."""

from __future__ import annotations

import pytest

from ivr.checks.check import check
from tests.checks.project import edited

GOODBYE = "goodbye: {say: goodbye, end: finished}"


@pytest.mark.parametrize("code", ["T801", "T830"])
def test_a_comment_on_what_scripts_tell_is_no_business_of_the_checks(code: str) -> None:
    files = edited({"flows/main.yaml": {f"  {GOODBYE}": f"  {GOODBYE}  # ok: {code} heard by hand"}})
    checked, found = check(files)
    assert found == ()
    assert checked is not None


def test_a_comment_that_waves_nothing_through_any_more_is_told() -> None:
    files = edited({"flows/main.yaml": {f"  {GOODBYE}": f"  {GOODBYE}  # ok: F002, T830 tried by hand"}})
    assert [(one.code, one.variant, dict(one.facts)["code"]) for one in check(files)[1]] == [
        ("Y004", "nothing_here", "F002")
    ]


@pytest.mark.parametrize("comment", ["# ok: T830", "# ok: T999 heard by hand"])
def test_a_comment_on_what_scripts_tell_needs_a_reason_and_a_code_there_is(comment: str) -> None:
    files = edited({"flows/main.yaml": {f"  {GOODBYE}": f"  {GOODBYE}  {comment}"}})
    assert [one.code for one in check(files)[1]] == ["Y004"]
