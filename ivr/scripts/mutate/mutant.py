"""A mutant, and the place an operator makes it at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ivr.diagnostics.diagnostic import Diagnostic, Related
from ivr.diagnostics.raw_text import comment_of
from ivr.diagnostics.span import Span
from ivr.diagnostics.tell import LONGEST_FACT
from ivr.language.specs import Flow, Project, Step
from ivr.scripts.mutate.edits import Change, Edit, Source
from ivr.source.nodes import Table

CODE = "T830"
"""What survivors are told as; each operator is a variant of it, and has its sentences there."""
SECOND = "second"
"""The label of the other place, where a change has two."""
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Mutant:
    """One small change to one file; ``told`` is what is said when no script notices it.

    ``flow`` and ``step`` say where it is; both are empty when calls may meet it anywhere.
    """

    source: Source
    edits: tuple[Edit, ...]
    told: Diagnostic
    flow: str = ""
    step: str = ""

    @property
    def operator(self) -> str:
        """What was done, in a word: a variant of T830."""
        return self.told.variant

    @property
    def text(self) -> str:
        """The file with the change made."""
        return self.source.applied(self.edits)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The lines that change."""
        return self.source.changes(self.edits)


@dataclass(frozen=True, slots=True)
class Site:
    """A step an operator may change: as it was read, and as it stands in its file."""

    project: Project
    flow: Flow
    step: Step
    source: Source
    fields: Table

    @property
    def place(self) -> str:
        """The step as scripts name it."""
        return f"{self.flow.name}.{self.step.name}"

    def mutant(self, edits: tuple[Edit, ...], told: Diagnostic) -> Iterator[Mutant]:
        """Yield the mutant that ``edits`` make; none when they change nothing."""
        if self.source.applied(edits) != self.source.text:
            yield Mutant(self.source, edits, told, str(self.flow.name), str(self.step.name))

    def new_line(self, edits: tuple[Edit, ...], span: Span) -> str:
        """Return the line of ``span`` as it becomes."""
        return new_line(self.source, edits, span)


def second(span: Span, other: Span) -> tuple[Related, ...]:
    """Return the other place of a change told at ``span``; on the same line it needs no telling."""
    return () if span.line == other.line else (Related(other, SECOND),)


Operator: TypeAlias = Callable[[Site], Iterator[Mutant]]


def new_line(source: Source, edits: tuple[Edit, ...], span: Span) -> str:
    """Return the line of ``span`` as ``edits`` make it, cut round the change to what a sentence can take."""
    for change in source.changes(edits):
        at = span.line - change.line
        if 0 <= at < len(change.old):
            line = change.new[at] if at < len(change.new) else ""
            return _round(line, span.column)
    return ""


def _round(line: str, column: int) -> str:
    comment = comment_of(line)
    bare = line[: comment.column - 1 if comment else None].strip()
    if len(bare) <= LONGEST_FACT:
        return bare
    start = max(0, column - 1 - (len(line) - len(line.lstrip())) - LONGEST_FACT // 3)
    start = min(start, len(bare) - LONGEST_FACT + 2)
    end = start + LONGEST_FACT - 2
    return f"{_CUT if start else ''}{bare[start:end]}{_CUT if end < len(bare) else ''}"
