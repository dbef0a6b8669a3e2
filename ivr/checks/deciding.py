"""F007: a ``decide`` whose last line is not ``otherwise``."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language import kinds


def deciding(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the branchings in which some caller fits no line, or some line fits no caller."""
    for _, step in ground.every_step():
        if step.kind is not kinds.DECIDE:
            continue
        otherwise = [number for number, one in enumerate(step.branches) if one.when is None]
        if not otherwise:
            yield problem("F007.no_otherwise", step.name.span, step=str(step.name))
        elif otherwise[0] < len(step.branches) - 1:
            late = step.branches[otherwise[0] + 1]
            yield problem("F007.after_otherwise", late.target.span, step=str(step.name))
