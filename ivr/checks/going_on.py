"""F005 and F006: a step, or a menu after the flow of a key, that does not say where to go next."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.checks.idle import does_nothing
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language import kinds
from ivr.language.specs import Flow, Step
from ivr.language.ways import ToFlow, answers_offered


def going_on(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the steps after which a call would stop."""
    for flow, step in ground.every_step():
        yield from _patience(ground, flow, step)
        if step.kind is kinds.MENU:
            yield from _menu(ground, flow, step)
        elif step.kind.field("go") is not None and step.go_span is None and not does_nothing(step):
            yield problem("F005.no_way_on", step.name.span, step=str(step.name))


def _patience(ground: Ground, flow: Flow, step: Step) -> Iterator[Diagnostic]:
    """Yield the question that does not say where to go when nobody answers it."""
    if step.kind.field("after_that") is None or not ground.hotline_is_whole:
        return
    if all(leads.way.name != "patience_over" for leads in ground.leads_of(flow, step)):
        yield problem("F005.patience_without_end", step.name.span, step=str(step.name))


def _menu(ground: Ground, flow: Flow, step: Step) -> Iterator[Diagnostic]:
    names = {leads.way.name for leads in ground.leads_of(flow, step)}
    if answers_offered(step) and "" not in step.go:
        yield problem("F005.no_way_on", step.name.span, step=str(step.name))
    if "then" in names:
        return
    own = {f"key:{one.key}" for one in step.keys}
    for leads in ground.leads_of(flow, step):
        if (
            leads.way.name in own
            and isinstance(leads.place, ToFlow)
            and _comes_back(ground, leads.place.flow)
        ):
            yield problem("F006.no_then", leads.way.target.span, menu=str(step.name), flow=leads.place.flow)
            return  # one `then` mends every key


def _comes_back(ground: Ground, name: str) -> bool:
    return ground.called(name) is None or bool(ground.comes_back[name])
