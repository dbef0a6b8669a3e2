"""P105: choices that are offered aloud and have no words."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from ivr.checks.ground import Ground
from ivr.checks.near import near_texts
from ivr.diagnostics.diagnostic import Diagnostic, Related, problem
from ivr.language import kinds
from ivr.language.specs import Flow, Step
from ivr.language.ways import NO, YES, choice_name
from ivr.model.ids import Language
from ivr.model.verbs import Offer, PromptId
from ivr.source.nodes import Text
from ivr.wording.catalogue import COMMON

PAGING, PAGES = "paging", ("next", "previous")
"""The common prompt that offers the next five and the previous five of a list."""
EVERYWHERE = "everywhere"
"""The section of common.yaml with the words of the keys that work everywhere."""


def choices(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the choices a caller would not hear about."""
    for flow, step in ground.every_step():
        if step.subject is None:
            continue
        prompt = PromptId(str(flow.name), str(step.subject))
        if step.kind is kinds.MENU:
            yield from _menu(ground, flow, step, prompt)
        elif step.kind is kinds.CONFIRM:
            yield from _offered(ground, prompt, "yes", step.subject)
            yield from _offered(ground, prompt, "no", step.subject)


def choices_everywhere(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the keys of everywhere that a caller would not hear about in the first menu."""
    if any(ground.part(_has_menu, name) for name in ground.project.flows):
        for one in ground.project.hotline.everywhere:
            if one.said:
                yield from _offered(ground, PromptId(COMMON, EVERYWHERE), str(one.target), one.target)


def _has_menu(ground: Ground, flow: str) -> bool:
    return any(step.kind is kinds.MENU for step in ground.steps(ground.project.flows[flow]))


def _menu(ground: Ground, flow: Flow, step: Step, prompt: PromptId) -> Iterator[Diagnostic]:
    own = {f"key:{one.key}" for one in step.keys}
    offers = {
        leads.way.target: choice_name(leads.way.target, leads.place)
        for leads in ground.leads_of(flow, step)
        if leads.way.name in own and leads.place is not None
    }
    offers |= {answer.target: str(answer.target) for answer in step.answers}
    for target, name in offers.items():
        yield from _offered(ground, prompt, name, target, set(offers.values()))
    if step.list is not None and step.each is not None:
        for page in PAGES:
            yield from _offered(ground, PromptId(COMMON, PAGING), page, step.each)


def _offered(
    ground: Ground, prompt: PromptId, choice: str, at: Text, others: AbstractSet[str] = frozenset()
) -> Iterator[Diagnostic]:
    for language in ground.project.wording.languages:
        if (missing := _without_words(ground, prompt, choice, Language(language))) is not None:
            yield _no_words(ground, prompt, choice, missing, at, others)


def _without_words(ground: Ground, prompt: PromptId, choice: str, language: Language) -> Language | None:
    """Return the language in which ``choice`` lacks words, when it is offered to callers of ``language``.

    A choice may be offered in another language, and then needs its words there. None: it has them.
    """
    words = ground.project.wording.choice(Offer(prompt, choice, YES if choice == "yes" else NO, language))
    spoken_in = language if words is None or words.spoken_in is None else words.spoken_in
    if spoken_in != language:
        words = ground.project.wording.choice(
            Offer(prompt, choice, YES if choice == "yes" else NO, spoken_in)
        )
    if words is not None and words.say:
        return None
    of_a_prompt = prompt != PromptId(COMMON, EVERYWHERE)
    silent = ground.project.wording.prompt(spoken_in, prompt.flow, prompt.name) is None
    known_language = spoken_in in ground.project.wording.languages
    if ground.is_hurt_language(spoken_in, prompt.flow) or (of_a_prompt and silent and known_language):
        return None  # the file was not read, or P101 has told that the whole prompt is missing
    return spoken_in


def _no_words(
    ground: Ground, prompt: PromptId, choice: str, language: Language, at: Text, others: AbstractSet[str]
) -> Diagnostic:
    own = ground.project.wording.prompt(language, prompt.flow, prompt.name)
    listed = (
        ()
        if own is None
        else tuple(one.name for one in (own.choices or {}).values() if one.name not in others)
    )
    near, near_related = near_texts(choice, listed)
    related = () if own is None else (Related(own.name.span, "prompt"),)
    return problem(
        "P105.choice_without_words",
        at.span,
        near=near,
        related=(*near_related, *related),
        choice=choice,
        menu=prompt.name,
        language=str(language),
    )
