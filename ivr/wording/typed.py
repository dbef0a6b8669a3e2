"""Values as people type them, kind of hole by kind of hole: ``20.50``, ``2026-11-25 14:05``, ``48h``.

What ``ivr speak`` takes at the command line, and call scripts in the holes of prompts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from types import MappingProxyType

from ivr.errors import BadValue
from ivr.model.money import Money
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


def _text(text: str, _zone: tzinfo) -> str:
    return text


def _moment(text: str, zone: tzinfo) -> datetime:
    if _MOMENT.fullmatch(text):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as wrong:
            raise BadValue("there is no such moment") from wrong
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    raise BadValue("a moment is year-month-dayThour:minute")


def _anywhere(parse: Callable[[str], Readable]) -> Callable[[str, tzinfo], Readable]:
    return lambda text, _: parse(text)


@dataclass(frozen=True, slots=True)
class _Typed:
    """How a kind's values are typed: their parser, given the zone of a moment, and an example to show."""

    parse: Callable[[str, tzinfo], Readable]
    example: str


_KINDS: Mapping[str, _Typed] = MappingProxyType(
    {
        "text": _Typed(_text, "视频会员"),
        "number": _Typed(_anywhere(_number), "1001"),
        "money": _Typed(_anywhere(Money.parse), "20.50"),
        "phone": _Typed(_text, "13800138000"),
        "digits": _Typed(_text, "10086"),
        "code": _Typed(_text, "203112"),
        "port": _Typed(_text, "10658888"),
        "ticket": _Typed(_text, "202611250001"),
        "date": _Typed(_anywhere(_date), "2026-11-25"),
        "month": _Typed(_anywhere(_month), "2026-11"),
        "time": _Typed(_anywhere(_time), "14:05"),
        "moment": _Typed(_moment, "2026-11-25T14:05"),
        "duration": _Typed(_anywhere(_duration), "48h"),
        "count": _Typed(_anywhere(_number), "2"),
        "ordinal": _Typed(_anywhere(_number), "2"),
        "percent": _Typed(_anywhere(_percent), "99"),
        "data": _Typed(_anywhere(_data), "1.50GB"),
    }
)
EXAMPLES: Mapping[str, str] = MappingProxyType({name: one.example for name, one in _KINDS.items()})
"""Every kind whose values can be typed, with an example."""


def typed_value(kind: str, text: str, zone: tzinfo) -> Readable:
    """Return the value typed as ``text`` for a hole of ``kind``; a moment without a zone is one of ``zone``.

    Raises ``BadValue`` when it is no such value, or values of the kind cannot be typed.
    """
    if kind not in _KINDS:
        raise BadValue(f"no value of {kind} can be typed; there are {', '.join(_KINDS)}")
    return _KINDS[kind].parse(text, zone)
