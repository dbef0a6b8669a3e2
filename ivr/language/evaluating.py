"""Working out an expression: its tree becomes closures once, when a project is read."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from ivr.language.expression_tree import (
    Called,
    Compared,
    Constant,
    Evaluate,
    Joined,
    Name,
    Node,
    Not,
    Scope,
    Summed,
)
from ivr.model.money import Money
from ivr.model.values import Record, Value


def closure_of(node: Node) -> Evaluate:
    """Return the function that works out ``node``; what ``judging`` lets pass never raises in it."""
    match node:
        case Constant(value=constant):
            return lambda _scope: constant
        case Name(parts=parts):
            return _lookup(parts)
        case Not(operand=operand):
            inner = closure_of(operand)
            return lambda scope: not inner(scope)
        case Joined(word=word, operands=operands):
            every = tuple(closure_of(part) for part in operands)
            if word == "and":
                return lambda scope: all(part(scope) for part in every)
            return lambda scope: any(part(scope) for part in every)
        case Compared(operator=operator, left=left, right=right):
            return _comparison(operator, closure_of(left), closure_of(right))
        case Summed(operator=operator, left=left, right=right):
            return _sum(operator, closure_of(left), closure_of(right))
        case Called(function=function, argument=argument):
            return _call(function, closure_of(argument))


def _lookup(parts: tuple[str, ...]) -> Evaluate:
    first, rest = parts[0], parts[1:]

    def look_up(scope: Scope) -> Value:
        value = scope.value(first)
        for part in rest:
            if not isinstance(value, Record):
                raise TypeError(f"{first} has no parts")
            value = value[part]
        return value

    return look_up


def _comparison(operator: str, left: Evaluate, right: Evaluate) -> Evaluate:
    def compare(scope: Scope) -> bool:
        one, other = _comparable(left(scope), right(scope))
        if operator == "==":
            return one == other
        if operator == "!=":
            return one != other
        below = _below(one, other)
        if operator == "<":
            return below
        if operator == ">=":
            return not below
        above = _below(other, one)
        return above if operator == ">" else not above

    return compare


def _below(one: Value, other: Value) -> bool:
    if isinstance(one, Money) and isinstance(other, Money):
        return one < other
    if isinstance(one, int | Decimal) and isinstance(other, int | Decimal):
        return one < other
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    if isinstance(one, date) and isinstance(other, date):
        return one < other
    raise TypeError(f"{one!r} and {other!r} cannot be compared")


def _comparable(one: Value, other: Value) -> tuple[Value, Value]:
    """Let a bare number meet money in yuan: it may be larger than any account, or finer than a fen."""
    if isinstance(one, Money) and isinstance(other, int | Decimal):
        return one.yuan, other
    if isinstance(other, Money) and isinstance(one, int | Decimal):
        return one, other.yuan
    return one, other


def _alike(one: Value, other: Value) -> tuple[Value, Value]:
    """Let a bare number be added to money, as an amount."""
    if isinstance(one, Money) and isinstance(other, int | Decimal):
        return one, Money.of_yuan(other)
    if isinstance(other, Money) and isinstance(one, int | Decimal):
        return Money.of_yuan(one), other
    return one, other


def _sum(operator: str, left: Evaluate, right: Evaluate) -> Evaluate:
    def add(scope: Scope) -> Value:
        match _alike(left(scope), right(scope)):
            case (Money() as one, Money() as other):
                return one + other if operator == "+" else one - other
            case (int() | Decimal() as one, int() | Decimal() as other):
                return one + other if operator == "+" else one - other
            case (one, other):
                raise TypeError(f"{one!r} and {other!r} cannot be added")

    return add


def _call(function: str, argument: Evaluate) -> Evaluate:
    if function == "open":
        return lambda scope: scope.is_open(str(argument(scope)))
    if function == "count":

        def count(scope: Scope) -> int:
            items = argument(scope)
            return len(items) if isinstance(items, tuple) else 1

        return count

    def days_until(scope: Scope) -> int:
        day = argument(scope)
        if isinstance(day, datetime):
            day = scope.day_of(day)
        if not isinstance(day, date):
            raise TypeError(f"{day!r} is not a date")
        return (day - scope.today()).days

    return days_until
