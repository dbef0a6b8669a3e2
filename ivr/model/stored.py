"""What the store keeps beside the calls: turns, obligations, releases; and one change of all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from ivr.model.call import Call
from ivr.model.ids import CallSid, Digest, Msisdn
from ivr.model.office import OfficeAnswer, OfficeRequest
from ivr.model.record import Note
from ivr.model.values import Record


@dataclass(frozen=True, slots=True)
class StoredCall:
    """A call as stored; ``version`` counts its changes, so that a late writer notices."""

    call: Call
    version: int


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A webhook turn. ``answer`` None: it is running, in the process ``owner``."""

    owner: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class OwedRequest:
    """An operation to be performed by the back office.

    ``until_done``: it is done later even if it surely was not done now. ``secret``: it takes something that
    is not stored, so nobody but the turn that collected it can perform it.
    """

    request: OfficeRequest
    within_s: float
    until_done: bool = False
    secret: bool = False


@dataclass(frozen=True, slots=True)
class OwedText:
    """A text to be sent."""

    to: Msisdn
    text: str


@dataclass(frozen=True, slots=True)
class OwedHangUp:
    """What a hang-up leads to, once it is clear that no recording comes."""


Owed: TypeAlias = OwedRequest | OwedText | OwedHangUp


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something owed, stored before it is done. ``owner`` is the process at work on it, empty for none.

    ``answer`` is what the call was told, once it was; a text's outcome is ``accepted``. One that was told
    *unsure* may still be open: the truth is not known yet.
    """

    key: str
    sid: CallSid
    due: datetime
    owed: Owed
    owner: str = ""
    tries: int = 0
    answer: OfficeAnswer | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """An obligation's answer, to be stored with what it led to.

    ``again`` is when to try again under the same key: the answer is told, but the truth is still owed.
    """

    key: str
    answer: OfficeAnswer
    at: datetime
    again: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One guess at a secret, counted before it is checked.

    ``mark`` is a keyed hash of the secret: the carrier's retry of the same guess is not counted twice.
    """

    key: str
    mark: str
    subscriber: Msisdn
    caller: Msisdn | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Joint:
    """A sound an answer plays that is joined when it is asked for: its name, and what it is joined from."""

    digest: Digest
    recipe: str


@dataclass(frozen=True, slots=True)
class Change:
    """Everything one commit of a turn changes; stored together or not at all.

    ``version`` is the stored call's version this change starts from, 0 for a call that is not stored yet.
    ``turn`` is the number of the turn the change belongs to, None for a change outside any (a hang-up).
    ``answer`` None leaves the turn running in ``owner``; ``joints`` are the sounds it plays that any process
    may be asked for.
    """

    call: Call
    version: int
    owner: str
    turn: int | None = None
    answer: str | None = None
    notes: tuple[Note, ...] = ()
    owes: tuple[Obligation, ...] = ()
    settled: tuple[Settled, ...] = ()
    joints: tuple[Joint, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """Which bundle new calls begin on, since when, by whom and why.

    ``back_to`` is the number of the earlier release this one brings back; None for what was published.
    """

    number: int
    digest: Digest
    at: datetime
    who: str = ""
    why: str = ""
    back_to: int | None = None


@dataclass(frozen=True, slots=True)
class Turned:
    """What an operator turned or put up: a switch's position, or a notice's texts by language.

    It holds from ``since`` on and before ``until``, unless somebody turns the same name later. A notice
    without texts is one that was taken down.
    """

    name: str
    what: bool | Record
    since: datetime
    until: datetime
    who: str
