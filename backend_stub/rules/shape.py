"""Whether a body has what the description says it has; what is not named there is kept as it came.

Of a schema's words only those are looked at here that say what must be there and of which kind. What a value
may be (``enum``, ``const``, ``minimum``, ``anyOf`` …) is said by each resource's own rule, with a code that
tells more; ``tests/backend_stub/test_by_the_description.py`` sees that both together are the schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from backend_stub.access import Principal
from backend_stub.description import referred, schema
from backend_stub.documents import Document, Json
from backend_stub.errors import Refused
from backend_stub.money import amount_of
from backend_stub.resources import Asking, customer_named
from backend_stub.store import owner_of

_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})",
    re.IGNORECASE,
)
"""The shape of a date-time (RFC 3339, section 5.6); Python takes more than these."""


def _is_number(value: Json) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _is_whole(value: Json) -> bool:
    return isinstance(value, int | Decimal) and _is_number(value) and value == int(value)


_KINDS: Mapping[str, tuple[str, Callable[[Json], bool]]] = MappingProxyType(
    {
        "string": ("text", lambda value: isinstance(value, str)),
        "array": ("an array", lambda value: isinstance(value, list)),
        "object": ("an object", lambda value: isinstance(value, dict)),
        "number": ("a number", _is_number),
        "integer": ("a whole number", _is_whole),
        "null": ("null", lambda value: value is None),
    }
)
"""The kinds the schemas of bodies use: a word for people, and how to tell."""


def check_shape(body: Document, name: str) -> None:
    """Raise Refused (400) unless ``body`` has what the schema ``name`` needs, each of its kind."""
    _check(body, schema(name), "")


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


def _check(value: Json, by: Json, name: str) -> None:
    match by:
        case {"$ref": str() as reference}:
            _check(value, referred(reference), name)
        case {"allOf": list() as parts}:
            for part in parts:
                _check(value, part, name)
    if isinstance(by, dict):
        _check_kind(value, by, name)
        match value:
            case str():
                _check_text(value, by, name)
            case list():
                _check_list(value, by, name)
            case dict():
                _check_object(value, by, name)


def _check_kind(value: Json, by: Document, name: str) -> None:
    said = by.get("type", [])
    kinds = [_KINDS[kind] for kind in (said if isinstance(said, list) else [said]) if isinstance(kind, str)]
    if kinds and not any(fits(value) for _, fits in kinds):
        raise Refused(400, "wrongType", f"{name} must be {' or '.join(word for word, _ in kinds)}.")


def _check_text(value: str, by: Document, name: str) -> None:
    if not value and "minLength" in by:
        raise _missing(name)
    if by.get("format") == "date-time" and not _is_moment(value):
        raise Refused(
            400, "badDate", f"{name} must be a moment with its offset, such as 2026-11-23T10:00:00+08:00."
        )


def _check_list(value: list[Json], by: Document, name: str) -> None:
    if not value and "minItems" in by:
        raise _missing(name)
    most = by.get("maxItems")
    if isinstance(most, int) and len(value) > most:
        raise Refused(400, "tooLong", f"{name} has more than {most} elements.")
    for item in value:
        _check(item, by.get("items"), name)


def _check_object(value: Document, by: Document, name: str) -> None:
    under = f"{name}." if name else ""
    match by.get("properties"):
        case dict() as said:
            properties = said
        case _:
            properties = {}
    match by.get("required"):
        case list() as needed:
            for attribute in map(str, needed):
                # null is as good as nothing where something is said of the value
                if attribute not in value or (value[attribute] is None and properties.get(attribute)):
                    raise _missing(f"{under}{attribute}")
    for attribute, part in properties.items():
        if attribute in value:
            _check(value[attribute], part, f"{under}{attribute}")


def _missing(name: str) -> Refused:
    return Refused(400, "missingAttribute", f"{name} is needed.")


def _is_moment(text: str) -> bool:
    try:
        return _MOMENT.fullmatch(text) is not None and bool(datetime.fromisoformat(text.upper()))
    except ValueError:
        return False
