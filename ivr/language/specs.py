"""What designers wrote, typed and with the place of every word: the checked side of the language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ivr.diagnostics.span import Span
from ivr.language.expressions import Expression
from ivr.language.kinds import Kind
from ivr.language.operations import Operation
from ivr.language.types import Type
from ivr.source import Text
from ivr.wording.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Argument:
    """One line of ``with``: a name and where its value comes from."""

    name: Text
    value: Expression


@dataclass(frozen=True, slots=True)
class Choice:
    """One key of a menu: where it leads, and when it is offered."""

    key: Text
    target: Text
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of a ``decide``; ``when`` None is *otherwise*."""

    target: Text
    when: Expression | None


@dataclass(frozen=True, slots=True)
class Step:
    """One place in a flow. ``subject`` is what the kind's own key names: a prompt, an operation, a queue.

    ``go`` holds the ways out as written: under ``""`` when it is one name, else by what happened.
    A field that was not written is None (or empty), never a default: defaults are the engine's business.
    """

    name: Text
    kind: Kind
    span: Span
    subject: Text | None = None
    say: Text | None = None
    text: Text | None = None
    arguments: tuple[Argument, ...] = ()
    language: Text | None = None
    go: Mapping[str, Text] = field(default_factory=lambda: MappingProxyType({}))
    go_span: Span | None = None
    keys: tuple[Choice, ...] = ()
    then: Text | None = None
    branches: tuple[Branch, ...] = ()
    save: Text | None = None
    unanswered: Text | None = None
    while_waiting: Text | None = None
    wait_s: int | None = None
    no_input: tuple[Text, ...] | None = None
    no_match: tuple[Text, ...] | None = None
    at_most: int | None = None
    after_that: Text | None = None
    barge_in: bool = True


@dataclass(frozen=True, slots=True)
class OutcomeSpec:
    """How a flow can end: ``done``, ``open`` or ``trouble`` for the statistics, and what it gives."""

    name: Text
    means: str
    gives: tuple[tuple[Text, Type], ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """A named map of steps; it begins at the first one."""

    name: Text
    file: str
    about: str
    channels: frozenset[str]
    takes: tuple[tuple[Text, Type], ...]
    outcomes: tuple[OutcomeSpec, ...]
    steps: Mapping[str, Step]

    @property
    def first(self) -> str:
        """The step it begins at."""
        return next(iter(self.steps))

    def outcome(self, name: str) -> OutcomeSpec | None:
        """Return the outcome called ``name``."""
        return next((one for one in self.outcomes if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Everywhere:
    """A key that works in every menu and yes/no question."""

    key: Text
    target: Text
    said: bool = False


@dataclass(frozen=True, slots=True)
class Patience:
    """What silence and wrong keys lead to unless a step says otherwise."""

    wait_s: int
    no_input: tuple[Text, ...]
    no_match: tuple[Text, ...]
    at_most: int
    after_that: Text | None


@dataclass(frozen=True, slots=True)
class Queue:
    """Where people wait for a person. ``dial`` is a number of ours; None: the carrier's own queue."""

    name: Text
    dial: str | None
    longest_wait_s: int


@dataclass(frozen=True, slots=True)
class Hotline:
    """The settings of ``flows/hotline.yaml``."""

    number: str
    start: Text
    languages: tuple[Text, ...]
    everywhere: tuple[Everywhere, ...]
    patience: Patience
    queues: Mapping[str, Queue]
    person: Text | None
    time_zone: str


@dataclass(frozen=True, slots=True)
class Project:
    """Everything the designers wrote, read but not yet checked."""

    hotline: Hotline
    operations: Mapping[str, Operation]
    flows: Mapping[str, Flow]
    wording: Catalogue
