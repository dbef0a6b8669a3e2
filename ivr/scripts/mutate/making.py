"""Every mutant of a project, in the order of its files."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.checked import Checked
from ivr.language.reader import HOTLINE
from ivr.language.specs import Flow, Project
from ivr.scripts.mutate.conditions import when_negated
from ivr.scripts.mutate.confirms import confirm_skipped
from ivr.scripts.mutate.edits import Source
from ivr.scripts.mutate.hang_ups import hang_up_dropped
from ivr.scripts.mutate.mutant import Mutant, Operator, Site
from ivr.scripts.mutate.patience import of_the_hotline, once_only, patience_cut
from ivr.scripts.mutate.prompts import prompt_replaced, say_dropped, text_dropped
from ivr.scripts.mutate.targets import branches_swapped, keys_swapped, outcome_elsewhere
from ivr.source.nodes import Table
from ivr.source.reading import read_source

OPERATORS: tuple[Operator, ...] = (
    keys_swapped,
    confirm_skipped,
    outcome_elsewhere,
    branches_swapped,
    when_negated,
    prompt_replaced,
    say_dropped,
    text_dropped,
    patience_cut,
    once_only,
    hang_up_dropped,
)
"""Everything that is done to a step; each is a variant of T830."""


def mutants(checked: Checked) -> tuple[Mutant, ...]:
    """Return every mutant of a project: of its flows, step by step, and of the patience in its settings."""
    project, files = checked.project, checked.files
    steps = (
        mutant
        for flow in sorted(project.flows.values(), key=lambda one: one.file)
        for mutant in _of_flow(project, flow, files[flow.file])
    )
    return (*steps, *_of_settings(files[HOTLINE]))


def _of_flow(project: Project, flow: Flow, text: str) -> Iterator[Mutant]:
    tree, _ = read_source(flow.file, text)
    written = tree.get("steps") if isinstance(tree, Table) else None
    if not isinstance(written, Table):
        return
    source = Source(flow.file, text)
    for step in flow.steps.values():
        fields = written[step.name]
        if isinstance(fields, Table):
            site = Site(project, flow, step, source, fields)
            for operator in OPERATORS:
                yield from operator(site)


def _of_settings(text: str) -> Iterator[Mutant]:
    tree, _ = read_source(HOTLINE, text)
    if isinstance(tree, Table):
        yield from of_the_hotline(Source(HOTLINE, text), tree)
