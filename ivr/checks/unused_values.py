"""P104: a value that a step gives and nothing there uses. What is called tells its own: B305."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.checks.uses import Gets
from ivr.checks.words import holes_said
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language import kinds
from ivr.language.specs import Flow, Step

_CALLS = (kinds.DO, kinds.FLOW, kinds.TRANSFER)
"""Kinds that hand their values on."""


def unused_values(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the values nobody would ever hear, most of them misspelt."""
    for flow, step in ground.every_step():
        if not step.arguments or _hands_on(flow, step) or not _words_are_whole(ground, flow, step):
            continue
        said = holes_said(ground, flow, step)
        for argument in step.arguments:
            if str(argument.name) not in said:
                yield problem("P104.unused", argument.name.span, name=str(argument.name), step=str(step.name))


def _hands_on(flow: Flow, step: Step) -> bool:
    outcome = flow.outcome(str(step.subject)) if step.kind is kinds.END else None
    return step.kind in _CALLS or (outcome is not None and bool(outcome.gives))


def _words_are_whole(ground: Ground, flow: Flow, step: Step) -> bool:
    """Return whether everything ``step`` says was found, and is given the values it needs."""
    given = {str(one.name) for one in step.arguments}
    uses = ground.uses_of(flow, step)
    return (
        all(one.templates for use in uses for one in use.worded)
        and all(use.holes <= given for use in uses if use.gets is Gets.STEP)
        and not any(
            ground.is_hurt_language(language, flow.name) for language in ground.project.wording.languages
        )
    )
