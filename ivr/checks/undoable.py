"""S603, S604, S607 and M210: what cannot be undone is asked about, by its name, in words of its own."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.facts import CONFIRMED
from ivr.checks.ground import Ground
from ivr.checks.holding import Holding
from ivr.checks.unheard import done_without_line, returns
from ivr.diagnostics.diagnostic import Diagnostic, Related, problem
from ivr.language import kinds
from ivr.language.destroying import destroyed_by
from ivr.language.expressions import Constant, Expression
from ivr.language.judging import words
from ivr.language.operations import Operation
from ivr.language.specs import Flow, Step
from ivr.language.ways import ToStep
from ivr.model.office import Effect
from ivr.source.nodes import Text
from ivr.wording.templates import holes


def undoable(ground: Ground, holding: Holding) -> Iterator[Diagnostic]:
    """Yield where a caller could lose something without having agreed to just that."""
    for flow, step in ground.every_step():
        if _destroys(ground, step) is not None and step.subject is not None:
            facts = holding.at_work(flow, step)
            if facts is not None and CONFIRMED not in facts:
                lacking = holding.lacking(flow, step, CONFIRMED)
                related = () if lacking is None else (Related(lacking.way.target.span, "path"),)
                name = str(step.subject)
                yield problem("S603.not_confirmed", step.subject.span, related=related, operation=name)
        if step.kind is kinds.CONFIRM and step.subject is not None:
            yield from _confirm(ground, flow, step, step.subject)


def after_hang_up(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the hang-ups that lead to something nobody is there to agree to."""
    flows = ground.project.flows
    providing = [flows[name] for name in flows if ground.part(_provides, name)]
    after = returns(ground) if providing else {}
    for flow in providing:
        begins = [step.if_caller_hangs_up for step in ground.steps(flow)]
        for begin in (one for one in begins if one is not None):
            for done in done_without_line(ground, after, flow, begin):
                if _destroys(ground, done) is not None:
                    yield problem("S607.after_hang_up", begin.span, operation=str(done.subject))


def _provides(ground: Ground, name: str) -> bool:
    """Return whether a flow says what comes after a hang-up."""
    flow = ground.project.flows[name]
    return ground.is_whole(flow) and any(step.if_caller_hangs_up is not None for step in flow.steps.values())


def _destroys(ground: Ground, step: Step) -> Operation | None:
    operation = ground.operation(step)
    return operation if operation is not None and operation.effect is Effect.DESTRUCTIVE else None


def _confirm(ground: Ground, flow: Flow, step: Step, prompt: Text) -> Iterator[Diagnostic]:
    if not destroyed_by(step, flow, ground.project):
        return
    for language in ground.project.wording.languages:
        asked = ground.project.wording.prompt(language, str(flow.name), str(prompt))
        if asked is None or ground.is_hurt_language(language, str(flow.name)):
            continue
        if any(
            own is None and asked.choice(name) is None for own, name in ((asked.yes, "yes"), (asked.no, "no"))
        ):
            related = (Related(asked.name.span, "prompt"),)
            yield problem(
                "M210.everyday_words", prompt.span, related=related, step=str(step.name), language=language
            )
    told: set[str] = set()
    for done in _done_after_yes(ground, flow, step):
        operation = _destroys(ground, done)
        for one in () if operation is None else operation.takes:
            value = next((given.value for given in done.arguments if given.name == one.name), None)
            if value is not None and not one.secret and words(value.tree) not in told:
                told.add(words(value.tree))
                yield from _named(ground, flow, step, value, str(done.subject))


def _done_after_yes(ground: Ground, flow: Flow, confirm: Step) -> Iterator[Step]:
    """Yield the operations of this flow that *yes* leads to with nothing asked, done or started before."""
    pending = [one for one in ground.leads_of(flow, confirm) if one.way.name == "yes"]
    seen: set[str] = set()
    while pending:
        leads = pending.pop()
        if not isinstance(leads.place, ToStep) or leads.place.step in seen:
            continue
        seen.add(leads.place.step)
        step = flow.steps[leads.place.step]
        if step.kind is kinds.DO:
            yield step
        elif step.kind in (kinds.SAY, kinds.DECIDE, kinds.NOTICE):
            pending += ground.leads_of(flow, step)


def _named(
    ground: Ground, flow: Flow, confirm: Step, value: Expression, operation: str
) -> Iterator[Diagnostic]:
    """Yield that ``confirm`` does not say what is about to be destroyed."""
    if confirm.subject is None:
        return
    text = words(value.tree)
    names = {str(one.name) for one in confirm.arguments if words(one.value.tree) == text}
    if not names:
        at = confirm.subject.span
        yield problem("S604.not_named", at, step=str(confirm.name), value=text, operation=operation)
        return
    if isinstance(value.tree, Constant):
        return  # nothing of the caller's that could be mistaken for something else
    for language in ground.project.wording.languages:
        prompt = ground.project.wording.prompt(language, str(flow.name), str(confirm.subject))
        if (
            prompt is not None
            and prompt.say is not None
            and not names & {one.name for one in holes(prompt.say)}
        ):
            yield problem(
                "S604.not_said",
                confirm.subject.span,
                related=(Related(prompt.name.span, "prompt"),),
                step=str(confirm.name),
                value=text,
                operation=operation,
                language=language,
            )
