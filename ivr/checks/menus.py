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
        if not step.keys:
            yield problem("M200.empty", step.name.span, menu=str(step.name))
        elif all(choice.when is not None for choice in step.keys):
            yield problem("M209.all_conditional", step.name.span, menu=str(step.name))
