"""Operators that lead the caller elsewhere: keys, outcomes and branches with each other's targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ivr.diagnostics.diagnostic import problem
from ivr.language import kinds
from ivr.language.specs import Branch
from ivr.scripts.mutate.mutant import Mutant, Site, second
from ivr.source.nodes import Items, Table, Text

_ENDS_ALIKE = "end"
"""``others: end``: no place, and nothing that another outcome could lead to."""
_OTHERWISE = "otherwise"


def keys_swapped(site: Site) -> Iterator[Mutant]:
    """Yield a menu with two keys beside each other that lead to, or mean, what the other should."""
    for choices in (site.step.keys, site.step.answers):
        for one, other in pairwise(choices):
            edits = site.source.swapped(one.target, other.target)
            span = one.target.span
            told = problem(
                "T830.keys_swapped",
                span,
                related=second(span, other.target.span),
                step=site.place,
                first=str(one.key),
                other=str(other.key),
                new=site.new_line(edits, span),
            )
            yield from site.mutant(edits, told)


def outcome_elsewhere(site: Site) -> Iterator[Mutant]:
    """Yield each outcome with the target of the next one that leads somewhere else."""
    named = [(name, target) for name, target in site.step.go.items() if name]
    branches = [(_told(branch), branch.target) for branch in site.step.branches]
    for outcomes in (named, branches):
        targets = [target for _, target in outcomes if target != _ENDS_ALIKE]
        for number, (name, target) in enumerate(outcomes):
            other = _next(targets, target, number)
            written = None if other is None else site.source.written(other)
            if other is None or written is None:
                continue
            edits = site.source.replaced(target, written)
            told = problem(
                "T830.outcome_elsewhere",
                target.span,
                step=site.place,
                outcome=name,
                other=str(other),
                new=site.new_line(edits, target.span),
            )
            yield from site.mutant(edits, told)


def branches_swapped(site: Site) -> Iterator[Mutant]:
    """Yield a decide with two conditions that are looked at in the other order."""
    written = site.fields.get(kinds.DECIDE.name)
    if not isinstance(written, Items):
        return
    branches = [one for one in written if isinstance(one, Table) and "when" in one]
    for one, other in pairwise(branches):
        edits = site.source.swapped(one, other)
        told = problem(
            "T830.branches_swapped",
            one.span,
            related=second(one.span, other.span),
            step=site.place,
            first=str(one["when"]),
            other=str(other["when"]),
            new=site.new_line(edits, one.span),
        )
        yield from site.mutant(edits, told)


def _told(branch: Branch) -> str:
    return _OTHERWISE if branch.when is None else branch.when.text


def _next(targets: Sequence[Text], target: Text, number: int) -> Text | None:
    """Return the next target after place ``number``, round and round, that is not ``target``."""
    return next((one for one in (*targets[number:], *targets[:number]) if one != target), None)
