"""Between rows and the values the core knows."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from ivr.adapters.store.tables import moment
from ivr.model.call import Call
from ivr.model.ids import CallSid, Msisdn
from ivr.model.office import Effect, OfficeAnswer, OfficeRequest
from ivr.model.record import Happened, Note
from ivr.model.snapshot import call_from_json, call_to_json
from ivr.model.stored import Obligation, Owed, OwedHangUp, OwedRequest, OwedText
from ivr.model.values import Record, values_from_json, values_to_json

REQUEST, TEXT, HANG_UP = "request", "text", "hang_up"


def call_row(call: Call, version: int) -> dict[str, Any]:
    """Return the row of a call."""
    return {
        "sid": call.sid,
        "version": version,
        "snapshot": json.dumps(call_to_json(call), ensure_ascii=False),
        "started": moment(call.started),
        "disposition": call.disposition,
        "ended": None if call.ended is None else moment(call.ended),
        "waiting": call.waiting.key if call.is_over and call.waiting is not None else None,
    }


def call_of(row: RowMapping) -> Call:
    """Return the call of a row."""
    return call_from_json(json.loads(row["snapshot"]))


def note_row(sid: CallSid, note: Note) -> dict[str, Any]:
    """Return the row of an event log's entry."""
    return {
        "sid": sid,
        "at": moment(note.at),
        "happened": note.happened.value,
        "flow": note.flow,
        "step": note.step,
        "facts": json.dumps(values_to_json(note.facts), ensure_ascii=False),
    }


def note_of(row: RowMapping) -> Note:
    """Return the entry of a row."""
    return Note(
        datetime.fromisoformat(row["at"]),
        Happened(row["happened"]),
        row["flow"],
        row["step"],
        Record(values_from_json(json.loads(row["facts"]))),
    )


def obligation_row(owed: Obligation) -> dict[str, Any]:
    """Return the row of an obligation."""
    within_s = 0.0
    payload: dict[str, Any]
    match owed.owed:
        case OwedRequest(request=request, within_s=within_s):
            kind = REQUEST
            payload = {
                "operation": request.operation,
                "effect": request.effect.value,
                "subscriber": request.subscriber,
                "caller": request.caller,
                "arguments": values_to_json(request.arguments),
                "proves": sorted(request.proves),
                "until_done": owed.owed.until_done,
                "secret": owed.owed.secret,
            }
        case OwedText(to=to, text=text):
            kind = TEXT
            payload = {"to": to, "text": text}
        case OwedHangUp():
            kind = HANG_UP
            payload = {}
    return {
        "key": owed.key,
        "sid": owed.sid,
        "kind": kind,
        "due": moment(owed.due),
        "owner": owed.owner,
        "tries": owed.tries,
        "within_s": within_s,
        "payload": json.dumps(payload, ensure_ascii=False),
        "answer": None,
        "done_at": None,
    }


def obligation_of(row: RowMapping) -> Obligation:
    """Return the obligation of a row."""
    payload = json.loads(row["payload"])
    owed: Owed
    if row["kind"] == TEXT:
        owed = OwedText(Msisdn(payload["to"]), payload["text"])
    elif row["kind"] == HANG_UP:
        owed = OwedHangUp()
    else:
        request = OfficeRequest(
            key=row["key"],
            operation=payload["operation"],
            effect=Effect(payload["effect"]),
            subscriber=payload["subscriber"],
            caller=payload["caller"],
            arguments=Record(values_from_json(payload["arguments"])),
            proves=frozenset(payload["proves"]),
        )
        owed = OwedRequest(request, row["within_s"], payload["until_done"], payload["secret"])
    return Obligation(
        key=row["key"],
        sid=CallSid(row["sid"]),
        due=datetime.fromisoformat(row["due"]),
        owed=owed,
        owner=row["owner"],
        tries=row["tries"],
        answer=None if row["answer"] is None else answer_of(row["answer"]),
    )


def answer_text(answer: OfficeAnswer) -> str:
    """Return an answer as it is stored."""
    return json.dumps(
        {"outcome": answer.outcome, "values": values_to_json(answer.values)}, ensure_ascii=False
    )


def answer_of(text: str) -> OfficeAnswer:
    """Return the answer ``answer_text`` wrote."""
    data = json.loads(text)
    return OfficeAnswer(data["outcome"], Record(values_from_json(data["values"])))
