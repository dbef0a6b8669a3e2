"""What happened outside: the only things that move a call on.

Every event carries the moment it happened (aware, UTC): the core never reads a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TypeAlias

from ivr.model.ids import CallSid, Msisdn
from ivr.model.office import OfficeAnswer


class Channel(Enum):
    """How the caller reaches us."""

    VOICE = "voice"
    SMS = "sms"


class TransferResult(Enum):
    """What became of putting a caller through to a person."""

    ANSWERED = "answered"
    NOBODY = "nobody"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Arrived:
    """A call came in. ``caller`` is None when the number is withheld; ``called`` is what was dialled.

    ``vouched``: the network stands for the number, so that a caller on their own number counts as proven.
    ``account`` is the carrier's account the call is on, under which recordings are kept.
    """

    at: datetime
    sid: CallSid
    caller: Msisdn | None
    called: str
    channel: Channel = Channel.VOICE
    vouched: bool = False
    account: str = ""


@dataclass(frozen=True, slots=True)
class Digits:
    """Keys were pressed, of ``0123456789*#``; empty when what came was no keys at all."""

    at: datetime
    keys: str


@dataclass(frozen=True, slots=True)
class Silence:
    """The caller did nothing while we listened."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Speech:
    """The caller said something; ``text`` is the recogniser's guess."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Returned:
    """The operation asked under ``key`` has its answer."""

    at: datetime
    key: str
    answer: OfficeAnswer


@dataclass(frozen=True, slots=True)
class StillWaiting:
    """The operation asked has no answer yet, and the caller should hear something; ``first`` for this one."""

    at: datetime
    first: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """The caller has spoken into a recording of ``lasted_s`` seconds, the silence that ended it included.

    ``recording`` is the carrier's id of it; None when there is none.
    """

    at: datetime
    recording: str | None
    lasted_s: float
    hung_up: bool = False
    silence_ended_it: bool = False

    def spoken_s(self, silence_s: float) -> float:
        """Return the seconds of speech, ``silence_s`` being the silence that ends a recording."""
        return max(0.0, self.lasted_s - silence_s) if self.silence_ended_it else self.lasted_s


@dataclass(frozen=True, slots=True)
class CallBackWanted:
    """A caller waiting for a person would rather be called back."""

    at: datetime


@dataclass(frozen=True, slots=True)
class TransferEnded:
    """Putting through came to an end."""

    at: datetime
    result: TransferResult


@dataclass(frozen=True, slots=True)
class HungUp:
    """The caller is gone."""

    at: datetime


@dataclass(frozen=True, slots=True)
class GoneForGood:
    """The caller has hung up while being recorded, and no recording has come; what is owed is done now."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Broke:
    """Our own code failed at the step the call is at; the caller gets an apology and a person."""

    at: datetime
    reason: str


Event: TypeAlias = (
    Arrived
    | Digits
    | Silence
    | Speech
    | Returned
    | StillWaiting
    | Recorded
    | CallBackWanted
    | TransferEnded
    | HungUp
    | GoneForGood
    | Broke
)
