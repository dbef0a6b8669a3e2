"""Doing once: a repeated POST or PATCH under the same ``Idempotency-Key`` returns the stored answer.

The effect and its answer are committed together, so there is no moment in which one is there without the
other. After draft-ietf-httpapi-idempotency-key-header, with 409 for its 422, which TM Forum does not declare.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from backend_stub.access import Principal
from backend_stub.documents import encode
from backend_stub.errors import Refused
from backend_stub.store import Store

KEPT_S = 7 * 24 * 3600
"""A week: the hotline goes on asking about an unsure request for hours, never for days."""
ABANDONED_S = 60
"""A request running longer than this belongs to a process that died; the next one takes over."""
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered, ready to be sent again: status, JSON text, Location."""

    status: int
    body: str
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request under a key: what it asks (``fingerprint``), who asks, when."""

    key: str
    fingerprint: str
    principal: Principal
    now: datetime


def fingerprint(method: str, path: str, *, body: str) -> str:
    """Return what tells two requests under one key apart."""
    return hashlib.sha256(f"{method}\n{path}\n{body}".encode()).hexdigest()


def check_key(key: str) -> str:
    """Return the key. Raises Refused (400) unless it is 1 to 255 printable characters."""
    if not _KEY.fullmatch(key):
        raise Refused(
            400, "idempotencyKeyBad", "Idempotency-Key must be 1 to 255 printable ASCII characters."
        )
    return key


def once(store: Store, attempt: Attempt, *, act: Callable[[sqlite3.Connection], Answer]) -> Answer:
    """Perform ``act`` unless its key has an answer, and return the answer.

    A refusal is an answer too and is stored; a failure of the office leaves the key free.
    Raises Refused (409): the key was used for something else, or its first request is still running.
    """
    claim = secrets.token_hex(8)
    with store.writing() as db:
        stored = _claim(db, attempt, claim=claim)
    if stored is not None:
        return stored
    try:
        with store.writing() as db:
            answer = act(db)
            _keep(db, attempt.key, claim=claim, answer=answer)
    except Refused as refused:
        answer = Answer(refused.status, encode(refused.body()))
        with store.writing() as db:
            _keep(db, attempt.key, claim=claim, answer=answer)
        return answer
    except BaseException:
        with store.writing() as db:
            db.execute("DELETE FROM answer WHERE key = ? AND claim = ?", (attempt.key, claim))
        raise
    return answer


def _claim(db: sqlite3.Connection, attempt: Attempt, *, claim: str) -> Answer | None:
    now = attempt.now.timestamp()
    db.execute("DELETE FROM answer WHERE started < ?", (now - KEPT_S,))
    db.execute("DELETE FROM answer WHERE status IS NULL AND started < ?", (now - ABANDONED_S,))
    row = db.execute(
        "SELECT fingerprint, customer, status, body, location FROM answer WHERE key = ?", (attempt.key,)
    ).fetchone()
    if row is None:
        db.execute(
            "INSERT INTO answer(key, claim, started, fingerprint, customer) VALUES (?, ?, ?, ?, ?)",
            (attempt.key, claim, now, attempt.fingerprint, attempt.principal.customer),
        )
        return None
    asked, customer, status, body, location = row
    if asked != attempt.fingerprint or not attempt.principal.may_touch(customer):
        raise Refused(409, "idempotencyKeyReused", "This Idempotency-Key was used for another request.")
    if status is None:
        raise Refused(409, "idempotencyKeyRunning", "The first request with this key is still running.")
    return Answer(status, body, location)


def _keep(db: sqlite3.Connection, key: str, *, claim: str, answer: Answer) -> None:
    kept = db.execute(
        "UPDATE answer SET status = ?, body = ?, location = ? WHERE key = ? AND claim = ?",
        (answer.status, answer.body, answer.location, key, claim),
    )
    if kept.rowcount != 1:
        # Another request took the key over; what this one did is rolled back with the exception.
        raise Refused(409, "idempotencyKeyRunning", "Another request with this key took over.")
