"""F013: a step that says nothing, asks nothing and does nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language import kinds
from ivr.language.specs import Step


def idle(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the steps a caller would notice nothing of."""
    for _, step in ground.every_step():
        if does_nothing(step):
            yield problem("F013.nothing", step.name.span, step=str(step.name))


def does_nothing(step: Step) -> bool:
    """Return whether ``step`` has neither words, nor a text, nor a change of any kind, nor a kind."""
    does = (step.say, step.text, step.language, step.pace, step.subscriber)
    return step.kind is kinds.SAY and all(one is None for one in does)
