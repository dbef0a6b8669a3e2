"""Where a listening caller can get to from a step, and what has to be heard before: the map of the hotline.

The caller meant here listens until the option they want has been said with its key, and presses it then. Ways
that only silence, a wrong key or a hang-up takes are not theirs, nor ``back``, ``repeat`` and ``start_over``:
nothing is heard twice. Where a silence is an answer (``no_input: []``) nobody has to hear what is offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from ivr.heard.ear import Ear
from ivr.heard.questions import Question, question
from ivr.heard.seconds import NOTHING, Length, Stretch
from ivr.language import kinds
from ivr.language.specs import Flow, Project, Step
from ivr.language.ways import Place, ToBuiltIn, ToEnd, ToFlow, ToHangUp, ToStep, Way, Why, place_of, ways


class Node(NamedTuple):
    """A step, entered in a call of a language."""

    language: str
    flow: str
    step: str


class Ending(NamedTuple):
    """How a flow comes out, and the language of the call then; ``over``: so is the call."""

    outcome: str
    language: str
    over: bool = False


@dataclass(frozen=True, slots=True)
class Road:
    """A way on: what is heard before it is taken, and where it leads."""

    heard: Stretch
    to: Node | Ending


@dataclass(frozen=True, slots=True)
class Visit:
    """Another flow, and then on: what is heard before it begins, and where each outcome of it leads.

    ``after`` is by outcome.
    """

    heard: Stretch
    to: Node
    after: Mapping[str, Place]

    def goes_on(self, ending: Ending) -> Place | None:
        """Return where the call goes on when the flow has come out so; None: it is over, or nowhere."""
        return None if ending.over else self.after.get(ending.outcome) or self.after.get(EVERY)


EVERY = ""
"""In ``Visit.after``: whatever the outcome."""
Onward: TypeAlias = Road | Visit


class Leads(NamedTuple):
    """A way out of a step in a call of one language; ``to`` is None for what is built in."""

    way: Way
    place: Place
    to: Node | Ending | None


WaysOut: TypeAlias = Callable[[str, str], Iterable[tuple[Way, Place | None]]]
"""Gives the ways out of a step of a flow, and where each leads."""


class Roads:
    """The map of one hotline: steps in every language, and the roads between them; made once, asked often.

    ``out``: the ways out of each step, when they have been found before.
    """

    def __init__(self, project: Project, audio: Length, out: WaysOut | None = None) -> None:
        self.project = project
        self._out = out or self._ways_out
        self.ears = {language: Ear(project, language, audio) for language in _languages(project)}
        self._changes = {
            (name, at): str(step.language)
            for name, flow in project.flows.items()
            for at, step in flow.steps.items()
            if step.language is not None and step.language in self.ears
        }
        self._ways: dict[tuple[str, str], tuple[tuple[Way, Place], ...]] = {}
        self._leads: dict[Node, tuple[Leads, ...]] = {}
        self._questions: dict[Node, Question] = {}
        self._onward: dict[Node, tuple[Onward, ...]] = {}

    def start(self) -> Node | None:
        """Return where every call begins; None when that is not known."""
        hotline = self.project.hotline
        begins = str(hotline.start)
        return self.entry(begins, str(hotline.languages[0])) if hotline.languages else None

    def entry(self, flow: str, language: str) -> Node | None:
        """Return the first step of ``flow`` for a call in ``language``."""
        found = self.project.flows.get(flow)
        if found is None or not found.steps or language not in self.ears:
            return None
        return self.node(flow, found.first, language)

    def node(self, flow: str, step: str, language: str) -> Node:
        """Return a step as it is entered from ``language``: it may change the language."""
        return Node(self._changes.get((flow, step), language), flow, step)

    def step(self, node: Node) -> Step:
        """Return what was written there."""
        return self.project.flows[node.flow].steps[node.step]

    def flow(self, node: Node) -> Flow:
        """Return the flow it is in."""
        return self.project.flows[node.flow]

    def leads(self, node: Node) -> tuple[Leads, ...]:
        """Return every way out of a step, and what it leads to; those that lead nowhere are left out."""
        if node not in self._leads:
            ways_out = self._ways.get((node.flow, node.step))
            if ways_out is None:
                found = self._out(node.flow, node.step)
                ways_out = tuple((way, place) for way, place in found if place is not None)
                self._ways[node.flow, node.step] = ways_out
            self._leads[node] = tuple(
                Leads(way, place, self.reached(place, node, node.language)) for way, place in ways_out
            )
        return self._leads[node]

    def _ways_out(self, flow: str, step: str) -> Iterator[tuple[Way, Place | None]]:
        within = self.project.flows[flow]
        for way in ways(within.steps[step], self.project):
            yield way, place_of(way.target, within, self.project)

    def said(self, node: Node) -> Stretch:
        """Return what is heard at a step before its kind's own words."""
        return self.ears[node.language].phrase(node.flow, self.step(node).say)

    def question(self, node: Node) -> Question:
        """Return the question of a step that asks, as it is heard for the first time."""
        if node not in self._questions:
            self._questions[node] = question(
                self.flow(node), self.step(node), self.project, self.ears[node.language]
            )
        return self._questions[node]

    def reached(self, place: Place, node: Node, language: str) -> Node | Ending | None:
        """Return what ``place`` means in the flow of ``node`` in a call of ``language`` by now."""
        match place:
            case ToStep(step=name):
                return self.node(node.flow, name, language)
            case ToEnd(outcome=name):
                return Ending(name, language)
            case ToHangUp(outcome=name):
                return Ending(name, language, over=True)
            case ToFlow(flow=name):
                return self.entry(name, language)
            case ToBuiltIn():
                return None

    def onward(self, node: Node) -> tuple[Onward, ...]:
        """Return the roads of a caller who listens and does not err."""
        if node not in self._onward:
            self._onward[node] = tuple(self._find(node))
        return self._onward[node]

    def _find(self, node: Node) -> Iterator[Onward]:
        step, said = self.step(node), self.said(node)
        leads = self.leads(node)
        if step.kind is kinds.FLOW:
            called = self.entry(str(step.subject), node.language)
            if called is not None:
                after = {
                    way.name.removeprefix("on:"): place
                    for way, place, _ in leads
                    if way.name.startswith("on:")
                }
                yield Visit(said, called, after)
            return
        then = tuple((EVERY, place) for way, place, _ in leads if way.why is Why.RETURN)
        for way, place, to in leads:
            before = self._before(node, step, way)
            if before is None:
                continue
            if isinstance(place, ToFlow) and isinstance(to, Node):
                yield Visit(said + before, to, dict(then))
            elif to is not None:
                yield Road(said + before, to)

    def _before(self, node: Node, step: Step, way: Way) -> Stretch | None:
        """Return what is heard of a step's own words before ``way`` is taken; None: not by this caller."""
        match way.why:
            case Why.SYSTEM | Why.OFFICE:
                return None if way.name == "out_of_tries" else NOTHING
            case Why.PATIENCE:
                return NOTHING if silence_is_an_answer(step, self.project) else None
            case Why.CALLER:
                return self._asked(node, step, way)
            case Why.RETURN | Why.HANG_UP:
                return None

    def _asked(self, node: Node, step: Step, way: Way) -> Stretch | None:
        asked = self.question(node)
        if step.kind is kinds.RECORD:
            return asked.words if way.name == "recorded" else None
        if step.kind is kinds.COLLECT:
            return asked.words if way.name == "given" else None
        return asked.taking(way.name)


def silence_is_an_answer(step: Step, project: Project) -> bool:
    """Return whether the author wrote that a silence at ``step`` is not a failure."""
    lines = project.hotline.patience.no_input if step.no_input is None else step.no_input
    return not lines


def _languages(project: Project) -> tuple[str, ...]:
    """Return the languages that calls can be in: the first, and those that steps change to."""
    changed = (
        str(step.language) for flow in project.flows.values() for step in flow.steps.values() if step.language
    )
    return tuple(
        language
        for language in dict.fromkeys((*map(str, project.hotline.languages[:1]), *changed))
        if language in project.wording.languages
    )
