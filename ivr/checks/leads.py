"""The ways of every flow as they are found there: where each leads, and which of them can be taken at all."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from ivr.language import kinds
from ivr.language.specs import Flow, Project, Step
from ivr.language.ways import Place, ToEnd, ToStep, Way, Why, place_of, ways


@dataclass(frozen=True, slots=True)
class Leads:
    """A way as it is found in a flow, and where it leads; ``place`` None: nowhere that is known."""

    step: Step
    way: Way
    place: Place | None


ByStep: TypeAlias = Mapping[str, tuple[Leads, ...]]


def leads_in(
    project: Project, hurt: AbstractSet[str]
) -> tuple[Mapping[str, ByStep], Mapping[str, frozenset[str]]]:
    """Return the ways by flow and step, and by flow the outcomes it comes back with.

    An outcome reached only by ``hang_up`` never comes back, so a way that stands for every other outcome of a
    flow is no way for that one. ``hurt`` are files that may have held more than was read.
    """
    every = {name: _leads(flow, project) for name, flow in project.flows.items()}
    back = _coming_back(project, every, hurt)
    possible = {
        name: {
            step: tuple(one for one in listed if _can_happen(one, back)) for step, listed in by_step.items()
        }
        for name, by_step in every.items()
    }
    return MappingProxyType(possible), MappingProxyType(back)


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


def _coming_back(
    project: Project, leads: Mapping[str, ByStep], hurt: AbstractSet[str]
) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {
        name: frozenset(str(one.name) for one in flow.outcomes) if flow.file in hurt else frozenset()
        for name, flow in project.flows.items()
    }
    changed = True
    while changed:
        changed = False
        for name, by_step in leads.items():
            ends = (one for listed in by_step.values() for one in listed if _can_happen(one, found))
            now = found[name] | {one.place.outcome for one in ends if isinstance(one.place, ToEnd)}
            changed = changed or now != found[name]
            found[name] = now
    return found


def _can_happen(one: Leads, back: Mapping[str, frozenset[str]]) -> bool:
    """Return whether a way is written for its very outcome, or that outcome does come back."""
    if one.step.kind is not kinds.FLOW or not one.way.name.startswith("on:"):
        return True
    outcome = one.way.name.removeprefix("on:")
    return outcome in one.step.go or outcome in back.get(str(one.step.subject), frozenset({outcome}))
