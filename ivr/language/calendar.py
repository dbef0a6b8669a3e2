"""Hours and holidays: when a queue is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from types import MappingProxyType
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIME_ZONE = "Asia/Shanghai"
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours: for each weekday (0 is Monday) the spans from one time up to another.

    ``holidays``: the spans of a public holiday; None: a holiday is like its weekday. A span to midnight ends
    at ``time.max``.
    """

    by_weekday: tuple[tuple[tuple[time, time], ...], ...]
    holidays: tuple[tuple[time, time], ...] | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Named hours, the holidays, and the weekends that are worked."""

    time_zone: str = TIME_ZONE
    hours: Mapping[str, Hours] = field(default_factory=lambda: MappingProxyType({}))
    holidays: frozenset[date] = frozenset()
    worked_weekends: frozenset[date] = frozenset()

    def is_open(self, name: str, at: datetime) -> bool:
        """Return whether the hours called ``name`` include the moment ``at``; unknown hours never do."""
        hours = self.hours.get(name)
        if hours is None:
            return False
        local = at.astimezone(ZoneInfo(self.time_zone))
        day, clock = local.date(), local.time()
        spans = hours.by_weekday[self._weekday(day)]
        if day in self.holidays and hours.holidays is not None:
            spans = hours.holidays
        return any(start <= clock < end or (end == time.max and clock >= start) for start, end in spans)

    def _weekday(self, day: date) -> int:
        """Return the weekday ``day`` counts as: a worked weekend counts as an ordinary one."""
        worked = day in self.worked_weekends and day.weekday() >= _SATURDAY
        return 0 if worked else day.weekday()
