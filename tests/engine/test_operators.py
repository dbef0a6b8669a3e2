"""Switches, notices and hours: what is turned and opened while calls run (flow-language design, rules 15 and 19)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.engine.conftest import SETTINGS
from tests.engine.phone import Phone

Dialling = Callable[..., Phone]
TURNED = """\
  ask: {menu: ask, keys: {1: again, 2: {go: other, when: not switch.storm}, 3: branch}}
  again: {say: again, go: ask}
  other: {say: other, go: ask}
  branch: {decide: [{when: switch.storm, go: stormy}, {otherwise: calm}]}
  stormy: {say: stormy, go: ask}
  calm: {say: calm, go: ask}
"""
SWITCHES = "switches:\n  storm: {means: Many callers., default: no, longest: 12h}\nnotices: {opening: {longest: 15s}}\n"


@pytest.mark.parametrize("on", [True, False])
def test_a_choice_follows_the_switch_in_both_positions(dial_tiny: Dialling, on: bool) -> None:
    phone = dial_tiny(TURNED, switches=SWITCHES, turned={"storm": on})
    assert ("2" in phone.offered) == (not on)
    assert phone.press("2").heard == (
        ["main.not_an_option", "main.ask+"] if on else ["main.other", "main.ask"]
    )
    assert phone.press("3").heard[0] == ("main.stormy" if on else "main.calm")


@pytest.mark.parametrize("default", ["yes", "no"])
def test_a_switch_nobody_turned_stands_as_designed(dial_tiny: Dialling, default: str) -> None:
    phone = dial_tiny(TURNED, switches=SWITCHES.replace("default: no", f"default: {default}"))
    assert phone.press("3").heard[0] == ("main.stormy" if default == "yes" else "main.calm")


def test_a_switch_may_be_turned_back_against_its_design(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        TURNED, switches=SWITCHES.replace("default: no", "default: yes"), turned={"storm": False}
    )
    assert phone.press("3").heard[0] == "main.calm"


def test_a_call_sees_the_new_position_at_its_next_step(dial_tiny: Dialling) -> None:
    phone = dial_tiny(TURNED, switches=SWITCHES)
    assert "2" in phone.offered
    phone.turn("storm", on=True)
    assert phone.press("2").heard == ["main.not_an_option", "main.ask+"]  # offered before, but no more
    assert "2" not in phone.offered
    phone.turn("storm", on=False)
    assert phone.press("2").heard == ["main.other", "main.ask"]


# notices

NOTICED = """\
  news: {notice: opening, go: ask}
  ask: {menu: ask, keys: {1: news, 2: english}}
  english: {language: en, go: news}
"""


def test_a_place_where_nothing_is_up_says_nothing(dial_tiny: Dialling) -> None:
    assert dial_tiny(NOTICED, switches=SWITCHES).heard == ["main.ask"]


def test_what_is_up_is_said_in_the_language_of_the_call(dial_tiny: Dialling) -> None:
    up = {"opening": {"zh-CN": "今晚系统升级", "en": "Maintenance tonight"}}
    phone = dial_tiny(NOTICED, switches=SWITCHES, notices=up)
    assert phone.heard == ["common.notice", "main.ask"]
    assert phone.facts == {"text": "今晚系统升级"}
    assert phone.press("2").facts == {"text": "Maintenance tonight"}


def test_what_is_up_in_another_language_only_is_not_said(dial_tiny: Dialling) -> None:
    phone = dial_tiny(NOTICED, switches=SWITCHES, notices={"opening": {"zh-CN": "今晚系统升级"}})
    assert phone.press("2").heard == ["main.ask"]


def test_what_is_put_up_during_a_call_is_heard_at_the_next_step(dial_tiny: Dialling) -> None:
    phone = dial_tiny(NOTICED, switches=SWITCHES).put_up("opening", zh_CN="线路故障")
    assert phone.press("1").facts == {"text": "线路故障"}
    phone.notices.clear()
    assert phone.press("1").heard == ["main.ask"]


def test_what_is_up_elsewhere_is_not_said_here(dial_tiny: Dialling) -> None:
    assert dial_tiny(NOTICED, switches=SWITCHES, notices={"closing": {"zh-CN": "再见"}}).heard == ["main.ask"]


# hours

ASKING = """\
  ask: {decide: [{when: open("agents"), go: yes_it_is}, {otherwise: no_it_is_not}]}
  yes_it_is: {end: finished}
  no_it_is_not: {end: failed}
"""
CALENDAR = """\
time_zone: Asia/Shanghai
hours:
  office: {mon-fri: "08:00-22:00", sat-sun: "09:00-18:00", holidays: closed}
holidays: [2026-10-01..2026-10-07]
worked_weekends: [2026-10-10]
"""
HOURS = SETTINGS.replace("{longest_wait: 60s}", "{longest_wait: 60s, hours: office}")


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (datetime(2026, 11, 24, 23, 59, tzinfo=UTC), False),  # Wednesday, 07:59 in Shanghai
        (datetime(2026, 11, 25, 0, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 25, 13, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 25, 14, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 28, 9, 59, tzinfo=UTC), True),  # Saturday, 17:59
        (datetime(2026, 11, 28, 10, 0, tzinfo=UTC), False),
        (datetime(2026, 10, 1, 4, 0, tzinfo=UTC), False),  # a holiday, at noon
        (datetime(2026, 9, 30, 16, 30, tzinfo=UTC), False),  # half past midnight of the holiday
        (datetime(2026, 10, 10, 0, 30, tzinfo=UTC), True),  # a Saturday that is worked, half past eight
    ],
)
def test_a_queue_is_open_in_its_hours(dial_tiny: Dialling, at: datetime, is_open: bool) -> None:
    phone = dial_tiny(ASKING, settings=HOURS, calendar=CALENDAR, now=at)
    assert phone.ended == ("main.finished" if is_open else "main.failed")


def test_a_queue_without_hours_is_always_open(dial_tiny: Dialling) -> None:
    assert dial_tiny(ASKING, now=datetime(2026, 10, 1, 20, 0, tzinfo=UTC)).ended == "main.finished"


def test_days_are_counted_on_the_hotlines_calendar(dial_tiny: Dialling) -> None:
    contract = "  look: {effect: read, about: call, gives: {ok: {due: moment}}}\n"
    main = (
        "  look: {do: look, save: it, go: {ok: when, unavailable: late}}\n"
        "  when: {decide: [{when: days_until(it.due) < 0, go: late}, {otherwise: fine}]}\n"
        "  late: {end: failed}\n  fine: {end: finished}\n"
    )
    due = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)  # one in the morning of the 26th in Shanghai
    now = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)  # four in the morning of the same day
    phone = dial_tiny(main, {"look": ("ok", {"due": due})}, operations=contract, now=now)
    assert phone.ended == "main.finished"
