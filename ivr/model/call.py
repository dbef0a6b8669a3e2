"""One caller's progress: an immutable snapshot, a cache of the call's event log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from ivr.model.events import Channel
from ivr.model.ids import CallSid, Digest, Language, Msisdn
from ivr.model.pace import Pace
from ivr.model.values import NOTHING, Record


@dataclass(frozen=True, slots=True)
class Asking:
    """What has happened at the question the caller is at; entering a step begins anew.

    ``cleared`` counts entries begun again with ``*``, ``page`` is the page of a list. ``told``: the words of
    a question about something that cannot be undone have been sent; ``since`` when the short question after
    them was.
    """

    asked: int = 0
    silences: int = 0
    mismatches: int = 0
    repeats: int = 0
    cleared: int = 0
    page: int = 0
    told: bool = False
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """One flow under way.

    ``state`` is the machine's state; ``behind`` the questions *back* can go to; ``subscriber`` whom the flow
    is about; ``tries`` how often a step with a limit was entered; ``on_hang_up`` the step that is still to be
    done if the caller hangs up.
    """

    flow: str
    state: str
    values: Record = NOTHING
    asking: Asking = Asking()
    behind: tuple[str, ...] = ()
    subscriber: Msisdn | None = None
    tries: Record = NOTHING
    on_hang_up: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An operation that was asked for and has no answer yet."""

    key: str
    operation: str


@dataclass(frozen=True, slots=True)
class Call:
    """Where a call is. ``turn`` is the number of the next webhook turn.

    ``proven`` is the number the caller has proven to be theirs to ask about. ``told`` are the things a caller
    must know beforehand and has heard. ``attempts`` counts the definite answers per operation and arguments,
    so that asking again gets a new key; ``unsure`` are keys that may have been done. ``lost`` is the
    disposition once patience was over, until the caller does something again; ``broken`` the one once our own
    code had failed. ``account`` is the carrier's. ``owes_hang_up``: the call is over, and what a hang-up
    leads to is still owed: the recording may come yet.
    """

    sid: CallSid
    bundle: Digest
    started: datetime
    caller: Msisdn | None
    called: str
    channel: Channel
    language: Language
    frames: tuple[Frame, ...] = ()
    turn: int = 0
    vouched: bool = False
    account: str = ""
    proven: Msisdn | None = None
    told: frozenset[str] = frozenset()
    waiting: Waiting | None = None
    attempts: Record = NOTHING
    unsure: frozenset[str] = frozenset()
    menus: int = 0
    errors: int = 0
    call_back: bool = False
    owes_hang_up: bool = False
    pace: Pace = Pace.USUAL
    lost: str | None = None
    broken: str | None = None
    disposition: str | None = None
    ended: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Whether the call has its disposition."""
        return self.disposition is not None

    @property
    def top(self) -> Frame:
        """The flow the caller is in."""
        return self.frames[-1]

    @property
    def subscriber(self) -> Msisdn | None:
        """Whom the call is about now; None for a withheld number."""
        return self.frames[-1].subscriber if self.frames else self.caller

    @property
    def is_proven(self) -> bool:
        """Whether the caller has shown that the subscriber's affairs are theirs to ask about."""
        subscriber = self.subscriber
        if subscriber is None:
            return False
        return self.proven == subscriber or (self.vouched and subscriber == self.caller)

    def with_turn(self, turn: int) -> Call:
        """Return this call with ``turn`` as its next turn."""
        return replace(self, turn=turn)
