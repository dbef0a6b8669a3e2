"""How wide text is, without a font: by kinds of character, rather too wide than too narrow."""

from __future__ import annotations

import unicodedata

FULL, BROAD, CAPITAL, MIDDLE, NARROW, MONO = 1.0, 0.98, 0.76, 0.64, 0.4, 0.62
"""Widths in ems. DejaVu Sans, the broadest of the usual faces, fits; monospaced faces are 0.55 to 0.61."""
_NARROW = frozenset("fijlrtI.,:;'|!()[]{}/\\ -`")
_BROAD = frozenset("mwMW@%&")
_ON_TOP = frozenset({"Mn", "Me", "Cf"})
_WIDE = frozenset({"W", "F", "A"})
_NOT_FIRST = frozenset("，。、；：？！）】》”’%,.;:?!)]}…")
_NOT_LAST = frozenset("（【《“‘([{")


def width(text: str, size: float, *, mono: bool = False) -> float:
    """Return the width of ``text`` in pixels at ``size`` pixels to the em."""
    return sum(_ems(character, mono=mono) for character in text) * size


def wrapped(text: str, size: float, *, most: float, lines: int, mono: bool = False) -> tuple[str, ...]:
    """Return ``text`` in at most ``lines`` lines no wider than ``most`` pixels; an ellipsis says it goes on.

    The lines come out about equally long.
    """
    found = _broken(text, size, most, lines, mono=mono)
    while len(found) > 1 and not found[-1].endswith("…"):
        widest = max(width(line, size, mono=mono) for line in found)
        tighter = _broken(text, size, widest - 1, lines, mono=mono)
        if len(tighter) > len(found) or tighter[-1].endswith("…"):
            break
        found = tighter
    return found


def clipped(text: str, size: float, *, most: float, mono: bool = False) -> str:
    """Return ``text`` cut to ``most`` pixels, with an ellipsis if anything is cut."""
    if width(text, size, mono=mono) <= most:
        return text
    while text and width(f"{text}…", size, mono=mono) > most:
        text = text[:-1]
    if _within_braces(text):
        text = text[: text.rfind("{")]
    return f"{text.rstrip()}…"


def _broken(text: str, size: float, most: float, lines: int, *, mono: bool) -> tuple[str, ...]:
    rest = " ".join(text.split())
    found: list[str] = []
    while rest and len(found) < lines - 1:
        line = _first_line(rest, size, most, mono=mono)
        found.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    return (*found, clipped(rest, size, most=most, mono=mono)) if rest else tuple(found)


def _first_line(text: str, size: float, most: float, *, mono: bool) -> str:
    """Return as much of ``text`` as one line holds, cut where a reader expects it."""
    end = len(text)
    while end > 1 and width(text[:end].rstrip(), size, mono=mono) > most:
        end -= 1
    if end == len(text):
        return text
    return next((text[:cut] for cut in range(end, end // 3, -1) if _may_break(text, cut)), text[:end])


def _may_break(text: str, cut: int) -> bool:
    """Return whether a line may end before the character at ``cut``: not in a word, nor within braces."""
    before, after = text[cut - 1], text[cut]
    if after in _NOT_FIRST or before in _NOT_LAST or _within_braces(text[:cut]):
        return False
    return before in " _-" or after == " " or _is_full(before) or _is_full(after)


def _within_braces(text: str) -> bool:
    return text.rfind("{") > text.rfind("}")


def _is_full(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}


def _ems(character: str, *, mono: bool) -> float:
    if unicodedata.category(character) in _ON_TOP:
        return 0.0
    if unicodedata.east_asian_width(character) in _WIDE:
        return FULL
    if mono:
        return MONO
    if character in _NARROW:
        return NARROW
    if character in _BROAD:
        return BROAD
    return CAPITAL if character.isupper() else MIDDLE
