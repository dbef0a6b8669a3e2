"""F011: flows that no call can come to; of several that start one another the first is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivr.checks.ground import Ground
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language import kinds
from ivr.language.ways import ToFlow
from ivr.source.nodes import Text


def reached_flows(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the flows that were written for nobody."""
    flows = ground.project.flows
    starts = {name: ground.part(_starts, name) for name in flows}
    if not _all_known(ground, starts):
        return  # what was meant there may be the very flow that seems to be lost
    found = _reached(_begun(ground), starts)
    lost = [name for name in flows if name not in found]
    covered: set[str] = set()
    started = {name for one in lost for name in starts[one] if name != one}
    for name in (*(one for one in lost if one not in started), *lost):  # a ring has no first flow
        if name not in covered:
            yield problem("F011.unreached", flows[name].name.span, flow=name)
            covered |= _reached({name}, starts)


def _begun(ground: Ground) -> set[str]:
    """Return the flows that begin with no flow under them, and those a key may start anywhere."""
    hotline = ground.project.hotline
    targets: list[Text | None] = [hotline.start, hotline.person, hotline.patience.after_that]
    targets += [one.target for one in hotline.everywhere]
    targets += [flow for _, flow in hotline.sms]
    return {str(one) for one in targets if one is not None}


def _starts(ground: Ground, name: str) -> frozenset[str]:
    flow = ground.project.flows[name]
    by_step = {str(step.subject) for step in flow.steps.values() if step.kind is kinds.FLOW}
    return frozenset(
        by_step | {one.place.flow for one in ground.ways_of(flow) if isinstance(one.place, ToFlow)}
    )


def _all_known(ground: Ground, starts: Mapping[str, frozenset[str]]) -> bool:
    flows = ground.project.flows
    whole = ground.hotline_is_whole and not ground.lost_flows and all(map(ground.is_whole, flows.values()))
    return (
        whole
        and all(name in flows for names in starts.values() for name in names)
        and str(ground.project.hotline.start) in flows
        and not any(ground.part(_leads_nowhere, name) for name in flows)
    )


def _leads_nowhere(ground: Ground, name: str) -> bool:
    return any(one.place is None for one in ground.ways_of(ground.project.flows[name]))


def _reached(begin: set[str], starts: Mapping[str, frozenset[str]]) -> set[str]:
    seen, pending = set(begin), list(begin)
    while pending:
        for name in starts.get(pending.pop(), frozenset()) - seen:
            seen.add(name)
            pending.append(name)
    return seen
