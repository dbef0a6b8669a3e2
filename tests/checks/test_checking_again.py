"""Checking again after an edit tells what a check afresh tells, and does again only what the edit is about."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import UTC, datetime
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.checks.check import check
from ivr.cli.many_flows import many_flows
from ivr.diagnostics.diagnostic import Diagnostic
from ivr.kept import Kept
from tests.checks.damage import Damage, line_damage
from tests.checks.project import BASE

EXAMPLES = 20
"""Sequences of edits tried in each run; each edit is checked twice, which takes some twenty milliseconds."""
MOST_EDITS = 5
IN_DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)
T = TypeVar("T")
Files = dict[str, str]
Edit = Callable[[Files], Files]


class Counting(Kept):
    """Notes which flows are looked at again."""

    def __init__(self) -> None:
        super().__init__()
        self.looked_at: list[str] = []

    def part(self, work: Hashable, of: Hashable, do: Callable[[], T]) -> T:
        def noting() -> T:
            if work == "of flows" and isinstance(of, tuple):
                self.looked_at += of
            return do()

        return super().part(work, of, noting)


def told(
    files: Mapping[str, str], kept: Kept | None = None
) -> tuple[bool, tuple[Diagnostic, ...], list[str]]:
    checked, found = check(files, at=IN_DECEMBER, parts=kept)
    return checked is not None, found, [repr(one) for one in found]


def pick(files: Mapping[str, str], number: int) -> str:
    return sorted(files)[number % len(files)]


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    """Damage a file, mend one, take one away, or have one twice."""
    number = draw(st.integers(0, 100))
    how = draw(st.sampled_from(("damage", "damage", "damage", "mend", "drop", "twice", "longer")))
    damage: Damage = draw(line_damage())

    def edit(files: Files) -> Files:
        file = pick(files or BASE, number)
        match how:
            case "damage" if file in files:
                return {**files, file: damage(files[file])}
            case "longer" if file in files:
                return {**files, file: f"# a line more\n{files[file]}"}
            case "drop":
                return {one: text for one, text in files.items() if one != file}
            case "twice" if file in files:
                return {**files, f"{file.rpartition('/')[0]}/once_more.yaml": files[file]}
            case _:
                mended = pick(BASE, number)
                return {**files, mended: BASE[mended]}

    return edit


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(edits(), min_size=1, max_size=MOST_EDITS))
def test_after_any_edits_the_same_is_told_as_afresh(made: list[Edit]) -> None:
    kept, files = Kept(), dict(BASE)
    told(files, kept)
    for edit in made:
        files = edit(files)
        assert told(files, kept) == told(files)


def replaced(file: str, old: str, new: str) -> Edit:
    def edit(files: Files) -> Files:
        assert files[file].count(old) == 1
        return {**files, file: files[file].replace(old, new)}

    return edit


def without(file: str) -> Edit:
    return lambda files: {one: text for one, text in files.items() if one != file}


ONE_FILE_ABOUT_ANOTHER: Mapping[str, tuple[Edit, str]] = {
    "an outcome that the caller of a flow has no way for": (
        replaced("flows/complain.yaml", "lodged: {is: open", "lodged_it: {is: open"),
        "flows/main.yaml",
    ),
    "a flow that a key started is gone": (without("flows/cancel.yaml"), "flows/main.yaml"),
    "an operation that is called otherwise": (
        replaced("flows/operations.yaml", "  get_balance:", "  get_the_balance:"),
        "flows/balance.yaml",
    ),
    "words that a flow says are gone": (without("prompts/en/balance.yaml"), "flows/balance.yaml"),
    "common words that a flow says are gone": (
        replaced("prompts/en/common.yaml", "are_you_there:", "are_you_here:"),
        "flows/hotline.yaml",
    ),
    "a proof that a flow does not give any more": (
        replaced("flows/operations.yaml", "    proves: {ok: subscriber}\n", ""),
        "flows/bills.yaml",
    ),
    "a setting": (replaced("flows/hotline.yaml", "choices: 9", "choices: 1"), "flows/main.yaml"),
}


@pytest.mark.parametrize(("edit", "where"), ONE_FILE_ABOUT_ANOTHER.values(), ids=ONE_FILE_ABOUT_ANOTHER)
def test_what_an_edit_of_one_file_means_for_another_is_told_and_told_no_more_when_mended(
    edit: Edit, where: str
) -> None:
    kept, files = Kept(), dict(BASE)
    assert told(files, kept) == (True, (), [])
    broken = edit(files)
    found = told(broken, kept)
    assert found == told(broken)
    assert where in {one.span.file for one in found[1]}
    assert told(files, kept) == (True, (), [])


def test_the_places_told_are_those_of_now_when_lines_have_moved_in_another_file() -> None:
    kept = Kept()
    named_alike = replaced("flows/agent.yaml", "talked:", "bills:")(
        replaced("flows/agent.yaml", "answered: talked", "answered: bills")(dict(BASE))
    )
    before = told(named_alike, kept)
    moved = {**named_alike, "flows/bills.yaml": f"# moved\n{BASE['flows/bills.yaml']}"}
    after = told(moved, kept)
    assert after == told(moved)
    assert [one.related[0].span.line for one in (*before[1], *after[1])] == [1, 2]


def test_the_places_told_are_those_of_now_when_a_word_has_moved_within_its_line() -> None:
    kept, files = Kept(), replaced("flows/agent.yaml", "failed: all_busy", "failed: nowhere")(dict(BASE))
    (before,) = told(files, kept)[1]
    moved = replaced("flows/agent.yaml", "failed: nowhere", "failed:    nowhere")(files)
    (after,) = told(moved, kept)[1]
    assert after.span.column == before.span.column + 3


def test_files_that_are_edited_where_they_are_kept_are_seen_to_be_edited() -> None:
    kept, files = Kept(), dict(BASE)
    told(files, kept)
    file = "prompts/zh-CN/main.yaml"
    files[file] = files[file].replace("再见。", "OK。")
    assert [one.code for one in told(files, kept)[1]] == ["P109"]


def test_only_the_flow_that_was_edited_and_those_that_start_it_are_looked_at_again() -> None:
    kept, files = Counting(), many_flows(12)
    check(files, parts=kept)
    assert len(kept.looked_at) == len([one for one in files if one.startswith("flows/")]) - 2
    kept.looked_at.clear()
    edited = {**files, "flows/flow_5.yaml": files["flows/flow_5.yaml"].replace("tries: 2", "tries: 3")}
    check(edited, parts=kept)
    assert sorted(kept.looked_at) == ["flow_2", "flow_5"]
    kept.looked_at.clear()
    file = "prompts/en/flow_5.yaml"
    check({**edited, file: files[file].replace("Please choose", "Choose please")}, parts=kept)
    assert kept.looked_at == ["flow_5"]
    kept.looked_at.clear()
    assert check(files, parts=kept)[1] == ()
