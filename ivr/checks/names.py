"""F014: one name for two things: a step, a flow, an operation, a value, or a word of the language.

Two flows of one name are told while reading, for only one of them is kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.checks.judged import SWITCH
from ivr.diagnostics.diagnostic import Diagnostic, Related, problem
from ivr.language.judging import ALWAYS
from ivr.language.ways import BUILT_IN
from ivr.source.nodes import Text

TAKEN = frozenset({*ALWAYS, SWITCH})
"""Names of values that every step of every call knows."""
RESERVED = frozenset(BUILT_IN)
"""Words that mean something where the name of a flow can stand."""


def names(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the names in a flow that mean two things."""
    flows, operations = ground.project.flows, ground.project.operations
    for flow in ground.told_flows():
        name = str(flow.name)
        if name in operations:
            yield _twice(flow.name, operations[name].name)
        if name in RESERVED:
            yield _twice(flow.name)
        for step in ground.steps(flow):
            taken = flows.get(str(step.name)) or operations.get(str(step.name))
            if taken is not None:
                yield _twice(step.name, taken.name)
            if step.save is not None and str(step.save) in TAKEN:
                yield _twice(step.save)
        yield from (_twice(one) for one, _ in flow.takes if str(one) in TAKEN)


def _twice(name: Text, first: Text | None = None) -> Diagnostic:
    related = () if first is None else (Related(first.span, "first"),)
    return problem("F014.two_things", name.span, related=related, name=str(name))
