"""Which questions are about something that cannot be undone."""

from __future__ import annotations

from ivr.language import kinds
from ivr.language.operations import Operation
from ivr.language.specs import Flow, Project, Step
from ivr.language.ways import ToFlow, ToStep, place_of, ways
from ivr.model.office import Effect


def destroyed_by(step: Step, flow: Flow, project: Project) -> tuple[Operation, ...]:
    """Return the destructive operations that the *yes* of a confirm leads to with no question in between."""
    if step.kind is not kinds.CONFIRM or "yes" not in step.go:
        return ()
    found: dict[str, Operation] = {}
    seen: set[tuple[str, str]] = set()
    ahead = _leads_to(str(step.go["yes"]), flow, project)
    while ahead:
        where, name = ahead.pop()
        if (where, name) in seen:
            continue
        seen.add((where, name))
        there = project.flows[where]
        next_step = there.steps[name]
        if next_step.kind is kinds.DO:
            operation = project.operations.get(str(next_step.subject))
            if operation is not None and operation.effect is Effect.DESTRUCTIVE:
                found[str(operation.name)] = operation
        elif next_step.kind is kinds.FLOW:
            called = project.flows.get(str(next_step.subject))
            ahead += [] if called is None else [(str(called.name), called.first)]
        elif not next_step.kind.asks:
            for way in ways(next_step, project):
                ahead += _leads_to(str(way.target), there, project)
    return tuple(found.values())


def _leads_to(target: str, flow: Flow, project: Project) -> list[tuple[str, str]]:
    match place_of(target, flow, project):
        case ToStep(step=name):
            return [(str(flow.name), name)]
        case ToFlow(flow=name):
            return [(name, project.flows[name].first)]
        case _:
            return []
