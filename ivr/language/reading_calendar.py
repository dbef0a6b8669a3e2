"""``flows/calendar.yaml``: hours and holidays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ivr import shape
from ivr.diagnostics.diagnostic import problem
from ivr.language.calendar import TIME_ZONE, WEEKDAYS, Calendar, Hours
from ivr.shape import Found
from ivr.source.nodes import Node, Table, Text

LONGEST_HOLIDAY = timedelta(days=31)
"""A range of holidays longer than a month is a slip of the pen."""
Span = tuple[time, time]


def read_calendar(tree: Table, found: Found) -> Calendar:
    """Return the calendar."""
    shape.only(tree, ("time_zone", "hours", "holidays", "worked_weekends"), "calendar.yaml", found)
    hours = shape.mapped(tree.get("hours"), "hours", lambda _, node: _hours(node, found), found)
    return Calendar(
        time_zone=_zone(tree.get("time_zone"), found),
        hours=MappingProxyType({str(name): one for name, one in hours}),
        holidays=frozenset(_days(tree.get("holidays"), "holidays", found)),
        worked_weekends=frozenset(_days(tree.get("worked_weekends"), "worked_weekends", found)),
    )


def _zone(node: Node | None, found: Found) -> str:
    written = shape.text(node, "time_zone", found)
    if written is None:
        return TIME_ZONE
    try:
        ZoneInfo(written)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        found.append(problem("Y002.bad_time_zone", written.span, given=str(written)))
        return TIME_ZONE
    return str(written)


def _hours(node: Node, found: Found) -> Hours | None:
    fields = shape.table(node, "hours", found)
    if fields is None:
        return None
    by_weekday: list[tuple[Span, ...]] = [() for _ in WEEKDAYS]
    holidays: tuple[Span, ...] | None = None
    for key, value in fields.entries():
        spans = _spans(value, found)
        if key == "holidays":
            holidays = spans
            continue
        for weekday in _weekdays(key, found):
            by_weekday[weekday] = spans
    return Hours(tuple(by_weekday), holidays)


def _weekdays(key: Text, found: Found) -> Iterable[int]:
    """Return the weekdays of ``every_day``, ``sat`` or ``mon-fri``."""
    if key == "every_day":
        return range(len(WEEKDAYS))
    first, dash, last = key.partition("-")
    if first in WEEKDAYS and (not dash or last in WEEKDAYS):
        start = WEEKDAYS.index(first)
        end = WEEKDAYS.index(last) if dash else start
        if start <= end:
            return range(start, end + 1)
    found.append(problem("Y002.bad_days", key.span, given=str(key)))
    return ()


def _spans(node: Node, found: Found) -> tuple[Span, ...]:
    """Return the spans of ``08:00-22:00``, a list of such, or ``closed``."""
    if node == "closed":
        return ()
    read = (_span(text, found) for text in shape.texts(node, "hours", found))
    return tuple(span for span in read if span is not None)


def _span(written: Text, found: Found) -> Span | None:
    start, dash, end = (part.strip() for part in written.partition("-"))
    opens, closes = _clock(start), _clock(end)
    if dash and opens is not None and closes is not None and opens < closes:
        return opens, closes
    found.append(problem("Y002.bad_hours", written.span, given=str(written)))
    return None


def _clock(written: str) -> time | None:
    if written == "24:00":
        return time.max
    try:
        return time.fromisoformat(written)
    except ValueError:
        return None


def _days(node: Node | None, field: str, found: Found) -> Iterable[date]:
    """Yield the days of a list of dates and of ranges such as ``2026-10-01..2026-10-07``."""
    for written in shape.texts(node, field, found):
        first, _, last = written.partition("..")
        try:
            day, end = date.fromisoformat(first), date.fromisoformat(last or first)
        except ValueError:
            found.append(problem("Y002.bad_date", written.span, given=str(written)))
            continue
        if not day <= end <= day + LONGEST_HOLIDAY:
            found.append(problem("Y002.bad_date", written.span, given=str(written)))
            continue
        while day <= end:
            yield day
            day += timedelta(days=1)
