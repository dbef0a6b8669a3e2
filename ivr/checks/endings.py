"""F004: a flow ends in a way it does not list, or lists an outcome that no step ends with (a warning)."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.checks.near import near_texts
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.diagnostics.span import Span
from ivr.language.specs import Flow
from ivr.language.ways import ToEnd, ToHangUp
from ivr.source.nodes import Text


def endings(ground: Ground) -> Iterator[Diagnostic]:
    """Yield where the ends of a flow and its outcomes disagree."""
    for flow in ground.told_flows():
        if ground.is_whole(flow):
            yield from _flow(ground, flow)


def _flow(ground: Ground, flow: Flow) -> Iterator[Diagnostic]:
    listed = {str(one.name) for one in flow.outcomes}
    used: set[str] = set()
    for leads in ground.own_ways(flow):
        if not isinstance(leads.place, ToEnd | ToHangUp):
            continue
        outcome = leads.place.outcome
        used.add(outcome)
        if outcome not in listed:
            near, related = near_texts(outcome, (one.name for one in flow.outcomes))
            yield problem(
                "F004.ends_unknown",
                _outcome_span(leads.way.target, outcome),
                near=near,
                related=related,
                outcome=outcome,
            )
    for one in flow.outcomes:
        if one.name not in used:
            yield problem("F004.never_ends_with", one.name.span, outcome=str(one.name))


def _outcome_span(target: Text, outcome: str) -> Span:
    """Return the place of the outcome in ``end OUTCOME``; where ``end`` stands alone, it is all there is."""
    return target.part(len(target) - len(outcome), len(outcome))
