"""B301, B305 and B306: operations that do not exist, values they need, and numbers that are not ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivr.checks.ground import Ground
from ivr.checks.near import near_texts
from ivr.checks.words import uses
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language import kinds
from ivr.language.reader import OPERATIONS
from ivr.language.specs import Flow, Step
from ivr.language.ways import ToFlow
from ivr.model.office import NOT_OURS, Effect
from ivr.source import Text
from ivr.wording.templates import holes


def contract(ground: Ground) -> Iterator[Diagnostic]:
    """Yield where what flows ask for and what is on offer do not fit."""
    yield from _lookups(ground)
    for flow, step in ground.every_step():
        if step.kind is kinds.DO:
            yield from _operation(ground, flow, step)
        elif step.kind is kinds.FLOW:
            called = ground.called(step.subject)
            if called is not None and step.subject is not None:
                yield from _missing(step, step.subject, called.takes)
    yield from _started_by_a_key(ground)


def _lookups(ground: Ground) -> Iterator[Diagnostic]:
    if OPERATIONS in ground.hurt:
        return
    for operation in ground.project.operations.values():
        looks_up = operation.effect is Effect.READ and not operation.about_call
        if looks_up and operation.outcome(NOT_OURS) is None:
            yield problem("B306.no_not_ours", operation.name.span, name=str(operation.name))


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
    yield from _missing(
        step, step.subject, tuple((one.name, one) for one in operation.takes if not one.optional)
    )
    taken = {str(one.name) for one in operation.takes}
    used = taken | _said(ground, flow, step)
    for argument in step.arguments:
        if str(argument.name) not in used:
            given = {str(one.name) for one in step.arguments}
            near, _ = near_texts(argument.name, taken - given)
            yield problem(
                "B305.value_unknown",
                argument.name.span,
                near=near,
                what=str(step.subject),
                name=str(argument.name),
            )


def _missing(step: Step, what: Text, takes: tuple[tuple[Text, object], ...]) -> Iterator[Diagnostic]:
    given = {str(one.name) for one in step.arguments}
    for name, _ in takes:
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


def _said(ground: Ground, flow: Flow, step: Step) -> set[str]:
    """Return the holes of everything ``step`` says, in any language."""
    wording = ground.project.wording
    found: set[str] = set()
    for use in uses(ground, step):
        for language in wording.languages:
            prompt = wording.prompt(language, str(flow.name), str(use.prompt))
            for template in use.templates(prompt):
                found.update(hole.name for hole in holes(template))
            if prompt is None:
                found.update(str(one.name) for one in step.arguments)  # nobody knows what it would have said
    return found
