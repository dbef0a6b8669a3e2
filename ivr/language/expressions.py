"""The closed expression language of ``when``, ``with``, ``list`` and ``subscriber``.

Names with dots, numbers, quoted text, ``yes`` and ``no``, comparisons, ``and or not``, ``+ -`` and two
functions. Python's own parser reads the text; every node outside the closed list is refused, so nothing can
be built or reached, and cost is bounded by length. What is kept is a tree of our own and a closure.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol, TypeAlias

from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.diagnostics.span import Span
from ivr.model.money import Money
from ivr.model.values import Record, Value

MOST_CHARACTERS = 200
"""Longest expression; source: flow-language design, section 3."""
MOST_NODES = 60
"""Most parts of an expression; same source. Both bound cost and what a reader can take in."""


class Scope(Protocol):
    """Where an expression finds its names while a call runs."""

    def value(self, name: str) -> Value:
        """Return the value of a dotted name's first part; the engine guarantees it is there."""

    def today(self) -> date:
        """Return the day it is at the hotline."""


@dataclass(frozen=True, slots=True)
class Name:
    """A dotted name: ``account.left``."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, quoted text, yes or no."""

    value: str | bool | int | Decimal


@dataclass(frozen=True, slots=True)
class Not:
    """``not operand``."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Joined:
    """Operands joined by ``and`` or ``or``."""

    word: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two sides and one of ``< <= > >= == !=``."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Summed:
    """Two sides joined by ``+`` or ``-``."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Called:
    """A function of the language and its one argument."""

    function: str
    argument: Node


Node: TypeAlias = Name | Constant | Not | Joined | Compared | Summed | Called
Evaluate: TypeAlias = Callable[[Scope], Value]

FUNCTIONS = ("count", "days_until")
"""A new function needs a use in two flows."""
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_PYTHON_TRUTH = {"True": "yes", "False": "no", "None": "no"}


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression as written, where it stands, its tree, and how to evaluate it."""

    text: str
    span: Span
    tree: Node
    evaluate: Evaluate

    @property
    def names(self) -> tuple[Name, ...]:
        """Every dotted name read, in order."""
        return tuple(_names(self.tree))


class _Refused(Exception):
    def __init__(self, variant: str, **facts: str | int) -> None:
        super().__init__(variant)
        self.variant = variant
        self.facts = facts

    def at(self, span: Span) -> Diagnostic:
        return problem(f"E401.{self.variant}", span, near=(), related=(), **self.facts)


def parse_expression(text: str, span: Span) -> Expression | Diagnostic:
    """Return the expression in ``text``, or the diagnostic that says why it is none."""
    if len(text) > MOST_CHARACTERS:
        return problem("E401.too_long", span, limit=MOST_CHARACTERS)
    try:
        read = ast.parse(text.strip(), mode="eval").body
        if sum(1 for _ in ast.walk(read)) > MOST_NODES * 2:  # Python counts operators and contexts too
            return problem("E401.too_long", span, limit=MOST_NODES)
        tree = _read(read)
    except _Refused as refused:
        return refused.at(span)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return problem("E401.syntax", span, text=text)
    return Expression(text, span, tree, _closure(tree))


def _read(node: ast.expr) -> Node:  # noqa: C901, PLR0912 -- one case per kind of node is the closed list itself
    match node:
        case ast.Name(id="yes"):
            return Constant(True)
        case ast.Name(id="no"):
            return Constant(False)
        case ast.Name() | ast.Attribute():
            return Name(_dotted(node))
        case ast.Constant(value=bool() | None as value):
            written = str(value)
            raise _Refused("python_truth", written=written, instead=_PYTHON_TRUTH[written])
        case ast.Constant(value=str() | int() as value):
            return Constant(value)
        case ast.Constant(value=float()):
            return Constant(Decimal(ast.unparse(node)))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return Not(_read(operand))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float()) as operand):
            return Constant(-Decimal(ast.unparse(operand)))
        case ast.BoolOp(op=ast.And() | ast.Or() as op, values=values):
            return Joined("and" if isinstance(op, ast.And) else "or", tuple(_read(part) for part in values))
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISONS:
            return Compared(_COMPARISONS[type(op)], _read(left), _read(right))
        case ast.BinOp(op=ast.Add() | ast.Sub() as op, left=left, right=right):
            return Summed("+" if isinstance(op, ast.Add) else "-", _read(left), _read(right))
        case ast.Call(func=ast.Name(id=function), args=[argument], keywords=[]) if function in FUNCTIONS:
            return Called(function, _read(argument))
        case _:
            raise _Refused("not_in_language", text=ast.unparse(node))


def _dotted(node: ast.expr) -> tuple[str, ...]:
    match node:
        case ast.Name(id=name):
            return (name,)
        case ast.Attribute(value=whole, attr=part):
            return (*_dotted(whole), part)
        case _:
            raise _Refused("not_in_language", text=ast.unparse(node))


def _names(node: Node) -> list[Name]:
    match node:
        case Name():
            return [node]
        case Constant():
            return []
        case Not(operand=part) | Called(argument=part):
            return _names(part)
        case Joined(operands=parts):
            return [name for part in parts for name in _names(part)]
        case Compared(left=left, right=right) | Summed(left=left, right=right):
            return _names(left) + _names(right)


def _closure(node: Node) -> Evaluate:
    match node:
        case Constant(value=constant):
            return lambda _scope: constant
        case Name(parts=parts):
            return _lookup(parts)
        case Not(operand=operand):
            inner = _closure(operand)
            return lambda scope: not inner(scope)
        case Joined(word=word, operands=operands):
            every = tuple(_closure(part) for part in operands)
            if word == "and":
                return lambda scope: all(part(scope) for part in every)
            return lambda scope: any(part(scope) for part in every)
        case Compared(operator=operator, left=left, right=right):
            return _comparison(operator, _closure(left), _closure(right))
        case Summed(operator=operator, left=left, right=right):
            return _sum(operator, _closure(left), _closure(right))
        case Called(function=function, argument=argument):
            return _call(function, _closure(argument))


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
        one, other = _alike(left(scope), right(scope))
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


def _alike(one: Value, other: Value) -> tuple[Value, Value]:
    """Let a bare number meet money."""
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
    if function == "count":

        def count(scope: Scope) -> int:
            items = argument(scope)
            return len(items) if isinstance(items, tuple) else 1

        return count

    def days_until(scope: Scope) -> int:
        day = argument(scope)
        if isinstance(day, datetime):
            day = day.date()
        if not isinstance(day, date):
            raise TypeError(f"{day!r} is not a date")
        return (day - scope.today()).days

    return days_until
