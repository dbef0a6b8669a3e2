"""What operators turn on and put up: heard by the next call, with an end. Contract, section 2."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ivr.adapters.store.database import Database
from ivr.adapters.store.operators import SqlSwitches
from ivr.model.values import Record
from tests.hotline.calling import call
from tests.hotline.children import ORIGIN, Nursery, Rewritten
from tests.hotline.office import TheOffice
from tests.hotline.patience import eventually
from tests.hotline.running import typed
from tests.hotline.stored import published
from tests.web.handset import Handset
from tests.web.inside import EN, ROOT, Inside, words

OTHER = "其他服务，请按四。"
STORM_WORDS = "今天线路很忙。"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Give a project with a published bundle."""
    for name in ("flows", "prompts"):
        shutil.copytree(ROOT / name, tmp_path / name)
    published(tmp_path / "var" / "ivr.db")
    return tmp_path


def test_a_switch_and_a_notice_are_heard_by_the_next_call_and_end_by_themselves(
    files: Path, hotlines: Nursery, office: TheOffice
) -> None:
    child = hotlines.start(f"sqlite:///{files}/var/ivr.db", office.url)

    def heard() -> list[str]:
        return call(ORIGIN, "hang_up", sender=Rewritten(child)).heard

    assert OTHER in heard()
    assert typed(files, "switch", "storm", "on", "--for", "1s").exit_code == 0
    assert typed(files, "notice", "opening", "--say", STORM_WORDS, "--for", "1s").exit_code == 0
    during = heard()
    assert OTHER not in during
    assert STORM_WORDS in during
    assert during.index(STORM_WORDS) < during.index(words("main.services"))
    assert eventually(lambda: OTHER in heard(), within_s=3)
    assert eventually(lambda: STORM_WORDS not in heard(), within_s=3)


def test_what_is_turned_holds_until_its_end_and_not_longer(files: Path) -> None:
    now = datetime.now(UTC)
    typed(files, "switch", "storm", "on", "--for", "2h")
    typed(files, "notice", "opening", "--say", STORM_WORDS, "--say-en", "Busy today.", "--for", "30m")
    with closing(Database(f"sqlite:///{files}/var/ivr.db")) as database:
        switches = SqlSwitches(database)
        soon, late, later = (switches.outside(now + timedelta(minutes=m)) for m in (29, 119, 121))
    assert soon.switches == late.switches == Record({"storm": True})
    assert soon.notices == Record({"opening": Record({"zh-CN": STORM_WORDS, "en": "Busy today."})})
    assert not late.notices
    assert not later.switches


def test_off_and_on_again_the_last_word_holds(files: Path) -> None:
    for position in ("on", "off", "on", "off"):
        assert typed(files, "switch", "storm", position, "--for", "1h").exit_code == 0
    assert "storm  off" in typed(files, "switch").stdout
    typed(files, "switch", "storm", "on", "--for", "1h")
    assert "storm  on" in typed(files, "switch").stdout


def test_what_there_is_is_listed(files: Path) -> None:
    listed = typed(files, "switch").stdout.splitlines()
    assert [line.split()[:2] for line in listed] == [["storm", "off"], ["ask_password", "off"]]
    assert typed(files, "notice").stdout == "opening  -\n"
    typed(files, "notice", "opening", "--say", STORM_WORDS, "--for", "1h", "--by", "anna")
    up = typed(files, "notice").stdout
    assert up.startswith(f"opening  {STORM_WORDS}  until ")
    assert "anna" in up


def test_who_turned_and_put_up_what_and_when_is_kept_newest_first(files: Path) -> None:
    before = datetime.now(UTC)
    typed(files, "switch", "storm", "on", "--for", "2h", "--by", "anna")
    typed(files, "switch", "storm", "off", "--for", "1h", "--by", "王芳")
    typed(
        files, "notice", "opening", "--say", STORM_WORDS, "--say-en", "Busy.", "--for", "30m", "--by", "bert"
    )
    typed(files, "notice", "opening", "--down")
    switches = json.loads(typed(files, "switch", "--json").stdout)
    assert [(one["on"], one["who"]) for one in switches["audit"]] == [(False, "王芳"), (True, "anna")]
    (storm, _) = switches["switches"]
    assert (storm["on"], storm["default"], storm["who"]) == (False, False, "王芳")
    notices = json.loads(typed(files, "notice", "--json").stdout)
    down, up = notices["audit"]
    assert (up["who"], up["texts"]) == ("bert", {"zh-CN": STORM_WORDS, "en": "Busy."})
    assert down["texts"] == {}
    assert down["who"]  # whoever runs these tests
    assert notices["notices"][0]["texts"] is None
    since, until = (datetime.fromisoformat(up[name]) for name in ("since", "until"))
    assert before <= since < before + timedelta(minutes=5)
    assert until - since == timedelta(minutes=30)
    lines = typed(files, "switch", "--audit").stdout.splitlines()
    assert ["anna" in line for line in lines] == [False, True]
    assert "撤下" in typed(files, "notice", "--audit", "--language", "zh-CN").stdout


def test_what_was_turned_is_told_to_programs(files: Path) -> None:
    turned = json.loads(typed(files, "switch", "storm", "on", "--for", "2h", "--json").stdout)["switch"]
    assert (turned["name"], turned["on"]) == ("storm", True)
    up = json.loads(typed(files, "notice", "opening", "--say", "一", "--for", "2h", "--json").stdout)[
        "notice"
    ]
    assert (up["name"], up["texts"]) == ("opening", {"zh-CN": "一"})


def test_a_notice_in_one_language_only_is_put_up_with_a_word_about_the_other(files: Path) -> None:
    found = typed(files, "notice", "opening", "--say", STORM_WORDS, "--for", "1h")
    assert found.exit_code == 0
    assert "en" in found.stderr


WRONG = [
    ("switch", "strom", "on", "--for", "2h"),
    ("switch", "storm", "on"),
    ("switch", "storm", "--for", "2h"),
    ("switch", "storm", "sideways", "--for", "2h"),
    ("switch", "storm", "on", "--for", "13h"),
    ("switch", "storm", "on", "--for", "0s"),
    ("switch", "storm", "on", "--for", "-1h"),
    ("switch", "storm", "on", "--for", "soon"),
    ("switch", "storm", "on", "--for", ""),
    ("notice", "opning", "--say", "x", "--for", "2h"),
    ("notice", "opening", "--say", "x"),
    ("notice", "opening", "--for", "2h"),
    ("notice", "opening", "--say", "", "--for", "2h"),
    ("notice", "opening", "--say", "长" * 80, "--for", "2h"),
    ("notice", "opening", "--say", "x", "--for", "32d"),
    ("notice", "opening", "--say", "x\ny", "--for", "2h"),
    ("notice", "opening", "--say", "x", "--say-en", "\x07", "--for", "2h"),
    ("notice", "opening", "--down"),
    ("notice", "opening", "--down", "--for", "2h"),
    ("notice", "opening", "--say", "x", "--for", "2h", "--by", ""),
    ("switch", "storm", "on", "--for", "2h", "--by", "x" * 129),
]


@pytest.mark.parametrize("arguments", WRONG)
def test_what_cannot_be_done_exits_2_and_turns_nothing(files: Path, arguments: tuple[str, ...]) -> None:
    found = typed(files, *arguments)
    assert found.exit_code == 2, found.output
    assert isinstance(found.exception, SystemExit)
    with closing(Database(f"sqlite:///{files}/var/ivr.db")) as database:
        outside = SqlSwitches(database).outside(datetime.now(UTC))
    assert not outside.switches
    assert not outside.notices


def test_a_name_nearly_right_is_suggested(files: Path) -> None:
    assert "storm" in typed(files, "switch", "strom", "on", "--for", "2h").stderr
    assert "opening" in typed(files, "notice", "opning", "--say", "x", "--for", "2h").stderr


def test_without_anything_published_there_is_nothing_to_turn(tmp_path: Path) -> None:
    for arguments in (("switch",), ("notice",), ("switch", "storm", "on", "--for", "1h")):
        found = typed(tmp_path, *arguments)
        assert found.exit_code == 2
        assert "publish" in found.stderr


def test_a_call_under_way_sees_the_switch_at_its_next_step(open_inside: Callable[..., Inside]) -> None:
    inside = open_inside()
    one = Handset(inside).call()
    now = inside.clock.now()
    switches = SqlSwitches(inside.database)
    switches.turn("ask_password", on=True, since=now, until=now + timedelta(hours=1), who="me")
    assert one.press("1").heard[-1] == words("prove_it.enter_password")
    inside.clock.forward(hours=1)
    assert words("prove_it.enter_password") not in Handset(inside, "CA2").call().press("1").heard


def test_an_english_caller_hears_the_english_notice_only(open_inside: Callable[..., Inside]) -> None:
    inside = open_inside()
    now = inside.clock.now()
    SqlSwitches(inside.database).put_up(
        "opening",
        {"zh-CN": STORM_WORDS, "en": "Busy today."},
        since=now,
        until=now + timedelta(hours=1),
        who="me",
    )
    one = Handset(inside).call()
    assert STORM_WORDS in one.heard
    before = len(one.heard)
    one.press("5")
    assert "Busy today." in one.heard[before:]
    assert STORM_WORDS not in one.heard[before:]
    assert words("main.services", EN) in one.heard
