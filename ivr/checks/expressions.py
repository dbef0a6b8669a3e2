"""E401 to E404: every expression with what is known where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ivr.checks.ground import Ground
from ivr.checks.judged import item_of, judged
from ivr.checks.known import Flowing, Known
from ivr.checks.without import Without, place_in, sometimes_known
from ivr.checks.words import holes_said
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language import kinds
from ivr.language.expressions import Expression
from ivr.language.specs import Flow, Step
from ivr.language.types import Basic, ListType, RecordType, Type, fits, type_name
from ivr.source.nodes import Text

WHEN, LIST = "when", "list"
"""What a condition and a list are given to."""


def expressions(ground: Ground, flowing: Flowing) -> Iterator[Diagnostic]:
    """Yield the expressions that cannot be worked out, or come to something else than is wanted."""
    for flow in ground.told_flows():
        if ground.is_whole(flow):
            yield from _flow(ground, flow, flowing[str(flow.name)])


def argument_types(ground: Ground, flowing: Flowing, flow: Flow, step: Step) -> Mapping[str, Type | None]:
    """Return the types of the values ``step`` gives, by name; None where there is no telling."""
    known = known_at(ground, flowing, flow, step)
    if known is None:
        return dict.fromkeys((str(one.name) for one in step.arguments), None)
    types = {str(one.name): judged(ground, one.value, known.variables) for one in step.arguments}
    return {name: None if isinstance(of, Diagnostic) else of for name, of in types.items()}


def item_types(ground: Ground, flowing: Flowing, flow: Flow, step: Step) -> Mapping[str, Type] | None:
    """Return the types of the parts of an item of the list ``step`` offers; None when there is no telling."""
    known = known_at(ground, flowing, flow, step)
    if known is None or step.list is None:
        return None
    of = judged(ground, step.list, known.variables)
    item = None if of is None or isinstance(of, Diagnostic) else item_of(of)
    return None if item is None else dict(item.parts)


def known_at(ground: Ground, flowing: Flowing, flow: Flow, step: Step) -> Known | None:
    """Return what is known at ``step``; None where no call comes, or there is no telling."""
    return flowing[str(flow.name)].get(str(step.name)) if ground.is_whole(flow) else None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What an expression is given to: its name and type, None for any; ``optional``: it may be left out."""

    name: str = ""
    type: Type | None = None
    optional: bool = False


def _flow(ground: Ground, flow: Flow, at: Mapping[str, Known]) -> Iterator[Diagnostic]:
    without = Without(ground, flow, at)
    unknown: set[str] = set()
    for name, known in at.items():
        step = flow.steps[name]
        for expression, wanted in _expressions(ground, flow, step):
            of = judged(ground, expression, known.variables)
            missing = sometimes_known(of, known) if isinstance(of, Diagnostic) else None
            if missing is not None and wanted.optional:  # left out where it is not known
                of = judged(ground, expression, {**known.variables, missing: _only_type(known, missing)})
                of = None if isinstance(of, Diagnostic) else of
            elif missing is not None:
                yield from without.told(missing, step, place_in(expression, missing))
                continue
            if isinstance(of, Diagnostic):
                if not _repeats(of, unknown):
                    yield of
            elif of is not None:
                yield from _fitting(expression, of, wanted)


def _expressions(ground: Ground, flow: Flow, step: Step) -> Iterator[tuple[Expression, _Wanted]]:
    """Yield every expression of ``step`` and what it is given to."""
    takes = _taken(ground, flow, step) if step.arguments else {}
    optional = any(one.optional for one in takes.values())
    said = holes_said(ground, flow, step) if optional else frozenset()
    for argument in step.arguments:
        wanted = takes.get(str(argument.name), _Wanted())
        if str(argument.name) in said:
            wanted = _Wanted(wanted.name, wanted.type)
        yield argument.value, wanted
    conditions = (*(one.when for one in (*step.keys, *step.answers)), *(one.when for one in step.branches))
    yield from ((when, _Wanted(WHEN, Basic.YESNO)) for when in conditions if when is not None)
    if step.list is not None:
        yield step.list, _Wanted(LIST)
    if step.subscriber is not None:
        yield step.subscriber, _Wanted("subscriber", Basic.PHONE)


def _taken(ground: Ground, flow: Flow, step: Step) -> Mapping[str, _Wanted]:
    """Return what ``step`` calls takes, or what its outcome gives, by name."""
    operation = ground.operation(step)
    if operation is not None:
        return {str(one.name): _Wanted(str(one.name), one.type, one.optional) for one in operation.takes}
    if step.kind is kinds.DO:  # nobody knows what it takes, so nobody knows what it needs
        return {str(one.name): _Wanted(optional=True) for one in step.arguments}
    typed: tuple[tuple[Text, Type], ...] = ()
    called = ground.called(step.subject) if step.kind is kinds.FLOW else None
    if called is not None:
        typed = called.takes
    elif step.kind is kinds.END and (outcome := flow.outcome(str(step.subject))) is not None:
        typed = outcome.gives
    return {str(name): _Wanted(str(name), of) for name, of in typed}


def _only_type(known: Known, missing: str) -> Type | None:
    """Return the type a name has wherever it is known, if that is one."""
    types = known.sometimes.get(missing, frozenset())
    return next(iter(types)) if len(types) == 1 else None


def _repeats(found: Diagnostic, unknown: set[str]) -> bool:
    """Return whether the same unknown name was told in this flow before: it is one slip, at its ``save``."""
    if (found.code, found.variant) != ("E401", "unknown_name"):
        return False
    name = str(dict(found.facts)["name"])
    repeated = name in unknown
    unknown.add(name)
    return repeated


def _fitting(expression: Expression, given: Type, wanted: _Wanted) -> Iterator[Diagnostic]:
    text = expression.text.strip()
    if wanted.name == WHEN:
        if given is not Basic.YESNO:
            yield problem("E403.not_yesno", expression.span, text=text, given=type_name(given))
    elif wanted.name == LIST:
        if not isinstance(given, ListType | RecordType):
            yield problem("E403.not_list", expression.span, text=text, given=type_name(given))
        elif item_of(given) is None:
            yield problem("E403.no_parts", expression.span, text=text, given=type_name(given))
    elif wanted.type is not None and not fits(given, wanted.type):
        yield problem(
            "E402.wrong_type",
            expression.span,
            name=wanted.name,
            wanted=type_name(wanted.type),
            given=type_name(given),
        )
