"""M212: a person who is offered late or never, or is far from a question."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.checks.long_menus import ROUNDING_S
from ivr.diagnostics.diagnostic import Diagnostic, Related, problem
from ivr.diagnostics.span import Span
from ivr.heard.times import Times
from ivr.language import kinds
from ivr.language.specs import Project
from ivr.source.nodes import Text


def person_near(ground: Ground, times: Times) -> Iterator[Diagnostic]:
    """Yield where callers cannot soon be helped by a person; nothing in a hotline without people."""
    if not times.person:
        return
    yield from _offers(ground, times)
    limit = ground.project.hotline.listening.person_s
    names: dict[Span, str] = {}
    out_of_reach: dict[Span, list[str]] = {}
    for asked in times.asked:
        step, language = asked.question.step.name, asked.node.language
        if asked.person is None:
            out_of_reach.setdefault(step.span, []).append(language)
            names[step.span] = str(step)
        elif asked.person.takes_s > limit + ROUNDING_S:
            seconds = f"{asked.person.takes_s:.1f}"
            yield problem(
                "M212.far", step.span, step=str(step), language=language, seconds=seconds, limit=limit
            )
    for span, languages in out_of_reach.items():
        yield problem("M212.out_of_reach", span, step=names[span], languages=tuple(languages))


def _offers(ground: Ground, times: Times) -> Iterator[Diagnostic]:
    """Yield where people are offered late or never; at the key that could be offered, if there is one."""
    hotline, limit = ground.project.hotline, ground.project.hotline.listening.person_s
    spoken = tuple(dict.fromkeys(asked.node.language for asked in times.asked))
    late = {
        language: offer for language, offer in times.offers.items() if offer.offered_s > limit + ROUNDING_S
    }
    without = tuple(language for language in spoken if language not in times.offers or language in late)
    if without and (key := _unsaid(ground.project)) is not None:
        yield problem("M212.not_said", key.span, key=str(key), languages=without, limit=limit)
        return
    if never := tuple(language for language in without if language not in late):
        yield problem("M212.never_offered", hotline.start.span, languages=never)
    for language, offer in late.items():
        yield problem(
            "M212.late",
            hotline.start.span,
            related=(Related(offer.option.at.span, "offer"),),
            language=language,
            seconds=f"{offer.offered_s:.1f}",
            limit=limit,
        )


def _unsaid(project: Project) -> Text | None:
    """Return the key of everywhere that leads to a person and is not offered aloud."""
    for one in project.hotline.everywhere:
        flow = project.flows.get(str(one.target))
        if flow is not None and any(step.kind is kinds.TRANSFER for step in flow.steps.values()):
            return None if one.said else one.key
    return None
