"""B305, E402 and E404 for what a flow's outcome gives: handed over from ``with``, or by the same name."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.expressions import known_at
from ivr.checks.ground import Ground
from ivr.checks.known import Flowing, Known, after
from ivr.checks.leads import Leads
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language import kinds
from ivr.language.types import Type, fits, type_name
from ivr.language.ways import ToEnd
from ivr.source.nodes import Text


def giving(ground: Ground, flowing: Flowing) -> Iterator[Diagnostic]:
    """Yield the ends of flows that do not hand over what their outcome gives."""
    for flow in ground.told_flows():
        if not ground.is_whole(flow):
            continue
        for leads in ground.own_ways(flow):
            known = known_at(ground, flowing, flow, leads.step)
            outcome = flow.outcome(leads.place.outcome) if isinstance(leads.place, ToEnd) else None
            if known is None or outcome is None:
                continue
            there = after(ground, leads, known)
            given = {str(one.name) for one in leads.step.arguments} if leads.step.kind is kinds.END else set()
            for name, of in outcome.gives:
                if str(name) not in given:
                    yield from _by_name(leads, there, (name, of))


def _by_name(leads: Leads, there: Known, given: tuple[Text, Type]) -> Iterator[Diagnostic]:
    """Yield what is wrong with handing over the variable called as what the outcome gives."""
    name, of = str(given[0]), given[1]
    target = leads.way.target
    if name in there.variables:
        found = there.variables[name]
        if found is not None and not fits(found, of):
            yield problem(
                "E402.wrong_type", target.span, name=name, wanted=type_name(of), given=type_name(found)
            )
    elif name in there.sometimes:
        yield problem("E404.not_always_known", target.span, name=name, step=str(leads.step.name))
    else:
        what = str(target) if leads.step.kind is not kinds.END else f"end {leads.step.subject}"
        yield problem("B305.value_missing", target.span, what=what, name=name)
