"""One call on the line: where it is, and what was heard, requested and complained about so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import TypeAlias

from ivr.errors import IvrError
from ivr.line.asks import HungUp, Params, TransferCame
from ivr.line.carrier import Carrier, TypeAhead


class Status(Enum):
    """``CallStatus`` (2.4)."""

    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    BUSY = "busy"
    NO_ANSWER = "no-answer"


class Sound(Enum):
    """What kind of thing was heard."""

    SAY = "say"
    PLAY = "play"
    BEEP = "beep"


@dataclass(frozen=True, slots=True)
class Heard:
    """Something the caller heard, from ``at``; ``cut`` when it did not come to its end."""

    at: float
    kind: Sound
    text: str = ""
    language: str = ""
    url: str = ""
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Requested:
    """One HTTP hop to the application, with what the verb added to the standard parameters."""

    at: float
    method: str
    url: str
    params: Params


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the carrier logs: its code, and what is wrong in words."""

    code: str
    text: str


class CarrierFault(IvrError):
    """An error of the carrier's: the document cannot go on; the fallback is asked, or the call ends."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.complaint = Complaint(code, text)


class CallerGaveUp(IvrError):
    """The simulated caller has had enough (``limits.FETCH_CAP`` and its neighbours)."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Who calls whom, and the ids the carrier gave the call."""

    call_sid: str
    account_sid: str
    caller: str
    called: str


@dataclass(frozen=True, slots=True)
class Next:
    """Go on with the next verb."""


@dataclass(frozen=True, slots=True)
class Goto:
    """Ask the application for another document.

    ``brief`` leaves out all standard parameters but the ids; ``standard`` are others in their place.
    """

    url: str
    method: str
    params: Params = ()
    brief: bool = False
    standard: Params | None = None


@dataclass(frozen=True, slots=True)
class Over:
    """The line ends the call; ``ended`` as in the report."""

    ended: str


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The verb was ended from outside; ``last`` is a request owed even though nobody listens any more."""

    by: HungUp | TransferCame
    last: Goto | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """The queue was left."""


Result: TypeAlias = Next | Goto | Over | Interrupted | Left


@dataclass(slots=True)
class Line:
    """A call as the carrier keeps it. ``new_id`` makes an id from its two-letter prefix.

    ``started`` is only for the ``Timestamp`` of status callbacks. ``in_air`` holds keys already pressed
    whose moment has not come; ``ahead``, those pressed before anything listened.
    """

    parties: Parties
    new_id: Callable[[str], str]
    started: datetime
    carrier: Carrier = field(default_factory=Carrier)
    fallback_url: str | None = None
    status_url: str | None = None
    now: float = 0.0
    status: Status = Status.RINGING
    answered_at: float | None = None
    heard: list[Heard] = field(default_factory=list)
    requested: list[Requested] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    in_air: list[tuple[float, str]] = field(default_factory=list)
    ahead: list[str] = field(default_factory=list)
    owed: list[Goto] = field(default_factory=list)
    fetches: int = 0
    standstill: int = 0
    stood_at: float = -1.0
    listening: int = 0
    queued_since: float | None = None
    connected_to: str | None = None


def answer(line: Line) -> None:
    """Pick up the phone, once (2.4)."""
    if line.answered_at is None:
        line.answered_at = line.now
        line.status = Status.IN_PROGRESS


def begin_sound(line: Line, kind: Sound, *, text: str = "", language: str = "", url: str = "") -> int:
    """Note that a sound starts now; return its place in ``line.heard``."""
    line.heard.append(Heard(round(line.now, 3), kind, text, language, url))
    return len(line.heard) - 1


def cut_sound(line: Line, place: int) -> None:
    """Note that the sound at ``place`` did not come to its end."""
    line.heard[place] = replace(line.heard[place], cut=True)


def complain(line: Line, code: str, text: str) -> None:
    """Log a warning or an error, as the carrier's debugger would."""
    line.complaints.append(Complaint(code, text))


def start_listening(line: Line) -> None:
    """Give the Gather or Record that begins its number; keys typed ahead arrive now (6.3).

    Outside a queue this also means that a conversation held before did not end the call.
    """
    line.listening += 1
    if line.queued_since is None:
        line.connected_to = None
    line.in_air[:0] = [(line.now, key) for key in line.ahead]
    line.ahead.clear()


def stop_listening(line: Line) -> None:
    """Drop the keys left over, unless this carrier keeps them (6.3 "Type-ahead")."""
    if line.carrier.type_ahead is TypeAhead.DISCARD:
        line.in_air.clear()
