"""S602: an operation about somebody's affairs that some path reaches without a proof."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.facts import EITHER, PROOF
from ivr.checks.ground import Ground
from ivr.checks.holding import Holding
from ivr.diagnostics.diagnostic import Diagnostic, Related, problem

NEEDED = {"proof": (PROOF, "no_proof"), "proof_of_others": (EITHER, "no_proof_of_others")}
"""What an operation may need, the fact that must hold, and what is told when it does not."""


def proofs(ground: Ground, holding: Holding) -> Iterator[Diagnostic]:
    """Yield the requests by which a stranger could learn or change what is the subscriber's own."""
    if any(one.outcome(name) is None for one in ground.project.operations.values() for name in one.proves):
        return  # an outcome that there is not proves nothing; that is told there
    for flow, step in ground.every_step():
        operation = ground.operation(step)
        facts = holding.at_work(flow, step)
        if operation is None or facts is None or step.subject is None or operation.needs not in NEEDED:
            continue
        fact, variant = NEEDED[operation.needs]
        if fact not in facts:
            lacking = holding.lacking(flow, step, fact)
            related = () if lacking is None else (Related(lacking.way.target.span, "path"),)
            yield problem(f"S602.{variant}", step.subject.span, related=related, operation=str(step.subject))
