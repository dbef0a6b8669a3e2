"""Ways become machines. The only module that imports ``transitions``.

One flat, unqueued ``Machine`` per flow, built once per bundle, without models: a live frame is passed to the
trigger and only its ``state`` is read and written, so one machine serves every thread. What an author wrote
reaches ``transitions`` as names of states and triggers and as closures, never as text for it to look up.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

from transitions import Machine, MachineError

from ivr.checks.checked import Checked
from ivr.engine.program import (
    AtStep,
    BuiltIn,
    EndCall,
    Ended,
    EndedByHangUp,
    Landing,
    Program,
    Started,
    Stateful,
    Track,
)
from ivr.errors import CannotCompile
from ivr.language.specs import Flow, Project, Step
from ivr.language.ways import ToBuiltIn, ToEnd, ToFlow, ToHangUp, ToStep, Way, Why, place_of, ways
from ivr.model.ids import Digest

logging.getLogger("transitions").setLevel(logging.WARNING)  # it logs every callback at INFO

THEN, LEFT, DECIDE = "then", "left", "decide"
END_CALL = "end:"
"""A state whose name no step can have, for no name has a colon."""


@dataclass(frozen=True, slots=True)
class FlatMachine:
    """A ``FlowMachine`` on ``transitions``: flat, unqueued, without models."""

    machine: Machine
    landings: MappingProxyType[str, Landing]

    def fire(self, trigger: str, frame: Stateful, track: Track) -> bool:
        """Move ``frame`` by ``trigger``; False when every such way is closed by its condition.

        Raises ``CannotCompile`` when the state has no such way: the checks and the engine disagree.
        """
        event = self.machine.events.get(trigger)
        if event is None:
            raise CannotCompile(f"no step has a way called {trigger}")
        try:
            return bool(event.trigger(frame, track))
        except MachineError as error:
            raise CannotCompile(f"{frame.state} has no way called {trigger}") from error


def compile_program(checked: Checked, digest: Digest) -> Program:
    """Return the program of what check handed back; nothing else can be compiled."""
    project = checked.project
    machines = {name: _machine(flow, project) for name, flow in project.flows.items()}
    return Program(digest, project, MappingProxyType(machines))


@dataclass(frozen=True, slots=True)
class _Move:
    trigger: str
    source: str
    dest: str
    condition: Callable[[Track], bool] | None
    after: Callable[[Track], None]


def _machine(flow: Flow, project: Project) -> FlatMachine:
    landings: dict[str, Landing] = {name: AtStep(step) for name, step in flow.steps.items()}
    moves = [move for step in flow.steps.values() for move in _moves(step, flow, project, landings)]
    machine = Machine(
        model=None,
        states=list(landings),
        initial=flow.first,
        auto_transitions=False,
        queued=False,
    )
    for move in moves:
        machine.add_transition(
            move.trigger,
            move.source,
            move.dest,
            conditions=None if move.condition is None else [move.condition],
            after=[move.after],
        )
    return FlatMachine(machine, MappingProxyType(landings))


def _moves(step: Step, flow: Flow, project: Project, landings: dict[str, Landing]) -> Iterator[_Move]:
    """Yield the machine's moves out of ``step``, adding the states they need to ``landings``."""
    name = str(step.name)
    found = ways(step, project)
    then = next((way for way in found if way.name == THEN), None)
    for way in found:
        if way is then or way.why is Why.HANG_UP:  # a hang-up may come at a later step; see ``hanging_up``
            continue
        dest = _land(step, way, flow, project, landings)
        trigger = DECIDE if way.name.startswith(f"{DECIDE}:") else way.name
        yield _Move(trigger, name, dest, _condition(way), _note(name, way.name))
        if isinstance(landings[dest], Started):
            yield _Move(LEFT, dest, name, None, _note(name, LEFT))
            yield _Move(THEN, dest, _return(step, way, flow, project, landings), None, _note(name, THEN))


def _return(step: Step, started: Way, flow: Flow, project: Project, landings: dict[str, Landing]) -> str:
    """Return the state after a flow started by ``started`` has come back.

    One's own key goes on at ``then``; a key that works everywhere is back at the question; what patience led
    to ends the call.
    """
    if started.why is Why.PATIENCE:
        landings.setdefault(END_CALL, EndCall())
        return END_CALL
    then = next((way for way in ways(step, project) if way.name == THEN), None)
    own = {f"key:{one.key}" for one in step.keys}
    if then is not None and started.name in own:
        return _land(step, then, flow, project, landings)
    return str(step.name)


def _land(step: Step, way: Way, flow: Flow, project: Project, landings: dict[str, Landing]) -> str:
    state, landing = _landing(step, way, flow, project)
    landings.setdefault(state, landing)
    return state


def _landing(step: Step, way: Way, flow: Flow, project: Project) -> tuple[str, Landing]:
    match place_of(way.target, flow, project):
        case ToStep(step=name):
            return name, AtStep(flow.steps[name])
        case ToFlow(flow=name):
            return f"start:{name}:{step.name}:{way.name}", Started(name, str(step.name))
        case ToEnd(outcome=outcome):
            return f"end:{outcome}", Ended(outcome)
        case ToHangUp(outcome=outcome):
            return f"hang_up:{outcome}", EndedByHangUp(outcome)
        case ToBuiltIn(word=word):
            return f"built_in:{word}", BuiltIn(word)
        case None:
            raise CannotCompile(f"{way.target} is no place; the checks let it pass")


def _condition(way: Way) -> Callable[[Track], bool] | None:
    if way.when is None:
        return None
    evaluate = way.when.evaluate
    return lambda track: bool(evaluate(track))


def _note(step: str, way: str) -> Callable[[Track], None]:
    return lambda track: track.took(step, way)
