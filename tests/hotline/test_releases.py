"""What is live when, and for whom: publish, rollback, releases."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.hotline.designing import (
    NEW,
    OLD,
    break_it,
    edit,
    greet,
    listed,
    on,
    published,
    release,
    small_project,
    swap_keys,
    two_releases,
)
from tests.hotline.running import typed
from tests.web.fakes import Hand
from tests.web.handset import Handset
from tests.web.inside import Inside, words

NOTICE = "今天线路很忙。"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return small_project(tmp_path)


# for callers ----------------------------------------------------------------------------------------


@pytest.fixture
def clock() -> Hand:
    """Give a clock that stands at the present: the commands read the machine's."""
    return Hand(datetime.now(UTC))


def test_a_call_begun_before_a_publish_ends_on_the_old_flow_and_one_begun_after_it_on_the_new(
    files: Path, tmp_path: Path, open_inside: Callable[..., Inside], clock: Hand
) -> None:
    server = open_inside(clock=clock)
    before = Handset(server).call()
    assert before.heard[0] == OLD
    greet(files, NEW)
    swap_keys(files)
    assert typed(files, "publish", **on(tmp_path / "calls.db")).exit_code == 0
    server.close()
    before.inside = restarted = open_inside(clock=clock)
    after = Handset(restarted, "CA2").call()
    assert after.heard[0] == NEW
    assert "\n".join(after.heard).index("投诉，请按一") > 0
    assert words("complaint.about_what") in after.press("1").heard
    before.press("9")
    assert NEW not in before.heard
    assert "查询余额，请按一。" in before.heard
    assert any("话费余额" in text for text in before.press("1").heard)
    for one in (before, after):
        one.hang_up()
    assert [restarted.disposition(one.sid) for one in (before, after)] == [
        "hung up at balance.more",
        "hung up at complaint.about_what",
    ]


def test_a_rollback_and_a_notice_reach_the_next_caller_on_two_servers(
    files: Path, tmp_path: Path, open_inside: Callable[..., Inside], clock: Hand
) -> None:
    """Within 10 s, says the issue; the clock stands in between."""
    database = on(tmp_path / "calls.db")
    servers = [open_inside(clock=clock), open_inside(clock=clock)]
    calls = iter(f"CA{number}" for number in range(99))

    def heard() -> list[list[str]]:
        return [Handset(server, next(calls)).call().heard for server in servers]

    greet(files, NEW)
    assert typed(files, "publish", **database).exit_code == 0
    assert [one[0] for one in heard()] == [NEW, NEW]
    assert typed(files, "rollback", **database).exit_code == 0
    assert [one[0] for one in heard()] == [OLD, OLD]
    put_up = typed(files, "notice", "opening", "--say", NOTICE, "--for", "2h", **database)
    assert put_up.exit_code == 0, put_up.output
    clock.at = datetime.now(UTC)
    assert [NOTICE in one for one in heard()] == [True, True]
    assert typed(files, "notice", "opening", "--down", **database).exit_code == 0
    clock.at = datetime.now(UTC)
    assert [NOTICE in one for one in heard()] == [False, False]


# publish --------------------------------------------------------------------------------------------


def test_who_published_and_why_is_kept(files: Path) -> None:
    published(files, "--why", "新的开场白", "--by", "王芳")
    (one,) = listed(files)
    assert (one["who"], one["why"], one["back_to"]) == ("王芳", "新的开场白", None)
    shown = typed(files, "releases").stdout
    assert "王芳" in shown
    assert "新的开场白" in shown


@pytest.mark.parametrize("wrong", [("--by", " "), ("--by", "x" * 129), ("--why", ""), ("--why", "a\nb")])
def test_a_name_or_a_reason_that_cannot_be_kept_exits_2(files: Path, wrong: tuple[str, str]) -> None:
    assert typed(files, "publish", *wrong).exit_code == 2
    assert listed(files) == []


def test_a_failing_script_is_shown_and_nothing_is_published(files: Path) -> None:
    edit(files / "tests/calls/hears.yaml", "hear: \\[welcome, services\\]", "hear: goodbye")
    found = typed(files, "publish")
    assert found.exit_code == 1
    assert "tests/calls/hears.yaml:3" in found.stderr
    assert OLD in found.stderr
    assert found.stdout == ""
    assert listed(files) == []


def test_a_script_that_cannot_be_read_is_not_passed_over(files: Path) -> None:
    edit(files / "tests/calls/hears.yaml", "hear:", "here:")
    assert typed(files, "publish").exit_code == 1
    assert listed(files) == []


def test_scripts_that_take_less_than_is_asked_for_stand_in_the_way(files: Path) -> None:
    edit(files / "flows/hotline.yaml", "\\Z", "\ncoverage: {steps: 99}\n")
    found = typed(files, "publish")
    assert found.exit_code == 1
    assert "T801" in found.stderr
    assert listed(files) == []
    edit(files / "flows/hotline.yaml", "steps: 99", "steps: 2")
    assert "1 call scripts passed" in published(files)


def test_publishing_tells_programs_what_happened(files: Path) -> None:
    first = json.loads(published(files, "--json"))
    again = json.loads(published(files, "--json"))
    assert (first["published"], first["release"]["number"]) == (True, 1)
    assert again == {"published": False, "release": None}
    edit(files / "tests/calls/hears.yaml", "services\\]", "goodbye]")
    greet(files, NEW)
    refused = typed(files, "publish", "--json")
    assert refused.exit_code == 1
    document = json.loads(refused.stdout)
    assert document["published"] is False
    assert [one["file"] for one in document["failing"]] == ["tests/calls/hears.yaml"]
    break_it(files)
    document = json.loads(typed(files, "publish", "--json").stdout)
    assert [one["code"] for one in document["diagnostics"]] == ["F001"]


# rollback -------------------------------------------------------------------------------------------


def test_a_rollback_is_a_release_of_its_own_that_names_the_one_it_brings_back(files: Path) -> None:
    older, newer = two_releases(files)
    found = typed(files, "rollback", "--why", "callers hung up", "--by", "anna")
    assert found.exit_code == 0, found.output
    one = listed(files)[0]
    assert (one["digest"], one["back_to"], one["who"], one["why"]) == (older, 1, "anna", "callers hung up")
    assert "back to release 1" in typed(files, "releases").stdout
    assert "回到第1次发布" in typed(files, "releases", "--language", "zh-CN").stdout
    assert typed(files, "rollback", "2").exit_code == 0
    assert listed(files)[0]["digest"] == newer


def test_a_rollback_that_leads_nowhere_exits_2_and_changes_nothing(files: Path) -> None:
    assert typed(files, "rollback").exit_code == 2
    release(files)
    for wrong in ((), ("2",), ("0",), ("last",)):
        assert typed(files, "rollback", *wrong).exit_code == 2
    assert len(listed(files)) == 1


def test_going_back_to_what_is_live_is_no_release(files: Path) -> None:
    two_releases(files)
    assert json.loads(typed(files, "rollback", "2", "--json").stdout) == {
        "rolled_back": False,
        "release": None,
    }
    assert json.loads(typed(files, "rollback", "--json").stdout)["release"]["back_to"] == 1
    assert len(listed(files)) == 3


def test_a_bundle_that_was_damaged_is_not_brought_back(files: Path) -> None:
    older, _ = two_releases(files)
    with closing(sqlite3.connect(files / "var/ivr.db")) as connection, connection:
        connection.execute("UPDATE bundle SET files = '{}' WHERE digest = ?", (older,))
    found = typed(files, "rollback")
    assert found.exit_code == 1
    assert "release 1" in found.stderr
    assert len(listed(files)) == 2
    assert typed(files, "diff", "1", "2").exit_code == 1
