"""Letting time pass on the line while the caller may act."""

from __future__ import annotations

from ivr.line.asks import (
    NOTHING_TAKEN,
    Act,
    Doing,
    HungUp,
    KeysPressed,
    Opening,
    Running,
    Takes,
    TransferCame,
    Transferred,
)
from ivr.line.asks import Failure as _Failure
from ivr.line.asks import Reply as _Reply
from ivr.line.carrier import TypeAhead
from ivr.line.limits import CLOCK_CAP_S, KEY_GAP_S
from ivr.line.state import Line


def attend(
    line: Line, doing: Doing, *, until: float, takes: Takes = NOTHING_TAKEN, listening: int = 0
) -> Running[Act | None]:
    """Wait for the caller's next act, at most until ``until``; keys come one at a time.

    Moves the line's clock to the act, or to ``until``. A call that reaches ``CLOCK_CAP_S`` is hung up.
    """
    end = min(until, CLOCK_CAP_S)
    while True:
        if line.in_air:
            at, key = line.in_air[0]
            if at > end:
                break
            del line.in_air[0]
            line.now = max(line.now, at)
            return KeysPressed(line.now, key)
        if line.now >= end:
            break
        act = yield Opening(line.now, end, doing, takes, listening, line.queued_since)
        match act:
            case None:
                break
            case _Reply() | _Failure():
                raise TypeError(f"an opening was answered by {act!r}")
            case KeysPressed(at, keys):
                _check(at, line.now, end)
                line.in_air.extend((at + place * KEY_GAP_S, key) for place, key in enumerate(keys))
            case TransferCame(at, Transferred.NOBODY) if line.queued_since is not None:
                line.now = _check(at, line.now, end)  # a queue nobody serves just goes on
            case _:
                line.now = _check(act.at, line.now, end)
                return act
    line.now = max(line.now, end)
    return HungUp(line.now) if line.now >= CLOCK_CAP_S else None


def sit_through(line: Line, doing: Doing, *, until: float) -> Running[HungUp | TransferCame | None]:
    """Let a stretch pass in which keys and words reach nobody; return what ended it early."""
    while True:
        act = yield from attend(line, doing, until=until)
        match act:
            case None | HungUp() | TransferCame():
                return act
            case KeysPressed(_, keys) if line.carrier.type_ahead is TypeAhead.BUFFER:
                line.ahead.append(keys)
            case _:
                pass  # said or pressed to nobody


def _check(at: float, start: float, until: float) -> float:
    if not start <= at <= until:
        raise ValueError(f"an act at {at} does not lie between {start} and {until}")
    return at
