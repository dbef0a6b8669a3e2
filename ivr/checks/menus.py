"""M200 and M209: a menu that offers nothing, or at times nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language import kinds


def menus(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the menus from which a caller may have nothing to choose."""
    for _, step in ground.every_step():
        if step.kind is not kinds.MENU:
            continue
        if step.list is not None:  # what is in it is known in the call only
            continue
        choices = (*step.keys, *step.answers)
        if not choices:
            yield problem("M200.empty", step.name.span, menu=str(step.name))
        elif all(choice.when is not None for choice in choices):
            yield problem("M209.all_conditional", step.name.span, menu=str(step.name))
