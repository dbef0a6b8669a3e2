"""What a call does after the caller has hung up."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.language import kinds
from ivr.language.specs import Flow, Step
from ivr.language.ways import START_OVER, Place, ToBuiltIn, ToEnd, ToFlow, ToStep, Why


def done_without_line(ground: Ground, flow: Flow, begin: str) -> Iterator[Step]:
    """Yield every ``do`` that a hang-up leads to when it is followed by the step ``begin`` of ``flow``.

    The first question or transfer ends it. A flow that is done goes on wherever it may have been started.
    """
    flows = ground.project.flows
    pending = [(str(flow.name), begin)] if begin in flow.steps else []
    seen = set(pending)
    while pending:
        where, name = pending.pop()
        step = flows[where].steps[name]
        found: list[tuple[str, str]] = []
        if step.kind is kinds.DO:
            yield step
        if step.kind is kinds.FLOW and step.subject in flows:
            found.append((str(step.subject), flows[str(step.subject)].first))
        elif not step.kind.asks and step.kind is not kinds.TRANSFER:
            for leads in ground.leads_of(flows[where], step):
                if leads.way.why is not Why.HANG_UP:
                    found += _goes_on(ground, where, leads.place)
        for place in found:
            if place not in seen:
                seen.add(place)
                pending.append(place)


def _goes_on(ground: Ground, where: str, place: Place | None) -> Iterator[tuple[str, str]]:
    flows = ground.project.flows
    match place:
        case ToStep(step=name):
            yield where, name
        case ToFlow(flow=name):
            yield name, flows[name].first
        case ToBuiltIn(word=word) if word == START_OVER and ground.project.hotline.start in flows:
            start = str(ground.project.hotline.start)
            yield start, flows[start].first
        case ToEnd(outcome=outcome):
            yield from _returns(ground, where, outcome)
        case _:
            pass


def _returns(ground: Ground, ended: str, outcome: str) -> Iterator[tuple[str, str]]:
    """Yield the steps that follow where ``ended`` was started, now that it is done."""
    for flow in ground.project.flows.values():
        for step in flow.steps.values():
            starts = step.kind is kinds.FLOW and step.subject == ended
            by_key = any(one.place == ToFlow(ended) for one in ground.leads_of(flow, step))
            for leads in ground.leads_of(flow, step):
                back = (starts and leads.way.name == f"on:{outcome}") or (
                    by_key and leads.way.why is Why.RETURN
                )
                if back and isinstance(leads.place, ToStep):
                    yield str(flow.name), leads.place.step
