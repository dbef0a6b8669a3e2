"""P101: prompts without words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ivr.checks.ground import Ground
from ivr.checks.near import near_texts
from ivr.checks.uses import Gets, Use
from ivr.diagnostics.diagnostic import Diagnostic, Related, problem
from ivr.language.specs import Flow, Step
from ivr.wording.catalogue import COMMON


def holes_said(ground: Ground, flow: Flow, step: Step) -> frozenset[str]:
    """Return the holes of everything ``step`` says or texts with its own values, in any language."""
    return frozenset[str]().union(*(use.holes for use in ground.uses_of(flow, step) if use.gets is Gets.STEP))


def words(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the prompts that callers of some language would hear as silence."""
    for flow, step in ground.every_step():
        for use in ground.uses_of(flow, step):
            if not all(one.templates for one in use.worded):
                yield from _without_words(ground, flow, use)


def _without_words(ground: Ground, flow: Flow, use: Use) -> Iterator[Diagnostic]:
    """Yield each language in which ``use`` has no words; one diagnostic when it has them in none."""
    silent = [
        one.language
        for one in use.worded
        if not one.templates and not ground.is_hurt_language(one.language, str(flow.name))
    ]
    if len(silent) == len(use.worded) > 1:
        near, related = _near(ground, flow, use, silent)
        yield problem(
            "P101.no_words_at_all", use.prompt.span, near=near, related=related, prompt=str(use.prompt)
        )
        return
    for language in silent:
        yield no_words_in(ground, flow, use, language)


def no_words_in(ground: Ground, flow: Flow, use: Use, language: str) -> Diagnostic:
    """Return that ``use`` has no words in ``language``."""
    near, related = _near(ground, flow, use, (language,))
    name = str(use.prompt)
    return problem(
        "P101.no_words", use.prompt.span, near=near, related=related, prompt=name, language=language
    )


def _near(
    ground: Ground, flow: Flow, use: Use, languages: Iterable[str]
) -> tuple[tuple[str, ...], tuple[Related, ...]]:
    known = (
        prompt.name
        for language in languages
        for of in (str(flow.name), COMMON)
        for prompt in ground.project.wording.languages[language].prompts.get(of, {}).values()
        if use.templates(prompt)
    )
    return near_texts(use.prompt, known)
