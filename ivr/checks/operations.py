"""B303 and B306 to B308: what is wrong in the back office's contract itself."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.checks.near import near_texts
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language.operations import Operation
from ivr.language.reader import OPERATIONS
from ivr.model.office import NOT_OURS, Effect


def operations(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the operations that no flow could use rightly."""
    if OPERATIONS in ground.hurt:
        return
    for operation in ground.project.operations.values():
        name = str(operation.name)
        looks_up = operation.effect is Effect.READ and not operation.about_call
        if looks_up and operation.outcome(NOT_OURS) is None:
            yield problem("B306.no_not_ours", operation.name.span, name=name)
        if operation.effect is Effect.DESTRUCTIVE:
            if all(one.secret for one in operation.takes):
                yield problem("B307.takes_nothing", operation.name.span, name=name)
            if operation.owed:
                yield problem("B308.owed", operation.name.span, name=name)
        yield from _proves(operation)


def _proves(operation: Operation) -> Iterator[Diagnostic]:
    known = [str(one.name) for one in operation.outcomes]
    for outcome in sorted(operation.proves - set(known)):
        near, _ = near_texts(outcome, known)
        yield problem(
            "B303.cannot_happen", operation.name.span, near=near, what=str(operation.name), outcome=outcome
        )
