"""The operator on hanging up: nothing is done any more for a caller who does."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.diagnostics.diagnostic import problem
from ivr.scripts.mutate.mutant import Mutant, Site

IF_CALLER_HANGS_UP = "if_caller_hangs_up"


def hang_up_dropped(site: Site) -> Iterator[Mutant]:
    """Yield a step from which a hang-up leads nowhere."""
    target = site.step.if_caller_hangs_up
    if target is not None:
        told = problem("T830.hang_up_dropped", target.span, step=site.place, target=str(target))
        yield from site.mutant(site.source.without(site.fields, IF_CALLER_HANGS_UP), told)
