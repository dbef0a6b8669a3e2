"""B301 and B305: operations that do not exist, and values that are needed or not taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ivr.checks.ground import Ground
from ivr.checks.near import near_texts
from ivr.checks.words import holes_said
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language import kinds
from ivr.language.reader import OPERATIONS
from ivr.language.specs import Flow, Step
from ivr.language.ways import ToFlow
from ivr.source import Text


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
    yield from _started_by_a_key(ground)


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


def _started_by_a_key(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the keys that start a flow which takes values: a key has none to give."""
    hotline = ground.project.hotline
    takes: Mapping[str, tuple[Text, ...]] = {
        name: tuple(one for one, _ in flow.takes) for name, flow in ground.project.flows.items() if flow.takes
    }
    settings = (hotline.start, hotline.person, hotline.patience.after_that)
    at_once = [one for one in (*settings, *(key.target for key in hotline.everywhere)) if one is not None]
    for flow in ground.project.flows.values():
        at_once += [one.way.target for one in ground.own_ways(flow) if isinstance(one.place, ToFlow)]
    for target in at_once:
        for name in takes.get(str(target), ()):
            yield problem("B305.value_missing", target.span, what=str(target), name=str(name))
