"""English for values, spoken and written.

British "and" in numbers, American order in dates, the twelve-hour clock, "zero" for the digit 0, and
"overdue" for money that is owed (``reference/domain-10086.md`` section 4.2). A place in a row is a plain
number, because English callers hear "item two": the prompt supplies the noun before it.

Functions named ``write_…`` give the form for text messages.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal

from ivr.model.money import FEN_PER_YUAN, Money
from ivr.wording.readings import (
    DataSize,
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

PAUSE = ", "
OVERDUE = "overdue"

# In rows, so that a missing word shows.
# fmt: off
_BELOW_TWENTY = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
# Not from ``calendar``: its names follow the server's locale.
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)
# fmt: on
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_THOUSANDS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
_IRREGULAR_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_SHORT_MONTH = 3
_NOON = 12


# Numbers


def number(value: int | Decimal) -> str:
    """Read a number: one hundred and ten, one point five, minus five."""
    value = exact(value)
    words = _cardinal(int(size(value)))
    if after := decimals(value):
        words += f" point {_one_by_one(after)}"
    return f"minus {words}" if value < 0 else words


def count(value: int | Decimal) -> str:
    """Read how many of something there are."""
    return number(not_negative(value))


def ordinal(value: int | Decimal) -> str:
    """Read a place in a row as it follows its noun: (item) two."""
    return _cardinal(place(value))


def percent(value: int | Decimal) -> str:
    """Read a percentage."""
    return f"{number(value)} percent"


def data(volume: DataSize) -> str:
    """Read an amount of data: one point five gigabytes."""
    return f"{count(volume.amount)} {_plural(volume.unit.name.lower(), volume.amount)}"


def duration(length: Duration) -> str:
    """Read a length of time in its own unit: forty-eight hours, one minute and thirty seconds."""
    return " and ".join(f"{count(amount)} {_unit(unit, amount)}" for amount, unit in length.parts())


def money(amount: Money) -> str:
    """Read an amount in yuan and fen, without what is zero."""
    yuan, fen = divmod(abs(amount.fen), FEN_PER_YUAN)
    parts = [f"{number(yuan)} yuan"] if yuan or not fen else []
    if fen:
        parts.append(f"{number(fen)} fen")
    words = " and ".join(parts)
    return f"{words} {OVERDUE}" if amount.fen < 0 else words


def _cardinal(value: int) -> str:
    if value < 1000:
        return _below_thousand(value)
    unit, name = next(pair for pair in _THOUSANDS if value >= pair[0])
    high, low = divmod(value, unit)
    words = f"{_below_thousand(high)} {name}"
    if not low:
        return words
    return f"{words} and {_cardinal(low)}" if low < 100 else f"{words} {_cardinal(low)}"


def _below_thousand(value: int) -> str:
    if value < 100:
        return _below_hundred(value)
    hundreds, low = divmod(value, 100)
    words = f"{_BELOW_TWENTY[hundreds]} hundred"
    return f"{words} and {_below_hundred(low)}" if low else words


def _below_hundred(value: int) -> str:
    if value < len(_BELOW_TWENTY):
        return _BELOW_TWENTY[value]
    tens, low = divmod(value, 10)
    return f"{_TENS[tens]}-{_BELOW_TWENTY[low]}" if low else _TENS[tens]


def _unit(unit: DurationUnit, amount: int | Decimal) -> str:
    return _plural(unit.name.lower(), amount)


def _plural(noun: str, amount: int | Decimal) -> str:
    return noun if amount == 1 else f"{noun}s"


# Digits


def digits(value: str) -> str:
    """Read digits one by one; zeros only are counted: four zeros."""
    return _grouped((value,))


def phone(value: str) -> str:
    """Read a phone number, 3-4-4 when it has eleven digits; a masked one by its two ends."""
    if "*" in value:
        start, end = value.partition("*")[0], value.rpartition("*")[2]
        return f"the number starting {_one_by_one(start)}{PAUSE}ending {_one_by_one(end)}"
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
    """Read text as it is, the digits in it one by one, apart from the letters beside them."""

    def spoken(run: re.Match[str]) -> str:
        before = " " if value[: run.start()][-1:].isalnum() else ""
        after = " " if value[run.end() :][:1].isalnum() else ""
        return before + digits("".join(str(int(figure)) for figure in run[0])) + after

    return re.sub(r"\d+", spoken, value)


def _grouped(groups: tuple[str, ...]) -> str:
    return joined(groups, PAUSE, one_by_one=_one_by_one, zeros=lambda many: f"{number(many)} zeros")


def _one_by_one(group: str) -> str:
    return " ".join(_BELOW_TWENTY[int(figure)] for figure in group)


# Days and times


def day(value: date | MonthDay) -> str:
    """Read a day: November third, twenty twenty-six."""
    words = f"{_MONTHS[value.month - 1]} {_ordinal_word(value.day)}"
    return words if isinstance(value, MonthDay) else f"{words}, {_year(value.year)}"


def month(value: YearMonth) -> str:
    """Read a month of a year: September two thousand and nine."""
    return f"{_MONTHS[value.month - 1]} {_year(value.year)}"


def clock(value: time) -> str:
    """Read a time of day by the twelve-hour clock: ten oh two p.m. Seconds are not read."""
    if not value.minute and value.hour == 0:
        return "midnight"
    if not value.minute and value.hour == _NOON:
        return "twelve noon"
    words = _below_hundred(value.hour % _NOON or _NOON)
    if value.minute:
        words += f" {'oh ' if value.minute < 10 else ''}{_below_hundred(value.minute)}"
    return f"{words} {'a.m.' if value.hour < _NOON else 'p.m.'}"


def moment(value: datetime) -> str:
    """Read a day without its year, and the time, in the zone ``value`` carries."""
    return f"{day(MonthDay(value.month, value.day))} at {clock(value.time())}"


def _year(value: int) -> str:
    """Return a year as people say it: in two halves, but for the first ten of each thousand."""
    high, low = divmod(value, 100)
    if value < 1000 or value % 1000 < 10:
        return _cardinal(value)
    if not low:
        return f"{_below_hundred(high)} hundred"
    return f"{_below_hundred(high)} {'oh ' if low < 10 else ''}{_below_hundred(low)}"


def _ordinal_word(value: int) -> str:
    """Return the ordinal of a number below a hundred: twenty-first."""
    start, hyphen, last = _below_hundred(value).rpartition("-")
    ending = _IRREGULAR_ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return start + hyphen + ending


# Written forms


def write_money(amount: Money) -> str:
    """Write an amount: 20.50 yuan, overdue 12.30 yuan."""
    return f"{OVERDUE + ' ' if amount.fen < 0 else ''}{Money(abs(amount.fen))} yuan"


def write_ordinal(value: int | Decimal) -> str:
    """Write a place in a row as it follows its noun: (item) 2."""
    return str(place(value))


def write_percent(value: int | Decimal) -> str:
    """Write a percentage: 99%."""
    return f"{plain(exact(value))}%"


def write_data(volume: DataSize) -> str:
    """Write an amount of data: 1.5 GB."""
    return f"{plain(not_negative(volume.amount))} {volume.unit.value}"


def write_duration(length: Duration) -> str:
    """Write a length of time: 48 hours, 1 minute 30 seconds."""
    return " ".join(f"{plain(not_negative(amount))} {_unit(unit, amount)}" for amount, unit in length.parts())


def write_day(value: date | MonthDay) -> str:
    """Write a day: 3 Nov 2026."""
    words = f"{value.day} {_short(value.month)}"
    return words if isinstance(value, MonthDay) else f"{words} {value.year}"


def write_month(value: YearMonth) -> str:
    """Write a month: Sep 2009."""
    return f"{_short(value.month)} {value.year}"


def write_moment(value: datetime) -> str:
    """Write a day without its year, and the time: 25 Nov 14:05."""
    return f"{value.day} {_short(value.month)} {value:%H:%M}"


def _short(value: int) -> str:
    return _MONTHS[value - 1][:_SHORT_MONTH]
