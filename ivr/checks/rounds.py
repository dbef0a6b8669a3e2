"""F009: rounds in which the caller is never asked anything, through other flows too.

Also told: a ``back`` that the system takes although there may be no question to go back to; the call would
stand still there.
"""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import TypeAlias

from ivr.checks.facts import ASKED_BELOW, ASKED_HERE
from ivr.checks.ground import Ground
from ivr.checks.holding import Holding
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.diagnostics.span import Span
from ivr.language import kinds
from ivr.language.specs import Flow, Step
from ivr.language.ways import BACK, START_OVER, ToBuiltIn, ToEnd, ToStep, Why

Node: TypeAlias = tuple[str, str]
"""A flow and a step."""

MOST_ROUNDS = 20
"""Rounds told at most: each search is over the whole project, and nobody mends more at a time."""


def rounds(ground: Ground, holding: Holding) -> Iterator[Diagnostic]:
    """Yield the rounds a caller would be led without a word in it for them to answer."""
    edges = _silent(ground)
    graph = {node: list(targets) for node, targets in edges.items()}
    for _ in range(MOST_ROUNDS):
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            ring = [node for node in reversed(error.args[1]) if node in graph]
            yield _round(ground, ring[:-1], edges)
            for node in ring:
                graph.pop(node, None)
        else:
            break
    yield from _nothing_behind(ground, holding)


def _silent(ground: Ground) -> dict[Node, dict[Node, Span]]:
    """Return, by step, where the call goes on without asking the caller, and where that is written."""
    through, recursive = _silent_outcomes(ground), _recursive(ground)
    found: dict[Node, dict[Node, Span]] = {}
    for flow in ground.project.flows.values():
        for step in flow.steps.values():
            node = (str(flow.name), str(step.name))
            found[node] = dict(_onward(ground, flow, step, through, recursive))
    return found


def _onward(
    ground: Ground, flow: Flow, step: Step, through: dict[str, frozenset[str]], recursive: frozenset[str]
) -> Iterator[tuple[Node, Span]]:
    """Yield where ``step`` leads without an answer.

    A step with tries can be gone through only so often in one run of its flow, so no round within it goes
    through the step; the way out of its tries stays open.
    """
    leads_on = [one for one in ground.leads_of(flow, step) if one.way.why is not Why.HANG_UP]
    bounded = step.tries is not None and step.out_of_tries is not None and str(flow.name) not in recursive
    if step.kind.asks or bounded:
        leads_on = [one for one in leads_on if one.way.name == "out_of_tries"]
    called = ground.project.flows.get(step.subject or "") if step.kind is kinds.FLOW else None
    if called is not None and step.subject is not None:
        yield (str(called.name), called.first), step.subject.span
    for leads in leads_on:
        outcome = leads.way.name.removeprefix("on:")
        if called is not None and leads.way.why is Why.OFFICE and outcome not in through[str(called.name)]:
            continue  # the called flow asks something before it comes out so
        match leads.place:
            case ToStep(step=name):
                yield (str(flow.name), name), leads.way.target.span
            case ToBuiltIn(word=word) if word == START_OVER:
                start = ground.project.flows.get(str(ground.project.hotline.start))
                if start is not None:
                    yield (str(start.name), start.first), leads.way.target.span
            case _:
                pass


def _recursive(ground: Ground) -> frozenset[str]:
    """Return the flows that may start themselves again, over others too: their tries begin anew."""
    starts: dict[str, set[str]] = {}
    for name, flow in ground.project.flows.items():
        starts[name] = {str(step.subject) for step in flow.steps.values() if step.kind is kinds.FLOW}
        if any(one.place == ToBuiltIn(START_OVER) for one in ground.ways_of(flow)):
            starts[name].add(str(ground.project.hotline.start))
    found = set()
    for name, begun in starts.items():
        seen, pending = set(begun), list(begun)
        while pending:
            more = starts.get(pending.pop(), set()) - seen
            seen |= more
            pending += more
        if name in seen:
            found.add(name)
    return frozenset(found)


def _silent_outcomes(ground: Ground) -> dict[str, frozenset[str]]:
    """Return, by flow, the outcomes it can come to without asking the caller anything."""
    found: dict[str, frozenset[str]] = dict.fromkeys(ground.project.flows, frozenset())
    changed = True
    while changed:
        changed = False
        for name, flow in ground.project.flows.items():
            now = _ends_silently(ground, flow, found)
            changed = changed or now != found[name]
            found[name] = now
    return found


def _ends_silently(ground: Ground, flow: Flow, through: dict[str, frozenset[str]]) -> frozenset[str]:
    ends: set[str] = set()
    seen, pending = {flow.first}, [flow.first]
    while pending:
        step = flow.steps[pending.pop()]
        if step.kind.asks:
            continue
        for leads in ground.leads_of(flow, step):
            outcome = leads.way.name.removeprefix("on:")
            if leads.way.why is Why.HANG_UP:
                continue
            back = through.get(step.subject or "", frozenset())
            if step.kind is kinds.FLOW and leads.way.why is Why.OFFICE and outcome not in back:
                continue
            if isinstance(leads.place, ToEnd):
                ends.add(leads.place.outcome)
            elif isinstance(leads.place, ToStep) and leads.place.step not in seen:
                seen.add(leads.place.step)
                pending.append(leads.place.step)
    return frozenset(ends)


def _round(ground: Ground, ring: list[Node], edges: dict[Node, dict[Node, Span]]) -> Diagnostic:
    """Return the round ``ring``, told at the way that leads back to its step highest up in the file."""
    order = {
        (str(flow.name), name): (flow.file, number)
        for flow in ground.project.flows.values()
        for number, name in enumerate(flow.steps)
    }
    first = ring.index(min(ring, key=lambda node: order[node]))
    ring = [*ring[first:], *ring[:first]]
    one_flow = len({flow for flow, _ in ring}) == 1
    path = tuple(step if one_flow else f"{flow}.{step}" for flow, step in (*ring, ring[0]))
    return problem("F009.loop", edges[ring[-1]][ring[0]], path=path)


def _nothing_behind(ground: Ground, holding: Holding) -> Iterator[Diagnostic]:
    """Yield each ``back`` the system takes where there may be no question to go back to.

    A question whose patience is over is then asked again; any other step would come round to itself.
    """
    if any(not ground.is_whole(flow) for flow in ground.project.flows.values()):
        return  # what a damaged flow asks or starts is not known
    for flow in ground.project.flows.values():
        for leads in ground.own_ways(flow):
            facts = holding.on_entering(flow, leads.step)
            by_the_system = leads.way.why not in (Why.CALLER, Why.PATIENCE)
            if facts is None or leads.place != ToBuiltIn(BACK) or not by_the_system:
                continue
            if not holding.after(flow, leads, facts) & {ASKED_HERE, ASKED_BELOW}:
                yield problem("F009.nothing_behind", leads.way.target.span, step=str(leads.step.name))
