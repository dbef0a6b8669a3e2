"""What the readers of every language share: the values they take, and how digits fall into groups.

Most values are those of flows (``ivr.model.values``). A duration, an amount of data, a month and a day
without its year have no type there, so they have one here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

from ivr.errors import BadValue
from ivr.model.ids import msisdn
from ivr.model.money import MOST_YUAN
from ivr.model.values import Value

LARGEST = MOST_YUAN
"""Numbers beyond this, either way, are refused: nobody follows them by ear. The same as for money."""
MOST_DECIMALS = 8
"""Decimals read at most. Our choice: a percentage or an allowance has two, and each takes time to say."""

_GROUP = 4
_CODE_GROUP = 3
_SHORT_PHONE = 6
"""Hotlines and emergency numbers (110, 10086, 95588, 116114) have at most six digits: read in one go."""
_FIRST_LEAP_YEAR = 4


class DurationUnit(Enum):
    """The units a duration is given in, by their signs on the command line."""

    SECOND = "s"
    MINUTE = "min"
    HOUR = "h"
    DAY = "d"
    MONTH = "mo"


class DataUnit(Enum):
    """The units an amount of data is given in."""

    KILOBYTE = "KB"
    MEGABYTE = "MB"
    GIGABYTE = "GB"
    TERABYTE = "TB"


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in the unit it was given in: 48 hours are not two days."""

    amount: int | Decimal
    unit: DurationUnit

    def parts(self) -> tuple[tuple[int | Decimal, DurationUnit], ...]:
        """Return what is read one after the other: whole seconds from 60 up as minutes and seconds."""
        if self.unit is not DurationUnit.SECOND or not isinstance(self.amount, int) or self.amount < 60:
            return ((self.amount, self.unit),)
        minutes, seconds = divmod(self.amount, 60)
        whole: tuple[tuple[int | Decimal, DurationUnit], ...] = ((minutes, DurationUnit.MINUTE),)
        return (*whole, (seconds, DurationUnit.SECOND)) if seconds else whole


@dataclass(frozen=True, slots=True)
class DataSize:
    """An amount of data in the unit it was given in."""

    amount: int | Decimal
    unit: DataUnit


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day without its year; raises ``BadValue`` when no year has it."""

    month: int
    day: int

    def __post_init__(self) -> None:
        try:
            date(_FIRST_LEAP_YEAR, self.month, self.day)
        except ValueError as wrong:
            raise BadValue(f"no year has a day {self.month:02}-{self.day:02}") from wrong


@dataclass(frozen=True, slots=True)
class YearMonth:
    """A month of a year; raises ``BadValue`` when there is none such."""

    year: int
    month: int

    def __post_init__(self) -> None:
        try:
            date(self.year, self.month, 1)
        except ValueError as wrong:
            raise BadValue(f"there is no month {self.year:04}-{self.month:02}") from wrong


Readable: TypeAlias = "Value | time | MonthDay | YearMonth | Duration | DataSize"
"""What can be read: the values of flows, and those that only a command line or a reader has."""


# Numbers


def size(number: int | Decimal) -> int | Decimal:
    """Return ``number`` without its sign."""
    return -number if number < 0 else number


def exact(number: int | Decimal) -> int | Decimal:
    """Return ``number`` as a whole number where it is one; raise ``BadValue`` when it is beyond reading."""
    if isinstance(number, Decimal) and not number.is_finite():
        raise BadValue("this is not a number that can be read")
    if not number:
        return 0
    if size(number) > LARGEST:
        raise BadValue(f"a number is read up to {LARGEST}, either side of zero")
    if isinstance(number, int):
        return number
    # The exponent first: written out, a number such as 1e-999999 would fill the memory with zeros.
    if number.adjusted() < -MOST_DECIMALS or len(decimals(number)) > MOST_DECIMALS:
        raise BadValue(f"a number is read with at most {MOST_DECIMALS} decimals")
    return number if decimals(number) else int(number)


def not_negative(number: int | Decimal) -> int | Decimal:
    """Return ``number`` as ``exact`` does; raise ``BadValue`` below zero too."""
    number = exact(number)
    if number < 0:
        raise BadValue("this cannot be below zero")
    return number


def place(number: int | Decimal) -> int:
    """Return ``number`` as a place in a row; raise ``BadValue`` when it is not a whole number from 1 on."""
    number = exact(number)
    if not isinstance(number, int) or number < 1:
        raise BadValue("a place in a row is a whole number from 1 on")
    return number


def decimals(number: int | Decimal) -> str:
    """Return the digits after the point, without the zeros at their end: ``5`` of 1.50, nothing of 2.00."""
    _, _, after = f"{number:f}".partition(".") if isinstance(number, Decimal) else ("", "", "")
    return after.rstrip("0")


def plain(number: int | Decimal) -> str:
    """Return ``number`` in figures, without zeros at the end: ``1.5``."""
    after = decimals(number)
    whole = f"{'-' if number < 0 else ''}{int(size(number))}"
    return f"{whole}.{after}" if after else whole


# Digits


def phone_groups(digits: str) -> tuple[str, ...]:
    """Return the groups of a phone number: fours from the right (3-4-4, 3-4, 4-4), short numbers whole.

    A single digit is never left alone in front: nine digits are 5-4.
    """
    if len(digits) <= _SHORT_PHONE:
        return (digits,)
    return tuple(part[::-1] for part in reversed(in_groups(digits[::-1], _GROUP)))


def code_groups(digits: str) -> tuple[str, ...]:
    """Return the groups of a one-time code: threes where they come out even, otherwise as ``in_fours``."""
    return in_fours(digits) if len(digits) % _CODE_GROUP else in_groups(digits, _CODE_GROUP)


def in_fours(digits: str) -> tuple[str, ...]:
    """Return the groups of a ticket or a port: fours from the left; a single last digit joins its neighbour.

    Eight digits are 4-4, twelve 4-4-4, ten 4-4-2, nine 4-5, five one group.
    """
    return in_groups(digits, _GROUP)


def in_groups(digits: str, size: int) -> tuple[str, ...]:
    """Return ``digits`` in groups of ``size`` from the left, none of them a single digit unless it is all."""
    groups = [digits[start : start + size] for start in range(0, len(digits), size)]
    if len(groups) > 1 and len(groups[-1]) == 1:
        last = groups.pop()
        groups[-1] += last
    return tuple(groups)


def joined(
    groups: tuple[str, ...], pause: str, *, one_by_one: Callable[[str], str], zeros: Callable[[int], str]
) -> str:
    """Return the words for groups of digits, ``pause`` between them.

    A run of zeros cannot be counted by ear, so a value of zeros only is counted as a whole, and so is a
    full group of them inside a longer value.
    """
    whole = "".join(groups)
    if len(whole) > 1 and not whole.strip("0"):
        return zeros(len(whole))
    return pause.join(
        one_by_one(group) if len(group) < _GROUP or group.strip("0") else zeros(len(group))
        for group in groups
    )


def bare_digits(text: str) -> str:
    """Return ``text`` when it is ASCII digits and nothing else; raise ``BadValue`` otherwise."""
    if not _DIGITS.fullmatch(text):
        raise BadValue("this is read from digits 0 to 9 and nothing else")
    return text


def phone_digits(text: str) -> str:
    """Return a phone number's digits without country code and separators, or a masked number as it is."""
    if _MASKED.fullmatch(text):
        return text
    bare = text.replace("-", "").replace(" ", "")
    return msisdn(bare) or bare_digits(bare.removeprefix("+"))


_DIGITS = re.compile(r"[0-9]+")
_MASKED = re.compile(r"[0-9]{2,}\*+[0-9]{2,}")
