"""A picture before anybody has placed or written it: boxes, arrows and what is written on them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ivr.model.ids import Language


class Shape(Enum):
    """What a box is, which says how it is drawn."""

    START = "where it begins"
    SAY = "says something and goes on"
    ASK = "the caller answers"
    DECIDE = "the system branches"
    WORK = "the office or a person"
    FLOW = "another flow"
    END = "an end"
    PLACE = "back, repeat or the start"


@dataclass(frozen=True, slots=True)
class Box:
    """One box; ``name`` tells it from the others.

    ``does`` is what it does, line by line, ``words`` what is heard; ``told`` is everything about it, for
    whoever points at it; ``flow`` the flow whose picture it leads to; ``light`` is drawn paler; ``never``: no
    script came here.
    """

    name: str
    shape: Shape
    title: str
    does: tuple[str, ...] = ()
    words: str = ""
    told: str = ""
    flow: str | None = None
    light: bool = False
    never: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line on an arrow, ``""`` for a way that needs no word; ``never``: no script went this way."""

    text: str
    never: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """Every way from one box to another, a line or more for each."""

    start: str
    end: str
    lines: tuple[Line, ...] = ()
    light: bool = False

    @property
    def never(self) -> bool:
        """Whether no script went any of these ways."""
        return bool(self.lines) and all(line.never for line in self.lines)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture; the first box is where it begins. ``notes`` stand under the title.

    ``whole``: this is the picture of the whole hotline, not of one flow.
    """

    title: str
    language: Language
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    notes: tuple[str, ...] = ()
    whole: bool = False
