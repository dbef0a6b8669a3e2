"""B301 and B305: operations that do not exist, and values that are needed or not taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ivr.checks.ground import Ground
from ivr.checks.near import near_texts
from ivr.checks.words import holes_said
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language import kinds
from ivr.language.reader import OPERATIONS
from ivr.language.specs import Flow, Step
from ivr.language.ways import ToFlow
from ivr.source.nodes import Text


def contract(ground: Ground) -> Iterator[Diagnostic]:
    """Yield where what flows ask for and what is on offer do not fit."""
    for flow, step in ground.every_step():
        if step.kind is kinds.DO:
            yield from _operation(ground, flow, step)
        elif step.kind is kinds.FLOW:
            called = ground.called(step.subject)
            if called is not None and step.subject is not None:
                wanted = tuple(name for name, _ in called.takes)
                yield from _values(ground, flow, step, (wanted, {str(name) for name in wanted}))
        elif step.kind is kinds.END and step.subject is not None:
            outcome = flow.outcome(str(step.subject))
            if outcome is not None and outcome.gives:
                yield from _unknown(ground, flow, step, {str(name) for name, _ in outcome.gives})
    for flow in ground.told_flows():
        for one in ground.own_ways(flow):
            if isinstance(one.place, ToFlow):
                yield from _started_by_a_key(ground, one.way.target)


def contract_of_settings(ground: Ground) -> Iterator[Diagnostic]:
    """Yield where hotline.yaml starts a flow that takes values."""
    hotline = ground.project.hotline
    settings = (hotline.start, hotline.person, hotline.patience.after_that)
    for target in (*settings, *(key.target for key in hotline.everywhere)):
        if target is not None:
            yield from _started_by_a_key(ground, target)


def _operation(ground: Ground, flow: Flow, step: Step) -> Iterator[Diagnostic]:
    if step.subject is None or OPERATIONS in ground.hurt:
        return
    operation = ground.operation(step)
    if operation is None:
        near, related = near_texts(step.subject, (one.name for one in ground.project.operations.values()))
        yield problem(
            "B301.unknown_operation", step.subject.span, near=near, related=related, name=str(step.subject)
        )
        return
    wanted = tuple(one.name for one in operation.takes if not one.optional)
    yield from _values(ground, flow, step, (wanted, {str(one.name) for one in operation.takes}))


def _values(
    ground: Ground, flow: Flow, step: Step, takes: tuple[tuple[Text, ...], set[str]]
) -> Iterator[Diagnostic]:
    """Yield what is wrong with the values of ``step``, given what it needs and all that it may give.

    A value that is called nearly as one that is missing was meant for it: one slip is told once.
    """
    wanted, taken = takes
    unknown = tuple(_unknown(ground, flow, step, taken))
    meant = {name for one in unknown for name in one.near[:1]}
    yield from unknown
    if step.subject is not None:
        yield from _missing(step, step.subject, (name for name in wanted if name not in meant))


def _unknown(ground: Ground, flow: Flow, step: Step, taken: set[str]) -> Iterator[Diagnostic]:
    """Yield the values of ``step`` that neither what it calls takes nor any of its words."""
    if any(one.prompt is None for use in ground.uses_of(flow, step) for one in use.worded):
        return  # nobody knows what it would have said
    used = taken | holes_said(ground, flow, step)
    for argument in step.arguments:
        if str(argument.name) not in used:
            given = {str(one.name) for one in step.arguments}
            near, _ = near_texts(argument.name, taken - given)
            what = str(step.subject)
            yield problem(
                "B305.value_unknown", argument.name.span, near=near, what=what, name=str(argument.name)
            )


def _missing(step: Step, what: Text, takes: Iterable[Text]) -> Iterator[Diagnostic]:
    given = {str(one.name) for one in step.arguments}
    for name in takes:
        if str(name) not in given:
            yield problem("B305.value_missing", what.span, what=str(what), name=str(name))


def _started_by_a_key(ground: Ground, target: Text) -> Iterator[Diagnostic]:
    """Yield the values that the flow started at ``target`` takes: a key has none to give."""
    flow = ground.project.flows.get(str(target))
    for name, _ in () if flow is None else flow.takes:
        yield problem("B305.value_missing", target.span, what=str(target), name=str(name))
