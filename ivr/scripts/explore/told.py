"""An explored call as it was heard, for whoever must see what went wrong."""

from __future__ import annotations

from collections.abc import Iterable

from ivr.caller.steps import describe
from ivr.line.state import Heard
from ivr.scripts.explore.moment import Explored
from ivr.scripts.hearing import Ear
from ivr.scripts.office import Performed, Sent
from ivr.scripts.transcript import Line


def told(explored: Explored, ear: Ear) -> tuple[Line, ...]:
    """Return what happened in a call, in order."""
    did = ((at, describe(step)) for moment in explored.moments for at, step, _ in moment.did)
    return in_order(ear, explored.heard, did, explored.performed, explored.texts)


def in_order(
    ear: Ear,
    heard: Iterable[Heard],
    did: Iterable[tuple[float, str]],
    performed: Iterable[Performed],
    texts: Iterable[Sent],
) -> tuple[Line, ...]:
    """Return what was heard, done, asked of the office and sent, in order."""
    lines = [Line(one.at, "heard", ear.name(one), f"{one.text} …" if one.cut else one.text) for one in heard]
    lines += [Line(round(at, 3), "caller", what) for at, what in did]
    lines += [
        Line(round(one.at, 3), "office", one.request.operation, one.answer.outcome) for one in performed
    ]
    lines += [Line(round(one.at, 3), "text", ear.text_name(one.text), one.text) for one in texts]
    order = {"caller": 0, "office": 1, "heard": 2, "text": 3}
    return tuple(sorted(lines, key=lambda one: (one.at, order[one.who])))
