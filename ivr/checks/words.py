"""P101: prompts without words. Also says which prompts a step uses, for the other rules about words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from ivr.checks.ground import Ground
from ivr.checks.near import near_texts
from ivr.diagnostics.diagnostic import Diagnostic, Related, problem
from ivr.language.kinds import Form
from ivr.language.specs import Flow, Step
from ivr.model.verbs import Part
from ivr.source import Text
from ivr.wording.catalogue import COMMON, Prompt
from ivr.wording.templates import Template, holes


class Gets(Enum):
    """Where the values come from that fill a prompt's holes."""

    STEP = "the step's `with`"
    ITEM = "the parts of an item of the list"
    NOTHING = "nowhere"


@dataclass(frozen=True, slots=True)
class Use:
    """A prompt as a step uses it: which parts of it, and which values it gets."""

    prompt: Text
    parts: tuple[Part, ...] = (Part.SAY,)
    gets: Gets = Gets.STEP

    def templates(self, prompt: Prompt | None) -> tuple[Template, ...]:
        """Return the wordings used, each once; empty where one is missing."""
        if prompt is None:
            return ()
        found = tuple(_template(prompt, part) for part in self.parts)
        return tuple(dict.fromkeys(one for one in found if one is not None)) if None not in found else ()


def uses(ground: Ground, step: Step) -> Iterator[Use]:
    """Yield every prompt ``step`` says or texts, those of its patience included."""
    if step.say is not None:
        yield Use(step.say)
    if step.text is not None:
        yield Use(step.text, (Part.TEXT,))
    if step.kind.subject is Form.PROMPT and step.subject is not None:
        yield Use(step.subject, (Part.SAY, Part.AGAIN))
    if step.each is not None:
        yield Use(step.each, gets=Gets.ITEM)
    if step.kind.field("no_input") is not None:  # a record has no patience of this kind: it is silent
        usual = ground.project.hotline.patience
        no_input = usual.no_input if step.no_input is None else step.no_input
        no_match = usual.no_match if step.no_match is None else step.no_match
        yield from (Use(line) for line in (*no_input, *no_match))
    if step.while_waiting is not None:  # said by the queue's document, which knows no values
        yield Use(step.while_waiting, gets=Gets.NOTHING)


def holes_said(ground: Ground, flow: Flow, step: Step) -> frozenset[str]:
    """Return the holes of everything ``step`` says or texts with its own values, in any language."""
    wording = ground.project.wording
    return frozenset(
        hole.name
        for use in uses(ground, step)
        if use.gets is Gets.STEP
        for language in wording.languages
        for template in use.templates(wording.prompt(language, str(flow.name), str(use.prompt)))
        for hole in holes(template)
    )


def words(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the prompts that callers of some language would hear as silence."""
    for flow, step in ground.every_step():
        for use in uses(ground, step):
            yield from without_words(ground, flow, use)


def without_words(ground: Ground, flow: Flow, use: Use) -> Iterator[Diagnostic]:
    """Yield each language in which ``use`` has no words; one diagnostic when it has them in none."""
    wording, name = ground.project.wording, str(flow.name)
    silent = [
        language
        for language in wording.languages
        if not use.templates(wording.prompt(language, name, str(use.prompt)))
        and not ground.is_hurt_language(language, name)
    ]
    if len(silent) == len(wording.languages) > 1:
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


def _template(prompt: Prompt, part: Part) -> Template | None:
    match part:
        case Part.SAY:
            return prompt.say
        case Part.AGAIN:
            return prompt.again or prompt.say
        case Part.TEXT:
            return prompt.text or prompt.say
