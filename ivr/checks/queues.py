"""B304: a queue that nobody has set up."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.checks.near import near_texts
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language import kinds


def queues(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the transfers into a queue that does not exist."""
    known = ground.project.hotline.queues
    if not ground.hotline_is_whole:
        return
    for _, step in ground.every_step():
        if step.kind is kinds.TRANSFER and step.subject is not None and step.subject not in known:
            near, related = near_texts(step.subject, (one.name for one in known.values()))
            yield problem(
                "B304.unknown_queue", step.subject.span, near=near, related=related, name=str(step.subject)
            )
