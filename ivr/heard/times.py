"""How long callers of a hotline listen, language by language: the whole of it, and its goals alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from ivr.heard.first_menus import first_menus
from ivr.heard.listening import Heard, before_flows, heard_in_flows
from ivr.heard.person import KEY_S, Distance, Distances, distances
from ivr.heard.questions import Option, Question, question
from ivr.heard.returns import returns_in
from ivr.heard.roads import Node, Roads, WaysOut
from ivr.heard.seconds import Length, Stretch, unrendered
from ivr.language import kinds
from ivr.language.specs import Project
from ivr.language.ways import ToFlow
from ivr.parts import Parts

__all__ = ["Asked", "Goal", "Offered", "Stretch", "Times", "heard_times", "times_of"]

DONE = "done"
"""The class of the outcomes that are goals: what the caller wanted came to pass."""


class Goal(NamedTuple):
    """A ``done`` outcome of a flow."""

    flow: str
    outcome: str

    def __str__(self) -> str:
        return f"{self.flow}.{self.outcome}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that can be heard in a call of ``language``.

    ``begins_s``: the least heard in the call before its step, None when only an error or a key of everywhere
    leads there. ``said``: what the step says before it asks. ``first``: it can be the first menu heard.
    ``person``: how far a person is for whoever knows the keys; None: out of reach.
    """

    node: Node
    question: Question
    begins_s: float | None
    said: Stretch
    first: bool
    person: Distance | None


@dataclass(frozen=True, slots=True)
class Offered:
    """The first offer of a person that a listening caller hears, and when, from the beginning of the call.

    ``offered_s``: until its key has been said. ``reached_s``: until people are waited for, if it is pressed.
    """

    asked: Asked
    option: Option
    offered_s: float
    reached_s: float


@dataclass(frozen=True, slots=True)
class Times:
    """How long callers listen; ``asked`` is in the order of the files, ``goals`` and ``offers`` by language.

    ``person``: there are people to be reached.
    """

    languages: tuple[str, ...]
    asked: tuple[Asked, ...]
    goals: Mapping[str, Mapping[Goal, Stretch]]
    offers: Mapping[str, Offered]
    person: bool


def heard_times(project: Project, language: str, audio: Length = unrendered) -> Mapping[Goal, Stretch]:
    """Return what a caller of ``language`` hears before each goal, in seconds from the call's beginning.

    Goals that no call in that language reaches are left out. The longest is that of the flow the goal is in;
    the way to that flow is the shortest.
    """
    roads = Roads(project, audio)
    flows = heard_in_flows(roads, longest=True)
    return _goals(project, language, flows, before_flows(roads, flows))


def times_of(
    project: Project,
    audio: Length = unrendered,
    *,
    out: WaysOut | None = None,
    longest: bool = True,
    parts: Parts | None = None,
) -> Times:
    """Return how long callers of ``project`` listen, in every language that a call can be in.

    ``out``: the ways out of each step, when they have been found before. ``longest``: whether the longest way
    to each goal is looked for, too; the checks need none. ``parts`` keeps what is found of each flow.
    """
    roads = Roads(project, audio, out, parts)
    flows = heard_in_flows(roads, longest=longest)
    begun = before_flows(roads, flows)
    nodes = _nodes(roads, flows, begun)
    returns = returns_in(roads, flows, nodes)
    first = first_menus(roads, tuple(nodes), returns)
    far = distances(roads, tuple(nodes), returns)
    asked = tuple(
        _asked(roads, node, begins_s, first, far)
        for node, begins_s in nodes.items()
        if roads.step(node).kind.asks
    )
    return Times(
        languages=tuple(roads.ears),
        asked=tuple(sorted(asked, key=_place)),
        goals={language: _goals(project, language, flows, begun) for language in roads.ears},
        offers=_offers(roads, asked, far),
        person=any(roads.step(node).kind is kinds.TRANSFER for node in nodes),
    )


def _goals(
    project: Project, language: str, flows: Mapping[Node, Heard], begun: Mapping[Node, float]
) -> Mapping[Goal, Stretch]:
    found: dict[Goal, Stretch] = {}
    for entry, begins_s in begun.items():
        for ending, heard in flows[entry].ends.items():
            outcome = project.flows[entry.flow].outcome(ending.outcome)
            if outcome is None or outcome.means != DONE or ending.language != language:
                continue
            goal, whole = Goal(entry.flow, ending.outcome), Stretch(begins_s, begins_s) + heard
            other = found.get(goal)
            if other is None or whole.shortest_s < other.shortest_s:
                found[goal] = whole
    order = [
        Goal(name, str(outcome.name)) for name, flow in project.flows.items() for outcome in flow.outcomes
    ]
    return {goal: found[goal] for goal in order if goal in found}


def _nodes(
    roads: Roads, flows: Mapping[Node, Heard], begun: Mapping[Node, float]
) -> Mapping[Node, float | None]:
    """Return every step a call can be at, and the least that is heard before; None after an error only.

    Any way counts, those of silence, wrong keys and everywhere included.
    """
    found: dict[Node, float | None] = {}
    for entry, begins_s in begun.items():
        for node, heard_s in flows[entry].before.items():
            before = found.get(node)
            found[node] = begins_s + heard_s if before is None else min(before, begins_s + heard_s)
    ahead = list(found)
    while ahead:
        for to in roads.stop(ahead.pop()).next:
            if to not in found:
                found[to] = None
                ahead.append(to)
    return found


def _asked(
    roads: Roads, node: Node, begins_s: float | None, first: AbstractSet[Node], far: Distances
) -> Asked:
    asked = roads.question(node)
    if node in first:
        ear = roads.ears[node.language]
        asked = question(asked.flow, asked.step, roads.project, ear, first=True)
    return Asked(node, asked, begins_s, roads.stop(node).said, node in first, far.near.get(node))


def _place(asked: Asked) -> tuple[str, int]:
    span = asked.question.step.name.span
    return span.file, span.line


def _offers(roads: Roads, asked: Iterable[Asked], far: Distances) -> Mapping[str, Offered]:
    """Return the first offer of a person by language."""
    found: dict[str, Offered] = {}
    for one in asked:
        if one.begins_s is None:
            continue
        for option in one.question.options:
            offered_s = one.begins_s + one.said.shortest_s + option.heard_s.shortest_s
            best = found.get(one.node.language)
            if best is not None and offered_s >= best.offered_s:
                continue
            to = _person(roads, one.node, option)
            ahead = None if to is None else far.straight.get(to)
            if ahead is not None:
                reached_s = offered_s + KEY_S * len(option.key) + ahead.takes_s
                found[one.node.language] = Offered(one, option, offered_s, reached_s)
    return found


def _person(roads: Roads, node: Node, option: Option) -> Node | None:
    """Return where ``option`` leads when that is a person: a transfer, or a flow that has one."""
    for way, place, to in roads.stop(node).leads:
        if way.name != option.way:
            continue
        if not isinstance(to, Node):
            return None
        step = roads.step(to)
        within = step.subject if step.kind is kinds.FLOW else to.flow if isinstance(place, ToFlow) else None
        flow = roads.project.flows.get(within or "")
        steps = () if flow is None else flow.steps.values()
        return to if any(one.kind is kinds.TRANSFER for one in (step, *steps)) else None
    return None
