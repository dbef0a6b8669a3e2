"""What holds at each step of every flow: one forward pass per flow, repeated until nothing changes.

A fact holds at a step when it holds on every path there. What holds on entering a flow is what holds at
every place that starts it; what an outcome of a flow brings back, and what it leaves standing, is worked out
from the flow alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from ivr.checks.facts import (
    ABOUT,
    ASKED_BELOW,
    ASKED_HERE,
    CONFIRMED,
    EITHER,
    LINE,
    NOTHING,
    OWN,
    PROOF,
    SAME,
    Facts,
    after_way,
    at_first,
    at_work,
    crossing,
    every_fact,
    without_fresh,
    without_proof,
)
from ivr.checks.ground import Ground
from ivr.checks.leads import Leads
from ivr.checks.shaken import shaken_questions
from ivr.checks.starting import innermost_first, started_by, starters
from ivr.language import kinds
from ivr.language.specs import Flow, Step
from ivr.language.ways import START_OVER, ToBuiltIn, ToEnd, ToFlow, ToStep, Why

AtSteps: TypeAlias = Mapping[str, Facts]
"""By step, what holds on entering it; a step that is never reached is not in it."""
_AT_THE_START: Facts = frozenset({OWN, EITHER, LINE})
_BELOW: Facts = frozenset({ASKED_BELOW})
_OVER = ToBuiltIn(START_OVER)


@dataclass(frozen=True, slots=True)
class Brings:
    """What an outcome of a flow does to what held before: ``gains`` comes, of the rest ``keeps`` stays."""

    gains: Facts
    keeps: Facts

    def after(self, facts: Facts) -> Facts:
        """Return what holds when the flow that was started with ``facts`` is back."""
        before = crossing(facts)
        now = self.gains | (before & self.keeps) | (before & {OWN})
        local = without_fresh(facts) - before - {ASKED_HERE, CONFIRMED}
        return local | (now | {EITHER} if OWN in now else now)


@dataclass(frozen=True, slots=True)
class Holding:
    """What holds on entering each step of each flow, and what outcomes bring back."""

    ground: Ground
    at: Mapping[str, AtSteps]
    brings: Mapping[str, Mapping[str, Brings]]

    def on_entering(self, flow: Flow, step: Step) -> Facts | None:
        """Return what holds on entering ``step``; None where no call comes, or there is no telling."""
        return self.at[str(flow.name)].get(str(step.name)) if self.ground.is_whole(flow) else None

    def at_work(self, flow: Flow, step: Step) -> Facts | None:
        """Return what holds when the words of ``step`` were put and its kind begins."""
        facts = self.on_entering(flow, step)
        return None if facts is None else at_work(self.ground, flow, step, facts)

    def after(self, flow: Flow, leads: Leads, facts: Facts) -> Facts:
        """Return what holds after a way of a step entered with ``facts``."""
        return _Pass(self.ground, self.brings, NOTHING).after(flow, leads, facts)

    def lacking(self, flow: Flow, step: Step, fact: str) -> Leads | None:
        """Return a way into ``step`` on which ``fact`` does not hold."""
        at = self.at[str(flow.name)]
        for name, facts in at.items():
            for leads in self.ground.taken_from(flow, flow.steps[name]):
                if leads.place == ToStep(str(step.name)) and fact not in self.after(flow, leads, facts):
                    return leads
        return None


def what_holds(ground: Ground) -> Holding:
    """Return what holds at every step of every flow."""
    parts = ground.parts
    shaken = parts.noted("shaken", shaken_questions(ground), by_value=True)
    brings = _what_outcomes_bring(ground, shaken)
    begun = dict(_from_nothing(ground))
    entries = parts.noted("entries", begun, changing=True)

    def entered(name: str) -> tuple[AtSteps, tuple[tuple[str, Facts], ...]]:
        flow, through = ground.project.flows[name], _Pass(ground, brings, shaken[name])
        at = through.at_steps(flow, entries[name] | at_first(flow))
        return at, tuple(_started(through, flow, at))

    def never_entered(name: str) -> AtSteps:
        flow = ground.project.flows[name]
        return _Pass(ground, brings, shaken[name]).at_steps(flow, every_fact(ground) | at_first(flow))

    found: dict[str, AtSteps] = {}
    pending = list(begun)
    while pending:
        name = pending.pop(0)
        found[name], starts = parts.changing("entered", name, partial(entered, name))
        for started, facts in starts:
            before = begun.get(started)
            now = facts if before is None else before & facts
            if now != before:
                begun[started] = now
                pending.append(started)
    for name in ground.project.flows:
        if name not in found:  # no call reaches it; only what it does by itself can be wrong
            found[name] = parts.changing("never entered", name, partial(never_entered, name))
    return Holding(ground, parts.noted("at", found, by_value=True), brings)


def _what_outcomes_bring(
    ground: Ground, shaken: Mapping[str, frozenset[str]]
) -> Mapping[str, Mapping[str, Brings]]:
    """Return what each outcome of each flow brings, from the most it may down to what is sure.

    A flow whose file was not read as written may bring anything.
    """
    flows, every = ground.project.flows, every_fact(ground)
    found = {name: dict.fromkeys(ground.comes_back[name], Brings(every, every)) for name in flows}
    brings = ground.parts.noted("brings", found, changing=True)
    starts = {name: ground.part(started_by, name) for name in flows}

    def brought(name: str) -> dict[str, Brings]:
        flow, through = flows[name], _Pass(ground, brings, shaken[name])
        gains = through.at_ends(flow, at_first(flow))
        keeps = through.at_ends(flow, at_first(flow) | (every - {OWN}))
        return {
            outcome: Brings(gains.get(outcome, every), keeps.get(outcome, every))
            for outcome in ground.comes_back[name]
        }

    whole = {name for name, flow in flows.items() if ground.is_whole(flow)}
    order, by = innermost_first(starts), starters(starts)
    again = set(whole)
    while again:
        for name in order:
            if name not in again:
                continue
            again.discard(name)
            now = ground.parts.changing("brought", name, partial(brought, name))
            if now != found[name]:
                found[name] = now
                again |= by[name] & whole
    return brings


class _Pass:
    """One forward pass over a flow."""

    def __init__(
        self, ground: Ground, brings: Mapping[str, Mapping[str, Brings]], shaken: frozenset[str]
    ) -> None:
        self.ground = ground
        self.brings = brings
        self.shaken = shaken
        self.ready: dict[tuple[str, Facts], Facts] = {}
        self.done: dict[tuple[int, Facts], Facts] = {}

    def at_steps(self, flow: Flow, facts: Facts) -> dict[str, Facts]:
        at = {flow.first: self._shake(flow.first, facts)}
        pending = [flow.first]
        while pending:
            name = pending.pop()
            for leads in self.ground.taken_from(flow, flow.steps[name]):
                if not isinstance(leads.place, ToStep):
                    continue
                target = leads.place.step
                there = self._shake(target, self.after(flow, leads, at[name]))
                merged = there if target not in at else at[target] & there
                if target not in at or merged != at[target]:
                    at[target] = merged
                    pending.append(target)
        return at

    def at_ends(self, flow: Flow, facts: Facts) -> dict[str, Facts]:
        """Return by outcome what holds, for whoever started ``flow``, when it ends so."""
        found: dict[str, Facts] = {}
        for name, entered in self.at_steps(flow, facts).items():
            for leads in self.ground.taken_from(flow, flow.steps[name]):
                if isinstance(leads.place, ToEnd):
                    there = self.after(flow, leads, entered)
                    there = crossing(there if SAME in there else there - ABOUT) - {OWN}
                    before = found.get(leads.place.outcome)
                    found[leads.place.outcome] = there if before is None else before & there
        return found

    def after(self, flow: Flow, leads: Leads, facts: Facts) -> Facts:
        """Return what holds after a way of a step entered with ``facts``, worked out once in a pass."""
        key = (id(leads), facts)
        found = self.done.get(key)
        if found is None:
            found = self.done[key] = self._after(flow, leads, facts)
        return found

    def _after(self, flow: Flow, leads: Leads, facts: Facts) -> Facts:
        step, way = leads.step, leads.way
        there = after_way(self.ground, flow, leads, facts, self._at_work(flow, step, facts))
        if way.why is Why.HANG_UP and step.kind is kinds.FLOW:  # what it was about below is not known
            return without_proof(there)
        if step.kind is kinds.FLOW and way.name.startswith("on:"):
            if self.ground.called(step.subject) is None:  # nobody knows what it would have brought
                return there | every_fact(self.ground)
            brings = self.brings[str(step.subject)].get(way.name.removeprefix("on:"))
            return there if brings is None else brings.after(there)
        if way.why is Why.RETURN:
            return self._returned(flow, step, facts, there)
        return there

    def _at_work(self, flow: Flow, step: Step, facts: Facts) -> Facts:
        """Return what holds when the kind of ``step`` begins, worked out once for all its ways."""
        key = (step.name, facts)
        if key not in self.ready:
            self.ready[key] = at_work(self.ground, flow, step, facts)
        return self.ready[key]

    def _returned(self, flow: Flow, step: Step, facts: Facts, there: Facts) -> Facts:
        """Return what holds after any flow that a key of the menu ``step`` starts has come back."""
        own = {f"key:{one.key}" for one in step.keys}
        for leads in self.ground.leads_of(flow, step):
            if leads.way.name in own and isinstance(leads.place, ToFlow):
                chosen = after_way(self.ground, flow, leads, facts, self._at_work(flow, step, facts))
                for brings in self.brings.get(leads.place.flow, {}).values():
                    there &= brings.after(chosen) | (there - crossing(there))
        return there

    def _shake(self, name: str, facts: Facts) -> Facts:
        return without_proof(facts) if name in self.shaken else facts


def _from_nothing(ground: Ground) -> Iterator[tuple[str, Facts]]:
    """Yield the flows that begin with no flow under them, and what holds there.

    The sender of a text is proven; flow-language design, section 2, rule 7.
    """
    hotline = ground.project.hotline
    by_call = [str(one) for one in (hotline.start, hotline.person) if one is not None]
    for flow in ground.project.flows.keys() & {*by_call, *(str(one) for _, one in hotline.sms)}:
        yield flow, _AT_THE_START if flow in by_call else _AT_THE_START | {PROOF}


def _started(through: _Pass, flow: Flow, at: AtSteps) -> Iterator[tuple[str, Facts]]:
    """Yield the flows that ``flow`` starts, with what holds there."""
    ground = through.ground
    for name, facts in at.items():
        step = flow.steps[name]
        if step.kind is kinds.FLOW and step.subject in ground.project.flows:
            there = at_work(ground, flow, step, facts)
            yield (
                str(step.subject),
                crossing(there) | (_BELOW if there & {ASKED_HERE, ASKED_BELOW} else NOTHING),
            )
        for leads in ground.taken_from(flow, step):
            there = through.after(flow, leads, facts)
            if isinstance(leads.place, ToFlow):
                yield leads.place.flow, crossing(there) | _BELOW  # *back* leads to the question it came from
            elif leads.place == _OVER and ground.project.hotline.start in ground.project.flows:
                yield str(ground.project.hotline.start), frozenset({OWN, EITHER}) | (there & {LINE})
