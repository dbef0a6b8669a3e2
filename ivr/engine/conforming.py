"""Holding an office's answer to its contract: what does not conform was never understood."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from ivr.language.operations import Operation
from ivr.language.types import Basic, ListType, RecordType, Type
from ivr.model.money import Money
from ivr.model.office import UNAVAILABLE, UNSURE, Effect, OfficeAnswer
from ivr.model.values import Record, Value

PHONE_DIGITS = 11
"""A mainland mobile number, bare; source: contract, section 5."""


def conform(answer: OfficeAnswer, operation: Operation) -> OfficeAnswer:
    """Return ``answer`` if it is one of the contract's, with the values the contract names and no others.

    Anything else becomes *unavailable*, or *unsure* for a change: it may have been done.
    """
    if answer.outcome in (UNAVAILABLE, UNSURE) and answer.outcome in operation.ways:
        return OfficeAnswer(answer.outcome)
    declared = operation.outcome(answer.outcome)
    not_understood = OfficeAnswer(UNAVAILABLE if operation.effect is Effect.READ else UNSURE)
    if declared is None:
        return not_understood
    kept: dict[str, Value] = {}
    for name, of in declared.gives:
        value = answer.values.get(name)
        if value is None or not is_a(value, of):
            return not_understood
        kept[str(name)] = value
    return OfficeAnswer(answer.outcome, Record(kept))


def _is_digits(value: Value) -> bool:
    return isinstance(value, str) and value.isascii() and value.isdecimal()


def is_a(value: Value, of: Type) -> bool:
    """Return whether ``value`` is of the type ``of``."""
    match of:
        case RecordType(parts=parts):
            return isinstance(value, Record) and all(
                name in value and is_a(value[name], part) for name, part in parts
            )
        case ListType(of=item):
            return isinstance(value, tuple) and all(is_a(part, item) for part in value)
        case Basic():
            return _is_basic(value, of)


def _is_basic(value: Value, of: Basic) -> bool:
    match of:
        case Basic.YESNO:
            return isinstance(value, bool)
        case Basic.NUMBER:
            return (
                isinstance(value, int | Decimal)
                and not isinstance(value, bool)
                and Decimal(value).is_finite()
            )
        case Basic.MONEY:
            return isinstance(value, Money)
        case Basic.DATE:
            return isinstance(value, date) and not isinstance(value, datetime)
        case Basic.MOMENT:
            return isinstance(value, datetime) and value.tzinfo is not None
        case Basic.DIGITS:
            return _is_digits(value)
        case Basic.PHONE:
            return _is_digits(value) and len(str(value)) == PHONE_DIGITS
        case Basic.TEXT | Basic.AUDIO:
            return isinstance(value, str)
