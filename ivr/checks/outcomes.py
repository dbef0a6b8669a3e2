"""B302 and B303: what can happen at a step and has no way, and ways for what cannot happen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ivr.checks.ground import Ground
from ivr.checks.near import near_texts
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.diagnostics.span import Span
from ivr.language import kinds
from ivr.language.specs import Step
from ivr.language.ways import ToHangUp
from ivr.model.office import UNAVAILABLE, UNSURE
from ivr.source.nodes import Text


@dataclass(frozen=True, slots=True)
class _Happens:
    """What can happen at a step: whose answer it is, what must have a way, what ends the call by itself."""

    whose: str
    must: tuple[str, ...]
    hangs_up: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()


def outcomes(ground: Ground) -> Iterator[Diagnostic]:
    """Yield where the ways of a step and what can happen there disagree."""
    for _, step in ground.every_step():
        if step.go_span is None or "" in step.go:  # no way at all is F005; one way for everything is enough
            continue
        happens = _happens(ground, step)
        if happens is not None:
            impossible = tuple(_impossible(step, happens))
            meant = {name for one in impossible for name in one.near[:1]}  # one slip is told once
            yield from impossible
            yield from _missing(step, step.go_span, happens, meant)


def _happens(ground: Ground, step: Step) -> _Happens | None:
    """Return what can happen at ``step``; None where nothing does, or there is no telling."""
    if step.kind is kinds.TRANSFER:
        return _transfer(ground, step)
    if step.kind.outcomes:
        return _Happens(str(step.name), step.kind.outcomes)
    operation = ground.operation(step)
    if operation is not None:
        return _Happens(str(operation.name), operation.ways)
    called = ground.called(step.subject) if step.kind is kinds.FLOW else None
    if called is None:
        return None
    listed = tuple(str(one.name) for one in called.outcomes)
    back = ground.comes_back[str(called.name)]
    by_hang_up = frozenset(
        leads.place.outcome for leads in ground.ways_of(called) if isinstance(leads.place, ToHangUp)
    )
    must = tuple(name for name in listed if name in back)
    return _Happens(str(called.name), must, by_hang_up - back, frozenset(listed))


def _transfer(ground: Ground, step: Step) -> _Happens:
    """Return the results of a transfer; a call-back is one of them where the queue offers it."""
    queue = ground.project.hotline.queues.get(str(step.subject))
    results = step.kind.outcomes
    if queue is None or not ground.hotline_is_whole:
        return _Happens(str(step.subject), results, listed=frozenset({kinds.CALL_BACK}))
    offers = queue.call_back_after_s is not None
    return _Happens(str(step.subject), (*results, kinds.CALL_BACK) if offers else results)


def _missing(step: Step, go: Span, happens: _Happens, meant: set[str]) -> Iterator[Diagnostic]:
    if step.kind is kinds.FLOW and kinds.OTHERS in step.go:
        return
    for outcome in happens.must:
        if outcome in step.go or outcome in meant:
            continue
        if step.kind is kinds.DO and outcome in (UNSURE, UNAVAILABLE):
            yield problem(f"B302.{outcome}_missing", go, operation=happens.whose)
        else:
            yield problem("B302.outcome_missing", go, what=happens.whose, outcome=outcome)


def _impossible(step: Step, happens: _Happens) -> Iterator[Diagnostic]:
    for name, target in step.go.items():
        if step.kind is kinds.FLOW and name == kinds.OTHERS:
            continue
        span = name.span if isinstance(name, Text) else target.span
        if name in happens.hangs_up:
            yield problem("B303.hangs_up", span, what=happens.whose, outcome=str(name))
        elif name not in happens.must and name not in happens.listed:
            unhandled = (one for one in happens.must if one not in step.go)
            near, _ = near_texts(name, unhandled)
            yield problem("B303.cannot_happen", span, near=near, what=happens.whose, outcome=str(name))
