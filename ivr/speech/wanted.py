"""Everything a project may say, as far as it is known before a call: what is to be rendered or recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from ivr.language import kinds
from ivr.language.specs import Choice, Flow, Project, Step
from ivr.language.ways import NEXT_KEY, NO, PREVIOUS_KEY, SLOWER, YES, ToEnd, ToFlow, ToStep, place_of, ways
from ivr.model.ids import Language
from ivr.model.pace import Pace
from ivr.model.verbs import Offer, PromptId
from ivr.speech.clip import Shape, Wanted
from ivr.speech.spelling import PAUSES
from ivr.speech.vocabulary import vocabulary
from ivr.wording.catalogue import COMMON, ChoiceWords, LanguageWords, Prompt
from ivr.wording.speech import Utterance, spoken
from ivr.wording.templates import Hole, Template

VOCABULARY = "(values)"
"""The place of what no prompt says: the pieces values are read with."""
_SIGNS = "".join(PAUSES) + " "
_KEYS: Mapping[str, str] = {"star": "*", "hash": "#"}


def wanted(project: Project) -> tuple[Wanted, ...]:
    """Return what is to be rendered, each once, in the order of paces, languages, flows and prompts."""
    found: dict[tuple[str, str, Shape], Wanted] = {}
    for language in project.wording.languages:
        for one in _of_language(project, Language(language)):
            found.setdefault((one.language, one.text, one.shape), one)
    return tuple(replace(one, pace=pace) for pace in paces(project) for one in found.values())


def paces(project: Project) -> tuple[Pace, ...]:
    """Return the paces calls can go at: without a step or a key that leads to the slow one, one only."""
    steps = [step for flow in project.flows.values() for step in flow.steps.values()]
    slow = any(
        step.pace == Pace.SLOW.value or any(way.target == SLOWER for way in ways(step, project))
        for step in steps
    )
    return tuple(Pace) if slow else (Pace.USUAL,)


def _of_language(project: Project, language: Language) -> Iterator[Wanted]:
    words = project.wording.languages[language]
    for flow, prompts in words.prompts.items():
        for name, prompt in prompts.items():
            place = f"{flow}.{name}"
            for template in _spoken_templates(prompt):
                yield from _template(template, language, place)
            for choice in _choices(prompt):
                yield from _pieces(choice.say, language, place)
    for offer, place in _offers(project, words):
        for heard in spoken(offer, project.wording):
            if isinstance(heard, Utterance):
                yield Wanted(heard.text.strip(), heard.language, Shape.WHOLE, place)
    yield from _joining(words, language)
    for text in vocabulary(language):
        yield Wanted(text, language, Shape.PIECE, VOCABULARY)


def _spoken_templates(prompt: Prompt) -> Iterator[Template]:
    yield from (one for one in (prompt.say, prompt.again) if one is not None)


def _choices(prompt: Prompt) -> Iterator[ChoiceWords]:
    yield from (prompt.choices or {}).values()
    yield from (one for one in (prompt.yes, prompt.no) if one is not None)


def _template(template: Template, language: Language, place: str) -> Iterator[Wanted]:
    """Yield a sentence without holes whole; of any other, and of one that others contain, the pieces."""
    if not any(isinstance(part, Hole) for part in template):
        text = "".join(part for part in template if isinstance(part, str)).strip()
        if text.strip(_SIGNS):
            yield Wanted(text, language, Shape.WHOLE, place)
        return
    yield from _pieces(template, language, place)


def _pieces(template: Template, language: Language, place: str) -> Iterator[Wanted]:
    for part in template:
        if isinstance(part, str) and (text := part.strip(_SIGNS)):
            yield Wanted(text, language, Shape.PIECE, place)


def _joining(words: LanguageWords, language: Language) -> Iterator[Wanted]:
    """Yield what choices are offered and lists are read with; a key and what leads to it are one piece."""
    for name, template in words.joining.items():
        place = f"joining.{name}"
        yield from _pieces(template, language, place)
        for before, hole in pairwise(template):
            if isinstance(before, str) and isinstance(hole, Hole) and hole.name == "key":
                for key in words.keys.values():
                    yield Wanted((before + key).strip(_SIGNS), language, Shape.PIECE, place)
    for key in words.keys.values():
        yield Wanted(key, language, Shape.PIECE, "keys")


# What is offered, as the engine offers it


def _offers(project: Project, words: LanguageWords) -> Iterator[tuple[Offer, str]]:
    for flow in project.flows.values():
        for step in flow.steps.values():
            for offer in _offers_of(project, flow, step, words.language):
                if project.wording.choice(offer) is not None:
                    yield offer, f"{flow.name}.{step.subject}"
    for key in project.hotline.everywhere:
        offer = Offer(PromptId(COMMON, "everywhere"), str(key.target), _pressed(key.key), words.language)
        if key.said and project.wording.choice(offer) is not None:
            yield offer, f"{COMMON}.everywhere"
    waiting = Offer(PromptId(COMMON, "waiting"), kinds.CALL_BACK, "1", words.language)
    paging = PromptId(COMMON, "paging")
    turning = (("next", NEXT_KEY), ("previous", PREVIOUS_KEY))
    for offer in (waiting, *(Offer(paging, way, key, words.language) for way, key in turning)):
        if project.wording.choice(offer) is not None:
            yield offer, str(offer.prompt)


def _offers_of(project: Project, flow: Flow, step: Step, language: Language) -> Iterator[Offer]:
    prompt = PromptId(str(flow.name), str(step.subject))
    if step.kind is kinds.CONFIRM:
        yield from (Offer(prompt, "yes", YES, language), Offer(prompt, "no", NO, language))
    for one in step.answers:
        yield Offer(prompt, str(one.target), _pressed(one.key), language)
    for one in step.keys:
        yield Offer(prompt, _choice_name(one, flow, project), _pressed(one.key), language)


def _choice_name(choice: Choice, flow: Flow, project: Project) -> str:
    match place_of(choice.target, flow, project):
        case ToStep(step=name) | ToFlow(flow=name) | ToEnd(outcome=name):
            return name
        case _:
            return str(choice.target)


def _pressed(written: str) -> str:
    return _KEYS.get(written, written)
