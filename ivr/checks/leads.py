"""The ways of every flow as they are found there: where each leads, and which of them can be taken at all."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias, TypeVar

from ivr.language import kinds
from ivr.language.specs import Flow, Project, Step
from ivr.language.ways import Place, ToEnd, ToStep, Way, Why, place_of, ways
from ivr.parts import Parts


@dataclass(frozen=True, slots=True)
class Leads:
    """A way as it is found in a flow, and where it leads; ``place`` None: nowhere that is known."""

    step: Step
    way: Way
    place: Place | None


T = TypeVar("T")
ByStep: TypeAlias = Mapping[str, tuple[Leads, ...]]


@dataclass(frozen=True, slots=True)
class EveryLeads:
    """The ways by flow and step: those that are ``possible``, and those a call has ``taken``.

    ``back``: by flow, the outcomes it comes back with. An outcome reached only by ``hang_up`` never does, so
    a way that stands for every other outcome of a flow is no way for that one.
    """

    possible: Mapping[str, ByStep]
    taken: Mapping[str, ByStep]
    back: Mapping[str, frozenset[str]]


def leads_in(project: Project, hurt: Container[str], parts: Parts) -> EveryLeads:
    """Return the ways of ``project``; ``hurt`` are files that may have held more than was read."""
    flows = project.flows

    def possible(name: str) -> ByStep:
        return _possible(written[name], back)

    def taken(name: str) -> ByStep:
        return taken_in(flows[name], leads[name])

    def each(work: str, do: Callable[[str], T]) -> Mapping[str, T]:
        return {name: parts.part(f"leads.{work}", name, partial(do, name)) for name in flows}

    written = parts.noted("written leads", each("written", lambda name: _leads(flows[name], project)))
    ends = each("ends", lambda name: _ends(written[name]))
    back = parts.noted("comes back", _coming_back(project, ends, hurt), by_value=True)
    leads = parts.noted("leads", each("possible", possible))
    return EveryLeads(leads, parts.noted("taken", each("taken", taken)), back)


def taken_in(flow: Flow, leads: ByStep) -> ByStep:
    """Return the ways a call takes from each step, hang-ups that an earlier step provides for included."""
    if all(step.if_caller_hangs_up is None for step in flow.steps.values()):
        return leads
    hang_ups = _held(flow, leads)
    return {
        name: (*(one for one in listed if one.way.why is not Why.HANG_UP), *hang_ups.get(name, ()))
        for name, listed in leads.items()
    }


def _held(flow: Flow, leads: ByStep) -> ByStep:
    """Return the ways a hang-up takes from each step at which an earlier ``if_caller_hangs_up`` still holds.

    It holds from where it stands until its step is entered, another one replaces it, or the flow ends.
    """
    found: dict[str, list[Leads]] = {}
    for name, step in flow.steps.items():
        if step.if_caller_hangs_up is None:
            continue
        hung = next((one for one in leads[name] if one.way.why is Why.HANG_UP), None)
        if hung is None or not isinstance(hung.place, ToStep):
            continue
        seen, pending = {name, hung.place.step}, [name]
        if rests(step):
            found.setdefault(name, []).append(hung)
        while pending:
            for one in leads[pending.pop()]:
                if not isinstance(one.place, ToStep) or one.way.why is Why.HANG_UP or one.place.step in seen:
                    continue
                there = flow.steps[one.place.step]
                seen.add(one.place.step)
                if there.if_caller_hangs_up is None:
                    pending.append(one.place.step)
                    if rests(there):
                        found.setdefault(one.place.step, []).append(Leads(there, hung.way, hung.place))
    return {name: tuple(listed) for name, listed in found.items()}


def rests(step: Step) -> bool:
    """Return whether a call waits at ``step`` for something, so that a hang-up can find it there."""
    return step.kind.asks or step.kind in (kinds.DO, kinds.TRANSFER, kinds.FLOW)


def _leads(flow: Flow, project: Project) -> ByStep:
    return {
        name: tuple(Leads(step, way, place_of(way.target, flow, project)) for way in ways(step, project))
        for name, step in flow.steps.items()
    }


_Wait: TypeAlias = tuple[str, str]
"""A flow and an outcome without which a way cannot be taken."""
_Ends: TypeAlias = tuple[tuple[str, _Wait | None], ...]
"""The outcomes a flow ends with, and what each end waits for, if for anything."""


def _ends(leads: ByStep) -> _Ends:
    found = (
        (one.place.outcome, _waits_for(one))
        for listed in leads.values()
        for one in listed
        if isinstance(one.place, ToEnd)
    )
    return tuple(dict.fromkeys(found))


def _coming_back(
    project: Project, ends: Mapping[str, _Ends], hurt: Container[str]
) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {
        name: frozenset(str(one.name) for one in flow.outcomes) if flow.file in hurt else frozenset()
        for name, flow in project.flows.items()
    }
    changed = True
    while changed:
        changed = False
        for name, listed in ends.items():
            now = found[name].union(outcome for outcome, wait in listed if _comes(wait, found))
            changed = changed or now != found[name]
            found[name] = now
    return found


def _possible(leads: ByStep, back: Mapping[str, frozenset[str]]) -> ByStep:
    """Return ``leads`` without the ways that wait for what never comes."""
    if not any(step and step[0].step.kind is kinds.FLOW for step in leads.values()):
        return leads
    return {
        step: tuple(one for one in listed if _comes(_waits_for(one), back)) for step, listed in leads.items()
    }


def _waits_for(one: Leads) -> _Wait | None:
    """Return the outcome of a flow that a way is taken after, if the way is not written for that very one."""
    if one.step.kind is not kinds.FLOW or not one.way.name.startswith("on:"):
        return None
    outcome = one.way.name.removeprefix("on:")
    return None if outcome in one.step.go else (str(one.step.subject), outcome)


def _comes(wait: _Wait | None, back: Mapping[str, frozenset[str]]) -> bool:
    return wait is None or wait[1] in back.get(wait[0], (wait[1],))
