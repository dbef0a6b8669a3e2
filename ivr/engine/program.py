"""What the engine can run: one machine per flow, and what each machine state means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from ivr.language.expression_tree import Scope
from ivr.language.specs import Project, Step
from ivr.model.ids import Digest


@dataclass(frozen=True, slots=True)
class AtStep:
    """The call is at a step."""

    step: Step


@dataclass(frozen=True, slots=True)
class Started:
    """A flow was started from the question ``step``; its end fires ``then``, leaving it fires ``left``."""

    flow: str
    step: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The flow is done, with an outcome."""

    outcome: str


@dataclass(frozen=True, slots=True)
class EndedByHangUp:
    """The flow is done with an outcome, and the call is over."""

    outcome: str


@dataclass(frozen=True, slots=True)
class EndCall:
    """The call is over: what patience led to has come back."""


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """``back``, ``repeat``, ``slower`` or ``start_over`` was asked for."""

    word: str


Landing: TypeAlias = AtStep | Started | Ended | EndedByHangUp | EndCall | BuiltIn


class Stateful(Protocol):
    """All a machine needs of a model."""

    state: str


class Track(Scope, Protocol):
    """What a trigger is given: names for the conditions, and somewhere to note the way taken."""

    def took(self, step: str, way: str) -> None:
        """Note that the call left ``step`` by ``way``."""


class FlowMachine(Protocol):
    """One flow's machine, and what its states mean."""

    @property
    def landings(self) -> Mapping[str, Landing]:
        """Return what each state means."""

    def fire(self, trigger: str, frame: Stateful, track: Track) -> bool:
        """Move ``frame`` by ``trigger``; False when every such way is closed by its condition.

        Raises ``CannotCompile`` when the state has no such way: the checks and the engine disagree.
        """


@dataclass(frozen=True, slots=True)
class Program:
    """Compiled from checked files only; immutable, and shared by every call and thread."""

    digest: Digest
    project: Project
    machines: Mapping[str, FlowMachine]

    def landing(self, flow: str, state: str) -> Landing:
        """Return what the machine state ``state`` of ``flow`` means."""
        return self.machines[flow].landings[state]

    def where(self, flow: str, state: str) -> str:
        """Return ``file:line`` of the step a state belongs to, for the log."""
        steps = self.project.flows[flow].steps
        landing = self.machines[flow].landings.get(state)
        name = landing.step if isinstance(landing, Started) else state
        step = steps.get(name)
        span = step.name.span if step else self.project.flows[flow].name.span
        return f"{span.file}:{span.line}"
