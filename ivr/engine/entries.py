"""Digits a caller types: complete, cleared, left, or not what was asked for.

Digits are data here. Only the star works: it begins the entry again; twice, it leaves; followed by 0, it asks
for a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from ivr.engine.outcome import NoInput, NoMatch
from ivr.language.specs import Step
from ivr.model.call import Asking
from ivr.model.events import Digits, Silence, Speech

STAR = "*"
PERSON_KEYS = "*0"


@dataclass(frozen=True, slots=True)
class Given:
    """A complete entry."""

    digits: str


@dataclass(frozen=True, slots=True)
class Cleared:
    """The entry is begun again; this counts for nothing."""


@dataclass(frozen=True, slots=True)
class Left:
    """The caller leaves the entry, as with *back*."""


@dataclass(frozen=True, slots=True)
class Person:
    """The caller asks for a person."""


Entry: TypeAlias = Given | Cleared | Left | Person | NoInput | NoMatch


def judge_entry(event: Digits | Silence | Speech, step: Step, asking: Asking) -> Entry:
    """Return what ``event`` means at a ``collect``."""
    if isinstance(event, Silence):
        return NoInput()
    if isinstance(event, Speech) or step.digits is None:
        return NoMatch()
    keys = event.keys
    if STAR in keys and step.finish != "star":
        if keys.endswith(PERSON_KEYS):
            return Person()
        if keys.count(STAR) > 1 or asking.cleared > 0:
            return Left()
        return Cleared()
    fewest, most = step.digits
    if keys == PERSON_KEYS[1:] and asking.cleared > 0 and fewest > 1:  # the star came in an entry before
        return Person()
    return Given(keys) if keys.isdecimal() and fewest <= len(keys) <= most else NoMatch()
