"""What is asked of the back office and of the messenger, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ivr.model.ids import Msisdn
from ivr.model.values import NOTHING, Record

UNAVAILABLE = "unavailable"
"""The outcome every operation has: surely not done."""
UNSURE = "unsure"
"""The outcome every change has: sent, no answer came back, so it may have been done."""
NOT_OURS = "not_ours"
"""The outcome of a lookup about a number that is not one of ours."""


class Effect(Enum):
    """What an operation does to the world."""

    READ = "read"
    WRITE = "write"
    DESTRUCTIVE = "destructive"


@dataclass(frozen=True, slots=True)
class OfficeRequest:
    """One operation to be performed, under a key the office deduplicates on.

    ``subscriber`` is whom it is about, the caller where it is about the call; None for a withheld number.
    ``caller`` is the calling number, None when withheld. ``proves`` are the outcomes that prove who the
    subscriber is; where there are any, every attempt is counted. ``repeated``: an earlier try under this key
    may have been done, so that a refusal now says nothing about that one.
    """

    key: str
    operation: str
    effect: Effect
    subscriber: Msisdn | None
    caller: Msisdn | None = None
    arguments: Record = NOTHING
    proves: frozenset[str] = frozenset()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class OfficeAnswer:
    """An outcome of the operation's contract, with the values that outcome gives.

    ``reached`` is False when the request surely never got to the office.
    """

    outcome: str
    values: Record = NOTHING
    reached: bool = True


@dataclass(frozen=True, slots=True)
class Message:
    """A text to a subscriber's phone; ``key`` makes a repeat harmless."""

    key: str
    to: Msisdn
    text: str


class Delivery(Enum):
    """What became of a text: taken over for sending, surely not, or nobody knows."""

    ACCEPTED = "accepted"
    UNAVAILABLE = "unavailable"
    UNSURE = "unsure"
