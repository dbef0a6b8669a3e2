"""Whether a body has what its API requires; what is not named here is kept as it came."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from backend_stub.access import Principal
from backend_stub.documents import Document, Json, documents_in
from backend_stub.errors import Refused
from backend_stub.money import amount_of
from backend_stub.resources import Asking, customer_named
from backend_stub.store import owner_of

LONGEST_LIST = 100
"""Elements of one array in a body; twelve services are the most anybody here has."""

_NAMES: Mapping[type, str] = MappingProxyType({str: "text", list: "an array", dict: "an object"})
_PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "relatedParty": ("id", "@referredType"),
        "relatedEntity": ("id", "@referredType", "role"),
        "channel": ("id",),
        "bucket": ("id",),
        "partyAccount": ("id",),
        "billingAccount": ("id",),
        "logicalResource": ("id",),
        "note": ("text",),
    }
)
"""What the published definitions require inside the references that bodies carry."""


def check_shape(body: Document, required: Mapping[str, type], *, optional: Mapping[str, type]) -> None:
    """Raise Refused (400) unless attributes are there, of their type, and references complete."""
    for name in required:
        if body.get(name) in (None, "", []):
            raise Refused(400, "missingAttribute", f"{name} is needed.")
    for name, kind in (*required.items(), *optional.items()):
        value = body.get(name)
        if value is not None and not isinstance(value, kind):
            raise Refused(400, "wrongType", f"{name} must be {_NAMES[kind]}.")
        if isinstance(value, list) and len(value) > LONGEST_LIST:
            raise Refused(400, "tooLong", f"{name} has more than {LONGEST_LIST} elements.")
    for name, needed in _PARTS.items():
        _check_part(name, body.get(name), needed=needed)


def check_amount(body: Document) -> Decimal:
    """Return the amount of a body, zero or more. Raises Refused (400)."""
    try:
        amount = amount_of(body.get("amount"))
    except ValueError as wrong:
        raise Refused(400, "badAmount", f"amount: {wrong}.") from wrong
    if amount < 0:
        raise Refused(400, "badAmount", "amount: a positive amount is a credit; there are no negative ones.")
    return amount


def named_customer(asking: Asking, body: Document) -> str | None:
    """Return the customer a body names, or the one who asks. Raises Refused (400) for one that is unknown."""
    named = customer_named(body)
    if named is None:
        return asking.principal.customer
    if owner_of(asking.db, named) != named:
        raise Refused(400, "unknownCustomer", "The customer named is not known.")
    return named


def check_own(principal: Principal, customer: str | None) -> None:
    """Raise Refused (403) if something belongs to another customer than the one who asks."""
    if not principal.may_touch(customer):
        raise Refused(403, "forbidden", "This belongs to another customer.")


def _check_part(name: str, value: Json, *, needed: tuple[str, ...]) -> None:
    parts = documents_in(value)
    if value is not None and len(parts) != (len(value) if isinstance(value, list) else 1):
        raise Refused(400, "wrongType", f"{name} must be made of objects.")
    for part in parts:
        for attribute in needed:
            if not isinstance(part.get(attribute), str) or not part[attribute]:
                raise Refused(400, "missingAttribute", f"{name}.{attribute} is needed.")
