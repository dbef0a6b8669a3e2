"""Phrases as they are compared: what a recogniser adds to them, or leaves out, does not matter."""

from __future__ import annotations

from functools import lru_cache

_MOST_KEPT = 4096
"""Phrases kept as they are compared; what callers say passes through here too, so there is a bound."""


@lru_cache(maxsize=_MOST_KEPT)
def plain(text: str) -> str:
    """Return ``text`` without capitals and punctuation, and without the spaces they leave."""
    return " ".join("".join(c for c in text.casefold() if c.isalnum() or c in " '").split())
