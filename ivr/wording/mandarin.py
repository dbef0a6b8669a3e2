"""Mandarin for values, spoken and written.

The rules are those of ``reference/domain-10086.md`` section 4.1. In short: zeros inside a number are one
零; 十 stands without 一 only at the very start; a leading 2 before 百, 千, 万 or 亿 is 两, and so is a bare 2
before a measure word; 1 among digits is 幺; money below zero is 欠费.

Functions named ``write_…`` give the form for text messages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from types import MappingProxyType

from ivr.model.money import FEN_PER_YUAN, Money
from ivr.wording.readings import (
    DataSize,
    DataUnit,
    Duration,
    DurationUnit,
    MonthDay,
    YearMonth,
    code_groups,
    decimals,
    exact,
    in_fours,
    joined,
    not_negative,
    phone_groups,
    place,
    plain,
    size,
)

PAUSE = ","
"""What separates groups of digits: the sign the test vectors of the reference use (U+002C)."""
OVERDUE = "欠费"

_FIGURES = "零一二三四五六七八九"
_DIALLED = "零幺二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_WAN = 10**4
_YI = 10**8
_BEFORE_TWO = frozenset("百千万亿")
_FEN_PER_JIAO = 10
_HUNDRED_PERCENT = 100
_NOON = 12
_DAY_PARTS: tuple[tuple[int, str], ...] = (
    (6, "凌晨"),
    (9, "早上"),
    (12, "上午"),
    (13, "中午"),
    (18, "下午"),
    (24, "晚上"),
)
"""Each part of the day with the hour it ends at."""
_DURATIONS: Mapping[DurationUnit, str] = MappingProxyType(
    {
        DurationUnit.SECOND: "秒",
        DurationUnit.MINUTE: "分钟",
        DurationUnit.HOUR: "小时",
        DurationUnit.DAY: "天",
        DurationUnit.MONTH: "个月",
    }
)
_DATA: Mapping[DataUnit, str] = MappingProxyType(
    {DataUnit.KILOBYTE: "K", DataUnit.MEGABYTE: "兆", DataUnit.GIGABYTE: "G", DataUnit.TERABYTE: "T"}
)


# Numbers


def number(value: int | Decimal) -> str:
    """Read a bare number: 二, 两百, 十二点五, 负五."""
    value = exact(value)
    bare = size(value)
    words = _leading_two(_cardinal(bare)) if isinstance(bare, int) else _decimal(bare)
    return f"负{words}" if value < 0 else words


def count(value: int | Decimal) -> str:
    """Read a number before a measure word: a bare 2 is 两, all else as ``number``."""
    value = not_negative(value)
    return "两" if value == 2 else number(value)


def ordinal(value: int | Decimal) -> str:
    """Read a place in a row, from 第一 on; never with 两."""
    return "第" + _cardinal(place(value))


def percent(value: int | Decimal) -> str:
    """Read a percentage; never with 两."""
    value = exact(value)
    bare = size(value)
    words = _cardinal(bare) if isinstance(bare, int) else _decimal(bare)
    if bare == _HUNDRED_PERCENT:
        words = "百"
    return f"{'负' if value < 0 else ''}百分之{words}"


def data(volume: DataSize) -> str:
    """Read an amount of data: 一点五G, 两百兆."""
    return count(volume.amount) + _DATA[volume.unit]


def duration(length: Duration) -> str:
    """Read a length of time in its own unit: 四十八小时, 一分三十秒."""
    (first, unit), *rest = length.parts()
    if not rest:
        return count(first) + _DURATIONS[unit]
    return f"{count(first)}分{''.join(number(amount) + _DURATIONS[smaller] for amount, smaller in rest)}"


def money(amount: Money) -> str:
    """Read an amount in 元, 角 and 分, without what is zero."""
    yuan, rest = divmod(abs(amount.fen), FEN_PER_YUAN)
    jiao, fen = divmod(rest, _FEN_PER_JIAO)
    words = OVERDUE if amount.fen < 0 else ""
    if yuan or not rest:
        words += f"{count(yuan)}元"
    if jiao:
        words += f"{_figure(jiao, first=not yuan)}角"
    if fen:
        if yuan and not jiao:
            words += "零"
        words += f"{_figure(fen, first=not yuan and not jiao)}分"
    return words


def _figure(value: int, *, first: bool) -> str:
    """Return one figure before 角 or 分: 2 is 两 when no unit stands before it."""
    return "两" if value == 2 and first else _FIGURES[value]


def _cardinal(value: int) -> str:
    """Return a whole number without any 两."""
    words = _in_full(value)
    return words[1:] if words.startswith("一十") else words


def _in_full(value: int) -> str:
    """Return a whole number as it stands inside a longer one: 一十二, never 十二."""
    if value < _WAN:
        return _below_wan(value)
    unit, name = (_YI, "亿") if value >= _YI else (_WAN, "万")
    high, low = divmod(value, unit)
    if not low:
        return _in_full(high) + name
    gap = "零" if low < unit // 10 else ""
    return _in_full(high) + name + gap + _in_full(low)


def _below_wan(value: int) -> str:
    words, gap = "", False
    for power, figure in zip(reversed(range(len(str(value)))), str(value), strict=True):
        if figure == "0":
            gap = True
            continue
        words += ("零" if gap else "") + _FIGURES[int(figure)] + _PLACES[power]
        gap = False
    return words or _FIGURES[0]


def _leading_two(words: str) -> str:
    return "两" + words[1:] if words[0] == "二" and words[1:2] in _BEFORE_TWO else words


def _decimal(value: Decimal) -> str:
    return f"{_cardinal(int(value))}点{''.join(_FIGURES[int(figure)] for figure in decimals(value))}"


# Digits


def digits(value: str) -> str:
    """Read digits one by one; zeros only are counted: 四个零."""
    return _grouped((value,))


def phone(value: str) -> str:
    """Read a phone number, 3-4-4 when it has eleven digits; a masked one by its two ends."""
    if "*" in value:
        return f"{_dialled(value.partition('*')[0])}开头{PAUSE}尾号{_dialled(value.rpartition('*')[2])}"
    return _grouped(phone_groups(value))


def code(value: str) -> str:
    """Read a one-time code, 3-3 when it has six digits."""
    return _grouped(code_groups(value))


def port(value: str) -> str:
    """Read a port, in fours."""
    return _grouped(in_fours(value))


def ticket(value: str) -> str:
    """Read a ticket number, 4-4-4."""
    return _grouped(in_fours(value))


def text(value: str) -> str:
    """Read text as it is, the digits in it one by one."""
    return re.sub(r"\d+", lambda run: digits("".join(str(int(figure)) for figure in run[0])), value)


def _grouped(groups: tuple[str, ...]) -> str:
    return joined(groups, PAUSE, one_by_one=_dialled, zeros=lambda many: f"{count(many)}个零")


def _dialled(group: str) -> str:
    return "".join(_DIALLED[int(figure)] for figure in group)


# Days and times


def day(value: date | MonthDay) -> str:
    """Read a day, its year digit by digit: 二零二六年十一月三日."""
    words = f"{_cardinal(value.month)}月{_cardinal(value.day)}日"
    return words if isinstance(value, MonthDay) else _year(value.year) + words


def month(value: YearMonth) -> str:
    """Read a month of a year: 二零零九年九月."""
    return f"{_year(value.year)}{_cardinal(value.month)}月"


def clock(value: time) -> str:
    """Read a time of day by the twelve-hour clock: 下午两点零五分. Seconds are not read."""
    part = next(name for until, name in _DAY_PARTS if value.hour < until)
    hour = value.hour - _NOON if value.hour > _NOON else value.hour
    words = f"{part}{count(hour)}点"
    if not value.minute:
        return words
    return f"{words}{'零' if value.minute < 10 else ''}{_cardinal(value.minute)}分"


def moment(value: datetime) -> str:
    """Read a day without its year, and the time, in the zone ``value`` carries."""
    return day(MonthDay(value.month, value.day)) + clock(value.time())


def _year(value: int) -> str:
    return "".join(_FIGURES[int(figure)] for figure in f"{value:04}") + "年"


# Written forms


def write_money(amount: Money) -> str:
    """Write an amount: 20.50元, 欠费12.30元."""
    return f"{OVERDUE if amount.fen < 0 else ''}{Money(abs(amount.fen))}元"


def write_ordinal(value: int | Decimal) -> str:
    """Write a place in a row: 第2."""
    return f"第{place(value)}"


def write_percent(value: int | Decimal) -> str:
    """Write a percentage: 99%."""
    return f"{plain(exact(value))}%"


def write_data(volume: DataSize) -> str:
    """Write an amount of data: 1.5G."""
    return f"{plain(not_negative(volume.amount))}{volume.unit.value[0]}"


def write_duration(length: Duration) -> str:
    """Write a length of time: 48小时, 1分30秒."""
    (first, unit), *rest = length.parts()
    if not rest:
        return f"{plain(not_negative(first))}{_DURATIONS[unit]}"
    return f"{plain(first)}分{''.join(plain(amount) + _DURATIONS[smaller] for amount, smaller in rest)}"


def write_day(value: date | MonthDay) -> str:
    """Write a day: 2026年11月3日."""
    words = f"{value.month}月{value.day}日"
    return words if isinstance(value, MonthDay) else f"{value.year}年{words}"


def write_month(value: YearMonth) -> str:
    """Write a month: 2009年9月."""
    return f"{value.year}年{value.month}月"


def write_moment(value: datetime) -> str:
    """Write a day without its year, and the time: 11月25日14:05."""
    return f"{value.month}月{value.day}日{value:%H:%M}"
