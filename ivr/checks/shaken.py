"""The questions a caller may come back to from a flow about another number; nothing is proven there then.

*Back* out of such a flow leads to the last question before it, and dropping the flow drops the proof.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivr.checks.ground import Ground
from ivr.language import kinds
from ivr.language.specs import Flow, Step
from ivr.language.ways import BACK, ToBuiltIn, ToFlow, ToStep


def shaken_questions(ground: Ground) -> Mapping[str, frozenset[str]]:
    """Return, by flow, the questions at which a proof may be lost by going back to them."""
    others = about_others(ground)
    if not others or not _has_back(ground):
        return dict.fromkeys(ground.project.flows, frozenset())
    return {name: _shaken(ground, flow, others) for name, flow in ground.project.flows.items()}


def _shaken(ground: Ground, flow: Flow, others: frozenset[str]) -> frozenset[str]:
    into: dict[str, set[str]] = {}
    pending = []
    for name, step in flow.steps.items():
        if others & set(_starts(ground, flow, step)):
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
    found = {
        name
        for name, flow in flows.items()
        if any(step.subscriber is not None for step in flow.steps.values())
    }
    changed = True
    while changed:
        more = {
            name
            for name, flow in flows.items()
            if name not in found
            and any(found & set(_starts(ground, flow, step)) for step in flow.steps.values())
        }
        changed = bool(more)
        found |= more
    return frozenset(found)


def _starts(ground: Ground, flow: Flow, step: Step) -> Iterator[str]:
    if step.kind is kinds.FLOW and step.subject is not None:
        yield str(step.subject)
    for leads in ground.leads_of(flow, step):
        if isinstance(leads.place, ToFlow):
            yield leads.place.flow


def _has_back(ground: Ground) -> bool:
    ways = (one for flow in ground.project.flows.values() for one in ground.ways_of(flow))
    return any(one.place == ToBuiltIn(BACK) for one in ways)
