"""A wording laid over a text: does it fit, and what stands in its holes.

Without regular expressions, whose backtracking a hostile text can make endless: where each part may begin is
found from the back, then the holes are filled from the front, each as short as the rest allows. A hole takes
only words its kind can be read as, so that one prompt is not taken for a longer one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import TypeAlias

from ivr.errors import BadValue
from ivr.model.money import Money
from ivr.wording.kinds import read
from ivr.wording.readings import Readable
from ivr.wording.templates import EACH

_ANYTHING = frozenset({"text", EACH})
_WORD = re.compile(r"[A-Za-z]+|.", re.DOTALL)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Gap:
    """A hole as it is heard. Only ``words`` stand in it, at least one; None: anything, even nothing."""

    name: str
    words: frozenset[str] | None = None


Parts: TypeAlias = tuple[str | Gap, ...]


def in_line(parts: Iterable[str | Gap]) -> Parts:
    """Return ``parts`` as the carrier reads a text: one space for many, none at the ends."""
    whole: list[str | Gap] = []
    for part in parts:
        last = whole[-1] if whole else None
        if isinstance(part, str) and isinstance(last, str):
            whole[-1] = last + part
        else:
            whole.append(part)
    for place, part in enumerate(whole):
        if isinstance(part, str):
            one = _SPACES.sub(" ", part)
            one = one if place else one.lstrip()
            whole[place] = one if place < len(whole) - 1 else one.rstrip()
    return tuple(part for part in whole if part != "")


def laid_over(parts: Parts, text: str, *, cut: bool = False) -> dict[str, str] | None:
    """Return what stands in each hole, by name, or None when ``parts`` do not make up ``text``.

    With ``cut``, ``text`` is only how they begin; the hole it breaks off in is left out.
    """
    if not cut and not _in_order(parts, text):
        return None
    begins = _begins(parts, text, cut=cut)
    if 0 not in begins[0]:
        return None
    found: dict[str, str] = {}
    at = 0
    for part, ends in zip(parts, begins[1:], strict=True):
        if isinstance(part, str):
            end = at + len(part)
            if end not in ends or not text.startswith(part, at):
                break
        else:
            shortest = _end(part, text, at, ends)
            if shortest is None:
                break
            end = shortest
            found.setdefault(part.name, text[at:end])
        at = end
    return found


def _in_order(parts: Parts, text: str) -> bool:
    """Return whether the words between the holes are all there, one after the other: nearly always not."""
    at = 0
    for part in parts:
        if isinstance(part, str):
            at = text.find(part, at) + len(part)
            if at < len(part):
                return False
    first, last = (parts[0], parts[-1]) if parts else ("", "")
    return (not isinstance(first, str) or text.startswith(first)) and (
        not isinstance(last, str) or text.endswith(last)
    )


def _begins(parts: Parts, text: str, *, cut: bool) -> list[Collection[int]]:
    """Return, for each part and the end, where it may begin so that what is left can be made up."""
    end = len(text)
    begins: list[Collection[int]] = [{end}]
    for part in reversed(parts):
        after = begins[-1]
        if isinstance(part, str):
            long = len(part)
            here = {at - long for at in after if at >= long and text.startswith(part, at - long)}
            if cut:
                here.update(at for at in range(max(0, end - long + 1), end) if part.startswith(text[at:]))
        else:
            here = _starts(part, text, after)
            if cut:
                here |= _starts(part, text, {end}) - {end}
        begins.append(here)
    return begins[::-1]


def _starts(gap: Gap, text: str, ends: Collection[int]) -> set[int]:
    """Return where ``gap`` may begin to reach one of ``ends``."""
    last = max(ends, default=-1)
    if gap.words is None:
        return set(range(last + 1))
    found: set[int] = set()
    longs = _lengths(gap.words) or (0,)
    nearest = min(ends, default=0)
    for at in range(last - 1, -1, -1):
        if at + longs[-1] < nearest:
            break  # nothing reaches from here on
        if any(
            (at + long in ends or at + long in found) and text[at : at + long] in gap.words for long in longs
        ):
            found.add(at)
            nearest = min(nearest, at)
    return found


def _end(gap: Gap, text: str, start: int, ends: Collection[int]) -> int | None:
    """Return the nearest of ``ends`` that ``gap`` can reach from ``start``."""
    if gap.words is None:
        return min((end for end in ends if end >= start), default=None)
    longs = _lengths(gap.words)
    reached = {start}
    for at in range(start, len(text) + 1):
        if at in reached:
            if at > start and at in ends:
                return at
            reached.update(at + long for long in longs if text[at : at + long] in gap.words)
    return None


@cache
def _lengths(words: frozenset[str]) -> tuple[int, ...]:
    """Return how long ``words`` are, each length once, in order."""
    return tuple(sorted({len(word) for word in words}))


# The words a kind is read with: those its reader uses for a spread of values, so that nothing is listed twice


@cache
def words_of(kind: str, language: str, *, written: bool) -> frozenset[str] | None:
    """Return the words values of ``kind`` are read with, letters together and all else singly.

    None for kinds that hold anything.
    """
    if kind in _ANYTHING:
        return None
    found: set[str] = set()
    for value in _SPREAD:
        with suppress(BadValue):
            found.update(_WORD.findall(read(kind, value, language=language, written=written)))
    return frozenset(found)


def _spread() -> tuple[Readable, ...]:
    """Return values that bring out every word of every kind."""
    new_year = datetime(1800, 1, 1, tzinfo=UTC)
    numbers = (*range(-1, 121), *(many * 10**power for many in (1, 2) for power in range(3, 13)))
    days = range(366)  # every day of a year, minute of an hour and hour of a day; every way to say a year
    return (
        *numbers,
        Decimal("0.12345678"),
        *(Money(fen) for fen in range(100)),
        *(Money(100 * yuan) for yuan in numbers),
        "0123456789",
        "138****8000",
        "00",
        *(new_year.replace(year=1800 + one, hour=one % 24, minute=one % 60) + timedelta(one) for one in days),
    )


_SPREAD = _spread()
