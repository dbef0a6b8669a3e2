"""What an office may answer: any outcome of its contract, after any time, with plausible and odd values."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from ivr.diagnostics.span import Span
from ivr.language.expression_tree import Called, Compared, Constant, Joined, Name, Node, Not, Summed
from ivr.language.operations import Operation
from ivr.language.specs import Project
from ivr.language.types import Basic, ListType, RecordType, Type
from ivr.model.money import Money
from ivr.model.office import OfficeAnswer, OfficeRequest
from ivr.model.values import Record, Value
from ivr.owing import TICKET
from ivr.scripts.explore.decisions import Decisions
from ivr.scripts.office import given
from ivr.scripts.spec import DOES_NOT_ANSWER, IS_DOWN, MockAnswer
from ivr.scripts.virtual import VirtualTime

NOWHERE = Span("explored.yaml", 1, 1)
"""The place of what nobody wrote."""
SIZES = ("two", "none", "one", "five", "six", "twelve", "odd")
_MANY = {"two": 2, "none": 0, "one": 1, "five": 5, "six": 6, "twelve": 12, "odd": 3}
ODD = "odd"
NAMES = (
    *("手机报", "视频会员", "天气预报", "彩铃", "音乐盒", "游戏点卡"),
    *("健康日报", "在线阅读", "英语角", "股市通", "梦网", "家校通"),
)
ODD_NAMES = ("VIP 10元包", "<b>\"&'", "A-B_c/9")
ODD_MONEY = (0, -500, 99_999_999)
_TICKET_NUMBER = "202603040001"


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that was given, as a script writes it."""

    operation: str
    answer: MockAnswer


@dataclass(slots=True)
class AnyOffice:
    """Answers in the place of a scripted office, as ``decisions`` say; ``answered`` keeps account.

    ``where`` tells where the call is: the same request may come out differently in each place. ``spoken`` is
    the language values are read aloud in.
    """

    project: Project
    time: VirtualTime
    decisions: Decisions
    where: Callable[[], Hashable] = tuple
    spoken: Callable[[], str] = str
    answered: list[Answered] = field(default_factory=list)

    def __call__(self, request: OfficeRequest, within_s: float) -> OfficeAnswer:
        """Return an answer the contract allows, taking a time it allows."""
        answer = self._answer(self.project.operations[request.operation], request)
        self.answered.append(Answered(request.operation, answer))
        return given(answer, request, within_s, self.time)

    def _answer(self, operation: Operation, request: OfficeRequest) -> MockAnswer:
        stream = f"office:{operation.name}"
        outcomes = tuple(str(one.name) for one in operation.outcomes)
        options = (*outcomes, IS_DOWN, DOES_NOT_ANSWER)
        weights = (*(8 if number == 0 else 3 for number in range(len(outcomes))), 1.0, 1.0)
        chosen = self.decisions.pick(stream, options, weights, (self.where(), request.repeated), place="")
        if chosen == DOES_NOT_ANSWER:
            return MockAnswer(NOWHERE, fault=chosen)
        delays = _delays(operation)
        after_s = float(self.decisions.pick(stream, delays, (24, 2, 2, 1), "after"))
        if chosen == IS_DOWN:
            return MockAnswer(NOWHERE, fault=chosen, after_s=after_s)
        outcome = operation.outcome(chosen)
        gives = () if outcome is None else outcome.gives
        values = {str(name): self._value(stream, str(name), of, request) for name, of in gives}
        return MockAnswer(NOWHERE, chosen, Record(values), after_s=after_s)

    def _value(self, stream: str, name: str, of: Type, request: OfficeRequest) -> Value:
        """Return a value for a part of an answer; the parts of records in it are not chosen one by one."""
        if name == TICKET:
            own = request.arguments.get(TICKET)
            return own if isinstance(own, str) else _TICKET_NUMBER
        match of:
            case ListType(of=item):
                size = self.decisions.pick(stream, SIZES, (6, 1, 3, 1, 1, 1, 1), (name, self.spoken()))
                return tuple(_item(item, place, odd=size == ODD) for place in range(_MANY[size]))
            case RecordType():
                return _item(of, 0, odd=False)
            case Basic():
                values = _values(of, self.project, self.time)
                names = tuple(f"{name} {number}" for number in range(len(values)))
                weights = (2.0, *(1.0 for _ in names[1:]))
                return values[names.index(self.decisions.pick(stream, names, weights, (name, self.spoken())))]


def _delays(operation: Operation) -> tuple[str, ...]:
    """Return how long answers take: at once, within the words, so that *one moment* is said, just in time."""
    late = operation.timeout_s - 0.1
    return ("0", "1", f"{min(2.5, late - 0.1):g}", f"{late:g}")


def _item(of: Type, place: int, *, odd: bool) -> Value:
    """Return the value of a list at ``place``; different for each place."""
    match of:
        case RecordType(parts=parts):
            return Record({str(name): _part(str(name), part, place, odd=odd) for name, part in parts})
        case ListType(of=item):
            return tuple(_item(item, number, odd=odd) for number in (place, place + 1))
        case _:
            return _part("", of, place, odd=odd)


def _part(name: str, of: Type, place: int, *, odd: bool) -> Value:
    match of:
        case Basic.TEXT if name == "id":
            return f"S{place + 1}"
        case Basic.TEXT:
            return ODD_NAMES[place % len(ODD_NAMES)] if odd else NAMES[place % len(NAMES)]
        case Basic.DIGITS:
            return f"1066{1000 + place}"
        case Basic.PHONE:
            return f"139{place:08}"
        case Basic.NUMBER:
            return place
        case Basic.MONEY:
            return Money(ODD_MONEY[place % len(ODD_MONEY)] if odd else 500 + 100 * place)
        case Basic.DATE:
            return date(2026, 12, 31) - timedelta(days=place)
        case Basic.YESNO:
            return place % 2 == 0
        case Basic.MOMENT:
            return datetime.fromisoformat("2026-03-06T12:00:00+08:00") + timedelta(hours=place)
        case _:
            return _item(of, place, odd=odd)


def _values(of: Basic, project: Project, time: VirtualTime) -> tuple[Value, ...]:
    """Return values of a type; numbers on both sides of those that the flows compare with."""
    zone = ZoneInfo(project.calendar.time_zone)
    now = time.now().astimezone(zone).replace(second=0, microsecond=0)
    match of:
        case Basic.TEXT | Basic.AUDIO:
            return (NAMES[0], *ODD_NAMES)
        case Basic.DIGITS:
            return ("10661234", "0")
        case Basic.PHONE:
            return ("13900139000",)
        case Basic.NUMBER:
            return tuple(dict.fromkeys((35, *sides_of(project), 0, Decimal("2.5"))))
        case Basic.MONEY:
            sides = (Money.of_yuan(one) for one in sides_of(project) if abs(one) < 10**6)
            return tuple(dict.fromkeys((Money(6540), *sides, Money(0), Money(620), Money(-1), Money(10**10))))
        case Basic.DATE:
            return (date(2026, 12, 31), now.date(), date(2028, 2, 29), date(2020, 1, 1))
        case Basic.MOMENT:
            return (now + timedelta(days=2), now - timedelta(days=3), now)
        case Basic.YESNO:
            return (False, True)


_SIDES: dict[int, tuple[Decimal, ...]] = {}


def sides_of(project: Project) -> tuple[Decimal, ...]:
    """Return the numbers flows compare with, and those just below and above."""
    found = _SIDES.get(id(project))
    if found is None:
        numbers = dict.fromkeys(
            Decimal(number)
            for flow in project.flows.values()
            for step in flow.steps.values()
            for branch in step.branches
            if branch.when is not None
            for number in _numbers(branch.when.tree)
        )
        found = tuple(dict.fromkeys(side for one in numbers for side in (one, one + 1, one - 1)))
        _SIDES[id(project)] = found
    return found


def _numbers(node: Node) -> Iterator[int | Decimal]:
    match node:
        case Constant(value=int() | Decimal() as value) if not isinstance(value, bool):
            yield value
        case Compared(left=left, right=right) | Summed(left=left, right=right):
            yield from (*_numbers(left), *_numbers(right))
        case Joined(operands=operands):
            for operand in operands:
                yield from _numbers(operand)
        case Not(operand=inner) | Called(argument=inner):
            yield from _numbers(inner)
        case Constant() | Name():
            pass
