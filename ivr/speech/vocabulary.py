"""Everything values are read aloud with, cut into pieces that other pieces can be joined to.

The pieces are what the readers themselves say (``ivr.wording``), as large as pays off: 二十元 in one breath
sounds better than 二十 and 元, and there are only a hundred of them. What is not here as a whole is joined
from smaller pieces; nothing a reader says is without pieces (the tests read values at random).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

from ivr.model.money import FEN_PER_YUAN, Money
from ivr.wording import english as en
from ivr.wording import mandarin as zh
from ivr.wording.kinds import ENGLISH, MANDARIN
from ivr.wording.readings import DataSize, DataUnit, Duration, DurationUnit, MonthDay, YearMonth

YEARS = range(2000, 2050)
"""Years said in one breath; others are joined from their figures."""
MOST_ZEROS = 12
"""Longest run of zeros that is counted: a ticket of twelve."""


def vocabulary(language: str) -> tuple[str, ...]:
    """Return the pieces of a language, each once."""
    match language:
        case "zh-CN":
            found = _mandarin()
        case "en":
            found = _english()
        case _:
            raise KeyError(f"nothing is read in {language!r}; languages are {MANDARIN}, {ENGLISH}")
    return tuple(dict.fromkeys(found))


def _days() -> Iterator[MonthDay]:
    yield from (MonthDay(1, number) for number in range(1, 32))


def _mandarin() -> Iterator[str]:
    numbers = [zh.number(n) for n in range(100)]
    inside = [zh.number(n)[len("一百") :] for n in range(110, 120)]  # 一十 to 一十九, as after 百
    for words in (*numbers, *inside, "两"):
        yield words
        yield f"{words}元"
    for unit in ("百", "千"):
        for figure in ("一", "二", "两", "三", "四", "五", "六", "七", "八", "九"):
            yield from (f"{figure}{unit}", f"{figure}{unit}元")
    yield from (
        "百",
        "千",
        "万",
        "亿",
        "元",
        "一万",
        "两万",
        "一亿",
        "两亿",
        "负",
        "点",
        "第",
        "百分之",
        "百分之百",
    )
    for fen in range(1, 10):
        jiao = zh.money(Money(fen * 10))
        yield from (jiao, zh.money(Money(fen)), f"零{zh.number(fen)}分")
    yield from ("二角", "二分", zh.OVERDUE)
    yield from (zh.digits(str(figure)) for figure in range(10))
    yield from (zh.digits("0" * many) for many in range(2, MOST_ZEROS + 1))
    yield from ("个零", "开头", "尾号")
    yield from (zh.ordinal(n) for n in range(1, 21))
    for month in range(1, 13):
        yield zh.day(MonthDay(month, 1)).removesuffix("一日")
    yield from (zh.day(one).removeprefix("一月") for one in _days())
    yield from (zh.month(YearMonth(year, 1)).removesuffix("一月") for year in YEARS)
    yield "年"
    for hour in range(24):
        yield zh.clock(time(hour))
    for minute in range(1, 60):
        yield zh.clock(time(0, minute)).removeprefix(zh.clock(time(0)))
    for lasting in DurationUnit:
        for amount in (1, 2, 48):
            words = zh.duration(Duration(amount, lasting))
            yield from (words, words.removeprefix(zh.count(amount)))
    yield "分"
    yield from (zh.data(DataSize(2, unit)).removeprefix("两") for unit in DataUnit)


def _english() -> Iterator[str]:
    numbers = [en.number(n) for n in range(100)]
    yield from numbers
    for yuan in range(100):
        yield en.money(Money(yuan * FEN_PER_YUAN))
    for fen in range(1, 100):
        yield from (en.money(Money(fen)), f"and {en.money(Money(fen))}")
    for hundreds in range(1, 10):
        yield from (f"{numbers[hundreds]} hundred", f"{numbers[hundreds]} hundred yuan")
    yield from ("hundred", "thousand", "million", "billion", "trillion", "and", "yuan", "fen", en.OVERDUE)
    yield from ("minus", "point", "percent", "at", "oh", "a.m.", "p.m.", "ending", "the number starting")
    yield from (en.digits("0" * many) for many in range(2, MOST_ZEROS + 1))
    yield "zeros"
    for month in range(1, 13):
        yield en.day(MonthDay(month, 1)).split(" ")[0]
    yield from (en.day(one).removeprefix("January ") for one in _days())
    for year in YEARS:
        yield en.day(date(year, 1, 1)).removeprefix("January first, ")
    yield from (f"oh {numbers[n]}" for n in range(1, 10))
    for hour in range(24):
        yield en.clock(time(hour))
    yield from _english_units()


def _english_units() -> Iterator[str]:
    for amount in (1, 2):
        yield from (en.duration(Duration(amount, unit)).split(" ")[1] for unit in DurationUnit)
        yield from (en.data(DataSize(amount, unit)).split(" ")[1] for unit in DataUnit)
