"""M207: a question that takes too long to say with all it offers, or an option that does."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.diagnostics.diagnostic import Diagnostic, Related, problem
from ivr.heard.times import Asked, Times

ROUNDING_S = 0.05
"""Less than this above a limit is not told: the seconds shown would be those of the limit itself."""


def long_menus(ground: Ground, times: Times) -> Iterator[Diagnostic]:
    """Yield the questions and options that callers have to listen to for too long."""
    for asked in times.asked:
        question, language = asked.question, asked.node.language
        if ground.has_lost(question.flow, asked.node.step) or ground.is_hurt_language(
            language, asked.node.flow
        ):
            continue
        limits = ground.project.hotline.listening
        if question.options and question.longest_s > limits.menu_s + ROUNDING_S:
            yield problem(
                "M207.menu",
                question.step.name.span,
                related=_words(ground, asked),
                menu=asked.node.step,
                language=language,
                seconds=f"{question.longest_s:.1f}",
                limit=limits.menu_s,
            )
        yield from _options(ground, asked, limits.option_s)


def _options(ground: Ground, asked: Asked, limit: int) -> Iterator[Diagnostic]:
    told: set[str] = set()
    for option in asked.question.options:
        if option.takes_s <= limit + ROUNDING_S or option.name in told or not option.way:
            continue
        told.add(option.name)  # the items of a list are all alike
        yield problem(
            "M207.option",
            option.at.span,
            related=_words(ground, asked, option.name if option.item else None),
            option=option.name,
            menu=asked.node.step,
            language=asked.node.language,
            seconds=f"{option.takes_s:.1f}",
            limit=limit,
        )


def _words(ground: Ground, asked: Asked, prompt: str | None = None) -> tuple[Related, ...]:
    """Return where the words stand."""
    name = prompt or str(asked.question.step.subject)
    found = ground.project.wording.prompt(asked.node.language, asked.node.flow, name)
    return () if found is None else (Related(found.name.span, "words"),)
