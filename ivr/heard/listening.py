"""How long a caller listens to a flow until it comes out one way or another, and until it begins at all."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from graphlib import TopologicalSorter
from heapq import heappop, heappush
from itertools import count
from typing import TypeAlias

from ivr.heard.rings import rings
from ivr.heard.roads import Ending, Node, Road, Roads, Visit
from ivr.heard.seconds import Stretch

MOST_PASSES = 8
"""Passes over flows that start one another in a ring; each one looks once more round it."""


_Ends: TypeAlias = Mapping[Ending, Stretch]
_NO_ENDS: _Ends = {}


@dataclass(slots=True)
class Heard:
    """What is heard in a flow from its beginning, in a call that enters it in one language.

    ``before``: the least before each step. ``ends``: before each ending. ``visits``: the least before each
    flow that is started.
    """

    before: dict[Node, float] = field(default_factory=dict)
    ends: _Ends = field(default_factory=dict)
    visits: dict[Node, float] = field(default_factory=dict)


def heard_in_flows(roads: Roads, *, longest: bool) -> Mapping[Node, Heard]:
    """Return what is heard in every flow, by where it is entered; ``longest``: at the longest, too."""
    order, in_a_ring = _called_first(roads)
    found: dict[Node, Heard] = {}
    ended: dict[Node, _Ends] = {}
    ends = roads.parts.noted("heard ends", ended, changing=True)

    def listen(entry: Node, *, longest: bool) -> None:
        work = partial(_listen, roads, entry, ends, longest=longest)
        found[entry] = roads.parts.changing("heard", (entry, longest), work)
        ended[entry] = found[entry].ends

    for _ in range(MOST_PASSES if in_a_ring else 0):
        before = dict(ended)
        for entry in order:
            listen(entry, longest=False)
        if before == ended:
            break
    for entry in order:  # once only, so that a flow which starts itself again is not heard again and again
        listen(entry, longest=longest)
    return found


def before_flows(roads: Roads, flows: Mapping[Node, Heard]) -> Mapping[Node, float]:
    """Return the least that is heard in a call before each flow begins, of those that a call reaches."""
    start = roads.start()
    found: dict[Node, float] = {}
    ahead = [] if start is None else [(0.0, start)]
    while ahead:
        heard_s, entry = heappop(ahead)
        if entry in found:
            continue
        found[entry] = heard_s
        for to, more_s in flows[entry].visits.items():
            if to not in found:
                heappush(ahead, (heard_s + more_s, to))
    return found


def _called_first(roads: Roads) -> tuple[list[Node], bool]:
    """Return where flows are entered, each after those it starts, and whether some start one another."""
    starts = {name: roads.starts(name) for name in roads.project.flows}
    order: list[str] = []
    ring, entered, done = False, set[str](), set[str]()
    for name in starts:
        ahead = [name]
        while ahead:
            at = ahead[-1]
            if at not in entered:
                entered.add(at)
                ring = ring or any(one in entered and one not in done for one in starts[at])
                ahead += [one for one in starts[at] if one not in entered]
            else:
                ahead.pop()
                if at not in done:
                    done.add(at)
                    order.append(at)
    entries = (roads.entry(name, language) for name in order for language in roads.ears)
    return list(dict.fromkeys(one for one in entries if one is not None)), ring


def _listen(roads: Roads, entry: Node, ends: Mapping[Node, _Ends], *, longest: bool) -> Heard:
    onward: dict[Node, list[Road]] = {}
    heard = Heard()
    shortest: dict[Node | Ending, float] = {}
    number = count()  # so that places equally far are never compared themselves
    ahead: list[tuple[float, int, Node | Ending]] = [(0.0, next(number), entry)]
    while ahead:
        heard_s, _, at = heappop(ahead)
        if at in shortest:
            continue
        shortest[at] = heard_s
        if isinstance(at, Ending):
            continue
        heard.before[at] = heard_s
        for visit in roads.stop(at).onward:
            if isinstance(visit, Visit):
                before_s = heard_s + visit.heard.shortest_s
                heard.visits[visit.to] = min(before_s, heard.visits.get(visit.to, before_s))
        onward[at] = list(_through(roads, at, ends))
        for road in onward[at]:
            if road.to not in shortest:
                heappush(ahead, (heard_s + road.heard.shortest_s, next(number), road.to))
    most = _longest(entry, onward) if longest else shortest
    heard.ends = {at: Stretch(shortest[at], most[at]) for at in shortest if isinstance(at, Ending)}
    return heard


def _through(roads: Roads, at: Node, ends: Mapping[Node, _Ends]) -> Iterator[Road]:
    """Yield the roads from ``at``; those through another flow with what is heard there."""
    for one in roads.stop(at).onward:
        if isinstance(one, Road):
            yield one
            continue
        for ending, heard in ends.get(one.to, _NO_ENDS).items():
            place = one.goes_on(ending)
            to = None if place is None else roads.reached(place, at, ending.language)
            if to is not None:
                yield Road(one.heard + heard, to)


def _longest(entry: Node, onward: Mapping[Node, list[Road]]) -> dict[Node | Ending, float]:
    """Return the most that is heard before each step and ending, with nothing heard twice.

    Of the roads on a ring, those that lead back to a step fewer steps from the beginning are cut.
    """
    steps = {at: [road.to for road in roads if isinstance(road.to, Node)] for at, roads in onward.items()}
    ring, number = rings(steps), {at: place for place, at in enumerate(_breadth_first(entry, steps))}
    before: dict[Node | Ending, list[tuple[Node, float]]] = {at: [] for at in onward}
    for at, roads in onward.items():
        for road in roads:
            back = isinstance(road.to, Node) and ring[at] == ring[road.to] and number[road.to] <= number[at]
            if not back:
                before.setdefault(road.to, []).append((at, road.heard.longest_s))
    found: dict[Node | Ending, float] = {}
    for to in TopologicalSorter({to: [at for at, _ in roads] for to, roads in before.items()}).static_order():
        found[to] = max((found[at] + heard_s for at, heard_s in before[to]), default=0.0)
    return found


def _breadth_first(entry: Node, steps: Mapping[Node, list[Node]]) -> list[Node]:
    order = {entry: None}
    ahead = deque(order)
    while ahead:
        for to in steps[ahead.popleft()]:
            if to not in order:
                order[to] = None
                ahead.append(to)
    return list(order)
