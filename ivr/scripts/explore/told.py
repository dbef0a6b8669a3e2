"""An explored call as it was heard, for whoever must see what went wrong."""

from __future__ import annotations

from ivr.caller.steps import describe
from ivr.scripts.explore.moment import Explored
from ivr.scripts.hearing import Ear
from ivr.scripts.transcript import Line


def told(explored: Explored, ear: Ear) -> tuple[Line, ...]:
    """Return what happened in a call, in order."""
    lines = [
        Line(one.at, "heard", ear.name(one), f"{one.text} …" if one.cut else one.text)
        for one in explored.heard
    ]
    lines += [
        Line(round(at, 3), "caller", describe(step))
        for moment in explored.moments
        for at, step, _ in moment.did
    ]
    lines += [
        Line(round(one.at, 3), "office", one.request.operation, one.answer.outcome)
        for one in explored.performed
    ]
    lines += [Line(round(one.at, 3), "text", ear.text_name(one.text), one.text) for one in explored.texts]
    order = {"caller": 0, "office": 1, "heard": 2, "text": 3}
    return tuple(sorted(lines, key=lambda one: (one.at, order[one.who])))
