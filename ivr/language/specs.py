"""What designers wrote, typed and with the place of every word: the checked side of the language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ivr.diagnostics.span import Span
from ivr.language.calendar import Calendar
from ivr.language.expressions import Expression
from ivr.language.kinds import Kind
from ivr.language.operations import Operation
from ivr.language.types import Type
from ivr.source.nodes import Text
from ivr.wording.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Argument:
    """One line of ``with``: a name and where its value comes from."""

    name: Text
    value: Expression


@dataclass(frozen=True, slots=True)
class Choice:
    """One key of a menu: where it leads, or what it means, and when it is offered."""

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
    pace: Text | None = None
    go: Mapping[str, Text] = field(default_factory=lambda: MappingProxyType({}))
    go_span: Span | None = None
    subscriber: Expression | None = None
    if_caller_hangs_up: Text | None = None
    tries: int | None = None
    out_of_tries: Text | None = None
    keys: tuple[Choice, ...] = ()
    answers: tuple[Choice, ...] = ()
    list: Expression | None = None
    each: Text | None = None
    then: Text | None = None
    digits: tuple[int, int] | None = None
    finish: Text | None = None
    sensitive: Text | None = None
    shortest_s: int | None = None
    longest_s: int | None = None
    needs_told: tuple[Text, ...] = ()
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

    def taken(self, name: str) -> Type | None:
        """Return the type of a value the flow takes."""
        return {str(one): of for one, of in self.takes}.get(name)

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
    """Where people wait for a person.

    ``dial`` is a number of ours; None: the carrier's own queue. ``hours`` None: always. After
    ``call_back_after_s`` of waiting a call-back is offered; None: never.
    """

    name: Text
    dial: str | None
    longest_wait_s: int
    hours: Text | None = None
    call_back_after_s: int | None = None
    needs_told: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Switch:
    """Something operators turn at run time; it goes back by itself after ``longest_s``."""

    name: Text
    means: str
    default: bool
    longest_s: int


@dataclass(frozen=True, slots=True)
class NoticePlace:
    """A place where operators may put up words, ``longest_s`` seconds of them."""

    name: Text
    longest_s: int


@dataclass(frozen=True, slots=True)
class Listening:
    """What callers are asked to listen to, at most: ``choices`` of one menu, and seconds.

    ``option_s``: one option with its key. ``menu_s``: a question and all it offers. ``person_s``: before a
    person is offered, and before one is reached from any question, a key counting as a second.

    Source of the defaults: domain notes, section 3.3; ``person_s`` is ours: a welcome and one whole menu.
    """

    choices: int = 5
    option_s: int = 4
    menu_s: int = 20
    person_s: int = 30


@dataclass(frozen=True, slots=True)
class Hotline:
    """The settings of ``flows/hotline.yaml``.

    ``coverage`` is the least share, in percent, that call scripts must take: of steps, ways, prompts.
    ``sms`` are texts and the flows they start, those to a service's own number included.
    """

    number: str
    start: Text
    languages: tuple[Text, ...]
    everywhere: tuple[Everywhere, ...]
    patience: Patience
    queues: Mapping[str, Queue]
    person: Text | None
    coverage: tuple[tuple[Text, int], ...] = ()
    listening: Listening = Listening()
    sms: tuple[tuple[Text, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """Everything the designers wrote, read but not yet checked."""

    hotline: Hotline
    operations: Mapping[str, Operation]
    flows: Mapping[str, Flow]
    wording: Catalogue
    switches: Mapping[str, Switch] = field(default_factory=lambda: MappingProxyType({}))
    notices: Mapping[str, NoticePlace] = field(default_factory=lambda: MappingProxyType({}))
    calendar: Calendar = field(default_factory=Calendar)
