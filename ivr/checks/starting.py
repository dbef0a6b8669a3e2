"""Which flows a flow starts, and what can be said of a flow only when it is said of those."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

from ivr.checks.ground import Ground
from ivr.language import kinds
from ivr.language.ways import ToFlow

Outcomes: TypeAlias = Mapping[str, frozenset[str]]
"""By flow, some of its outcomes."""


def started_by(ground: Ground, name: str) -> frozenset[str]:
    """Return the flows that ``name`` may start."""
    flow = ground.project.flows[name]
    by_step = {str(step.subject) for step in flow.steps.values() if step.kind is kinds.FLOW}
    by_way = {leads.place.flow for leads in ground.ways_of(flow) if isinstance(leads.place, ToFlow)}
    return frozenset(one for one in by_step if one in ground.project.flows) | by_way


def innermost_first(starts: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Return every flow, those that others start before the ones that start them."""
    found: dict[str, None] = {}
    for begin in starts:
        pending = [(begin, False)]
        seen = {begin}
        while pending:
            name, done = pending.pop()
            if done:
                found.setdefault(name)
            elif name not in found:
                pending.append((name, True))
                below = [one for one in starts[name] if one not in seen and one not in found]
                seen.update(below)
                pending += [(one, False) for one in below]
    return tuple(found)


def starters(starts: Mapping[str, frozenset[str]]) -> Mapping[str, set[str]]:
    """Return, by flow, those that start it."""
    found: dict[str, set[str]] = {name: set() for name in starts}
    for name, begun in starts.items():
        for one in begun:
            found[one].add(name)
    return found


def growing(ground: Ground, what: str, work: Callable[[Ground, str, Outcomes], frozenset[str]]) -> Outcomes:
    """Return the least outcomes that ``work`` finds of each flow, given those of the flows it starts."""
    flows, parts = ground.project.flows, ground.parts
    found: dict[str, frozenset[str]] = dict.fromkeys(flows, frozenset())
    through = parts.noted(what, found, changing=True)
    starts = {name: ground.part(started_by, name) for name in flows}
    order, by = innermost_first(starts), starters(starts)
    again = set(order)
    while again:
        for name in order:
            if name not in again:
                continue
            again.discard(name)
            now = parts.changing(what, name, partial(work, ground, name, through))
            if now != found[name]:
                found[name] = now
                again |= by[name]
    return through
