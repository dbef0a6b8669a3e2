"""S606: a recording, a person or an operation that needs the caller to have been told something before."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.facts import heard, told
from ivr.checks.ground import Ground
from ivr.checks.holding import Holding
from ivr.checks.telling import RECORDING
from ivr.diagnostics.diagnostic import Diagnostic, Related, problem
from ivr.language import kinds
from ivr.language.specs import Step


def told_before(ground: Ground, holding: Holding) -> Iterator[Diagnostic]:
    """Yield what would happen to callers who were not told."""
    for flow, step in ground.every_step():
        facts = holding.at_work(flow, step)
        if facts is None or step.subject is None:
            continue
        for word in _needed(ground, step):
            # Without a line nothing is recorded and nobody is put through, but the office is asked.
            fact = told(word) if step.kind is kinds.DO else heard(word)
            if fact in facts:
                continue
            lacking = holding.lacking(flow, step, fact)
            related = () if lacking is None else (Related(lacking.way.target.span, "path"),)
            yield problem("S606.not_told", step.subject.span, related=related, word=word, what=_what(step))


def _needed(ground: Ground, step: Step) -> tuple[str, ...]:
    words = [str(word) for word in step.needs_told]
    if step.kind is kinds.RECORD:
        words.append(RECORDING)
    queue = ground.project.hotline.queues.get(str(step.subject)) if step.kind is kinds.TRANSFER else None
    if queue is not None:
        words += [str(word) for word in queue.needs_told]
    operation = ground.operation(step)
    if operation is not None:
        words += [str(word) for word in operation.needs_told]
    return tuple(dict.fromkeys(words))


def _what(step: Step) -> str:
    return str(step.name if step.kind is kinds.RECORD else step.subject)
