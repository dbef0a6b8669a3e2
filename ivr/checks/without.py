"""E404: a value that some path to a step brings and another does not, told once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from ivr.checks.ground import Ground
from ivr.checks.known import Known, after
from ivr.checks.leads import Leads
from ivr.diagnostics.diagnostic import Diagnostic, Related, problem
from ivr.diagnostics.span import Span
from ivr.language.expressions import Expression
from ivr.language.specs import Flow, Step
from ivr.language.types import RecordType
from ivr.language.ways import ToStep


def sometimes_known(found: Diagnostic, known: Known) -> str | None:
    """Return the name that some path brings and another does not, if that is what is wrong."""
    facts = dict(found.facts)
    name, whole = str(facts.get("name", "")), str(facts.get("whole", ""))
    if (found.code, found.variant) == ("E401", "unknown_name"):
        return name if name in known.sometimes else None
    if (found.code, found.variant) == ("E401", "unknown_part"):
        types = known.sometimes.get(whole, frozenset())
        has = any(isinstance(of, RecordType) and of.part(name) is not None for of in types)
        return f"{whole}.{name}" if has else None
    return None


class Without:
    """Tells once where a value is missing on some path, not again at every step behind that."""

    def __init__(self, ground: Ground, flow: Flow, at: Mapping[str, Known]) -> None:
        self.ground, self.flow, self.at = ground, flow, at
        self.found: set[tuple[str, str]] = set()

    @cached_property
    def into(self) -> Mapping[str, list[tuple[Leads, Known]]]:
        """By step, the ways into it, and what is known after each."""
        found: dict[str, list[tuple[Leads, Known]]] = {}
        for name, known in self.at.items():
            for leads in self.ground.taken_from(self.flow, self.flow.steps[name]):
                if isinstance(leads.place, ToStep):
                    way = (leads, after(self.ground, leads, known))
                    found.setdefault(leads.place.step, []).append(way)
        return found

    def told(self, name: str, step: Step, at: Span) -> Iterator[Diagnostic]:
        """Yield at ``at`` that ``name`` is not always known, unless a step before ``step`` has told that."""
        if (name, str(step.name)) in self.found or self._follows(name, str(step.name)):
            return
        self.found.add((name, str(step.name)))
        ways = self._lacking(name, str(step.name))
        yield problem(
            "E404.not_always_known",
            at,
            related=tuple(Related(one.way.target.span, "path") for one in ways[:1]),
            name=name,
            step=str(step.name),
        )

    def _follows(self, name: str, step: str) -> bool:
        """Return whether every path without ``name`` comes through a step where it was told."""
        pending, seen = [step], {step}
        while pending:
            ways = self._lacking(name, pending.pop())
            if not ways:
                return False
            for leads in ways:
                before = str(leads.step.name)
                if (name, before) not in self.found and before not in seen:
                    seen.add(before)
                    pending.append(before)
        return bool(self.found) and any(one == name for one, _ in self.found)

    def _lacking(self, name: str, step: str) -> list[Leads]:
        return [leads for leads, known in self.into.get(step, ()) if not _has(name, known)]


def _has(name: str, known: Known) -> bool:
    whole, _, part = name.partition(".")
    of = known.variables.get(whole)
    return whole in known.variables and (
        not part or not isinstance(of, RecordType) or of.part(part) is not None
    )


def place_in(expression: Expression, name: str) -> Span:
    """Return the place of ``name`` in an expression that was written without quotes or escapes."""
    span = expression.span
    found = re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", expression.text)
    if found is None or span.length != len(expression.text):
        return span
    return Span(span.file, span.line, span.column + found.start(), len(name))
