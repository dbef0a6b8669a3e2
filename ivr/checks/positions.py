"""F015: positions of switches in which a call can never end.

Every rule looks at every way that some position of the switches opens, so what could go wrong in any of them
is found. The one thing that goes wrong because a way is *closed* is that no way is left to the end. So every
flow is walked as it is with all switches as designed, with each one turned, and with each two of them turned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from ivr.checks.dead_ends import next_steps, without_end
from ivr.checks.ground import Ground
from ivr.checks.leads import ByStep, Leads
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language import kinds
from ivr.language.expressions import Compared, Constant, Joined, Name, Node, Not
from ivr.language.specs import Flow, Step
from ivr.language.ways import ToEnd, Why

MOST_IN_PAIRS = 24
"""Switches walked in pairs; more are walked alone only, and the author is told. Ours: the 300 pairs of
a hotline of ten flows take about 0.15 s."""
_SWITCH = "switch"


def positions(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the steps from which no way leads to the end, with the switches that make it so."""
    flows, switches = ground.project.flows, ground.project.switches
    if any(not ground.is_whole(flow) for flow in flows.values()):
        return  # what a damaged flow does in any position is not known
    used = _used(ground)
    if not used:
        return
    told = {(name, step) for name, flow in flows.items() for step in without_end(ground, flow, flow.steps)}
    back = _coming_back(ground, frozenset(flows), {})
    callers = _callers(ground)
    for turned in _turned(used):
        position = {
            str(one.name): one.default != (str(one.name) in turned)
            for one in ground.project.switches.values()
        }
        there, walked = _in_position(ground, position, back, callers)
        for flow, name in _dead(there, walked):
            if (str(flow.name), name) in told:
                continue
            told.add((str(flow.name), name))
            span = flow.steps[name].name.span
            if turned:
                written = tuple(f"{one}: {'yes' if position[one] else 'no'}" for one in turned)
                yield problem("F015.turned", span, step=name, positions=written)
            else:
                yield problem("F015.as_designed", span, step=name)
    if len(used) > MOST_IN_PAIRS:
        yield problem(
            "F015.too_many", switches[used[MOST_IN_PAIRS]].name.span, used=len(used), most=MOST_IN_PAIRS
        )


def _used(ground: Ground) -> tuple[str, ...]:
    """Return the switches a condition looks at, as they are listed."""
    if not ground.project.switches:
        return ()
    seen = frozenset[str]().union(*(ground.part(_used_in, name) for name in ground.project.flows))
    return tuple(str(name) for name in ground.project.switches if name in seen)


def _used_in(ground: Ground, flow: str) -> frozenset[str]:
    return frozenset(
        one.parts[1]
        for leads in ground.ways_of(ground.project.flows[flow])
        if leads.way.when is not None
        for one in leads.way.when.names
        if one.parts[0] == _SWITCH and len(one.parts) > 1
    )


def _turned(used: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield ()
    yield from ((one,) for one in used)
    yield from combinations(used[:MOST_IN_PAIRS], 2)


def _callers(ground: Ground) -> Mapping[str, frozenset[str]]:
    """Return by flow the flows with a step that runs it."""
    found: dict[str, set[str]] = {}
    for name, flow in ground.project.flows.items():
        for step in flow.steps.values():
            if step.kind is kinds.FLOW and step.subject is not None:
                found.setdefault(str(step.subject), set()).add(name)
    return {name: frozenset(callers) for name, callers in found.items()}


def _in_position(
    ground: Ground,
    position: Mapping[str, bool],
    back: Mapping[str, frozenset[str]],
    callers: Mapping[str, frozenset[str]],
) -> tuple[Ground, frozenset[str]]:
    """Return ``ground`` with only the ways that can be taken in ``position``, and the flows that differ.

    ``back`` is what flows come back with when nothing is known of the switches.
    """
    leads, differ = dict(ground.leads), set()
    for name, flow in ground.project.flows.items():
        opened = {step: _open(flow.steps[step], ways, position) for step, ways in leads[name].items()}
        if any(ways is not leads[name][step] for step, ways in opened.items()):
            leads[name] = opened
            differ.add(name)
    pending = list(differ)
    while pending:
        more = callers.get(pending.pop(), frozenset()) - differ
        differ |= more
        pending += more
    walked = frozenset(differ)
    back = _coming_back(ground.with_leads(leads), walked, back)
    returning = {name: _returning(leads[name], back) for name in walked}
    return ground.with_leads({**leads, **returning}), walked


def _coming_back(
    ground: Ground, walked: frozenset[str], back: Mapping[str, frozenset[str]]
) -> Mapping[str, frozenset[str]]:
    """Return the outcomes flows come back with; only ``walked`` are looked at, of others ``back`` says it."""
    now = {**back, **dict.fromkeys(walked, frozenset[str]())}
    changed = True
    while changed:  # what comes back only grows, from nothing
        changed = False
        for name in walked:
            flow = ground.project.flows[name]
            there = ground.with_leads({name: _returning(ground.leads[name], now)})
            outcomes = _outcomes(there, flow)
            changed = changed or outcomes != now[name]
            now[name] = outcomes
    return now


def _returning(leads: ByStep, back: Mapping[str, frozenset[str]]) -> ByStep:
    """Return the ways without those that wait for an outcome which never comes ``back``."""
    return {name: tuple(one for one in listed if _comes(one, back)) for name, listed in leads.items()}


def _comes(one: Leads, back: Mapping[str, frozenset[str]]) -> bool:
    if one.step.kind is not kinds.FLOW or one.way.why is not Why.OFFICE:
        return True
    outcome = one.way.name.removeprefix("on:")
    return outcome in back.get(str(one.step.subject), frozenset({outcome}))


def _outcomes(ground: Ground, flow: Flow) -> frozenset[str]:
    """Return the outcomes a flow can end with."""
    return frozenset(
        one.place.outcome
        for name in _reached(ground, flow)
        for one in ground.leads_of(flow, flow.steps[name])
        if isinstance(one.place, ToEnd)
    )


def _open(step: Step, leads: tuple[Leads, ...], position: Mapping[str, bool]) -> tuple[Leads, ...]:
    """Return the ways of a step that may be taken; of a branching, none behind one that is surely taken."""
    if all(one.way.when is None for one in leads):
        return leads
    found = []
    for one in leads:
        holds = None if one.way.when is None else _holds(one.way.when.tree, position)
        if holds is not False:
            found.append(one)
        if step.kind is kinds.DECIDE and (holds or one.way.when is None):
            break
    return leads if len(found) == len(leads) else tuple(found)


def _holds(node: Node, position: Mapping[str, bool]) -> bool | None:
    """Return whether a condition holds; None where that is a matter of the call."""
    match node:
        case Name(parts=(first, name)) if first == _SWITCH:
            return position.get(name)
        case Constant(value=bool() as truth):
            return truth
        case Not(operand=operand):
            inner = _holds(operand, position)
            return None if inner is None else not inner
        case Joined(word=word, operands=operands):
            parts = [_holds(one, position) for one in operands]
            decides = word == "or"  # one that is so decides an *or*, one that is not so an *and*
            if decides in parts:
                return decides
            return None if None in parts else not decides
        case Compared(operator=("==" | "!=") as operator, left=left, right=right):
            one, other = _holds(left, position), _holds(right, position)
            return None if one is None or other is None else (one == other) == (operator == "==")
        case _:
            return None


def _dead(ground: Ground, walked: frozenset[str]) -> Iterator[tuple[Flow, str]]:
    """Yield the steps a call can come to and never get away from, of the flows ``walked``."""
    for flow in (flow for name, flow in ground.project.flows.items() if name in walked):
        reached = _reached(ground, flow)
        for name in without_end(ground, flow, [one for one in flow.steps if one in reached]):
            yield flow, name


def _reached(ground: Ground, flow: Flow) -> frozenset[str]:
    """Return the steps a call may come to from the first one."""
    seen, pending = {flow.first}, [flow.first]
    while pending:
        for name in next_steps(ground, flow, pending.pop()) - seen:
            seen.add(name)
            pending.append(name)
    return frozenset(seen)
