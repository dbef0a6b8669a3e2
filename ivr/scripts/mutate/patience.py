"""Operators that shorten patience: fewer lines, one asking, one try."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ivr.diagnostics.diagnostic import problem
from ivr.scripts.mutate.edits import Source
from ivr.scripts.mutate.mutant import Mutant, Site, new_line
from ivr.source.nodes import Items, Node, Table, Text

LISTS = ("no_input", "no_match")
COUNTS = ("at_most", "tries")
PATIENCE = "patience"
_ONCE = "1"


def patience_cut(site: Site) -> Iterator[Mutant]:
    """Yield a step whose lines for silence, or for wrong keys, are one fewer."""
    yield from _at(site, _cut(site.source, site.fields, site.place))


def once_only(site: Site) -> Iterator[Mutant]:
    """Yield a step that is asked, or entered, once only."""
    yield from _at(site, _once(site.source, site.fields, site.place))


def of_the_hotline(source: Source, settings: Table) -> Iterator[Mutant]:
    """Yield the settings with less patience for every step that does not say otherwise."""
    fields = settings.get(PATIENCE)
    if isinstance(fields, Table):
        yield from _cut(source, fields, PATIENCE)
        yield from _once(source, fields, PATIENCE)


def _cut(source: Source, fields: Table, place: str) -> Iterator[Mutant]:
    for name in LISTS:
        lines = fields.get(name)
        last = _last(lines)
        if lines is None or last is None:
            continue
        edits = source.shorter(lines)
        told = problem(
            "T830.patience_cut",
            last.span,
            step=place,
            list=name,
            prompt=str(last),
            new=new_line(source, edits, last.span),
        )
        if edits:
            yield Mutant(source, edits, told)


def _once(source: Source, fields: Table, place: str) -> Iterator[Mutant]:
    for name in COUNTS:
        count = fields.get(name)
        if not isinstance(count, Text) or count == _ONCE:
            continue
        edits = source.replaced(count, _ONCE)
        told = problem(
            "T830.once_only",
            count.span,
            step=place,
            field=name,
            given=str(count),
            new=new_line(source, edits, count.span),
        )
        if edits:
            yield Mutant(source, edits, told)


def _at(site: Site, mutants: Iterator[Mutant]) -> Iterator[Mutant]:
    flow, step = str(site.flow.name), str(site.step.name)
    return (replace(mutant, flow=flow, step=step) for mutant in mutants)


def _last(lines: Node | None) -> Text | None:
    if isinstance(lines, Items):
        lines = lines[-1] if lines else None
    return lines if isinstance(lines, Text) and lines else None
