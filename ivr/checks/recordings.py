"""S608: a silence that would throw away what a caller has recorded."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.facts import safe
from ivr.checks.ground import Ground
from ivr.checks.holding import Holding
from ivr.diagnostics.diagnostic import Diagnostic, Related, problem
from ivr.language import kinds


def recordings(ground: Ground, holding: Holding) -> Iterator[Diagnostic]:
    """Yield the questions at which silence counts as *no* while a recording has not been given to anybody."""
    for flow, step in ground.every_step():
        facts = holding.at_work(flow, step)
        if step.kind is not kinds.CONFIRM or step.unanswered is not None or facts is None:
            continue
        kept = {str(one.save): one for one in flow.steps.values() if one.kind is kinds.RECORD}
        for name, recorded in kept.items():
            if safe(name) not in facts and recorded.save is not None:
                related = (Related(recorded.save.span, "recorded"),)
                step_name = str(step.name)
                yield problem("S608.thrown_away", step.name.span, related=related, step=step_name, name=name)
