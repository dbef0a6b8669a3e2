"""``calendar.yaml`` and ``switches.yaml``: hours, holidays, what operators may turn."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from ivr.language.calendar import Calendar
from tests.language.projects import project_of, told

TEXT = """\
time_zone: Asia/Shanghai
hours:
  always: {every_day: "00:00-24:00"}
  office: {mon-fri: "08:00-22:00", sat-sun: "09:00-18:00", holidays: closed}
  lunch: {mon: ["08:00-12:00", "13:30-17:00"], holidays: "10:00-11:00"}
  plain: {wed: "08:00-20:00"}
holidays: [2026-10-01..2026-10-07, 2027-01-01]
worked_weekends: [2026-10-10, 2026-10-14]
"""


def calendar() -> Calendar:
    return project_of({"flows/calendar.yaml": TEXT}).calendar


def is_open(name: str, written: str) -> bool:
    """Whether ``name`` is open at a moment written in Shanghai's time."""
    return calendar().is_open(name, datetime.fromisoformat(f"{written}+08:00"))


@pytest.mark.parametrize(
    ("name", "written", "expected"),
    [
        ("always", "2026-10-01T00:00", True),
        ("always", "2026-11-25T23:59:59.999999", True),
        ("office", "2026-11-25T08:00", True),
        ("office", "2026-11-25T07:59:59", False),
        ("office", "2026-11-25T22:00", False),
        ("office", "2026-11-28T08:30", False),  # Saturday
        ("office", "2026-11-28T09:00", True),
        ("office", "2026-10-01T12:00", False),  # a holiday
        ("office", "2026-10-07T12:00", False),
        ("office", "2026-10-08T12:00", True),
        ("office", "2027-01-01T12:00", False),
        ("office", "2026-10-10T21:00", True),  # a Saturday that is worked
        ("office", "2026-10-17T21:00", False),
        ("plain", "2026-10-14T12:00", True),  # a worked *weekday* stays what it is
        ("lunch", "2026-11-23T11:59", True),
        ("lunch", "2026-11-23T12:30", False),
        ("lunch", "2026-11-23T13:30", True),
        ("lunch", "2026-11-24T09:00", False),  # no hours on Tuesdays
        ("lunch", "2026-10-01T10:30", True),  # hours of its own on a holiday
        ("plain", "2026-10-07T12:00", True),  # says nothing of holidays: a Wednesday like any other
        ("nothing", "2026-11-25T12:00", False),
    ],
)
def test_hours_hold_on_the_hotlines_calendar(name: str, written: str, expected: bool) -> None:
    assert is_open(name, written) == expected


def test_the_day_is_the_hotlines_not_the_servers() -> None:
    assert calendar().is_open("office", datetime(2026, 9, 30, 15, 30, tzinfo=UTC)) is False  # 23:30
    assert calendar().is_open("office", datetime(2026, 10, 7, 16, 30, tzinfo=UTC)) is False
    assert calendar().is_open("office", datetime(2026, 10, 8, 0, 30, tzinfo=UTC)) is True


def test_holidays_are_days_and_ranges_of_days() -> None:
    assert len(calendar().holidays) == 8
    assert date(2026, 10, 4) in calendar().holidays
    assert calendar().hours["always"].by_weekday[6] == ((time(0), time.max),)


@pytest.mark.parametrize(
    ("text", "rule", "place"),
    [
        ("time_zone: Mars/Base", "Y002.bad_time_zone", "1:12"),
        ("time_zone: ../../etc/passwd", "Y002.bad_time_zone", "1:12"),
        ("hours: {x: {mon-fri: 8-22}}", "Y002.bad_hours", "1:22"),
        ('hours: {x: {mon-fri: "22:00-08:00"}}', "Y002.bad_hours", "1:22"),
        ('hours: {x: {mon-fri: "08:00"}}', "Y002.bad_hours", "1:22"),
        ('hours: {x: {monday: "08:00-09:00"}}', "Y002.bad_days", "1:13"),
        ('hours: {x: {fri-mon: "08:00-09:00"}}', "Y002.bad_days", "1:13"),
        ("holidays: [2026-13-01]", "Y002.bad_date", "1:12"),
        ("holidays: [2026-10-07..2026-10-01]", "Y002.bad_date", "1:12"),
        ("holidays: [2026-10-01..2027-10-01]", "Y002.bad_date", "1:12"),
        ("holdays: [2026-10-01]", "Y002.unknown_field", "1:1"),
    ],
)
def test_a_slip_in_the_calendar_is_told_at_its_place(text: str, rule: str, place: str) -> None:
    found = told({"flows/calendar.yaml": text})
    assert (rule, f"flows/calendar.yaml:{place}") in [
        (f"{one.code}.{one.variant}", str(one.span)) for one in found
    ]


def test_switches_and_places_for_notices_say_everything() -> None:
    text = "switches:\n  storm: {means: Many callers., default: yes, longest: 12h}\n  quiet: {means: x, longest: 30d}\n"
    project = project_of(
        {"flows/switches.yaml": f"{text}notices: {{opening: {{longest: 15s}}, other: {{}}}}\n"}
    )
    storm, quiet = project.switches["storm"], project.switches["quiet"]
    assert (storm.means, storm.default, storm.longest_s) == ("Many callers.", True, 12 * 3600)
    assert (quiet.default, quiet.longest_s) == (False, 30 * 24 * 3600)
    assert (project.notices["opening"].longest_s, project.notices["other"].longest_s) == (15, 30)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("switches: {storm: {means: x}}", "Y002.missing_field"),
        ("switches: {storm: {means: x, longest: 12}}", "Y002.bad_duration"),
        ("switches: {storm: {means: x, longest: 1h, default: on}}", "Y002.bad_choice"),
        ("switches: {storm: {means: x, longest: 1h, until: y}}", "Y002.unknown_field"),
        ("notices: {opening: 15s}", "Y002.not_a_map"),
    ],
)
def test_a_slip_in_the_switches_is_told(text: str, rule: str) -> None:
    assert rule in [f"{one.code}.{one.variant}" for one in told({"flows/switches.yaml": text})]
