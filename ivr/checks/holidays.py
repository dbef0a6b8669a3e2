"""B309: a calendar that says nothing about the holidays ahead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from ivr.checks.ground import Ground
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.diagnostics.span import Span
from ivr.language.reader import CALENDAR
from ivr.source.nodes import Table
from ivr.source.reading import read_source

_DECEMBER = 12
"""The month from which next year's holidays are needed: the State Council announces them in November."""


def holidays(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the year whose holidays are missing, where a calendar lists holidays or hours are about them."""
    calendar = ground.project.calendar
    minds = calendar.holidays or any(one.holidays is not None for one in calendar.hours.values())
    if ground.at is None or CALENDAR in ground.hurt or not minds:
        return
    today = ground.at.astimezone(ZoneInfo(calendar.time_zone)).date()
    listed = {day.year for day in calendar.holidays}
    for year in _needed(today):
        if year not in listed:
            yield problem("B309.no_holidays", _place(ground), year=year)
            return


def _needed(today: date) -> tuple[int, ...]:
    return (today.year, today.year + 1) if today.month == _DECEMBER else (today.year,)


def _place(ground: Ground) -> Span:
    tree, _ = read_source(CALENDAR, ground.files.get(CALENDAR, ""))
    for name in ("holidays", "hours"):
        if isinstance(tree, Table) and name in tree:
            return tree.key_span(name)
    return Span(CALENDAR, 1, 1)
