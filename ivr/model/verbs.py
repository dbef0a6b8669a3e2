"""What is to be done on the phone line. Verbs carry prompt ids and facts, never wording."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from ivr.model.ids import Language
from ivr.model.values import NOTHING
from ivr.model.values import Record as NamedValues


class Part(Enum):
    """Which wording of a prompt is meant."""

    SAY = "say"
    AGAIN = "again"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class PromptId:
    """A prompt's name within the words of a flow; the catalogue falls back to the common ones."""

    flow: str
    name: str

    def __str__(self) -> str:
        return f"{self.flow}.{self.name}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One prompt to be heard or written, with the facts its holes need."""

    prompt: PromptId
    language: Language
    part: Part = Part.SAY
    facts: NamedValues = NOTHING


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice of a menu or a yes/no question, offered with its key.

    ``choice`` is the place, meaning or outcome the words are listed under; ``yes`` and ``no`` for a confirm;
    for a key of ``everywhere``, ``prompt.flow`` is ``common`` and ``prompt.name`` is ``everywhere``.
    """

    prompt: PromptId
    choice: str
    key: str
    language: Language


@dataclass(frozen=True, slots=True)
class ItemOffer:
    """One item of a list, offered with its key; ``prompt`` reads its parts, which are ``facts``."""

    prompt: PromptId
    key: str
    language: Language
    facts: NamedValues


Words: TypeAlias = Phrase | Offer | ItemOffer


@dataclass(frozen=True, slots=True)
class Say:
    """Words that cannot be interrupted by an answer."""

    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Gather:
    """Words that may be interrupted, and listening for keys or speech.

    ``num_digits`` None means until ``finish_on_key`` or silence. ``finish_on_key`` empty means no key ends
    the entry. ``hints`` are the choices whose phrases the recogniser should expect; empty: no speech.
    """

    words: tuple[Words, ...]
    timeout_s: int
    num_digits: int | None
    finish_on_key: str
    hints: tuple[Offer, ...]
    language: Language


RECORD_SILENCE_S = 5
"""Silence that ends a recording, and is no part of what was said. Source: reference/twiml.md, 6.5, where it
is the carriers' own default."""


@dataclass(frozen=True, slots=True)
class Record:
    """Record what the caller says, after a beep, until ``finish_on_key``, silence or ``longest_s``."""

    longest_s: int
    silence_s: int
    finish_on_key: str


@dataclass(frozen=True, slots=True)
class Dial:
    """Connect the caller to a number of ours."""

    number: str
    timeout_s: int


@dataclass(frozen=True, slots=True)
class Enqueue:
    """Put the caller into a queue for a person."""

    queue: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave the queue."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait, while an answer is awaited."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Redirect:
    """Ask for the next turn."""


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the call."""


@dataclass(frozen=True, slots=True)
class Reject:
    """Refuse the call unanswered."""


Verb: TypeAlias = Say | Gather | Record | Dial | Enqueue | Leave | Pause | Redirect | HangUp | Reject
