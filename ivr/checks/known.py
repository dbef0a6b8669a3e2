"""What is known at each step: one forward pass over every flow, repeated until nothing changes.

At a step a variable is known when every path there brings it, and a fact holds when it holds on every path.
Paths meet by intersection; what only some of them bring is kept apart, for E404. The facts that hold on
entering a flow are those that hold at every place that starts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from ivr.checks.ground import Ground, Leads
from ivr.language import kinds
from ivr.language.specs import Flow, Step
from ivr.language.types import RecordType, Type
from ivr.language.ways import ToBuiltIn, ToFlow, ToStep, Way, Why
from ivr.model.office import UNAVAILABLE, UNSURE, Effect

Facts: TypeAlias = frozenset[str]
Variables: TypeAlias = Mapping[str, Type | None]

ASKED_HERE = "asked here"
"""The fact that the caller answered a question of this flow, with no change since: *back* leads there."""
ASKED_BELOW = "asked below"
"""The fact that the flow was started where *back* has a question to go to; leaving it leads there."""

_NONE: Facts = frozenset()
_BELOW: Facts = frozenset({ASKED_BELOW})


@dataclass(frozen=True, slots=True)
class Known:
    """What holds on entering a step.

    ``variables`` are known on every path; None is a type nobody can tell, because what gives it is unknown.
    ``sometimes`` holds every type a name has on some path. ``facts`` hold on every path.
    """

    variables: Variables = field(default_factory=lambda: MappingProxyType({}))
    sometimes: Mapping[str, frozenset[Type | None]] = field(default_factory=lambda: MappingProxyType({}))
    facts: Facts = _NONE

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
        return Known(variables, sometimes, self.facts & other.facts)

    def give(self, name: str, of: Type | None) -> Known:
        """Return what holds after ``name`` was given a value of type ``of``."""
        seen = self.sometimes.get(name, frozenset()) | {of}
        return Known({**self.variables, name: of}, {**self.sometimes, name: seen}, self.facts)

    def lose(self, name: str) -> Known:
        """Return what holds after the value of ``name`` was emptied."""
        left = {one: of for one, of in self.variables.items() if one != name}
        return Known(left, self.sometimes, self.facts)

    def holding(self, facts: Facts) -> Known:
        """Return the same with other facts."""
        return Known(self.variables, self.sometimes, facts)


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
    entries: dict[str, Facts] = dict.fromkeys(_from_nothing(ground), _NONE)
    found: dict[str, Mapping[str, Known]] = {}
    pending = list(entries)
    while pending:
        name = pending.pop(0)
        flow = ground.project.flows[name]
        found[name] = _pass(ground, flow, entries[name])
        for started, facts in _started(ground, flow, found[name]):
            before = entries.get(started)
            now = facts if before is None else before & facts
            if now != before:
                entries[started] = now
                pending.append(started)
    for name, flow in ground.project.flows.items():
        if name not in found:  # no call reaches it; its own mistakes are told all the same
            found[name] = _pass(ground, flow, _NONE)
    return found


def after(ground: Ground, leads: Leads, known: Known) -> Known:
    """Return what is known when ``leads.way`` has been taken from its step, entered with ``known``."""
    step, way = leads.step, leads.way
    if step.kind is kinds.DO and step.save is not None:
        known = _saved(ground, step, way, known)
    for name, of in way.gives:
        known = known.give(name, of)
    return known.holding(_facts_after(ground, leads, known.facts))


def _from_nothing(ground: Ground) -> Iterator[str]:
    """Yield the flows that begin with no flow under them."""
    hotline = ground.project.hotline
    for flow in (hotline.start, hotline.person):
        if flow is not None and flow in ground.project.flows:
            yield str(flow)


def _started(ground: Ground, flow: Flow, at: Mapping[str, Known]) -> Iterator[tuple[str, Facts]]:
    """Yield the flows that ``flow`` starts, with the facts that hold there."""
    for step in flow.steps.values():
        known = at.get(str(step.name))
        if known is not None and step.kind is kinds.FLOW and step.subject in ground.project.flows:
            yield str(step.subject), _BELOW if known.facts & {ASKED_HERE, ASKED_BELOW} else _NONE
    for leads in ground.ways_of(flow):
        if str(leads.step.name) in at and isinstance(leads.place, ToFlow):
            yield leads.place.flow, _BELOW  # *back* leads to the question it was started from


def _pass(ground: Ground, flow: Flow, facts: Facts) -> Mapping[str, Known]:
    first = Known().holding(facts)
    for taken, of in flow.takes:
        first = first.give(str(taken), of)
    at = {flow.first: first}
    pending = [flow.first]
    while pending:
        name = pending.pop()
        step = flow.steps[name]
        entered = at[name]
        for leads in ground.leads_of(flow, step):
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
    """Return what ``save`` makes of its name: an outcome that gives nothing empties it."""
    outcome = way.name.removeprefix("on:")
    if outcome in (UNAVAILABLE, UNSURE):
        return known
    operation = ground.operation(step)
    if operation is None or operation.outcome(outcome) is None:
        return known.give(str(step.save), None)
    return known if way.gives else known.lose(str(step.save))


def _facts_after(ground: Ground, leads: Leads, facts: Facts) -> Facts:
    step, way = leads.step, leads.way
    if way.why is Why.CALLER and not isinstance(leads.place, ToBuiltIn):
        return facts | {ASKED_HERE}
    if step.kind is kinds.FLOW or step.kind.asks:  # a flow that a key started may have come back to it
        return facts - {ASKED_HERE}
    operation = ground.operation(step)
    reads = operation is None or operation.effect is Effect.READ or way.name == f"on:{UNAVAILABLE}"
    return facts if reads else facts - {ASKED_HERE}
