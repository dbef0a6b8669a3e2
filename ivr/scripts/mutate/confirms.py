"""The operator that skips a yes/no question: its words are said, and the call goes on as if it were a yes."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.diagnostics.diagnostic import problem
from ivr.language import kinds
from ivr.scripts.mutate.mutant import Mutant, Site
from ivr.scripts.mutate.prompts import SAY

_OF_A_QUESTION = frozenset(one.name for one in kinds.CONFIRM.fields) - {"go"}


def confirm_skipped(site: Site) -> Iterator[Mutant]:
    """Yield a confirm that waits for no answer and leads where its yes does."""
    step, source = site.step, site.source
    yes, go = step.go.get("yes"), site.fields.get("go")
    if step.kind is not kinds.CONFIRM or step.say is not None or yes is None or go is None:
        return
    written = source.written(yes)
    key = next(name for name in site.fields if name == kinds.CONFIRM.name)
    needless = [source.without(site.fields, str(name)) for name in site.fields if name in _OF_A_QUESTION]
    if written is not None:
        made = (source.replaced(key, SAY), source.replaced(go, written), *needless)
        edits = tuple(edit for one in made for edit in one)
        new = site.new_line(edits, key.span)
        told = problem("T830.confirm_skipped", key.span, step=site.place, target=str(yes), new=new)
        yield from site.mutant(edits, told)
