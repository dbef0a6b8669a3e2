"""The operator on conditions: the opposite of what was meant."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.diagnostics.diagnostic import problem
from ivr.language import kinds
from ivr.scripts.mutate.mutant import Mutant, Site
from ivr.source.nodes import Items, Node, Table, Text

WHEN = "when"
_NOT = "not ("


def when_negated(site: Site) -> Iterator[Mutant]:
    """Yield each branch, and each key that is not always offered, under the opposite condition."""
    for condition in _conditions(site.fields):
        edits = site.source.wrapped(condition, _NOT, ")")
        told = problem(
            "T830.when_negated",
            condition.span,
            step=site.place,
            condition=str(condition),
            new=site.new_line(edits, condition.span),
        )
        yield from site.mutant(edits, told)


def _conditions(fields: Table) -> Iterator[Text]:
    branches, keys = fields.get(kinds.DECIDE.name), fields.get("keys")
    holders: tuple[Node, ...] = branches if isinstance(branches, Items) else ()
    if isinstance(keys, Table):
        holders = (*holders, *keys.values())
    for holder in holders:
        condition = holder.get(WHEN) if isinstance(holder, Table) else None
        if isinstance(condition, Text):
            yield condition
