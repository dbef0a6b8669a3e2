"""What is left of a value once it has been stored.

The database keeps text, and leaves out what must not outlive a turn: a secret is read back empty, and
whether an answer ``reached`` the office or a request is ``repeated`` is known only while it is under way.
Here values are kept as they are, so the same is left out before; a value that has no stored form is a
``TypeError`` as it is there.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from ivr.model.call import Call, Frame
from ivr.model.money import Money
from ivr.model.office import OfficeAnswer
from ivr.model.record import Note
from ivr.model.stored import Obligation, OwedRequest, Settled
from ivr.model.values import Record, Secret, Value

_PLAIN = frozenset({str, bool, int, Decimal, Money, date, datetime})
"""What nearly every value is, and what hides nothing; looked at first because it is quick."""
_EMPTY = Secret("")


def call_as_stored(call: Call, before: Call | None) -> Call:
    """Return ``call`` without its secrets; what it has in common with ``before``, as stored, has none."""
    frames, known = call.frames, before.frames if before is not None else ()
    if frames != () and frames is not known:
        kept = tuple([_frame(frame, known[n] if n < len(known) else None) for n, frame in enumerate(frames)])
        if any(one is not other for one, other in zip(kept, frames, strict=True)):
            call = replace(call, frames=kept)
    if before is None or call.attempts is not before.attempts:
        attempts = _record(call.attempts)
        if attempts is not call.attempts:
            call = replace(call, attempts=attempts)
    return call


def note_as_stored(note: Note) -> Note:
    """Return an entry of the event log without secrets."""
    facts = _record(note.facts)
    return note if facts is note.facts else replace(note, facts=facts)


def obligation_as_stored(owed: Obligation) -> Obligation:
    """Return what is owed, without an answer, and what is asked of the office without secrets."""
    what = owed.owed
    if isinstance(what, OwedRequest):
        request = what.request
        arguments = _record(request.arguments)
        if arguments is not request.arguments or request.repeated or request.key != owed.key:
            request = replace(request, key=owed.key, arguments=arguments, repeated=False)
            owed = replace(owed, owed=replace(what, request=request))
    return owed if owed.answer is None else replace(owed, answer=None)


def settled_as_stored(settled: Settled) -> Settled:
    """Return an answer without secrets, and as one that was reached."""
    answer = settled.answer
    values = _record(answer.values)
    if values is answer.values and answer.reached:
        return settled
    return replace(settled, answer=OfficeAnswer(answer.outcome, values))


def _frame(frame: Frame, before: Frame | None) -> Frame:
    if frame is before:
        return frame
    values = frame.values if before is not None and frame.values is before.values else _record(frame.values)
    tries = frame.tries if before is not None and frame.tries is before.tries else _record(frame.tries)
    if values is frame.values and tries is frame.tries:
        return frame
    return replace(frame, values=values, tries=tries)


def _record(record: Record) -> Record:
    """Return ``record`` itself where it hides nothing."""
    for value in record.values():
        if type(value) not in _PLAIN and _value(value) is not value:
            return Record({name: _value(value) for name, value in record.items()})
    return record


def _value(value: Value) -> Value:
    match value:
        case Secret():
            return _EMPTY
        case Record():
            return _record(value)
        case str() | int() | Decimal() | Money() | date():
            return value
        case _:
            kept = tuple([_value(part) for part in value])
            return value if all(one is other for one, other in zip(kept, value, strict=True)) else kept
