"""One caller's progress: an immutable snapshot, a cache of the call's event log."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from ivr.errors import BadValue
from ivr.model.events import Channel
from ivr.model.ids import CallSid, Digest, Language, Msisdn, call_sid
from ivr.model.values import NOTHING, Json, Record, values_from_json, values_to_json


@dataclass(frozen=True, slots=True)
class Counters:
    """What the caller did at the question they are at; entering a step resets it."""

    asked: int = 0
    silences: int = 0
    mismatches: int = 0
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """One flow under way. ``state`` is the machine's state; ``behind`` the questions *back* can go to."""

    flow: str
    state: str
    values: Record = NOTHING
    counters: Counters = Counters()
    behind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """An operation that was asked for and has no answer yet."""

    key: str
    operation: str


@dataclass(frozen=True, slots=True)
class Call:
    """Where a call is. ``turn`` is the number of the next webhook turn.

    ``attempts`` counts the definite answers per operation and arguments, so that asking again gets a new
    key. ``lost`` is the disposition once patience was over, until the caller does something again; ``broken``
    the one once our own code had failed.
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
    waiting: Waiting | None = None
    attempts: Record = NOTHING
    menus: int = 0
    errors: int = 0
    lost: str | None = None
    broken: str | None = None
    disposition: str | None = None
    ended: datetime | None = field(default=None)

    @property
    def is_over(self) -> bool:
        """Whether the call has its disposition."""
        return self.disposition is not None

    @property
    def top(self) -> Frame:
        """The flow the caller is in."""
        return self.frames[-1]

    def with_turn(self, turn: int) -> Call:
        """Return this call with ``turn`` as its next turn."""
        return replace(self, turn=turn)


def call_to_json(call: Call) -> dict[str, Json]:
    """Return the stored form of ``call``."""
    return {
        "sid": call.sid,
        "bundle": call.bundle,
        "started": call.started.isoformat(),
        "caller": call.caller,
        "called": call.called,
        "channel": call.channel.value,
        "language": call.language,
        "frames": [_frame_to_json(frame) for frame in call.frames],
        "turn": call.turn,
        "waiting": None
        if call.waiting is None
        else {"key": call.waiting.key, "operation": call.waiting.operation},
        "attempts": values_to_json(call.attempts),
        "menus": call.menus,
        "errors": call.errors,
        "lost": call.lost,
        "broken": call.broken,
        "disposition": call.disposition,
        "ended": None if call.ended is None else call.ended.isoformat(),
    }


def _frame_to_json(frame: Frame) -> dict[str, Json]:
    counters = frame.counters
    return {
        "flow": frame.flow,
        "state": frame.state,
        "values": values_to_json(frame.values),
        "counters": [counters.asked, counters.silences, counters.mismatches, counters.repeats],
        "behind": list(frame.behind),
    }


def call_from_json(data: Json) -> Call:
    """Return the call that ``call_to_json`` wrote; raise ``BadValue`` when it is something else."""
    try:
        return _call_from_json(data)
    except BadValue:
        raise
    except ValueError as error:  # a date or a channel that is none
        raise BadValue(f"this is not a stored call: {error}") from error


def _call_from_json(data: Json) -> Call:
    match data:
        case {
            "sid": str(sid),
            "bundle": str(bundle),
            "started": str(started),
            "caller": str() | None as caller,
            "called": str(called),
            "channel": str(channel),
            "language": str(language),
            "frames": list(frames),
            "turn": int(turn),
            "waiting": waiting,
            "attempts": attempts,
            "menus": int(menus),
            "errors": int(errors),
            "lost": str() | None as lost,
            "broken": str() | None as broken,
            "disposition": str() | None as disposition,
            "ended": str() | None as ended,
        }:
            return Call(
                sid=call_sid(sid),
                bundle=Digest(bundle),
                started=datetime.fromisoformat(started),
                caller=None if caller is None else Msisdn(caller),
                called=called,
                channel=Channel(channel),
                language=Language(language),
                frames=tuple(_frame_from_json(frame) for frame in frames),
                turn=turn,
                waiting=_waiting_from_json(waiting),
                attempts=Record(values_from_json(attempts)),
                menus=menus,
                errors=errors,
                lost=lost,
                broken=broken,
                disposition=disposition,
                ended=None if ended is None else datetime.fromisoformat(ended),
            )
        case _:
            raise BadValue("this is not a stored call")


def _waiting_from_json(data: Json) -> Waiting | None:
    match data:
        case None:
            return None
        case {"key": str(key), "operation": str(operation)}:
            return Waiting(key, operation)
        case _:
            raise BadValue("this is not a stored operation")


def _frame_from_json(data: Json) -> Frame:
    match data:
        case {
            "flow": str(flow),
            "state": str(state),
            "values": values,
            "counters": [int(asked), int(silences), int(mismatches), int(repeats)],
            "behind": list(behind),
        }:
            return Frame(
                flow,
                state,
                Record(values_from_json(values)),
                Counters(asked, silences, mismatches, repeats),
                tuple(str(name) for name in behind),
            )
        case _:
            raise BadValue("this is not a stored frame")
