"""Who a number is: its bucket gives account and customer; the customer gives age and need of a person.

The resolver is TMF654's ``bucket?logicalResource.value=``. The office may ignore the query, so its answer is
filtered again here: exactly one bucket of money with that number, or nothing is known for sure.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ivr.adapters.office.exchange import Exchange, segment
from ivr.adapters.office.faults import Misshapen, Unavailable
from ivr.adapters.office.shapes import (
    SHANGHAI,
    an_object,
    characteristics,
    child,
    objects,
    optional_text,
    parse,
    party,
    text,
)
from ivr.model.ids import Msisdn, msisdn
from ivr.model.office import NOT_OURS, OfficeAnswer
from ivr.model.values import Record

if TYPE_CHECKING:
    from datetime import datetime

    from ivr.adapters.office.shapes import Data, Object

BUCKETS = "/tmf-api/prepayBalanceManagement/v4/bucket"
CUSTOMERS = "/tmf-api/customerManagement/v4/customer"
TOKENS = "/oauth2/token"
GRANT = "urn:10086:service-password"
"""An extension grant (RFC 6749, section 4.5) of this project; TM Forum has no check of a password."""
SCOPE = "subscriber"
CUSTOMER_S = 1.0
"""Whoever takes longer to describe a caller leaves them an ordinary caller (TM Forum notes, section 3.2)."""
UNKNOWN_AGE = 0

_OK = 200
_BAD_REQUEST = 400
_log = logging.getLogger("ivr.office")


@dataclass(frozen=True, slots=True)
class Bucket:
    """A number's one bucket of money, with the ids every later question needs."""

    account: str
    customer: str
    data: Object


def find_bucket(exchange: Exchange, number: Msisdn) -> Bucket | None:
    """Return the bucket of ``number``, or None when the office has none for it.

    Raises ``Unavailable`` when there are several: nobody can tell whose money or services are meant.
    """
    listed = exchange.all(BUCKETS, {"logicalResource.value": number, "usageType": "monetary"})
    found = tuple(
        bucket for bucket in listed if bucket.get("usageType") == "monetary" and _is_of(bucket, number)
    )
    if not found:
        return None
    if len(found) > 1:
        raise Unavailable("several buckets for one number")
    customers = {text(one, "id") for one in party(found[0], "customer")}
    if len(customers) != 1:
        raise Misshapen("relatedParty")
    return Bucket(text(child(found[0], "partyAccount"), "id"), customers.pop(), found[0])


def who_calls(exchange: Exchange, number: Msisdn, now: datetime) -> OfficeAnswer:
    """Tell a subscriber's age (0: not known) and whether they need a person."""
    bucket = find_bucket(exchange, number)
    if bucket is None:
        return OfficeAnswer(NOT_OURS)
    try:
        known = _described(exchange.hurried(CUSTOMER_S), bucket.customer)
        age, needs_person = _age(known.get("birthDate"), now), _yes(known.get("needsPerson"))
    except (Unavailable, Misshapen) as trouble:
        _log.warning("who_calls: an ordinary caller, because of %s", trouble)
        age, needs_person = UNKNOWN_AGE, False
    return OfficeAnswer("ok", Record({"age": age, "needs_person": needs_person}))


def check_password(exchange: Exchange, number: Msisdn, password: str) -> OfficeAnswer:
    """Tell whether ``password`` is the service password of ``number``; asked once, never repeated."""
    answer = exchange.submit(
        TOKENS,
        {"grant_type": GRANT, "login_hint": f"tel:+86{number}", "user_code": password, "scope": SCOPE},
    )
    if answer.status == _OK:
        granted = an_object(parse(answer.body), "the body")
        if not isinstance(granted.get("access_token"), str) or not granted["access_token"]:
            raise Misshapen("access_token")
        if text(granted, "token_type").lower() != "bearer":
            raise Misshapen("token_type")
        return OfficeAnswer("ok")
    if answer.status == _BAD_REQUEST:
        match optional_text(an_object(parse(answer.body), "the body"), "error"):
            case "invalid_grant":
                return OfficeAnswer("refused")
            case "unknown_user_id":  # OpenID CIBA's word for a number that is nobody's
                return OfficeAnswer(NOT_OURS)
            case _:
                pass
    raise Unavailable(f"a password check was answered {answer.status}")


def _is_of(bucket: Object, number: Msisdn) -> bool:
    resources = objects(bucket.get("logicalResource"), "logicalResource")
    values = (resource.get("value") for resource in resources)
    return any(isinstance(value, str) and msisdn(value) == number for value in values)


def _described(exchange: Exchange, identifier: str) -> dict[str, Data]:
    customer = exchange.one(f"{CUSTOMERS}/{segment(identifier)}")
    if text(customer, "id") != identifier:
        raise Misshapen("id")
    return characteristics(customer, "characteristic")


def _age(born: Data, now: datetime) -> int:
    if born is None:
        return UNKNOWN_AGE
    if not isinstance(born, str):
        raise Misshapen("birthDate")
    try:
        birthday = date.fromisoformat(born)
    except ValueError:
        raise Misshapen("birthDate") from None
    today = now.astimezone(SHANGHAI).date()
    years = today.year - birthday.year - ((today.month, today.day) < (birthday.month, birthday.day))
    return max(UNKNOWN_AGE, years)


def _yes(flag: Data) -> bool:
    return flag is True or (isinstance(flag, str) and flag.lower() in {"true", "yes"})
