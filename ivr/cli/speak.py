"""``ivr speak``: how a value is read aloud, as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from types import MappingProxyType

import click

from ivr.errors import BadValue
from ivr.model.money import Money
from ivr.wording.kinds import LANGUAGES, MANDARIN, read
from ivr.wording.readings import (
    MOST_DECIMALS,
    DataSize,
    DataUnit,
    Duration,
    DurationUnit,
    MonthDay,
    Readable,
    YearMonth,
)

CHINA = timezone(timedelta(hours=8), "UTC+08:00")
"""The zone of a moment typed without one. China has one zone and no summer time."""

_NUMBER = re.compile(rf"[+-]?[0-9]{{1,13}}(\.[0-9]{{1,{MOST_DECIMALS}}})?")
_MEASURE = re.compile(r"(?P<amount>[^A-Za-z ]+) ?(?P<unit>[A-Za-z]+)")
_MONTH_DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")
_YEAR_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")
_YEAR_MONTH_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_HOUR_MINUTE = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}.*")

_DURATION_UNITS: Mapping[str, DurationUnit] = MappingProxyType(
    {
        "m": DurationUnit.MINUTE,
        **{unit.value: unit for unit in DurationUnit},
        **{unit.name.lower() + ending: unit for unit in DurationUnit for ending in ("", "s")},
    }
)
_DATA_UNITS: Mapping[str, DataUnit] = MappingProxyType(
    {spelling: unit for unit in DataUnit for spelling in (unit.value, unit.value[0])}
)


def _text(text: str) -> str:
    return text


def _number(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise BadValue(f"a number is digits, perhaps with a point and at most {MOST_DECIMALS} decimals")
    return Decimal(text)


def _percent(text: str) -> Decimal:
    return _number(text.removesuffix("%").rstrip(" "))


def _duration(text: str) -> Duration:
    parts = _MEASURE.fullmatch(text)
    unit = _DURATION_UNITS.get(parts["unit"].lower()) if parts else None
    if parts is None or unit is None:
        raise BadValue("a duration is a number and one of the units s, min, h, d, mo")
    return Duration(_number(parts["amount"]), unit)


def _data(text: str) -> DataSize:
    parts = _MEASURE.fullmatch(text)
    unit = _DATA_UNITS.get(parts["unit"].upper()) if parts else None
    if parts is None or unit is None:
        raise BadValue("an amount of data is a number and one of the units KB, MB, GB, TB")
    return DataSize(_number(parts["amount"]), unit)


def _date(text: str) -> date | MonthDay:
    if parts := _MONTH_DAY.fullmatch(text):
        return MonthDay(int(parts[1]), int(parts[2]))
    if parts := _YEAR_MONTH_DAY.fullmatch(text):
        try:
            return date(int(parts[1]), int(parts[2]), int(parts[3]))
        except ValueError as wrong:
            raise BadValue("there is no such day") from wrong
    raise BadValue("a date is year-month-day or month-day")


def _month(text: str) -> YearMonth:
    if parts := _YEAR_MONTH.fullmatch(text):
        return YearMonth(int(parts[1]), int(parts[2]))
    raise BadValue("a month is year-month")


def _time(text: str) -> time:
    if parts := _HOUR_MINUTE.fullmatch(text):
        try:
            return time(int(parts[1]), int(parts[2]))
        except ValueError as wrong:
            raise BadValue("there is no such time of day") from wrong
    raise BadValue("a time is hour:minute, from 00:00 to 23:59")


def _moment(text: str) -> datetime:
    if _MOMENT.fullmatch(text):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as wrong:
            raise BadValue("there is no such moment") from wrong
        return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
    raise BadValue("a moment is year-month-dayThour:minute")


@dataclass(frozen=True, slots=True)
class _Typed:
    """How a kind's values are typed: their parser, and an example to show."""

    parse: Callable[[str], Readable]
    example: str


_KINDS: Mapping[str, _Typed] = MappingProxyType(
    {
        "number": _Typed(_number, "1001"),
        "money": _Typed(Money.parse, "20.50"),
        "phone": _Typed(_text, "13800138000"),
        "digits": _Typed(_text, "10086"),
        "code": _Typed(_text, "203112"),
        "port": _Typed(_text, "10658888"),
        "ticket": _Typed(_text, "202611250001"),
        "date": _Typed(_date, "2026-11-25"),
        "month": _Typed(_month, "2026-11"),
        "time": _Typed(_time, "14:05"),
        "moment": _Typed(_moment, "2026-11-25T14:05"),
        "duration": _Typed(_duration, "48h"),
        "count": _Typed(_number, "2"),
        "ordinal": _Typed(_number, "2"),
        "percent": _Typed(_percent, "99"),
        "data": _Typed(_data, "1.50GB"),
    }
)


_HELP = f"""Print how VALUE is read aloud to a caller.

KIND is one of {", ".join(_KINDS)}.

\b
ivr speak money 20.50
ivr speak money -- -12.30
ivr speak duration 48h --language en
"""


# A negative amount looks like an option; unknown ones are taken as values, so ``--`` may be left out.
@click.command(help=_HELP, context_settings={"ignore_unknown_options": True})
@click.argument("kind", metavar="KIND", type=click.Choice(tuple(_KINDS)))
@click.argument("value", metavar="VALUE")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=MANDARIN,
    show_default=True,
    help="The language it is read in.",
)
def speak(kind: str, value: str, language: str) -> None:
    """Print how ``value`` is read aloud; a value that cannot be read is wrong usage (exit 2)."""
    typed = _KINDS[kind]
    try:
        words = read(kind, typed.parse(value), language=language)
    except BadValue as wrong:
        reason = str(wrong).removeprefix(f"{kind}: ")
        raise click.UsageError(
            f"{value!r} cannot be read as {kind}: {reason}. For example: ivr speak {kind} {typed.example}"
        ) from wrong
    click.echo(words)
