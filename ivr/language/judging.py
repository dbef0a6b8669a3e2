"""The types of expressions: what a name may be compared with, added to, or asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from ivr.diagnostics.diagnostic import Diagnostic, near_names, problem
from ivr.errors import BadValue
from ivr.language.expressions import (
    Called,
    Compared,
    Constant,
    Expression,
    Joined,
    Name,
    Node,
    Not,
    Summed,
)
from ivr.language.types import Basic, ListType, RecordType, Type, fits, type_name
from ivr.model.money import Money

ALWAYS: dict[str, Type] = {
    "caller": RecordType("caller", (("number", Basic.PHONE),)),
    "subscriber": RecordType("subscriber", (("number", Basic.PHONE), ("proven", Basic.YESNO))),
    "called": Basic.DIGITS,
    "channel": Basic.TEXT,
    "language": Basic.TEXT,
}
"""What is known at every step of every call."""

_ORDERED = {Basic.NUMBER, Basic.MONEY, Basic.DATE, Basic.MOMENT}


class _Mistake(Exception):
    def __init__(self, found: Diagnostic) -> None:
        super().__init__(found.code)
        self.found = found


def type_of(
    expression: Expression, known: Mapping[str, Type], *, queues: Iterable[str] = ()
) -> Type | Diagnostic:
    """Return the type of ``expression`` where ``known`` are the variables, or what is wrong with it.

    ``known`` need not hold what is always known, but for ``switch``: which there are is the project's.
    """
    try:
        return _Judge(expression, {**ALWAYS, **known}, tuple(queues)).judge(expression.tree)
    except _Mistake as mistake:
        return mistake.found


def words(node: Node) -> str:
    """Return the part of an expression as an author would write it."""
    match node:
        case Name(parts=parts):
            return ".".join(parts)
        case Constant(value=bool() as truth):
            return "yes" if truth else "no"
        case Constant(value=str() as text):
            return f'"{text}"'
        case Constant(value=value):
            return str(value)
        case Not(operand=operand):
            return f"not {words(operand)}"
        case Joined(word=word, operands=operands):
            return f" {word} ".join(words(part) for part in operands)
        case (
            Compared(operator=operator, left=left, right=right)
            | Summed(operator=operator, left=left, right=right)
        ):
            return f"{words(left)} {operator} {words(right)}"
        case Called(function=function, argument=argument):
            return f"{function}({words(argument)})"


class _Judge:
    def __init__(self, expression: Expression, known: Mapping[str, Type], queues: tuple[str, ...]) -> None:
        self.expression = expression
        self.known = known
        self.queues = queues

    def judge(self, node: Node) -> Type:
        match node:
            case Name(parts=parts):
                return self._name(parts)
            case Constant(value=value):
                return _constant(value)
            case Not(operand=operand):
                return self._yesno(operand)
            case Joined(operands=operands):
                for part in operands:
                    self._yesno(part)
                return Basic.YESNO
            case Compared():
                return self._compared(node)
            case Summed():
                return self._summed(node)
            case Called(function=function, argument=argument):
                return self._called(function, argument)

    def _name(self, parts: tuple[str, ...]) -> Type:
        first, *rest = parts
        if first not in self.known:
            near = near_names(first, tuple(self.known))
            raise self._mistake("E401.unknown_name", near=near, name=first)
        found = self.known[first]
        whole = first
        for part in rest:
            inner = found.part(part) if isinstance(found, RecordType) else None
            if inner is None:
                has = tuple(name for name, _ in found.parts) if isinstance(found, RecordType) else ()
                raise self._mistake(
                    "E401.unknown_part", near=near_names(part, has), name=part, whole=whole, parts=has
                )
            found, whole = inner, f"{whole}.{part}"
        return found

    def _yesno(self, node: Node) -> Type:
        given = self.judge(node)
        if given is not Basic.YESNO:
            raise self._mistake("E403.not_yesno", text=words(node), given=type_name(given))
        return Basic.YESNO

    def _compared(self, node: Compared) -> Type:
        one, other = self.judge(node.left), self.judge(node.right)
        if {one, other} == {Basic.NUMBER, Basic.MONEY}:
            return Basic.YESNO
        alike = fits(one, other) or fits(other, one)
        ordered = node.operator in {"==", "!="} or (isinstance(one, Basic) and one in _ORDERED)
        if not alike or not ordered or isinstance(one, RecordType | ListType):
            raise self._cannot(node.left, one, node.right, other, node.operator)
        return Basic.YESNO

    def _summed(self, node: Summed) -> Type:
        one, other = self.judge(node.left), self.judge(node.right)
        if one == other == Basic.NUMBER:
            return Basic.NUMBER
        if {one, other} <= {Basic.NUMBER, Basic.MONEY} and _amount(node.left) and _amount(node.right):
            return Basic.MONEY
        raise self._cannot(node.left, one, node.right, other, node.operator)

    def _called(self, function: str, argument: Node) -> Type:
        if function == "open":
            return self._open(argument)
        given = self.judge(argument)
        if function == "count" and not isinstance(given, ListType | RecordType):
            raise self._mistake("E403.not_list", text=words(argument), given=type_name(given))
        if function == "days_until" and given not in {Basic.DATE, Basic.MOMENT}:
            raise self._mistake(
                "E402.wrong_type", name=function, wanted=type_name(Basic.DATE), given=type_name(given)
            )
        return Basic.NUMBER

    def _open(self, argument: Node) -> Type:
        match argument:
            case Constant(value=str() as queue) if queue in self.queues:
                return Basic.YESNO
            case Constant(value=str() as queue):
                near = near_names(queue, self.queues)
                raise self._mistake("E401.unknown_queue", near=near, name=queue)
            case _:
                raise self._mistake("E401.not_in_language", text=f"open({words(argument)})")

    def _cannot(self, left: Node, one: Type, right: Node, other: Type, operator: str) -> _Mistake:
        return self._mistake(
            "E401.cannot_compare",
            left=words(left),
            left_type=type_name(one),
            right=words(right),
            right_type=type_name(other),
            operator=operator,
        )

    def _mistake(
        self, key: str, *, near: tuple[str, ...] = (), **facts: str | int | tuple[str, ...]
    ) -> _Mistake:
        return _Mistake(problem(key, self.expression.span, near=near, related=(), **facts))


def _amount(node: Node) -> bool:
    """Return whether ``node`` can be added to money: a written number, if it is whole fen."""
    if not (isinstance(node, Constant) and isinstance(node.value, int | Decimal)):
        return True
    try:
        Money.of_yuan(node.value)
    except BadValue:
        return False
    return True


def _constant(value: str | int | Decimal) -> Type:
    if isinstance(value, bool):
        return Basic.YESNO
    if isinstance(value, str):
        return Basic.DIGITS if value.isdecimal() else Basic.TEXT
    return Basic.NUMBER
