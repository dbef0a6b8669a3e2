"""F014: one name for two things: a step, a flow, an operation, a value, or a word of the language.

Two flows of one name are told while reading, for only one of them is kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.checks.judged import SWITCH
from ivr.diagnostics.diagnostic import Diagnostic, Related, problem
from ivr.language.judging import ALWAYS
from ivr.language.ways import BACK, REPEAT, START_OVER
from ivr.source import Text

TAKEN = frozenset({*ALWAYS, SWITCH})
"""Names of values that every step of every call knows."""
RESERVED = frozenset({BACK, REPEAT, START_OVER})
"""Words that mean something where the name of a flow can stand."""


def names(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the names that mean two things."""
    project = ground.project
    taken = {name: one.name for name, one in project.operations.items()}
    for name, flow in project.flows.items():
        if name in taken:
            yield _twice(flow.name, taken[name])
        if name in RESERVED:
            yield _twice(flow.name)
    taken |= {name: flow.name for name, flow in project.flows.items()}
    for _, step in ground.every_step():
        if str(step.name) in taken:
            yield _twice(step.name, taken[str(step.name)])
        if step.save is not None and str(step.save) in TAKEN:
            yield _twice(step.save)
    for flow in project.flows.values():
        yield from (_twice(name) for name, _ in flow.takes if str(name) in TAKEN)


def _twice(name: Text, first: Text | None = None) -> Diagnostic:
    related = () if first is None else (Related(first.span, "first"),)
    return problem("F014.two_things", name.span, related=related, name=str(name))
