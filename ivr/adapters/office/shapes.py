"""Strict reading of what the office answers: exact numbers, known shapes, or ``Misshapen``.

Unknown attributes are ignored; an attribute that is read must be what TM Forum's definitions say.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import NoReturn, TypeAlias
from zoneinfo import ZoneInfo

from ivr.adapters.office.faults import Misshapen
from ivr.errors import BadValue
from ivr.model.money import Money

Data: TypeAlias = "bool | int | Decimal | str | list[Data] | dict[str, Data] | None"
Object: TypeAlias = "dict[str, Data]"

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""The only time zone of the hotline's callers."""
CURRENCY = "CNY"
LONGEST_TEXT = 256
"""Longest id or name taken from the office, in characters; a longer one could not be read out."""


def parse(body: bytes) -> Data:
    """Return the JSON in ``body`` with exact numbers; NaN, infinities and endless nesting are refused."""
    try:
        data: Data = json.loads(body.decode("utf-8"), parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, ArithmeticError, RecursionError):
        # Not chained: the parser's error carries the text, which may be personal.
        raise Misshapen("the body") from None
    return data


def write(data: Data) -> bytes:
    """Return ``data`` as JSON; our requests hold no decimal numbers."""
    return json.dumps(data, ensure_ascii=False).encode("utf-8")


def objects(data: Data, field: str) -> tuple[Object, ...]:
    """Return a list of objects; one object alone counts as a list of it, nothing as an empty list."""
    match data:
        case None:
            return ()
        case dict():
            return (data,)
        case list():
            return tuple(an_object(part, field) for part in data)
        case _:
            raise Misshapen(field)


def an_object(data: Data, field: str) -> Object:
    """Return ``data`` if it is an object."""
    if not isinstance(data, dict):
        raise Misshapen(field)
    return data


def child(of: Object, field: str) -> Object:
    """Return the object under ``field``."""
    return an_object(of.get(field), field)


def text(of: Object, field: str) -> str:
    """Return the text under ``field``, which must be there and not empty."""
    value = of.get(field)
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_TEXT:
        raise Misshapen(field)
    return value


def optional_text(of: Object, field: str) -> str | None:
    """Return the text under ``field``, or None when nothing is there."""
    return None if of.get(field) is None else text(of, field)


def moment(of: Object, field: str) -> datetime:
    """Return the moment under ``field``, in Shanghai's time; one without an offset is refused."""
    try:
        read = datetime.fromisoformat(text(of, field))
        if read.tzinfo is None:
            raise Misshapen(field)
        return read.astimezone(SHANGHAI)
    except (ValueError, OverflowError):
        raise Misshapen(field) from None


def day(of: Object, field: str) -> date:
    """Return the date under ``field``: a plain date, or the date of a moment in Shanghai."""
    try:
        return date.fromisoformat(text(of, field))
    except ValueError:
        return moment(of, field).date()


def money(amount: Object, field: str) -> Money:
    """Return a TMF ``Money`` (``unit``, ``value``) that is not below zero."""
    return _money(amount.get("unit"), amount.get("value"), field, below_zero=False)


def quantity(amount: Object, field: str, *, below_zero: bool) -> Money:
    """Return TMF654's ``Quantity`` (``units``, ``amount``) of money."""
    return _money(amount.get("units"), amount.get("amount"), field, below_zero=below_zero)


def characteristics(of: Object, field: str) -> dict[str, Data]:
    """Return TMF characteristics (objects with a name and a value) by name; a name twice is refused."""
    found: dict[str, Data] = {}
    for entry in objects(of.get(field), field):
        name = text(entry, "name")
        if name in found:
            raise Misshapen(field)
        found[name] = entry.get("value")
    return found


def party(of: Object, role: str) -> tuple[Object, ...]:
    """Return those of ``relatedParty`` that have ``role``."""
    return tuple(one for one in objects(of.get("relatedParty"), "relatedParty") if one.get("role") == role)


def _money(unit: Data, value: Data, field: str, *, below_zero: bool) -> Money:
    # A bool is an int to Python and not an amount to anybody.
    if unit != CURRENCY or isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise Misshapen(field)
    try:
        amount = Money.of_yuan(value)
    except BadValue:
        raise Misshapen(field) from None
    if amount.fen < 0 and not below_zero:
        raise Misshapen(field)
    return amount


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
