"""F001: a place that does not exist, a flow where only a step can stand, a word that means nothing there.

Which flow a `flow:` step starts is a place too. What hotline.yaml names is in ``settings``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.checks.leads import Leads
from ivr.checks.near import near_texts
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language import kinds
from ivr.language.specs import Flow, Step
from ivr.language.ways import BUILT_IN, REPEAT, SLOWER, ToBuiltIn, ToFlow, Why

KEY = "key:"
"""How the way of a key is named."""


def places(ground: Ground) -> Iterator[Diagnostic]:
    """Yield what is wrong with where ways lead."""
    for flow in ground.told_flows():
        for leads in ground.own_ways(flow):
            yield from _place(ground, flow, leads)
        for step in ground.steps(flow):
            yield from _flow(ground, step)


def may_start_a_flow(leads: Leads) -> bool:
    """Return whether a flow may stand where this way leads: a key, or the end of a menu's patience."""
    return leads.way.name.startswith(KEY) or leads.way.name == "patience_over"


def _place(ground: Ground, flow: Flow, leads: Leads) -> Iterator[Diagnostic]:
    target = leads.way.target
    match leads.place:
        case None if not _may_exist(ground, flow, str(target)):
            flows = (one.name for one in ground.project.flows.values()) if may_start_a_flow(leads) else ()
            ends = (f"end {one.name}" for one in flow.outcomes)
            steps = (one.name for one in flow.steps.values())
            near, related = near_texts(target, (*steps, *flows, *BUILT_IN, *ends))
            yield problem(
                "F001.unknown_place",
                target.span,
                near=near,
                related=related,
                name=str(target),
                step=str(leads.step.name),
            )
        case ToFlow() | ToBuiltIn() if leads.way.why is Why.HANG_UP:
            yield problem("F001.not_after_hang_up", target.span, name=str(target))
        case ToFlow(flow=name) if not may_start_a_flow(leads):
            yield problem("F001.not_a_step", target.span, name=name)
        case ToBuiltIn(word=word) if word == SLOWER and not leads.way.name.startswith(KEY):
            yield problem("F001.not_a_key", target.span, step=str(leads.step.name))
        case ToBuiltIn(word=word) if word == REPEAT and leads.way.why is not Why.CALLER:
            yield problem("F001.not_an_answer", target.span, step=str(leads.step.name))
        case _:
            pass


def _flow(ground: Ground, step: Step) -> Iterator[Diagnostic]:
    if step.kind is not kinds.FLOW or step.subject is None:
        return
    if step.subject in ground.project.flows or step.subject in ground.lost_flows:
        return
    near, related = near_texts(step.subject, (one.name for one in ground.project.flows.values()))
    yield problem(
        "F001.not_a_flow",
        step.subject.span,
        near=near,
        related=related,
        name=str(step.subject),
        where=str(step.name),
    )


def _may_exist(ground: Ground, flow: Flow, name: str) -> bool:
    return ground.has_lost(flow, name) or name in ground.lost_flows
