"""A call's stored form: plain JSON, without anything secret."""

from __future__ import annotations

from datetime import datetime

from ivr.errors import BadValue
from ivr.model.call import Asking, Call, Frame, Waiting
from ivr.model.events import Channel
from ivr.model.ids import Digest, Language, Msisdn, call_sid
from ivr.model.pace import Pace
from ivr.model.values import Json, Record, values_from_json, values_to_json


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
        "vouched": call.vouched,
        "account": call.account,
        "proven": call.proven,
        "told": [*sorted(call.told)],
        "waiting": None if call.waiting is None else [call.waiting.key, call.waiting.operation],
        "attempts": values_to_json(call.attempts),
        "unsure": [*sorted(call.unsure)],
        "menus": call.menus,
        "errors": call.errors,
        "call_back": call.call_back,
        "owes_hang_up": call.owes_hang_up,
        "pace": call.pace.value,
        "lost": call.lost,
        "broken": call.broken,
        "disposition": call.disposition,
        "ended": _written(call.ended),
    }


def call_from_json(data: Json) -> Call:
    """Return the call that ``call_to_json`` wrote; raise ``BadValue`` when it is something else."""
    try:
        return _call(data)
    except (KeyError, TypeError, ValueError) as error:
        raise BadValue(f"this is not a stored call: {error}") from error


def _call(data: Json) -> Call:
    if not isinstance(data, dict):
        raise BadValue("a stored call is an object")
    return Call(
        sid=call_sid(_text(data["sid"])),
        bundle=Digest(_text(data["bundle"])),
        started=datetime.fromisoformat(_text(data["started"])),
        caller=_number(data["caller"]),
        called=_text(data["called"]),
        channel=Channel(data["channel"]),
        language=Language(_text(data["language"])),
        frames=tuple(_frame_from_json(frame) for frame in _list(data["frames"])),
        turn=_count(data["turn"]),
        vouched=bool(data["vouched"]),
        account=_text(data["account"]),
        proven=_number(data["proven"]),
        told=frozenset(_text(word) for word in _list(data["told"])),
        waiting=_waiting(data["waiting"]),
        attempts=Record(values_from_json(data["attempts"])),
        unsure=frozenset(_text(key) for key in _list(data["unsure"])),
        menus=_count(data["menus"]),
        errors=_count(data["errors"]),
        call_back=bool(data["call_back"]),
        owes_hang_up=bool(data["owes_hang_up"]),
        pace=Pace(data.get("pace", Pace.USUAL.value)),  # a call stored before there were paces has none
        lost=_optional(data["lost"]),
        broken=_optional(data["broken"]),
        disposition=_optional(data["disposition"]),
        ended=_read(data["ended"]),
    )


def _frame_to_json(frame: Frame) -> dict[str, Json]:
    asking = frame.asking
    return {
        "flow": frame.flow,
        "state": frame.state,
        "values": values_to_json(frame.values),
        "asked": asking.asked,
        "silences": asking.silences,
        "mismatches": asking.mismatches,
        "repeats": asking.repeats,
        "cleared": asking.cleared,
        "page": asking.page,
        "told": asking.told,
        "since": _written(asking.since),
        "behind": list(frame.behind),
        "subscriber": frame.subscriber,
        "tries": values_to_json(frame.tries),
        "on_hang_up": frame.on_hang_up,
    }


def _frame_from_json(data: Json) -> Frame:
    if not isinstance(data, dict):
        raise BadValue("a stored frame is an object")
    asking = Asking(
        asked=_count(data["asked"]),
        silences=_count(data["silences"]),
        mismatches=_count(data["mismatches"]),
        repeats=_count(data["repeats"]),
        cleared=_count(data["cleared"]),
        page=_count(data["page"]),
        told=bool(data["told"]),
        since=_read(data["since"]),
    )
    return Frame(
        flow=_text(data["flow"]),
        state=_text(data["state"]),
        values=Record(values_from_json(data["values"])),
        asking=asking,
        behind=tuple(_text(name) for name in _list(data["behind"])),
        subscriber=_number(data["subscriber"]),
        tries=Record(values_from_json(data["tries"])),
        on_hang_up=_optional(data["on_hang_up"]),
    )


def _waiting(data: Json) -> Waiting | None:
    if data is None:
        return None
    key, operation = _list(data)
    return Waiting(_text(key), _text(operation))


def _text(data: Json) -> str:
    if not isinstance(data, str):
        raise BadValue(f"{data!r} is not text")
    return data


def _optional(data: Json) -> str | None:
    return None if data is None else _text(data)


def _number(data: Json) -> Msisdn | None:
    return None if data is None else Msisdn(_text(data))


def _count(data: Json) -> int:
    if not isinstance(data, int) or isinstance(data, bool):
        raise BadValue(f"{data!r} is not a whole number")
    return data


def _list(data: Json) -> list[Json]:
    if not isinstance(data, list):
        raise BadValue(f"{data!r} is not a list")
    return data


def _written(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _read(data: Json) -> datetime | None:
    return None if data is None else datetime.fromisoformat(_text(data))
