"""Numbers as logs may show them."""

from __future__ import annotations

_HEAD = 3
_TAIL = 4


def masked(number: str | None) -> str:
    """Return ``number`` as ``138****8000``; ``withheld`` for None."""
    if number is None:
        return "withheld"
    return f"{number[:_HEAD]}****{number[-_TAIL:]}"
