"""Who asks: the hotline itself with all rights, or one customer with a token of a few minutes.

The token endpoint is this project's own, shaped as an OAuth 2 extension grant (RFC 6749 section 4.5):
TM Forum has no call that checks a service password. The office keeps no count of wrong passwords; the hotline
does.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from backend_stub.documents import Document
from backend_stub.errors import BackOfficeError, Refused

GRANT = "urn:10086:service-password"
TOKEN_LIVES_S = 300
"""Five minutes: longer than any call needs between the password and the last request it allows."""
_LOGIN_HINT = re.compile(r"tel:(?:\+?86)?(1[0-9]{10})")


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks; without a customer it is a service that may see and do everything."""

    customer: str | None = None

    def may_touch(self, customer: str | None) -> bool:
        """Tell whether what belongs to ``customer`` is this principal's business."""
        return self.customer is None or self.customer == customer


class NotGranted(BackOfficeError):
    """The token endpoint says no, in the words of RFC 6749 section 5.2."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


def principal_of(
    db: sqlite3.Connection, bearer: str | None, *, service_token: str | None, now: datetime
) -> Principal:
    """Return who a bearer token stands for.

    Without a service token the office is open: no bearer means all rights. Raises Refused (401).
    """
    if bearer is None:
        if service_token is None:
            return Principal()
        raise Refused(401, "unauthorized", "A bearer token is needed.")
    if service_token is not None and hmac.compare_digest(bearer.encode(), service_token.encode()):
        return Principal()
    row = db.execute(
        "SELECT customer FROM token WHERE digest = ? AND expires > ?", (_digest(bearer), now.timestamp())
    ).fetchone()
    if row is None:
        raise Refused(401, "unauthorized", "This bearer token is not known or has expired.")
    return Principal(str(row[0]))


def only_service(principal: Principal, *, what: str) -> None:
    """Raise Refused (403) unless the principal is the service itself."""
    if principal.customer is not None:
        raise Refused(403, "forbidden", f"A subscriber's own token may not {what}.")


def grant(db: sqlite3.Connection, form: dict[str, list[str]], *, now: datetime) -> Document:
    """Check a service password and return a token bound to its customer.

    Wrong password, unknown and ported-out number sound the same. Raises NotGranted.
    """
    if _only(form, "grant_type") != GRANT:
        raise NotGranted("unsupported_grant_type", f"the only grant here is {GRANT}")
    number = _LOGIN_HINT.fullmatch(_only(form, "login_hint"))
    password = _only(form, "user_code")
    if number is None:
        raise NotGranted("invalid_request", "login_hint is not tel: and a mobile number")
    row = db.execute(
        "SELECT password, customer FROM subscriber WHERE msisdn = ?", (number.group(1),)
    ).fetchone()
    stored, customer = row or ("", None)
    if not hmac.compare_digest(password.encode(), stored.encode()) or customer is None:
        raise NotGranted("invalid_grant", "number and password do not belong together")
    token = secrets.token_urlsafe(32)
    db.execute("DELETE FROM token WHERE expires <= ?", (now.timestamp(),))
    db.execute(
        "INSERT INTO token(digest, customer, expires) VALUES (?, ?, ?)",
        (_digest(token), customer, now.timestamp() + TOKEN_LIVES_S),
    )
    answer: Document = {"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_LIVES_S}
    if scope := form.get("scope"):
        answer["scope"] = scope[0]
    return answer


def _only(form: dict[str, list[str]], name: str) -> str:
    match form.get(name):
        case [value] if value:
            return value
        case _:
            raise NotGranted("invalid_request", f"{name} is needed exactly once")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
