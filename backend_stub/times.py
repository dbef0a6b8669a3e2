"""Moments and days as the office writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""One time zone for the whole country and no summer time since 1991, so a fixed offset is exact."""


def stamp(moment: datetime) -> str:
    """Write a moment in UTC with milliseconds, as the TM Forum's samples do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def start_of(day: date) -> str:
    """Write the first second of a day in China."""
    return datetime.combine(day, time(0, 0), CHINA).isoformat()


def end_of(day: date) -> str:
    """Write the last second of a day in China."""
    return datetime.combine(day, time(23, 59, 59), CHINA).isoformat()


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month ``day`` is in."""
    first = day.replace(day=1)
    next_month = (first + timedelta(days=32)).replace(day=1)
    return first, next_month - timedelta(days=1)
