"""F010: entries and recordings that may be asked for again and again, with nothing that bounds it.

A menu or a yes/no question that the caller answers on the way round is the caller's own choice; `tries` bound
one run of a flow. Told once for each way round, at its first such step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from ivr.checks.ground import Ground
from ivr.checks.leads import Leads
from ivr.checks.starting import Outcomes, growing
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language import kinds
from ivr.language.specs import Flow, Step
from ivr.language.ways import ToEnd, ToStep, Why

_ASKS_FOR = (kinds.COLLECT, kinds.RECORD)


def asked_again(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the steps a caller may be asked for ever."""
    asking = [name for name in ground.project.flows if ground.part(_asks_again, name)]
    through = growing(ground, "unbidden outcomes", _ends_unbidden) if asking else {}
    for name in asking:
        yield from ground.parts.changing("asked again", name, partial(_for_ever, ground, name, through))


def _for_ever(ground: Ground, of: str, through: Outcomes) -> tuple[Diagnostic, ...]:
    flow, found = ground.project.flows[of], []
    after = {name: _onward(ground, flow, step, through) for name, step in flow.steps.items()}
    covered: set[str] = set()
    for name, step in flow.steps.items():
        if name in covered or not _asks(ground, step):
            continue
        ahead = _reached(name, after)
        if name in ahead:
            variant = "F010.flow_for_ever" if step.kind is kinds.FLOW else "F010.for_ever"
            found.append(problem(variant, step.name.span, step=name))
            covered |= {one for one in ahead if name in _reached(one, after)}
    return tuple(found)


def _asks_again(ground: Ground, name: str) -> bool:
    flow = ground.project.flows[name]
    return ground.is_whole(flow) and any(_asks(ground, step) for step in flow.steps.values())


def _asks(ground: Ground, step: Step) -> bool:
    """Return whether ``step`` asks for digits or a recording, itself or by the flow it starts."""
    if step.kind is kinds.FLOW:
        called = ground.called(step.subject)
        return called is not None and any(one.kind in _ASKS_FOR for one in called.steps.values())
    return step.kind in _ASKS_FOR and step.tries is None


def _onward(ground: Ground, flow: Flow, step: Step, through: Outcomes) -> frozenset[str]:
    """Return the steps that follow ``step`` though the caller has chosen nothing there."""
    found = (
        leads.place.step for leads in _taken(ground, flow, step, through) if isinstance(leads.place, ToStep)
    )
    return frozenset(found)


def _taken(ground: Ground, flow: Flow, step: Step, through: Outcomes) -> Iterator[Leads]:
    bounded = step.tries is not None and step.out_of_tries is not None
    for leads in ground.leads_of(flow, step):
        why, outcome = leads.way.why, leads.way.name.removeprefix("on:")
        if bounded and leads.way.name != "out_of_tries":
            continue
        chosen = step.kind in (kinds.MENU, kinds.CONFIRM) and why in (Why.CALLER, Why.RETURN)
        if chosen or why is Why.HANG_UP or leads.way.name.startswith("key:"):
            continue
        asked_below = step.kind is kinds.FLOW and why is Why.OFFICE
        if asked_below and outcome not in through.get(str(step.subject), frozenset()):
            continue  # the called flow offers a choice before it comes out so
        yield leads


def _ends_unbidden(ground: Ground, name: str, through: Outcomes) -> frozenset[str]:
    """Return the outcomes a flow can come to though the caller has chosen nothing."""
    flow = ground.project.flows[name]
    after = {one: _onward(ground, flow, step, through) for one, step in flow.steps.items()}
    return frozenset(
        leads.place.outcome
        for one in _reached(flow.first, after) | {flow.first}
        for leads in _taken(ground, flow, flow.steps[one], through)
        if isinstance(leads.place, ToEnd)
    )


def _reached(begin: str, after: Mapping[str, frozenset[str]]) -> set[str]:
    """Return the steps that follow ``begin``; itself only if it is led to."""
    seen: set[str] = set()
    pending = [begin]
    while pending:
        for name in after[pending.pop()] - seen:
            seen.add(name)
            pending.append(name)
    return seen
