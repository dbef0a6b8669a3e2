"""What a turn is at work on, and how its verbs become a document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ivr.engine.move import Move
from ivr.engine.program import Program
from ivr.model.call import Call
from ivr.model.outside import Outside
from ivr.model.record import Note
from ivr.model.stored import Joint, Obligation, Settled
from ivr.model.verbs import Verb


@dataclass(frozen=True, slots=True)
class Answer:
    """A document, and the sounds in it that are joined when the carrier asks for them."""

    document: str
    joints: tuple[Joint, ...] = ()


@dataclass(frozen=True, slots=True)
class Emitter:
    """How verbs become a document; the carrier's language is not this module's business.

    ``emit`` takes the call with its next turn; what ``late`` makes is not stored; ``redirect`` takes a turn,
    or None for the start of a call; ``wait`` pauses and comes back to a turn; ``sorry`` is the last resort,
    when no words of the project can be had.
    """

    emit: Callable[[Program, tuple[Verb, ...], Call], Answer]
    late: Callable[[Program, tuple[Verb, ...], Call], str]
    redirect: Callable[[int | None], str]
    wait: Callable[[int], str]
    sorry: Callable[[], str]


@dataclass(slots=True)
class Work:
    """A turn under way: the call as it will be stored, and what the next commit holds."""

    program: Program
    number: int
    version: int
    before: Call | None
    move: Move
    outside: Outside
    notes: tuple[Note, ...] = ()
    texts: list[Obligation] = field(default_factory=list)
    held: list[str] = field(default_factory=list)  # what this turn itself is at work on
    settled: tuple[Settled, ...] = ()
