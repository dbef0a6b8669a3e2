"""M202: a menu with more choices than callers keep in mind."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language import kinds


def many_choices(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the menus that offer too much; items of a list are heard five at a time anyhow."""
    limit = ground.project.hotline.listening.choices
    for _, step in ground.every_step():
        choices = len(step.keys) + len(step.answers)
        if step.kind is kinds.MENU and choices > limit:
            yield problem("M202.many", step.name.span, menu=str(step.name), choices=choices, limit=limit)
