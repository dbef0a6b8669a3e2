"""F002: steps that nothing leads to; of several in a row the first one is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ivr.checks.ground import Ground
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language.specs import Flow
from ivr.language.ways import ToFlow, ToStep, Why


def reachable(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the steps no call comes to."""
    for flow in ground.told_flows():
        if not ground.is_whole(flow):
            continue
        after = _next_steps(ground, flow)
        found = _reached({flow.first}, after)
        lost = [name for name in flow.steps if name not in found]
        led_to = {name for one in lost for name in after[one] if name != one}
        heads = [name for name in lost if name not in led_to]
        covered = _reached(set(heads), after)
        for name in lost:  # a ring that nothing leads to has no first step; any of its steps will do
            if name not in covered:
                heads.append(name)
                covered |= _reached({name}, after)
        for name in heads:
            yield problem("F002.unreachable", flow.steps[name].name.span, step=name)


def _next_steps(ground: Ground, flow: Flow) -> Mapping[str, tuple[str, ...]]:
    found = {}
    for name, step in flow.steps.items():
        leads = ground.leads_of(flow, step)
        own = {f"key:{choice.key}" for choice in step.keys}
        comes_back = any(isinstance(one.place, ToFlow) for one in leads if one.way.name in own)
        found[name] = tuple(
            one.place.step
            for one in leads
            if isinstance(one.place, ToStep) and (comes_back or one.way.why is not Why.RETURN)
        )
    return found


def _reached(begin: Iterable[str], after: Mapping[str, tuple[str, ...]]) -> set[str]:
    seen = set(begin)
    pending = list(seen)
    while pending:
        for name in after[pending.pop()]:
            if name not in seen:
                seen.add(name)
                pending.append(name)
    return seen
