"""F009: rounds in which the caller is never asked anything, through other flows too.

Also told: a ``back`` that the system takes although there may be no question to go back to; the call would
stand still there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from graphlib import CycleError, TopologicalSorter
from typing import TypeAlias, TypeVar

from ivr.checks.facts import ASKED_BELOW, ASKED_HERE
from ivr.checks.ground import Ground
from ivr.checks.holding import Holding
from ivr.checks.starting import Outcomes, growing
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.diagnostics.span import Span
from ivr.heard.rings import rings
from ivr.language import kinds
from ivr.language.specs import Flow, Step
from ivr.language.ways import BACK, START_OVER, ToBuiltIn, ToEnd, ToStep, Why

N = TypeVar("N", bound=Hashable)
Node: TypeAlias = tuple[str, str]
"""A flow and a step."""
_Edges: TypeAlias = Mapping[Node, Mapping[Node, Span]]

_BACK, _OVER = ToBuiltIn(BACK), ToBuiltIn(START_OVER)
MOST_ROUNDS = 20
"""Rounds told at most: each search is over the whole project, and nobody mends more at a time."""


@dataclass(frozen=True, slots=True)
class _Silent:
    """Where a flow goes on without asking the caller, by step, and where that is written.

    ``goes_round``: within the flow. ``into``: the other flows it gets to.
    """

    edges: _Edges
    goes_round: bool
    into: frozenset[str]


def rounds(ground: Ground, holding: Holding) -> Iterator[Diagnostic]:
    """Yield the rounds a caller would be led without a word in it for them to answer."""
    silent = _silent(ground)
    into = {name: one.into for name, one in silent.items()}
    if any(one.goes_round for one in silent.values()) or _has_ring(into):  # else nothing leads back
        yield from _rounds(ground, {node: on for one in silent.values() for node, on in one.edges.items()})
    if all(map(ground.is_whole, ground.project.flows.values())):  # else what one asks or starts is not known
        for name in ground.project.flows:
            work = partial(_nothing_behind, ground, holding, name)
            yield from ground.parts.part("nothing behind", name, work)


def _silent(ground: Ground) -> Mapping[str, _Silent]:
    """Return, by flow, where the call goes on without asking the caller."""
    parts = ground.parts
    through = growing(ground, "silent outcomes", _ends_silently)
    recursive = parts.noted("recursive", dict.fromkeys(_recursive(ground)))

    def silent(name: str) -> _Silent:
        flow = ground.project.flows[name]
        edges = {
            (name, str(step.name)): dict(_onward(ground, flow, step, through, recursive))
            for step in flow.steps.values()
        }
        inner = {node: [to for to in on if to[0] == name] for node, on in edges.items()}
        into = frozenset(to for on in edges.values() for to, _ in on)
        return _Silent(edges, _has_ring(inner), into - {name})

    return {name: parts.changing("silent", name, partial(silent, name)) for name in ground.project.flows}


def _has_ring(graph: Mapping[N, Iterable[N]]) -> bool:
    place = {node: number for number, node in enumerate(graph)}
    if all(place.get(to, 0) > place[node] for node, others in graph.items() for to in others):
        return False  # most flows go only forward where nobody is asked, and that is soon seen
    try:
        TopologicalSorter(graph).prepare()
    except CycleError:
        return True
    return False


def _rounds(ground: Ground, edges: _Edges) -> Iterator[Diagnostic]:
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


def _onward(
    ground: Ground, flow: Flow, step: Step, through: Outcomes, recursive: Container[str]
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


def _recursive(ground: Ground) -> Iterator[str]:
    """Yield the flows that may start themselves again, over others too: their tries begin anew."""
    flows = ground.project.flows
    starts = {name: [one for one in ground.part(_starts, name) if one in flows] for name in flows}
    ring = rings(starts)
    count = Counter(ring.values())
    yield from (name for name, begun in starts.items() if count[ring[name]] > 1 or name in begun)


def _starts(ground: Ground, name: str) -> frozenset[str]:
    flow = ground.project.flows[name]
    found = {str(step.subject) for step in flow.steps.values() if step.kind is kinds.FLOW}
    if any(one.place == _OVER for one in ground.ways_of(flow)):
        found.add(str(ground.project.hotline.start))
    return frozenset(found)


def _ends_silently(ground: Ground, name: str, through: Outcomes) -> frozenset[str]:
    """Return the outcomes a flow can come to without asking the caller anything."""
    flow = ground.project.flows[name]
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


def _round(ground: Ground, ring: list[Node], edges: _Edges) -> Diagnostic:
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


def _nothing_behind(ground: Ground, holding: Holding, name: str) -> tuple[Diagnostic, ...]:
    """Return each ``back`` the system takes in a flow where there may be no question to go back to.

    A question whose patience is over is then asked again; any other step would come round to itself.
    """
    flow, found = ground.project.flows[name], []
    for leads in ground.own_ways(flow):
        by_the_system = leads.way.why not in (Why.CALLER, Why.PATIENCE)
        facts = holding.on_entering(flow, leads.step)
        if facts is None or leads.place != _BACK or not by_the_system:
            continue
        if not holding.after(flow, leads, facts) & {ASKED_HERE, ASKED_BELOW}:
            found.append(problem("F009.nothing_behind", leads.way.target.span, step=str(leads.step.name)))
    return tuple(found)
