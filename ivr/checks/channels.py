"""S605, C501 and C502: what a conversation by text cannot do, and must not ask for.

A flow without `channels:` is for voice alone, and so is whatever it starts. In one that texts may come to,
`decide` on `channel` tells the two apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.facts import VOICE
from ivr.checks.ground import Ground
from ivr.checks.holding import Holding
from ivr.diagnostics.diagnostic import Diagnostic, Related, problem
from ivr.language import kinds
from ivr.language.specs import Flow, Step
from ivr.language.ways import ToFlow, Why
from ivr.source.nodes import Text

SMS, CALL = "sms", "voice"
_ON_A_LINE = (kinds.RECORD, kinds.TRANSFER)
"""Kinds that need a line."""


def channels(ground: Ground, holding: Holding) -> Iterator[Diagnostic]:
    """Yield where a text would lead to what only a call can do, and a call to what only texts are for."""
    for flow, step in ground.every_step():
        facts = holding.on_entering(flow, step)
        if facts is None:
            continue
        if VOICE in facts:
            yield from _starts(ground, flow, step, CALL)
        elif SMS in flow.channels:
            yield from _by_text(step)
            yield from _starts(ground, flow, step, SMS)


def _by_text(step: Step) -> Iterator[Diagnostic]:
    if step.kind in _ON_A_LINE:
        yield problem(f"C501.cannot_{step.kind.name}", step.name.span, step=str(step.name))
    if step.kind is kinds.COLLECT and step.sensitive == "secret" and step.save is not None:
        yield problem("S605.by_text", step.save.span, name=str(step.save))


def _starts(ground: Ground, flow: Flow, step: Step, channel: str) -> Iterator[Diagnostic]:
    """Yield the flow that ``step`` starts and that is not for ``channel``.

    A key that starts such a flow is not offered there, so it is none of these.
    """
    if step.kind is kinds.FLOW and step.subject is not None:
        yield from _not_for(ground, step.subject, channel, step.name)
    for leads in ground.leads_of(flow, step):
        own = leads.way.target.span.file == flow.file
        if isinstance(leads.place, ToFlow) and leads.way.why is Why.PATIENCE and own:
            yield from _not_for(ground, leads.way.target, channel, step.name)


def _not_for(ground: Ground, target: Text, channel: str, step: Text) -> Iterator[Diagnostic]:
    called = ground.called(target)
    if called is not None and channel not in called.channels:
        related = (Related(called.name.span, "flow"),)
        variant = "C502.only_by_voice" if channel == SMS else "C502.only_by_text"
        yield problem(variant, target.span, related=related, flow=str(target), step=str(step))


def channels_of_entries(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the texts, and the start of a call, that lead to a flow which is not for them."""
    for text, target in ground.project.hotline.sms:
        called = ground.called(target)
        if called is not None and SMS not in called.channels:
            related = (Related(called.name.span, "flow"),)
            yield problem("C502.text_starts", target.span, related=related, text=str(text), flow=str(target))
    start = ground.project.hotline.start
    called = ground.called(start)
    if called is not None and CALL not in called.channels:
        yield problem(
            "C502.call_starts", start.span, related=(Related(called.name.span, "flow"),), flow=str(start)
        )
