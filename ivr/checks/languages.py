"""P107 and Y002.bad_language: languages the hotline offers but cannot speak, or speaks but does not offer."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.checks.near import near_texts
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.wording.kinds import LANGUAGES


def languages(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the languages in which a caller would hear nothing."""
    for language in ground.project.hotline.languages:
        if language not in LANGUAGES:
            near, _ = near_texts(language, LANGUAGES)
            yield problem(
                "P107.nobody_reads_it", language.span, near=near, language=str(language), spoken=LANGUAGES
            )
        elif not any(file.startswith(f"prompts/{language}/") for file in ground.files):
            yield problem("P107.no_words_for_language", language.span, language=str(language))


def languages_changed(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the steps that change to a language the hotline does not offer."""
    offered = ground.project.hotline.languages
    for _, step in ground.every_step():
        if step.language is not None and step.language not in offered and ground.hotline_is_whole:
            near, related = near_texts(step.language, offered)
            yield problem(
                "Y002.bad_language",
                step.language.span,
                near=near,
                related=related,
                given=str(step.language),
            )
