"""The questions a caller may come back to from a flow about another number; nothing is proven there then.

*Back* out of such a flow leads to the last question before it, and dropping the flow drops the proof.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from functools import partial

from ivr.checks.ground import Ground
from ivr.language import kinds
from ivr.language.specs import Flow, Step
from ivr.language.ways import BACK, ToBuiltIn, ToFlow, ToStep

_BACK = ToBuiltIn(BACK)


def shaken_questions(ground: Ground) -> Mapping[str, frozenset[str]]:
    """Return, by flow, the questions at which a proof may be lost by going back to them."""
    flows = ground.project.flows
    others = about_others(ground)
    if not others or not any(ground.part(_has_back, name) for name in flows):
        return dict.fromkeys(flows, frozenset())
    asked = ground.parts.noted("about others", dict.fromkeys(others))
    return {name: ground.parts.part("shaken", name, partial(_shaken, ground, name, asked)) for name in flows}


def _shaken(ground: Ground, flow_name: str, others: Container[str]) -> frozenset[str]:
    flow = ground.project.flows[flow_name]
    into: dict[str, set[str]] = {}
    pending = []
    for name, step in flow.steps.items():
        if any(one in others for one in _starts(ground, flow, step)):
            pending.append(name)
        for leads in ground.leads_of(flow, step):
            if isinstance(leads.place, ToStep):
                into.setdefault(leads.place.step, set()).add(name)
    seen = set(pending)
    while pending:
        for before in into.get(pending.pop(), ()):
            if before not in seen:
                seen.add(before)
                pending.append(before)
    return frozenset(name for name in seen if flow.steps[name].kind.asks)


def about_others(ground: Ground) -> frozenset[str]:
    """Return the flows that may go on about another number than they were started about."""
    flows = ground.project.flows
    found = {name for name in flows if ground.part(_is_about_another, name)}
    changed = bool(found)
    while changed:
        more = {name for name in flows if name not in found and found & ground.part(_begun, name)}
        changed = bool(more)
        found |= more
    return frozenset(found)


def _is_about_another(ground: Ground, name: str) -> bool:
    return any(step.subscriber is not None for step in ground.project.flows[name].steps.values())


def _begun(ground: Ground, name: str) -> frozenset[str]:
    flow = ground.project.flows[name]
    return frozenset(one for step in flow.steps.values() for one in _starts(ground, flow, step))


def _starts(ground: Ground, flow: Flow, step: Step) -> Iterator[str]:
    if step.kind is kinds.FLOW and step.subject is not None:
        yield str(step.subject)
    for leads in ground.leads_of(flow, step):
        if isinstance(leads.place, ToFlow):
            yield leads.place.flow


def _has_back(ground: Ground, name: str) -> bool:
    return any(one.place == _BACK for one in ground.ways_of(ground.project.flows[name]))
