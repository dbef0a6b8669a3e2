"""Where a listening caller can get to from a step, and what has to be heard before: the map of the hotline.

The caller meant here listens until the option they want has been said with its key, and presses it then. Ways
that only silence, a wrong key or a hang-up takes are not theirs, nor ``back``, ``repeat`` and ``start_over``:
nothing is heard twice. Where a silence is an answer (``no_input: []``) nobody has to hear what is offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, TypeAlias

from ivr.heard.ear import Ear
from ivr.heard.questions import Question, question
from ivr.heard.seconds import NOTHING, Length, Stretch
from ivr.language import kinds
from ivr.language.specs import Flow, Project, Step
from ivr.language.ways import Place, ToBuiltIn, ToEnd, ToFlow, ToHangUp, ToStep, Way, Why, place_of, ways
from ivr.parts import Afresh, Parts


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


@dataclass(frozen=True, slots=True)
class Stop:
    """What there is at a step for a caller of one language.

    ``leads``: the ways out and what they lead to; those that lead nowhere are left out. ``next``: where any
    of them leads, and the flow that the step runs. ``said``: what is heard before its kind's own words.
    ``question``: that of a step which asks, as it is heard for the first time. ``tells``: its words cannot
    be interrupted. ``onward``: the roads of a caller who listens and does not err.
    """

    step: Step
    leads: tuple[Leads, ...]
    next: tuple[Node, ...]
    said: Stretch
    question: Question | None
    tells: bool
    onward: tuple[Onward, ...]


class Roads:
    """The map of one hotline: steps in every language, and the roads between them; made once, asked often.

    ``out``: the ways out of each step, when they have been found before. ``parts`` keeps what is found of
    each flow, if anybody does.
    """

    def __init__(
        self, project: Project, audio: Length, out: WaysOut | None = None, parts: Parts | None = None
    ) -> None:
        self.project = project
        self.parts = parts or Afresh()
        self._out = out or self._ways_out
        self._audio = self.parts.noted("audio", {"audio": audio})
        self.ears = {language: Ear(project, language, audio) for language in _languages(project)}
        changes = {
            (name, at): str(step.language)
            for name, flow in project.flows.items()
            for at, step in flow.steps.items()
            if step.language is not None and step.language in self.ears
        }
        self._changes = self.parts.noted("changes of language", changes, by_value=True)
        first = {name: flow.first for name, flow in project.flows.items() if flow.steps}
        self._first = self.parts.noted("first steps", first, by_value=True)
        self._languages = self.parts.noted("languages heard", dict.fromkeys(self.ears))
        self._seen: dict[tuple[str, str], Mapping[str, Stop]] = {}

    def start(self) -> Node | None:
        """Return where every call begins; None when that is not known."""
        hotline = self.project.hotline
        begins = str(hotline.start)
        return self.entry(begins, str(hotline.languages[0])) if hotline.languages else None

    def entry(self, flow: str, language: str) -> Node | None:
        """Return the first step of ``flow`` for a call in ``language``."""
        first = self._first.get(flow)
        return None if first is None or language not in self._languages else self.node(flow, first, language)

    def node(self, flow: str, step: str, language: str) -> Node:
        """Return a step as it is entered from ``language``: it may change the language."""
        return Node(self._changes.get((flow, step), language), flow, step)

    def stop(self, node: Node) -> Stop:
        """Return what there is at a step."""
        of = node[:2]
        found = None if self.parts.noting else self._seen.get(of)
        if found is None:
            found = self._seen[of] = self.parts.part("roads", of, partial(self._stops, *of))
        return found[node.step]

    def step(self, node: Node) -> Step:
        """Return what was written there."""
        return self.stop(node).step

    def question(self, node: Node) -> Question:
        """Return the question of a step that asks."""
        found = self.stop(node).question
        if found is None:
            raise LookupError(f"{node} asks nothing")
        return found

    def flow(self, node: Node) -> Flow:
        """Return the flow it is in."""
        return self.project.flows[node.flow]

    def nodes(self, flow: str, language: str) -> tuple[Node, ...]:
        """Return the steps of ``flow`` at which a call can be in ``language``."""
        each = (self.node(flow, name, language) for name in self.project.flows[flow].steps)
        return tuple(node for node in each if node.language == language)

    def starts(self, flow: str) -> tuple[str, ...]:
        """Return the flows that ``flow`` may start, in the order of its steps."""
        return self.parts.part("heard starts", flow, lambda: tuple(self._starts(flow)))

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

    def _starts(self, flow: str) -> Iterator[str]:
        for name, step in self.project.flows[flow].steps.items():
            if step.kind is kinds.FLOW and step.subject in self.project.flows:
                yield str(step.subject)
            elif step.keys:
                yield from (place.flow for _, place in self._out(flow, name) if isinstance(place, ToFlow))

    def _ways_out(self, flow: str, step: str) -> Iterator[tuple[Way, Place | None]]:
        within = self.project.flows[flow]
        for way in ways(within.steps[step], self.project):
            yield way, place_of(way.target, within, self.project)

    def _stops(self, language: str, flow: str) -> Mapping[str, Stop]:
        """Return every step of a flow at which a call can be in a language."""
        # An ear remembers what it has heard, so this one listens to nothing that is not noted here.
        ear = Ear(self.project, language, self._audio["audio"])
        return {node.step: self._stop(node, ear) for node in self.nodes(flow, language)}

    def _stop(self, node: Node, ear: Ear) -> Stop:
        flow = self.flow(node)
        step = flow.steps[node.step]
        leads = tuple(
            Leads(way, place, self.reached(place, node, node.language))
            for way, place in self._out(node.flow, node.step)
            if place is not None
        )
        called = self.entry(str(step.subject), node.language) if step.kind is kinds.FLOW else None
        reached = (called, *(one.to for one in leads))
        after = tuple(one for one in reached if isinstance(one, Node))
        said = ear.phrase(node.flow, step.say)
        if not step.kind.asks:
            onward = tuple(_unasked(step, leads, said, called))
            return Stop(step, leads, after, said, None, tells=False, onward=onward)
        asked = question(flow, step, self.project, ear)
        tells = any(ear.tells(node.flow, one) for one in (step.say, step.subject))
        onward = tuple(self._asked(step, leads, said, asked))
        return Stop(step, leads, after, said, asked, tells=tells, onward=onward)

    def _asked(
        self, step: Step, leads: tuple[Leads, ...], said: Stretch, asked: Question
    ) -> Iterator[Onward]:
        then = dict((EVERY, place) for way, place, _ in leads if way.why is Why.RETURN)  # noqa: C402 -- one at most
        for one in leads:
            before = self._before(step, one.way, asked)
            if before is not None:
                yield from _onward(one, said + before, then)

    def _before(self, step: Step, way: Way, asked: Question) -> Stretch | None:
        """Return what is heard of a step's own words before ``way`` is taken; None: not by this caller."""
        match way.why:
            case Why.SYSTEM | Why.OFFICE:
                return None if way.name == "out_of_tries" else NOTHING
            case Why.PATIENCE:
                return NOTHING if silence_is_an_answer(step, self.project) else None
            case Why.CALLER if step.kind is kinds.RECORD:
                return asked.words if way.name == "recorded" else None
            case Why.CALLER if step.kind is kinds.COLLECT:
                return asked.words if way.name == "given" else None
            case Why.CALLER:
                return asked.taking(way.name)
            case Why.RETURN | Why.HANG_UP:
                return None


def _unasked(step: Step, leads: tuple[Leads, ...], said: Stretch, called: Node | None) -> Iterator[Onward]:
    """Yield the roads from a step that asks nothing; ``called`` is where the flow begins that it runs."""
    if step.kind is not kinds.FLOW:
        for one in leads:
            if one.way.why in (Why.SYSTEM, Why.OFFICE) and one.way.name != "out_of_tries":
                yield from _onward(one, said, {})
    elif called is not None:
        after = {way.name.removeprefix("on:"): place for way, place, _ in leads if way.name.startswith("on:")}
        yield Visit(said, called, after)


def _onward(one: Leads, before: Stretch, then: Mapping[str, Place]) -> Iterator[Onward]:
    if isinstance(one.place, ToFlow) and isinstance(one.to, Node):
        yield Visit(before, one.to, then)
    elif one.to is not None:
        yield Road(before, one.to)


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
