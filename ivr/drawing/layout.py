"""Where boxes and arrows go: a layered layout by graphlay, whose only importer this is.

A label is laid out as a box of its own on the way of its arrow, so nothing can come to stand over it. The
layout is made from several seeds and the one that reads best is kept; the same picture always gives the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

import graphlay

from ivr.drawing.picture import Picture

_SEEDS = 12
_CROSSING, _DISORDER, _BEND, _LENGTH = 3.0, 1.0, 0.1, 0.002
"""What is bad about a layout: arrows that cross, ways out of order, bends, and pixels of arrows."""
_MAIN, _LIGHT, _STRAIGHT = 4.0, 1.0, 8.0
"""How short and straight an arrow is to be; from its label on it is to be straight before all else."""
_APART = -1
"""The layer of a box that no arrow leads to or from."""
_CENTRED = "ellipse"
"""The shape of a label to graphlay, which then leads the arrow through the middle of it."""
_OPTIONS: Mapping[str, object] = MappingProxyType(
    {
        "direction": "topbottom",
        "spacing": {"layer_gap": 16.0, "node_gap": 22.0, "dummy_gap": 14.0, "port_gap": 14.0},
        "cycles": {"strategy": "follow_flow"},
        "coords": {"branch_style": "symmetric"},
        "tuning": {"order": {"balance_rounds": 0}},  # they would put the widest way in the middle
    }
)


@dataclass(frozen=True, slots=True)
class Point:
    """A place, in pixels from the upper left corner."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Size:
    """How large something is, in pixels."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Route:
    """The corners an arrow goes through, and the middle of its label if it has one."""

    corners: tuple[Point, ...]
    label: Point | None


@dataclass(frozen=True, slots=True)
class Layout:
    """The middles of the boxes and the routes of the arrows, in the picture's order, and its size."""

    middles: tuple[Point, ...]
    routes: tuple[Route, ...]
    size: Size


@dataclass(frozen=True, slots=True)
class _Ends:
    """The numbers of an arrow's boxes in the graph: where it starts, its label if it has one, its end."""

    start: int
    label: int | None
    end: int

    @property
    def first(self) -> int:
        """The box the arrow comes to first."""
        return self.end if self.label is None else self.label


@dataclass(frozen=True, slots=True)
class _Tried:
    """One layout: the middle and the layer of every box and label, the corners of every edge of the graph."""

    middles: tuple[Point, ...]
    layers: tuple[int, ...]
    edges: tuple[tuple[Point, ...], ...]
    size: Size
    crossings: int
    bends: int
    length: float


def lay_out(picture: Picture, boxes: Sequence[Size], labels: Sequence[Size | None]) -> Layout:
    """Return where everything goes; ``boxes`` and ``labels`` are sizes, in the picture's order."""
    ends = tuple(_ends(picture, labels))
    graph = _graph(picture, boxes, labels, ends)
    tries = (_tried(graph, seed) for seed in range(_SEEDS))
    best = min(
        (one for tried in tries for one in (tried, _mirrored(tried))), key=lambda one: _badness(one, ends)
    )
    edges = iter(best.edges)
    routes = (
        Route(next(edges), None)
        if one.label is None
        else Route((*next(edges), *next(edges)), best.middles[one.label])
        for one in ends
    )
    return Layout(best.middles[: len(boxes)], tuple(routes), best.size)


def _ends(picture: Picture, labels: Sequence[Size | None]) -> Iterator[_Ends]:
    """Yield the ends of each arrow; labels are numbered after the boxes."""
    numbers = {box.name: number for number, box in enumerate(picture.boxes)}
    following = len(numbers)
    for arrow, label in zip(picture.arrows, labels, strict=True):
        yield _Ends(numbers[arrow.start], None if label is None else following, numbers[arrow.end])
        following += label is not None


def _graph(
    picture: Picture, boxes: Sequence[Size], labels: Sequence[Size | None], ends: Sequence[_Ends]
) -> graphlay.Graph:
    graph = graphlay.Graph()
    sizes = [(size, "box") for size in boxes] + [(size, _CENTRED) for size in labels if size is not None]
    for number, (size, shape) in enumerate(sizes):  # graphlay decides by the label where all else is equal
        graph.node(label=f"{number:05}", width=size.width, height=size.height, shape=shape)
    for arrow, one in zip(picture.arrows, ends, strict=True):
        weight = _LIGHT if arrow.light else _MAIN
        graph.edge(one.start, one.first, weight=weight)
        if one.label is not None:
            graph.edge(one.label, one.end, weight=weight * _STRAIGHT)
    return graph


def _tried(graph: graphlay.Graph, seed: int) -> _Tried:
    found = graphlay.layout(graph, options={**_OPTIONS, "seed": seed})
    low, high = found.bounds["min"], found.bounds["max"]
    metrics = found.metrics()

    def point(at: Mapping[str, float]) -> Point:
        return Point(round(at["x"] - low["x"], 1), round(at["y"] - low["y"], 1))

    return _Tried(
        tuple(point(node["center"]) for node in found.nodes),
        tuple(_APART if node["rank"] is None else int(node["rank"]) for node in found.nodes),
        tuple(tuple(point(corner) for corner in edge["points"]) for edge in found.edges),
        Size(round(high["x"] - low["x"], 1), round(high["y"] - low["y"], 1)),
        int(metrics["crossings"]),
        int(metrics["bends"]),
        float(metrics["total_edge_length"]),
    )


def _mirrored(tried: _Tried) -> _Tried:
    """Return a layout seen in a mirror, left for right."""

    def mirrored(at: Point) -> Point:
        return Point(round(tried.size.width - at.x, 1), at.y)

    return replace(
        tried,
        middles=tuple(mirrored(middle) for middle in tried.middles),
        edges=tuple(tuple(mirrored(corner) for corner in edge) for edge in tried.edges),
    )


def _badness(tried: _Tried, ends: Sequence[_Ends]) -> float:
    """Return how badly a layout reads."""
    return (
        tried.crossings * _CROSSING
        + _disorder(tried, ends) * _DISORDER
        + tried.bends * _BEND
        + tried.length * _LENGTH
    )


def _disorder(tried: _Tried, ends: Sequence[_Ends]) -> int:
    """Return how often a way stands to the right of the one written after it, side by side."""
    return sum(
        one.start == other.start
        and tried.layers[one.first] == tried.layers[other.first]
        and tried.middles[one.first].x > tried.middles[other.first].x
        for one, other in pairwise(ends)
    )
