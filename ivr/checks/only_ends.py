"""F012: a step that only ends the flow, where `end` could be written instead."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language import kinds
from ivr.language.specs import Step


def only_ends(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the steps a reader has to look up only to learn that the flow is over there."""
    for flow in ground.told_flows():
        after_hang_up = {str(step.if_caller_hangs_up) for step in flow.steps.values()}
        for step in ground.steps(flow):
            needed = step.name == flow.first or step.name in after_hang_up  # only a step may stand there
            if _only_ends(step) and not needed:
                yield problem(
                    "F012.only_ends", step.name.span, step=str(step.name), outcome=str(step.subject)
                )


def _only_ends(step: Step) -> bool:
    return step.kind is kinds.END and _plainly(step) == step


def _plainly(step: Step) -> Step:
    """Return the step that has nothing but what ``step`` ends with."""
    return Step(step.name, step.kind, step.span, step.subject, go_span=step.go_span)
