"""Which variables are known at each step, and their types: one forward pass over every flow.

A variable is known when every path to the step brings it. Paths meet by intersection; what only some of them
bring is kept apart, for E404.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from ivr.checks.ground import Ground
from ivr.checks.judged import item_of, judged
from ivr.checks.leads import Leads
from ivr.diagnostics.diagnostic import Diagnostic
from ivr.language import kinds
from ivr.language.specs import Step
from ivr.language.types import RecordType, Type
from ivr.language.ways import ToStep, Way, Why
from ivr.model.office import UNAVAILABLE, UNSURE

Variables: TypeAlias = Mapping[str, Type | None]


@dataclass(frozen=True, slots=True)
class Known:
    """What holds on entering a step.

    ``variables`` are known on every path; None is a type nobody can tell, because what gives it is unknown.
    ``sometimes`` holds every type a name has on some path.
    """

    variables: Variables = field(default_factory=lambda: MappingProxyType({}))
    sometimes: Mapping[str, frozenset[Type | None]] = field(default_factory=lambda: MappingProxyType({}))

    def meet(self, other: Known) -> Known:
        """Return what holds where paths with ``self`` and with ``other`` come together."""
        both = {
            name: _common(one, other.variables[name])
            for name, one in self.variables.items()
            if name in other.variables
        }
        variables = {name: of for name, of in both.items() if not isinstance(of, _Differ)}
        sometimes = dict(self.sometimes)
        for name, types in other.sometimes.items():
            sometimes[name] = sometimes.get(name, frozenset()) | types
        return Known(variables, sometimes)

    def give(self, name: str, of: Type | None) -> Known:
        """Return what holds after ``name`` was given a value of type ``of``."""
        seen = self.sometimes.get(name, frozenset()) | {of}
        return Known({**self.variables, name: of}, {**self.sometimes, name: seen})

    def lose(self, name: str) -> Known:
        """Return what holds after the value of ``name`` was emptied."""
        left = {one: of for one, of in self.variables.items() if one != name}
        return Known(left, self.sometimes)


class _Differ:
    """Two types without anything in common."""


_DIFFER = _Differ()


def _common(one: Type | None, other: Type | None) -> Type | _Differ | None:
    """Return what two types have in common; of two records, the parts that are the same in both."""
    if one == other:
        return one
    if one is None or other is None:
        return None
    if not isinstance(one, RecordType) or not isinstance(other, RecordType):
        return _DIFFER
    theirs = dict(other.parts)
    parts = tuple((name, of) for name, of in one.parts if theirs.get(name) == of)
    first, second = one.name.partition("."), other.name.partition(".")
    return RecordType(first[0] if first[0] == second[0] else one.name, parts)


Flowing: TypeAlias = Mapping[str, Mapping[str, Known]]
"""By flow and step, what is known there; a step that is never reached is not in it."""


def flow_through(ground: Ground) -> Flowing:
    """Return what is known at every step of every flow."""
    found = {name: ground.part(_pass, name) for name in ground.project.flows}
    return ground.parts.noted("flowing", found)


def after(ground: Ground, leads: Leads, known: Known) -> Known:
    """Return what is known when ``leads.way`` has been taken from its step, entered with ``known``."""
    step, way = leads.step, leads.way
    if step.save is None or way.why is Why.HANG_UP:
        return known
    if step.kind in (kinds.DO, kinds.FLOW) and way.name.startswith("on:"):
        known = _saved(ground, step, way, known)
    if step.kind is kinds.MENU and way.name == "answer" and step.list is not None and not step.answers:
        return known.give(str(step.save), _picked(ground, step, known))
    for name, of in way.gives:
        known = known.give(name, of)
    return known


def _pass(ground: Ground, name: str) -> Mapping[str, Known]:
    flow = ground.project.flows[name]
    first = Known()
    for taken, of in flow.takes:
        first = first.give(str(taken), of)
    at = {flow.first: first}
    pending = [flow.first]
    while pending:
        name = pending.pop()
        entered = at[name]
        for leads in ground.taken_from(flow, flow.steps[name]):
            if not isinstance(leads.place, ToStep):
                continue
            target = leads.place.step
            there = after(ground, leads, entered)
            merged = there if target not in at else at[target].meet(there)
            if target not in at or merged != at[target]:
                at[target] = merged
                pending.append(target)
    return at


def _saved(ground: Ground, step: Step, way: Way, known: Known) -> Known:
    """Return what ``save`` makes of its name.

    After an outcome that gives nothing, what the name held before is about something else: it counts as lost.
    """
    outcome, saved = way.name.removeprefix("on:"), str(step.save)
    if step.kind is kinds.DO:
        if outcome in (UNAVAILABLE, UNSURE):
            return known
        operation = ground.operation(step)
        if operation is None or operation.outcome(outcome) is None:
            return known.give(saved, None)
    else:
        called = ground.called(step.subject)
        if called is None or called.outcome(outcome) is None:
            return known.give(saved, None)
    return known if way.gives else known.lose(saved)


def _picked(ground: Ground, step: Step, known: Known) -> Type | None:
    """Return the type of an item of the list a menu offers."""
    of = None if step.list is None else judged(ground, step.list, known.variables)
    return None if of is None or isinstance(of, Diagnostic) else item_of(of)
