"""Y002 for fields a step cannot do without, F008 for tries, M205 for entries without an end."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language import kinds
from ivr.language.specs import Step
from ivr.language.ways import answers_offered


def fields(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the steps that lack what their kind needs. Where to go next is told by ``going_on``."""
    for _, step in ground.every_step():
        for name in _lacking(step):
            yield problem("Y002.missing_field", step.name.span, field=name, what=f"a {step.kind.name}")
        if step.tries is not None and step.out_of_tries is None:
            yield problem("F008.no_way_out", step.name.span, step=str(step.name))
        if step.out_of_tries is not None and step.tries is None:
            yield problem("F008.no_tries", step.out_of_tries.span, step=str(step.name))
        if step.digits is not None and step.finish is None and step.digits[0] != step.digits[1]:
            fewest, most = step.digits
            yield problem("M205.open_ended", step.name.span, step=str(step.name), fewest=fewest, most=most)


def _lacking(step: Step) -> Iterator[str]:
    if step.kind is kinds.COLLECT and step.digits is None:
        yield "digits"
    if step.kind is kinds.RECORD and step.longest_s is None:
        yield "longest"
    keeps = step.kind in (kinds.COLLECT, kinds.RECORD) or (step.kind is kinds.MENU and answers_offered(step))
    if keeps and step.save is None:
        yield "save"
    if step.list is not None and step.each is None:
        yield "each"
