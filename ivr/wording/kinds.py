"""The kinds of hole a prompt may have: which values each takes, and how it is spoken and written.

A hole is ``{name:kind}``. This table is what the catalogue reads holes with, what the checks compare types
with, and what ``ivr speak`` offers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from ivr.errors import BadValue
from ivr.model.money import Money
from ivr.wording import english as en
from ivr.wording import mandarin as zh
from ivr.wording.readings import (
    DataSize,
    DataUnit,
    Duration,
    DurationUnit,
    MonthDay,
    Readable,
    YearMonth,
    bare_digits,
    exact,
    not_negative,
    phone_digits,
    plain,
)

T = TypeVar("T")
MANDARIN = "zh-CN"
ENGLISH = "en"
LANGUAGES = (MANDARIN, ENGLISH)
"""The languages that have readers, as ``ivr.model.ids.Language`` names them."""


@dataclass(frozen=True, slots=True)
class HoleKind:
    """One kind of hole.

    ``accepts`` holds names of flow types. ``spoken`` and ``written`` map a language to a reader, which
    raises ``BadValue`` for a value it cannot read; both are empty for what is not read as words.
    """

    name: str
    accepts: frozenset[str]
    spoken: Mapping[str, Callable[[Readable], str]]
    written: Mapping[str, Callable[[Readable], str]]
    doc: str


def read(kind: str, value: Readable, *, language: str, written: bool = False) -> str:
    """Return ``value`` as ``language`` reads it under ``kind``, or as it stands in a text message.

    Takes every ``ivr.model.values.Value`` whose type the kind accepts. Raises ``BadValue`` when the value
    does not fit the kind, or there is no such kind or language. What was given is not repeated in the
    message: it may be personal.
    """
    if kind not in HOLE_KINDS:
        raise BadValue(f"there is no kind {kind!r}; there are {', '.join(HOLE_KINDS)}")
    readers = HOLE_KINDS[kind].written if written else HOLE_KINDS[kind].spoken
    if not readers:
        raise BadValue(f"{kind} is put together from prompts, not read")
    if language not in readers:
        raise BadValue(f"nothing is read in {language!r}; languages are {', '.join(readers)}")
    try:
        return readers[language](value)
    except BadValue as wrong:
        raise BadValue(f"{kind}: {wrong}") from wrong


# From a value to what the readers of a kind take


def _misfit(wanted: str, value: Readable) -> BadValue:
    return BadValue(f"this takes {wanted}, not a value of type {type(value).__name__}")


def _number(value: Readable) -> int | Decimal:
    # A yes or no is a whole number to Python; to a caller it is not.
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _misfit("a number", value)
    return exact(value)


def _duration(value: Readable) -> Duration:
    """Return a duration; a bare number is hours, the unit of every term in the service standard."""
    if isinstance(value, Duration):
        return Duration(not_negative(value.amount), value.unit)
    return Duration(not_negative(_number(value)), DurationUnit.HOUR)


def _data(value: Readable) -> DataSize:
    """Return an amount of data; a bare number is gigabytes, the unit allowances are sold in."""
    if isinstance(value, DataSize):
        return DataSize(not_negative(value.amount), value.unit)
    return DataSize(not_negative(_number(value)), DataUnit.GIGABYTE)


def _money(value: Readable) -> Money:
    if not isinstance(value, Money):
        raise _misfit("money", value)
    return value


def _text(value: Readable) -> str:
    if not isinstance(value, str):
        raise _misfit("text", value)
    return value


def _digits(value: Readable) -> str:
    return bare_digits(_text(value))


def _phone(value: Readable) -> str:
    return phone_digits(_text(value))


def _day(value: Readable) -> date | MonthDay:
    match value:
        case datetime():
            return value.date()
        case date() | MonthDay():
            return value
        case _:
            raise _misfit("a date or a moment", value)


def _month(value: Readable) -> YearMonth:
    match value:
        case date():
            return YearMonth(value.year, value.month)
        case YearMonth():
            return value
        case _:
            raise _misfit("a date or a moment", value)


def _time(value: Readable) -> time:
    return value if isinstance(value, time) else _moment(value).time()


def _moment(value: Readable) -> datetime:
    if not isinstance(value, datetime):
        raise _misfit("a moment", value)
    if value.tzinfo is None:
        raise BadValue("a moment carries its time zone, or nobody knows which hour it is")
    return value


# The table


def _same(value: str) -> str:
    return value


def _figures(value: int | Decimal) -> str:
    return plain(exact(value))


def _hour_minute(value: time) -> str:
    return f"{value:%H:%M}"


def _kind(
    name: str,
    accepts: str,
    fit: Callable[[Readable], T],
    spoken: tuple[Callable[[T], str], Callable[[T], str]],
    written: tuple[Callable[[T], str], Callable[[T], str]],
    doc: str,
) -> HoleKind:
    """Return a row; readers stand in the order of ``LANGUAGES``."""

    def after(fit: Callable[[Readable], T], reader: Callable[[T], str]) -> Callable[[Readable], str]:
        return lambda value: reader(fit(value))

    def by_language(readers: tuple[Callable[[T], str], ...]) -> Mapping[str, Callable[[Readable], str]]:
        pairs = zip(LANGUAGES, readers, strict=True)
        return MappingProxyType({language: after(fit, reader) for language, reader in pairs})

    return HoleKind(name, frozenset(accepts.split()), by_language(spoken), by_language(written), doc)


def _not_read(name: str, accepts: str, doc: str) -> HoleKind:
    return HoleKind(name, frozenset({accepts}), MappingProxyType({}), MappingProxyType({}), doc)


_DIGIT_TYPES = "digits phone text"
_AS_IT_IS = (_same, _same)
_IN_FIGURES = (_figures, _figures)
# A table: each kind's columns on one line, what it is on the next.
# fmt: off
_ROWS = (
    _kind("text", "text digits phone", _text, (zh.text, en.text), _AS_IT_IS,
        "As it is; the digits in it one by one."),
    _kind("digits", _DIGIT_TYPES, _digits, (zh.digits, en.digits), _AS_IT_IS,
        "Digits one by one, without a pause; zeros only are counted."),
    _kind("phone", _DIGIT_TYPES, _phone, (zh.phone, en.phone), _AS_IT_IS,
        "A phone number, eleven digits as 3-4-4; 138****8000 by its two ends."),
    _kind("port", _DIGIT_TYPES, _digits, (zh.port, en.port), _AS_IT_IS,
        "A service's port, in fours."),
    _kind("code", _DIGIT_TYPES, _digits, (zh.code, en.code), _AS_IT_IS,
        "A one-time code, six digits as 3-3."),
    _kind("ticket", _DIGIT_TYPES, _digits, (zh.ticket, en.ticket), _AS_IT_IS,
        "A ticket number, twelve digits as 4-4-4."),
    _kind("number", "number", _number, (zh.number, en.number), _IN_FIGURES,
        "A bare number: 2 is 二."),
    _kind("count", "number", _number, (zh.count, en.count), _IN_FIGURES,
        "How many, before a measure word: 2 is 两."),
    _kind("ordinal", "number", _number, (zh.ordinal, en.ordinal), (zh.write_ordinal, en.write_ordinal),
        "A place in a row: 第二, and in English the number after its noun."),
    _kind("duration", "number", _duration, (zh.duration, en.duration), (zh.write_duration, en.write_duration),
        "A number of hours, never turned into days."),
    _kind("percent", "number", _number, (zh.percent, en.percent), (zh.write_percent, en.write_percent),
        "A percentage: 99 is 百分之九十九."),
    _kind("data", "number", _data, (zh.data, en.data), (zh.write_data, en.write_data),
        "A number of gigabytes."),
    _kind("money", "money", _money, (zh.money, en.money), (zh.write_money, en.write_money),
        "An amount in 元, 角 and 分; below zero 欠费."),
    _kind("date", "date moment", _day, (zh.day, en.day), (zh.write_day, en.write_day),
        "A day with its year."),
    _kind("month", "date moment", _month, (zh.month, en.month), (zh.write_month, en.write_month),
        "The month and year of a day."),
    _kind("time", "moment", _time, (zh.clock, en.clock), (_hour_minute, _hour_minute),
        "The time of day of a moment, by the twelve-hour clock."),
    _kind("moment", "moment", _moment, (zh.moment, en.moment), (zh.write_moment, en.write_moment),
        "A day without its year, and the time."),
    _not_read("audio", "audio",
        "A recording, played to the caller."),
    _not_read("each", "list",
        "Each item of a list by a prompt of its own, at most five, then how many more."),
)
# fmt: on
HOLE_KINDS: Mapping[str, HoleKind] = MappingProxyType({row.name: row for row in _ROWS})
"""Every kind by its name."""
