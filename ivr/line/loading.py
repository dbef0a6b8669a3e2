"""Fetching the next document, with the guards against calls that never end (13.1)."""

from __future__ import annotations

from ivr.line.asks import Purpose, Running
from ivr.line.documents import READERS, Document, Judgement, read_document
from ivr.line.fetching import request
from ivr.line.limits import FETCH_CAP, STANDSTILL_CAP
from ivr.line.state import CallerGaveUp, Goto, Line, complain

ALL_VERBS = frozenset(READERS)


def load(line: Line, goto: Goto, *, allowed: frozenset[str] = ALL_VERBS) -> Running[Document]:
    """Fetch and read a document. Raises ``CarrierFault``, or ``CallerGaveUp`` when there were too many."""
    _count(line, goto)
    url, reply = yield from request(line, goto, Purpose.DOCUMENT)
    judgement = Judgement(line.carrier.unknown_element, allowed)
    return read_document(url, reply, line.complaints, judgement=judgement)


def _count(line: Line, goto: Goto) -> None:
    line.fetches += 1
    line.standstill = line.standstill + 1 if line.now == line.stood_at else 1
    line.stood_at = line.now
    if line.standstill > STANDSTILL_CAP:
        complain(line, "loop", f"{STANDSTILL_CAP} documents in a row took no time; the last is {goto.url}")
        raise CallerGaveUp(f"a redirect loop at {goto.url}")
    if line.fetches > FETCH_CAP:
        raise CallerGaveUp(f"more than {FETCH_CAP} documents")
