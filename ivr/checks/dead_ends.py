"""F003: steps from which a call can never end, whatever the caller does but hang up."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ivr.checks.ground import Ground
from ivr.checks.leads import Leads
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language import kinds
from ivr.language.specs import Flow
from ivr.language.ways import BACK, START_OVER, ToBuiltIn, ToEnd, ToFlow, ToHangUp, ToStep, Why


def dead_ends(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the first step of each part of a flow that nothing leads out of."""
    for flow in ground.told_flows():
        if ground.is_whole(flow):
            for name in without_end(ground, flow, flow.steps):
                yield problem("F003.dead_end", flow.steps[name].name.span, step=name)


def without_end(ground: Ground, flow: Flow, steps: Collection[str]) -> Iterator[str]:
    """Yield, of ``steps``, the first of each part of ``flow`` from which the call can never end."""
    after = {name: next_steps(ground, flow, name) for name in steps}
    alive = {name for name in steps if _ends(ground, flow, name)}
    while more := {name for name in after if name not in alive and after[name] & alive}:
        alive |= more
    covered: set[str] = set()
    for name in steps:
        if name in alive or not after[name]:  # a step without any way is told elsewhere
            continue
        reached = _reached(name, after)
        if not reached & covered:
            yield name
        covered |= reached


def _ends(ground: Ground, flow: Flow, name: str) -> bool:
    """Return whether the call, or this flow, may be over right after the step ``name``.

    The keys that work everywhere do not count: whoever does not press one goes round and round.
    """
    step = flow.steps[name]
    if step.kind is kinds.FLOW and step.subject is not None and _hangs_up(ground, str(step.subject)):
        return True
    own = {f"key:{one.key}" for one in step.keys}
    leads = ground.leads_of(flow, step)
    return any(
        _is_over(ground, one) for one in leads if not one.way.name.startswith("key:") or one.way.name in own
    )


def _is_over(ground: Ground, leads: Leads) -> bool:
    match leads.place:
        case ToEnd() | ToHangUp() | None:
            return True
        case ToFlow(flow=name):  # started by patience it ends the call in any case
            return leads.way.why is Why.PATIENCE or _hangs_up(ground, name)
        case ToBuiltIn(word=word):
            return word in (BACK, START_OVER)
        case ToStep():
            return False


def _hangs_up(ground: Ground, name: str) -> bool:
    called = ground.called(name)
    return called is None or any(isinstance(one.place, ToHangUp) for one in ground.ways_of(called))


def next_steps(ground: Ground, flow: Flow, name: str) -> frozenset[str]:
    """Return the steps the call may be at right after the step ``name``; a hang-up does not count."""
    leads = ground.leads_of(flow, flow.steps[name])
    return frozenset(
        one.place.step for one in leads if isinstance(one.place, ToStep) and one.way.why is not Why.HANG_UP
    )


def _reached(begin: str, after: dict[str, frozenset[str]]) -> set[str]:
    seen, pending = {begin}, [begin]
    while pending:
        for name in after[pending.pop()] - seen:
            seen.add(name)
            pending.append(name)
    return seen
