"""The closed expression language of ``when``, ``with``, ``list`` and ``subscriber``.

Names with dots, numbers, quoted text, ``yes`` and ``no``, comparisons, ``and or not``, ``+ -`` and two
functions. Python's own parser reads the text; every node outside the closed list is refused, so nothing can
be built or reached, and cost is bounded by length. What is kept is a tree of our own and a closure.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from decimal import Decimal

from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.diagnostics.span import Span
from ivr.language.evaluating import closure_of
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

__all__ = [
    "Called",
    "Compared",
    "Constant",
    "Evaluate",
    "Expression",
    "Joined",
    "Name",
    "Node",
    "Not",
    "Scope",
    "Summed",
    "parse_expression",
]

MOST_CHARACTERS = 200
"""Longest expression; source: flow-language design, section 3."""
MOST_NODES = 60
"""Most parts of an expression; same source. Both bound cost and what a reader can take in."""


FUNCTIONS = ("count", "days_until", "open")
"""A new function needs a use in two flows."""
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_NUMBER_AND_LETTERS = re.compile(r"(?<!\w)[0-9][0-9._]*[^\W0-9]")
"""``1e5``, ``0x1f``, ``1or``: Python reads some of these, and warns about others on the way."""
_PYTHON_TRUTH = {"True": "yes", "False": "no", "None": "no"}


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression as written, where it stands, its tree, how to evaluate it, and the names it reads."""

    text: str
    span: Span
    tree: Node
    evaluate: Evaluate
    names: tuple[Name, ...]


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
    source = text.strip()
    if "\\" in source or _NUMBER_AND_LETTERS.search(_QUOTED.sub("''", source)):
        return problem("E401.not_in_language", span, text=source)
    try:
        read = ast.parse(source, mode="eval").body
        if sum(1 for _ in ast.walk(read)) > MOST_NODES * 2:  # Python counts operators and contexts too
            return problem("E401.too_long", span, limit=MOST_NODES)
        tree = _read(read, source)
    except _Refused as refused:
        return refused.at(span)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return problem("E401.syntax", span, text=text)
    return Expression(text, span, tree, closure_of(tree), tuple(_names(tree)))


def _read(node: ast.expr, source: str) -> Node:  # noqa: C901, PLR0912 -- one case per kind of node is the closed list itself
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
        case ast.Constant(value=str() as value) if _QUOTED.fullmatch(_written(node, source)):
            return Constant(value)
        case ast.Constant(value=int() | float()) if _NUMBER.fullmatch(_written(node, source)):
            return _number(_written(node, source))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return Not(_read(operand, source))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float()) as operand):
            return Constant(-Decimal(_number(_written(operand, source)).value))
        case ast.BoolOp(op=ast.And() | ast.Or() as op, values=values):
            return Joined(
                "and" if isinstance(op, ast.And) else "or", tuple(_read(part, source) for part in values)
            )
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISONS:
            return Compared(_COMPARISONS[type(op)], _read(left, source), _read(right, source))
        case ast.BinOp(op=ast.Add() | ast.Sub() as op, left=left, right=right):
            return Summed("+" if isinstance(op, ast.Add) else "-", _read(left, source), _read(right, source))
        case ast.Call(func=ast.Name(id=function), args=[argument], keywords=[]) if function in FUNCTIONS:
            return Called(function, _read(argument, source))
        case _:
            raise _Refused("not_in_language", text=ast.unparse(node))


def _written(node: ast.expr, source: str) -> str:
    """Return a constant as the author wrote it: Python would have rounded ``0.1`` already."""
    return ast.get_source_segment(source, node) or ""


def _number(written: str) -> Constant:
    if not _NUMBER.fullmatch(written):
        raise _Refused("not_in_language", text=written)
    return Constant(int(written) if "." not in written else Decimal(written))


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
