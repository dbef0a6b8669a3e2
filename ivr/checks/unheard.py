"""What a call does after the caller has hung up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from ivr.checks.ground import Ground
from ivr.language import kinds
from ivr.language.specs import Flow, Step
from ivr.language.ways import START_OVER, Place, ToBuiltIn, ToEnd, ToFlow, ToStep, Why

_GoesOn: TypeAlias = tuple[str, str | None, str, str]
"""The end of a flow by an outcome, None for any, and the flow and step where the call goes on then."""
Returns: TypeAlias = Mapping[tuple[str, str | None], list[tuple[str, str]]]
"""By the end of a flow, where the call goes on."""


def returns(ground: Ground) -> Returns:
    """Return where calls go on after each flow, wherever it may have been started."""
    found: dict[tuple[str, str | None], list[tuple[str, str]]] = {}
    for name in ground.project.flows:
        for ended, outcome, flow, step in ground.part(_after_others, name):
            found.setdefault((ended, outcome), []).append((flow, step))
    return found


def _after_others(ground: Ground, name: str) -> tuple[_GoesOn, ...]:
    """Return where a flow goes on after those that it starts."""
    flow = ground.project.flows[name]
    found: list[_GoesOn] = []
    for step in flow.steps.values():
        leads = ground.leads_of(flow, step)
        by_key = dict.fromkeys(one.place.flow for one in leads if isinstance(one.place, ToFlow))
        for one in leads:
            if not isinstance(one.place, ToStep):
                continue
            if step.kind is kinds.FLOW and one.way.name.startswith("on:"):
                found.append((str(step.subject), one.way.name.removeprefix("on:"), name, one.place.step))
            elif one.way.why is Why.RETURN:
                found += [(ended, None, name, one.place.step) for ended in by_key]
    return tuple(found)


def done_without_line(ground: Ground, after: Returns, flow: Flow, begin: str) -> Iterator[Step]:
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
                    found += _goes_on(ground, after, where, leads.place)
        for place in found:
            if place not in seen:
                seen.add(place)
                pending.append(place)


def _goes_on(ground: Ground, after: Returns, where: str, place: Place | None) -> Iterator[tuple[str, str]]:
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
            yield from after.get((where, outcome), ())
            yield from after.get((where, None), ())
        case _:
            pass
