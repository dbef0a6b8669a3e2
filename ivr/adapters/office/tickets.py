"""Complaints and call-backs as trouble tickets (TMF621).

A ticket's ``externalId`` is our own number where the request brings one, else the request's key. The key
stands also in the ticket's first note, so that a repeat of one request (``ok``) can be told from a second
complaint that came to the same number (``duplicate``). A call-back is wanted once, however often it is asked
for.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ivr.adapters.office.exchange import Exchange, segment
from ivr.adapters.office.faults import Misshapen, Unavailable, once_sent
from ivr.adapters.office.identity import CUSTOMER_S, find_bucket
from ivr.adapters.office.shapes import Object, moment, objects, optional_text, party, text
from ivr.model.office import NOT_OURS, OfficeAnswer, OfficeRequest
from ivr.model.values import Record

if TYPE_CHECKING:
    from ivr.adapters.office.shapes import Data
    from ivr.model.ids import Msisdn

TICKETS = "/tmf-api/troubleTicket/v4/troubleTicket"
COMPLAINT = "complaint"
CALL_BACK = "callBack"
CHANNEL = "ivr-10086"
FIRST_ANSWER = timedelta(hours=48)
"""The service standard, promise 8: a first answer within 48 hours; call-backs run on the same clock."""
TICKET_DIGITS = 12
"""Our own numbers are YYYYMMDDNNNN (flow language, rule 21)."""
_CLOSED = frozenset({"closed", "resolved", "cancelled", "rejected"})


def lodge_complaint(exchange: Exchange, request: OfficeRequest) -> OfficeAnswer:
    """Lodge a complaint, with the recording if there is one; anybody may complain."""
    kind = request.arguments.get("kind")
    if not isinstance(kind, str) or not kind:
        raise Unavailable("a complaint without a kind")
    words = request.arguments.get("words")
    return _lodged(exchange, request, f"{COMPLAINT}.{kind}", words if isinstance(words, str) else None)


def ask_call_back(exchange: Exchange, request: OfficeRequest) -> OfficeAnswer:
    """Ask for a call back; without any number there is nobody to call, and nothing is promised."""
    if request.caller is None and request.subscriber is None:
        raise Unavailable("no number to call back")
    return _lodged(exchange, request, CALL_BACK, None)


def latest_complaint(exchange: Exchange, number: Msisdn) -> OfficeAnswer:
    """Tell the number and deadline of the newest complaint about ``number``."""
    bucket = find_bucket(exchange, number)
    if bucket is None:
        return OfficeAnswer(NOT_OURS)
    tickets = (
        ticket
        for ticket in exchange.all(TICKETS, {"relatedParty.id": bucket.customer})
        if any(one.get("id") == bucket.customer for one in party(ticket, "customer"))
        and text(ticket, "ticketType").partition(".")[0] == COMPLAINT
    )
    newest = max(tickets, key=_created, default=None)
    if newest is None:
        return OfficeAnswer("none")
    return _answer("ok", newest, _spoken(newest))


def _lodged(exchange: Exchange, request: OfficeRequest, kind: str, words: str | None) -> OfficeAnswer:
    given = request.arguments.get("ticket")
    ours = given if isinstance(given, str) and given else None
    external = ours or exchange.key
    known = _lodged_before(exchange, external)
    if known is None:
        body = _ticket(exchange.key, external, kind, _parties(exchange, request), words)
        made = exchange.create(TICKETS, body)
        with once_sent():
            return _answer("ok", made, ours or text(made, "id"))
    number = ours or text(known, "id")
    keys = _keys(known)
    # A second wish in one call to be called back is the first: nothing joins it.
    if kind == CALL_BACK or ours is None or keys[:1] == (exchange.key,):
        return _answer("ok", known, number)
    if exchange.key not in keys:
        joined = exchange.amend(
            f"{TICKETS}/{segment(text(known, 'id'))}", _joining(known, exchange.key, words)
        )
        with once_sent():
            return _answer("duplicate", joined, number)
    return _answer("duplicate", known, number)


def _lodged_before(exchange: Exchange, external: str) -> Object | None:
    same = tuple(
        ticket
        for ticket in exchange.all(TICKETS, {"externalId": external})
        if ticket.get("externalId") == external
    )
    own = tuple(ticket for ticket in same if exchange.key in _keys(ticket) or external == exchange.key)
    still_open = tuple(ticket for ticket in same if optional_text(ticket, "status") not in _CLOSED)
    return next(iter((*own, *still_open)), None)


def _parties(exchange: Exchange, request: OfficeRequest) -> list[Data]:
    parties: list[Data] = []
    if request.subscriber is not None:
        parties.append({"id": request.subscriber, "role": "subscriber", "@referredType": "MSISDN"})
        try:
            bucket = find_bucket(exchange.hurried(CUSTOMER_S), request.subscriber)
        except (Unavailable, Misshapen):
            bucket = None  # whoever complains is heard, also when nobody can say who they are
        if bucket is not None:
            parties.append({"id": bucket.customer, "role": "customer", "@referredType": "Customer"})
    if request.caller is not None:
        parties.append({"id": request.caller, "role": "caller", "@referredType": "MSISDN"})
    return parties


def _ticket(key: str, external: str, kind: str, parties: list[Data], words: str | None) -> Object:
    return {
        "externalId": external,
        "name": kind,
        "description": f"10086 IVR: {kind}",
        "severity": "Major" if kind.startswith(COMPLAINT) else "Minor",
        "ticketType": kind,
        "channel": {"id": CHANNEL, "name": "10086 IVR"},
        "relatedParty": parties,
        "attachment": [] if words is None else [_recording(words)],
        "note": [_note(key)],
    }


def _recording(words: str) -> Data:
    place = "url" if words.startswith(("http://", "https://")) else "id"
    return {"attachmentType": "recording", "mimeType": "audio/wav", "name": "recording", place: words}


def _note(key: str) -> Data:
    return {"id": key, "author": CHANNEL, "text": f"request {key}"}


def _joining(ticket: Object, key: str, words: str | None) -> Object:
    # A merge patch replaces whole arrays, so the old entries go along.
    change: Object = {"note": [*objects(ticket.get("note"), "note"), _note(key)]}
    if words is not None:
        change["attachment"] = [*objects(ticket.get("attachment"), "attachment"), _recording(words)]
    return change


def _keys(ticket: Object) -> tuple[str, ...]:
    """Return the keys of the requests that made and joined ``ticket``, oldest first."""
    notes = (note for note in objects(ticket.get("note"), "note") if note.get("author") == CHANNEL)
    return tuple(identifier for note in notes if (identifier := optional_text(note, "id")) is not None)


def _answer(outcome: str, ticket: Object, number: str) -> OfficeAnswer:
    return OfficeAnswer(outcome, Record({"ticket": number, "due": _created(ticket) + FIRST_ANSWER}))


def _created(ticket: Object) -> datetime:
    return moment(ticket, "creationDate")


def _spoken(ticket: Object) -> str:
    ours = optional_text(ticket, "externalId") or ""
    is_ours = len(ours) == TICKET_DIGITS and ours.isascii() and ours.isdigit()
    return ours if is_ours else text(ticket, "id")
