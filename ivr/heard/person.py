"""How far a caller is from a person: seconds of listening and keys, for whoever knows the quickest way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from heapq import heapify, heappop, heappush
from itertools import count
from typing import NamedTuple, TypeAlias

from ivr.heard.returns import Returns, Spot, spot
from ivr.heard.roads import Node, Roads, Stop, Visit
from ivr.language import kinds
from ivr.language.destroying import destroyed_by
from ivr.language.specs import Step
from ivr.language.ways import BACK, START_OVER, Place, ToBuiltIn, Way, Why

KEY_S = 1.0
"""What a key counts, in seconds: how long a caller takes to press one (contract, section 2)."""


class Distance(NamedTuple):
    """What lies between a caller and the queue for a person: seconds of listening, and keys."""

    heard_s: float
    keys: int

    @property
    def takes_s(self) -> float:
        """How long it takes in all."""
        return self.heard_s + self.keys * KEY_S


_NO_TIME = Distance(0.0, 0)


class _Behind(NamedTuple):
    """What *back* leads to within a flow: its questions, and those it was started from."""

    flow: str
    language: str


_Spot: TypeAlias = Spot | _Behind
_Backwards: TypeAlias = dict[_Spot, list[tuple[_Spot, Distance]]]


@dataclass(frozen=True, slots=True)
class Distances:
    """How far a person is from each step that a call can reach, as its words begin.

    ``near``: for whoever knows the keys and presses each as soon as it is taken; what is not in it is out of
    reach. ``straight``: where a person follows without another question.
    """

    near: Mapping[Node, Distance]
    straight: Mapping[Node, Distance]


def distances(roads: Roads, nodes: Sequence[Node], returns: Returns) -> Distances:
    """Return how far a person is from each of ``nodes``, all the steps that a call can be at."""
    silent: _Backwards = {}
    asked: _Backwards = {}
    within: dict[tuple[str, str], Mapping[str, _From]] = {}
    for node in nodes:
        of = node.flow, node.language
        if of not in within:
            within[of] = roads.parts.part("distances", of, partial(_within, roads, *of))
        asks, on, behind = within[of][node.step]
        back = asked if asks else silent
        for to, cost in on:
            back.setdefault(to, []).append((node, cost))
        for one, to in behind:
            asked.setdefault(to, []).append((one, _NO_TIME))
    for over, after in returns.items():
        for _, to in after:
            silent.setdefault(to, []).append((over, _NO_TIME))
    queues = [node for node in nodes if roads.step(node).kind is kinds.TRANSFER]
    begin = {node: Distance(roads.stop(node).said.shortest_s, 0) for node in queues}
    straight = _nearest(begin, silent)
    for to, before in asked.items():
        silent.setdefault(to, []).extend(before)
    return Distances(_steps(_nearest(begin, silent)), _steps(straight))


class _From(NamedTuple):
    """Where a step leads, and what is behind it; ``asks``: whether the caller is asked there."""

    asks: bool
    on: tuple[tuple[_Spot, Distance], ...]
    behind: tuple[tuple[_Behind, _Spot], ...]


def _within(roads: Roads, flow: str, language: str) -> Mapping[str, _From]:
    """Return where each step of a flow leads."""
    found = {}
    for node in roads.nodes(flow, language):
        stop = roads.stop(node)
        on, behind = tuple(_steps_on(roads, node, stop)), tuple(_behind(node, stop))
        found[node.step] = _From(stop.step.kind.asks, on, behind)
    return found


def _steps_on(roads: Roads, node: Node, stop: Stop) -> Iterator[tuple[_Spot, Distance]]:
    """Yield where one act of the caller, or none, leads from ``node``, and what it costs."""
    step = stop.step
    words_s = _unskippable_s(roads, node, stop)
    for way, place, reached in stop.leads:
        keys = _keys(step, way)
        to = spot(reached, node.flow) if reached is not None else _built_in(roads, node, place)
        if to is not None and keys is not None:
            yield to, Distance(words_s, keys)
    if step.kind is kinds.FLOW:
        called = roads.entry(str(step.subject), node.language)
        if called is not None:
            yield called, Distance(words_s, 0)


def _built_in(roads: Roads, node: Node, place: Place) -> _Spot | None:
    match place:
        case ToBuiltIn(word=word) if word == BACK:
            return _Behind(node.flow, node.language)
        case ToBuiltIn(word=word) if word == START_OVER:
            return roads.entry(str(roads.project.hotline.start), node.language)
        case _:
            return None


def _behind(node: Node, stop: Stop) -> Iterator[tuple[_Behind, _Spot]]:
    """Yield what ``node`` means to whoever goes back: the question of its flow, or of a flow started there.

    How often *back* has to be pressed, and which question was answered last, is not known here: a person is
    near enough if any of them leads to one.
    """
    if stop.step.kind.asks:
        yield _Behind(node.flow, node.language), node
    for one in stop.onward:
        if isinstance(one, Visit):
            yield _Behind(one.to.flow, one.to.language), _Behind(node.flow, node.language)


def _keys(step: Step, way: Way) -> int | None:
    """Return how many keys a way takes; None for one not taken on purpose, or only after another flow."""
    if way.why in (Why.SYSTEM, Why.OFFICE):
        passed = step.kind is kinds.FLOW or way.name == "out_of_tries"
        return None if passed else 0
    if way.why is not Why.CALLER or way.name == "silent":
        return None
    if way.name == "given":
        return 1 if step.digits is None else step.digits[0]
    if not way.name.startswith("key:"):
        return 1
    key = way.name.removeprefix("key:")
    length = 1 if key in ("star", "hash") else len(key)
    # digits are data while they are asked for, and the star begins anew: it goes before any other key
    return length + 1 if step.kind is kinds.COLLECT else length


def _unskippable_s(roads: Roads, node: Node, stop: Stop) -> float:
    """Return what has to be heard at a step before anything can be done about it."""
    step, question, said_s = stop.step, stop.question, stop.said.shortest_s
    if question is None:
        return said_s
    if not step.barge_in and step.kind is not kinds.RECORD:
        return said_s + question.takes.shortest_s
    destroys = destroyed_by(step, roads.flow(node), roads.project)
    first = step.kind is kinds.RECORD or stop.tells or destroys
    return said_s + question.words.shortest_s if first else 0.0


def _nearest(begin: Mapping[Node, Distance], back: _Backwards) -> dict[_Spot, Distance]:
    found: dict[_Spot, Distance] = {}
    number = count()  # so that equal distances are never told apart by where they are
    ahead: list[tuple[float, int, Distance, _Spot]]
    ahead = [(far.takes_s, next(number), far, node) for node, far in begin.items()]
    heapify(ahead)
    while ahead:
        _, _, far, at = heappop(ahead)
        if at in found:
            continue
        found[at] = far
        for before, cost in back.get(at, ()):
            if before not in found:
                further = Distance(far.heard_s + cost.heard_s, far.keys + cost.keys)
                heappush(ahead, (further.takes_s, next(number), further, before))
    return found


def _steps(found: Mapping[_Spot, Distance]) -> dict[Node, Distance]:
    return {at: far for at, far in found.items() if isinstance(at, Node)}
