"""Where a call goes on when a flow is done: back in the flow that started it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from ivr.heard.listening import Heard
from ivr.heard.roads import Ending, Node, Roads, Visit
from ivr.language.ways import ToFlow


class Over(NamedTuple):
    """A flow that has come out one way, whoever started it."""

    flow: str
    ending: Ending


Spot: TypeAlias = Node | Over
"""Where a call can be: at a step, or at the end of a flow."""

Returns: TypeAlias = Mapping[Over, tuple[tuple[Node, Spot], ...]]
"""By the end of a flow: each step that started it, and where the call goes on from there."""


def spot(to: Node | Ending, flow: str) -> Spot:
    """Return ``to`` as a spot; an ending is one of ``flow``."""
    return to if isinstance(to, Node) else Over(flow, to)


def returns_in(roads: Roads, flows: Mapping[Node, Heard], nodes: Iterable[Node]) -> Returns:
    """Return where calls go on after the flows started at ``nodes``."""
    found: dict[Over, list[tuple[Node, Spot]]] = {}
    for site in nodes:
        for one in roads.stop(site).onward:
            if isinstance(one, Visit):
                for over, to in _after(roads, site, one, flows):
                    found.setdefault(over, []).append((site, to))
    return {over: tuple(listed) for over, listed in found.items()}


def _after(
    roads: Roads, site: Node, visit: Visit, flows: Mapping[Node, Heard]
) -> Iterator[tuple[Over, Spot]]:
    inside = flows.get(visit.to)
    for ending in () if inside is None else inside.ends:
        place = visit.goes_on(ending)
        if place is None or isinstance(place, ToFlow):
            continue
        to = roads.reached(place, site, ending.language)
        if to is not None:
            yield Over(visit.to.flow, ending), spot(to, site.flow)
