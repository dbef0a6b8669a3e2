"""A call as it was heard, line by line, for whoever must see why a script failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ivr.caller.steps import describe
from ivr.scripts.hearing import Ear
from ivr.scripts.stage import Stage

if TYPE_CHECKING:
    from ivr.scripts.tester import Tester

_NAME_WIDTH = 22
_MARKS = {"heard": " ", "caller": ">", "office": "=", "text": "@"}
"""``>`` the caller does something, ``=`` the office is asked, ``@`` a text is sent."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happened ``at`` seconds into the call; ``who`` is heard, caller, office or text."""

    at: float
    who: str
    name: str
    words: str = ""


def transcript(tester: Tester, stage: Stage, ear: Ear) -> tuple[Line, ...]:
    """Return what happened in a call, in order."""
    heard = [
        Line(one.at, "heard", ear.name(one), f"{one.text} …" if one.cut else one.text) for one in tester.heard
    ]
    acts = [Line(at, "caller", describe(step)) for at, step in tester.acts]
    asked = [
        Line(one.at, "office", one.request.operation, one.answer.outcome) for one in stage.office.performed
    ]
    texts = [Line(one.at, "text", ear.text_name(one.text), one.text) for one in stage.texts.sent]
    order = {"caller": 0, "office": 1, "heard": 2, "text": 3}
    return tuple(sorted((*heard, *acts, *asked, *texts), key=lambda one: (round(one.at, 3), order[one.who])))


def as_lines(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return a transcript as it is printed."""
    return tuple(
        f"{one.at:7.1f} {_MARKS[one.who]} {one.name:<{_NAME_WIDTH}} {one.words}".rstrip() for one in lines
    )
