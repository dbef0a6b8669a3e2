"""E401 to E404: every expression with what is known where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ivr.checks.ground import Ground, Leads
from ivr.checks.known import Flowing, Known, after
from ivr.diagnostics.diagnostic import Diagnostic, Related, problem
from ivr.diagnostics.span import Span
from ivr.language import kinds
from ivr.language.expressions import Expression
from ivr.language.judging import type_of
from ivr.language.specs import Flow, Step
from ivr.language.types import Basic, RecordType, Type, fits, type_name
from ivr.language.ways import ToStep


def expressions(ground: Ground, flowing: Flowing) -> Iterator[Diagnostic]:
    """Yield the expressions that cannot be worked out, or come to something else than is wanted."""
    for flow in ground.project.flows.values():
        if ground.is_whole(flow):
            yield from _flow(ground, flow, flowing[str(flow.name)])


def argument_types(ground: Ground, flowing: Flowing, flow: Flow, step: Step) -> Mapping[str, Type | None]:
    """Return the types of the values ``step`` gives, by name; None where there is no telling."""
    known = flowing[str(flow.name)].get(str(step.name)) if ground.is_whole(flow) else None
    if known is None:
        return dict.fromkeys((str(one.name) for one in step.arguments), None)
    judged = {str(one.name): _judged(one.value, known) for one in step.arguments}
    return {name: None if isinstance(of, Diagnostic) else of for name, of in judged.items()}


def _flow(ground: Ground, flow: Flow, at: Mapping[str, Known]) -> Iterator[Diagnostic]:
    without = _Without(ground, flow, at)
    unknown: set[str] = set()
    for name, known in at.items():
        step = flow.steps[name]
        for expression, wanted in _expressions(ground, step):
            judged = _judged(expression, known)
            if isinstance(judged, Diagnostic):
                missing = _sometimes(judged, known)
                if missing is not None:
                    yield from without.told(missing, step, expression)
                elif not _repeats(judged, unknown):
                    yield judged
            elif judged is not None and wanted is not None:
                yield from _fitting(expression, judged, wanted)


def _expressions(ground: Ground, step: Step) -> Iterator[tuple[Expression, tuple[str, Type] | None]]:
    """Yield every expression of ``step`` with the name and type of what it is given to."""
    takes: dict[str, Type] = {}
    operation = ground.operation(step)
    if operation is not None:
        takes = {str(one.name): one.type for one in operation.takes}
    called = ground.called(step.subject) if step.kind is kinds.FLOW else None
    if called is not None:
        takes = {str(name): of for name, of in called.takes}
    for argument in step.arguments:
        name = str(argument.name)
        yield argument.value, (name, takes[name]) if name in takes else None
    conditions = (*(one.when for one in step.keys), *(one.when for one in step.branches))
    for when in conditions:
        if when is not None:
            yield when, ("when", Basic.YESNO)


def _judged(expression: Expression, known: Known) -> Type | Diagnostic | None:
    """Return the type of ``expression``, what is wrong with it, or None when there is no telling."""
    firsts = {name.parts[0] for name in expression.names}
    if any(name in known.variables and known.variables[name] is None for name in firsts):
        return None
    typed = {name: of for name, of in known.variables.items() if of is not None}
    return type_of(expression, typed)


def _sometimes(found: Diagnostic, known: Known) -> str | None:
    """Return the name that some path brings and another does not, if that is what is wrong."""
    facts = dict(found.facts)
    name, whole = str(facts.get("name", "")), str(facts.get("whole", ""))
    if (found.code, found.variant) == ("E401", "unknown_name"):
        return name if name in known.sometimes else None
    if (found.code, found.variant) == ("E401", "unknown_part"):
        types = known.sometimes.get(whole, frozenset())
        has = any(isinstance(of, RecordType) and of.part(name) is not None for of in types)
        return f"{whole}.{name}" if has else None
    return None


def _repeats(found: Diagnostic, unknown: set[str]) -> bool:
    """Return whether the same unknown name was told in this flow before: it is one slip, at its ``save``."""
    if (found.code, found.variant) != ("E401", "unknown_name"):
        return False
    name = str(dict(found.facts)["name"])
    repeated = name in unknown
    unknown.add(name)
    return repeated


def _fitting(expression: Expression, given: Type, wanted: tuple[str, Type]) -> Iterator[Diagnostic]:
    name, of = wanted
    if name == "when" and of is Basic.YESNO:
        if given is not Basic.YESNO:
            yield problem(
                "E403.not_yesno", expression.span, text=expression.text.strip(), given=type_name(given)
            )
    elif not fits(given, of):
        yield problem(
            "E402.wrong_type", expression.span, name=name, wanted=type_name(of), given=type_name(given)
        )


class _Without:
    """Tells once where a value is missing on some path, not again at every step behind that."""

    def __init__(self, ground: Ground, flow: Flow, at: Mapping[str, Known]) -> None:
        self.at = at
        self.into: dict[str, list[tuple[Leads, Known]]] = {}
        for name, known in at.items():
            for leads in ground.leads_of(flow, flow.steps[name]):
                if isinstance(leads.place, ToStep):
                    way = (leads, after(ground, leads, known))
                    self.into.setdefault(leads.place.step, []).append(way)
        self.found: set[tuple[str, str]] = set()

    def told(self, name: str, step: Step, expression: Expression) -> Iterator[Diagnostic]:
        """Yield that ``name`` is not always known at ``step``, unless a step before it has told that."""
        if (name, str(step.name)) in self.found or self._follows(name, str(step.name)):
            return
        self.found.add((name, str(step.name)))
        ways = self._lacking(name, str(step.name))
        yield problem(
            "E404.not_always_known",
            _at(expression, name),
            related=tuple(Related(one.way.target.span, "path") for one in ways[:1]),
            name=name,
            step=str(step.name),
        )

    def _follows(self, name: str, step: str) -> bool:
        """Return whether every path without ``name`` comes through a step where it was told."""
        pending, seen = [step], {step}
        while pending:
            ways = self._lacking(name, pending.pop())
            if not ways:
                return False
            for leads in ways:
                before = str(leads.step.name)
                if (name, before) not in self.found and before not in seen:
                    seen.add(before)
                    pending.append(before)
        return bool(self.found) and any(one == name for one, _ in self.found)

    def _lacking(self, name: str, step: str) -> list[Leads]:
        return [leads for leads, known in self.into.get(step, ()) if not _has(name, known)]


def _has(name: str, known: Known) -> bool:
    whole, _, part = name.partition(".")
    of = known.variables.get(whole)
    return whole in known.variables and (
        not part or not isinstance(of, RecordType) or of.part(part) is not None
    )


def _at(expression: Expression, name: str) -> Span:
    """Return the place of ``name`` in an expression that was written without quotes or escapes."""
    span = expression.span
    found = re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", expression.text)
    if found is None or span.length != len(expression.text):
        return span
    return Span(span.file, span.line, span.column + found.start(), len(name))
