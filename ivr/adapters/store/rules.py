"""What holds in every store, whatever it keeps things in: limits, and how tickets are numbered."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

PER_SUBSCRIBER = 3
"""Wrong passwords for one subscriber before it is locked. Source: contract, section 5."""
PER_CALLER = 20
"""Attempts of one calling number; withheld numbers share one count. Same source."""
WITHIN = timedelta(hours=24)
"""The time both are counted over. Same source."""
WITHHELD = ""
"""The calling number under which the attempts of all withheld numbers are counted."""
MOST_RELEASES_LISTED = 100
"""How far back ``ivr releases`` looks."""
MOST_TURNED_LISTED = 100
"""How far back ``ivr switch`` and ``ivr notice`` tell what was turned and put up."""
CHINA = timezone(timedelta(hours=8))
"""The hotline's day; China has one time and no summer time."""


def ticket_day(at: datetime) -> str:
    """Return the day ``at`` falls on as tickets name it: YYYYMMDD."""
    return at.astimezone(CHINA).strftime("%Y%m%d")


def ticket_number(day: str, count: int) -> str:
    """Return the number of the day's ticket ``count``, from 1: YYYYMMDDNNNN."""
    return f"{day}{count:04d}"
