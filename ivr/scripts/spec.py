"""What a call script says, typed and with the place of every word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias

from ivr.caller import steps as caller_steps
from ivr.diagnostics.span import Span
from ivr.line.asks import Transferred
from ivr.model.values import NOTHING, Record
from ivr.source.nodes import Node, Text

DOES_NOT_ANSWER = "does_not_answer"
"""The office takes the request and no answer comes: *unavailable* for a read, *unsure* for a change."""
IS_DOWN = "is_down"
"""The request surely never reaches the office: *unavailable*."""
CLOSED = "closed"
"""A queue outside its hours; whoever is put through to it all the same finds nobody."""
LATER = "later"
"""``later.operation.outcome`` names the words texted once the truth about a request is known."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One prompt to be heard or texted. ``prompt`` is ``name``, ``flow.name`` or ``later.operation.outcome``.

    ``holes`` are the values that must stand in it, as written; a hole not named may hold anything.
    """

    prompt: Text
    holes: tuple[tuple[Text, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Hear:
    """The caller has heard these since what they last did, in this order; other things may come between."""

    span: Span
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class NotHear:
    """The caller has heard none of these since what they last did."""

    span: Span
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """What the caller, or whoever a transfer reaches, does on the line."""

    span: Span
    step: caller_steps.Step


@dataclass(frozen=True, slots=True)
class GetText:
    """The next text to the caller's phone is this one."""

    span: Span
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class At:
    """The call is at this step, as ``flow.step``."""

    span: Span
    place: Text


@dataclass(frozen=True, slots=True)
class Again:
    """The network repeats the last webhook: the same answer, and nothing is done twice."""

    span: Span


@dataclass(frozen=True, slots=True)
class Wait:
    """Time passes: on the line while the call lasts, or afterwards."""

    span: Span
    seconds: int


ScriptStep: TypeAlias = Hear | NotHear | Act | GetText | At | Again | Wait


@dataclass(frozen=True, slots=True)
class MockAnswer:
    """One answer of the office: an outcome with its typed values, or ``fault``, after ``after_s`` seconds."""

    span: Span
    outcome: str = ""
    values: Record = NOTHING
    fault: str = ""
    after_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Mock:
    """The answers of one operation. ``listed``: one for each successive request, and no more requests.

    Otherwise the one answer serves any number. ``usual`` mocks stand for every script and may go unused.
    """

    operation: Text
    answers: tuple[MockAnswer, ...]
    listed: bool = False
    usual: bool = False


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A request the office must have had; arguments not named may be anything. ``span`` is its own line."""

    span: Span
    operation: Text
    arguments: tuple[tuple[Text, Node], ...] = ()


@dataclass(frozen=True, slots=True)
class Expect:
    """What must hold once the call is over. ``backend`` leaves out the usual operations."""

    span: Span
    ended: Text | None = None
    backend: tuple[AskedFor, ...] | None = None
    never: tuple[Text, ...] = ()
    texts: tuple[Wanted, ...] | None = None
    dead_air_s: float | None = None
    pace: Text | None = None
    keys: Mapping[str, Span] = field(default_factory=lambda: MappingProxyType({}))
    """The place of each key written under ``expect``, for what is said about it."""


@dataclass(frozen=True, slots=True)
class CallScript:
    """A call, step by step, with the world around it. Blocks stand in ``steps`` already.

    ``caller`` is the number as the network shows it, or a word such as ``anonymous``; None: the usual one.
    ``language`` is the language the words are to be heard in; None: any. ``at`` is when the call arrives,
    aware; None: any time. ``notices`` are words by place and language. ``queues`` is what each comes to;
    those in ``closed`` are outside their hours.
    """

    file: str
    span: Span
    call: Text
    steps: tuple[ScriptStep, ...]
    caller: Text | None = None
    language: Text | None = None
    at: datetime | None = None
    switches: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    notices: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    queues: Mapping[str, Transferred] = field(default_factory=lambda: MappingProxyType({}))
    closed: frozenset[str] = frozenset()
    backend: tuple[Mock, ...] = ()
    expect: Expect | None = None


@dataclass(frozen=True, slots=True)
class Usual:
    """What every script of a folder shares: answers of the office, and blocks of steps."""

    backend: tuple[Mock, ...] = ()
    blocks: Mapping[str, Node] = field(default_factory=lambda: MappingProxyType({}))


NOTHING_USUAL = Usual()
