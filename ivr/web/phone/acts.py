"""What the browser says the caller did, within the stretch of time it was given."""

from __future__ import annotations

import re

from ivr.errors import BadValue
from ivr.line.asks import (
    Act,
    Doing,
    HungUp,
    KeysPressed,
    MessageLeft,
    Opening,
    Spoken,
    TransferCame,
    Transferred,
)
from ivr.model.values import Json

LONGEST_WORDS = 200
"""Characters somebody may type as what they say: one breath."""
_KEYS = re.compile(r"[0-9*#]{1,32}")


def read_act(data: Json, opening: Opening) -> Act | None:
    """Return the act in ``data``, moved into ``opening``; None for letting the stretch pass.

    ``{"do": "keys", "keys": "12"}``, ``{"do": "say", "words": "…"}``, ``{"do": "message", "seconds": 3.5}``,
    ``{"do": "hang_up"}`` or ``{"do": "transfer", "to": "answered"}``, each with ``at`` in seconds of the
    line's clock; ``{"do": "nothing"}``. Raises ``BadValue``.
    """
    if not isinstance(data, dict):
        raise BadValue("an act is an object")
    at = min(max(_seconds(data.get("at", opening.start)), opening.start), opening.until)
    match data:
        case {"do": "nothing"}:
            return None
        case {"do": "keys", "keys": str(keys)} if _KEYS.fullmatch(keys):
            return KeysPressed(at, keys)
        case {"do": "say", "words": str(words)} if 0 < len(words.strip()) <= LONGEST_WORDS:
            return Spoken(at, words.strip())
        case {"do": "message", "seconds": seconds} if opening.doing is Doing.RECORDING:
            return MessageLeft(at, _seconds(seconds))  # the line ends it where it has to
        case {"do": "hang_up"}:
            return HungUp(at)
        case {"do": "transfer", "to": str(to)} if _may_transfer(opening):
            return TransferCame(at, _transferred(to))
        case _:
            raise BadValue("this cannot be done on the line now")


def _may_transfer(opening: Opening) -> bool:
    return opening.doing is Doing.CONNECTING or opening.queued_since is not None


def _transferred(to: str) -> Transferred:
    try:
        return Transferred(to)
    except ValueError as error:
        raise BadValue(f"a transfer comes to {', '.join(one.value for one in Transferred)}") from error


def _seconds(data: Json) -> float:
    if isinstance(data, bool) or not isinstance(data, int | float) or not 0 <= data < float("inf"):
        raise BadValue("a time is a number of seconds")
    return float(data)
