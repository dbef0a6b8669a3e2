"""S601 and S609: a secret goes to the operation that takes it, at once, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.facts import fresh
from ivr.checks.ground import Ground
from ivr.checks.holding import Holding
from ivr.checks.words import holes_said
from ivr.diagnostics.diagnostic import Diagnostic, Related, problem
from ivr.language import kinds
from ivr.language.expressions import Expression, Name
from ivr.language.reader import OPERATIONS
from ivr.language.specs import Argument, Flow, Step
from ivr.language.ways import ToEnd
from ivr.source.nodes import Text


def secrets_kept(ground: Ground, holding: Holding) -> Iterator[Diagnostic]:
    """Yield where a secret would be heard, read, handed on or stored."""
    for flow in ground.told_flows():
        collected = _collected(flow)
        for step in ground.steps(flow):
            taken = _secret_parameters(ground, step)
            for argument in step.arguments:
                if str(argument.name) in taken:
                    yield from _not_secret(ground, flow, argument)
                yield from _argument(ground, flow, step, argument, in_safe_hands=str(argument.name) in taken)
            for expression in _conditions(step):
                for name, at in _secrets_in(expression, collected):
                    related = (Related(at.span, "collected"),)
                    yield problem("S601.compared", expression.span, related=related, name=name)
            yield from _waiting(ground, holding, flow, step)
        yield from _given(ground, flow)


def _collected(flow: Flow) -> dict[str, Text]:
    """Return the names under which ``flow`` keeps a secret, and where they are written."""
    return {
        str(step.save): step.save
        for step in flow.steps.values()
        if step.kind is kinds.COLLECT and step.sensitive == "secret" and step.save is not None
    }


def _secret_parameters(ground: Ground, step: Step) -> frozenset[str]:
    operation = ground.operation(step)
    taken = () if operation is None else operation.takes
    return frozenset(str(one.name) for one in taken if one.secret)


def _secrets_in(expression: Expression, collected: dict[str, Text]) -> Iterator[tuple[str, Text]]:
    names = dict.fromkeys(name.parts[0] for name in expression.names)
    return ((name, collected[name]) for name in names if name in collected)


def _conditions(step: Step) -> Iterator[Expression]:
    listed = (*(one.when for one in (*step.keys, *step.answers)), *(one.when for one in step.branches))
    return (one for one in (*listed, step.list, step.subscriber) if one is not None)


def _argument(
    ground: Ground, flow: Flow, step: Step, argument: Argument, *, in_safe_hands: bool
) -> Iterator[Diagnostic]:
    """Yield that a value of ``step`` is secret and does not only go where secrets may."""
    if in_safe_hands and str(argument.name) not in holes_said(ground, flow, step):
        return
    if step.kind is kinds.DO and OPERATIONS in ground.hurt:
        return
    for name, at in _secrets_in(argument.value, _collected(flow)):
        related = (Related(at.span, "collected"),)
        span = argument.value.span
        if str(argument.name) in holes_said(ground, flow, step) or not _calls(step):
            yield problem("S601.spoken", span, related=related, name=name)
        else:
            yield problem("S601.handed_on", span, related=related, name=name, what=str(step.subject))


def _calls(step: Step) -> bool:
    return step.kind in (kinds.DO, kinds.TRANSFER, kinds.FLOW, kinds.END)


def _not_secret(ground: Ground, flow: Flow, argument: Argument) -> Iterator[Diagnostic]:
    """Yield that what goes to a secret parameter was not kept as a secret."""
    tree = argument.value.tree
    name = tree.parts[0] if isinstance(tree, Name) and len(tree.parts) == 1 else None
    savers = [step for step in flow.steps.values() if step.save is not None and step.save == name]
    if any(ground.has_lost(flow, str(one.name)) for one in savers):
        return  # how it is kept could not be read
    takes = name is not None and flow.taken(name) is not None
    if (
        savers
        and not takes
        and all(one.sensitive == "secret" and one.kind is kinds.COLLECT for one in savers)
    ):
        return
    plain = next((one.save for one in savers if one.sensitive != "secret" and one.save is not None), None)
    related = () if plain is None else (Related(plain.span, "kept"),)
    yield problem(
        "S601.not_secret",
        argument.value.span,
        related=related,
        value=argument.value.text.strip(),
        name=str(argument.name),
    )


def _given(ground: Ground, flow: Flow) -> Iterator[Diagnostic]:
    """Yield the ends of a flow that give a secret to whoever started it."""
    collected = _collected(flow)
    for leads in ground.own_ways(flow) if collected else ():
        outcome = flow.outcome(leads.place.outcome) if isinstance(leads.place, ToEnd) else None
        for name, _ in () if outcome is None else outcome.gives:
            if str(name) in collected:
                yield problem(
                    "S601.handed_on",
                    leads.way.target.span,
                    related=(Related(collected[str(name)].span, "collected"),),
                    name=str(name),
                    what=str(leads.way.target),
                )


def _waiting(ground: Ground, holding: Holding, flow: Flow, step: Step) -> Iterator[Diagnostic]:
    """Yield the operation that takes a secret but does not run in the turn that collected it."""
    taken = _secret_parameters(ground, step)
    facts = holding.at_work(flow, step) if taken else None
    if facts is None or step.subject is None:
        return
    for argument in step.arguments:
        tree = argument.value.tree
        name = tree.parts[0] if isinstance(tree, Name) else ""
        if str(argument.name) in taken and name in _collected(flow) and fresh(name) not in facts:
            lacking = holding.lacking(flow, step, fresh(name))
            related = () if lacking is None else (Related(lacking.way.target.span, "path"),)
            yield problem(
                "S609.waits", step.subject.span, related=related, operation=str(step.subject), name=name
            )
