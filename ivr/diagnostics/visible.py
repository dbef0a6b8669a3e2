"""Text that can be shown on any terminal: nothing hidden, nothing that moves the cursor, a known width."""

from __future__ import annotations

import unicodedata

_SHOWN_AS = {"\t": "→", "\n": "⏎", "\r": "⏎"}
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_ON_TOP = frozenset({"Mn", "Me"})


def visible(text: str) -> str:
    """Return ``text`` with every control, formatting and surrogate character replaced by one that shows."""
    if text.isprintable():
        return text
    return "".join(
        _SHOWN_AS.get(character, "\N{REPLACEMENT CHARACTER}")
        if unicodedata.category(character) in _HIDDEN
        else character
        for character in text
    )


def width(text: str) -> int:
    """Return how many terminal columns visible ``text`` takes: two for each wide character."""
    return sum(_columns(character) for character in text)


def clipped(text: str, most: int) -> str:
    """Return ``text``, cut after ``most`` characters with an ellipsis that says so."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _columns(character: str) -> int:
    if unicodedata.category(character) in _ON_TOP:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
