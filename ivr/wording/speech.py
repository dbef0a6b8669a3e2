"""From prompt ids and facts to the words heard or written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ivr.model.ids import Language
from ivr.model.values import Record, Value
from ivr.model.verbs import Offer, Part, Phrase, Words
from ivr.wording.catalogue import Catalogue, LanguageWords, Prompt
from ivr.wording.kinds import read
from ivr.wording.templates import EACH, Hole, Template

ALOUD_AT_MOST = 5
"""Items of a list read aloud before "and N more"; source: flow-language design, section 2, holes."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words in one language, ready for a voice."""

    text: str
    language: Language


def spoken(words: Words, catalogue: Catalogue) -> Utterance:
    """Return what is heard for ``words``; a choice may be offered in a language of its own.

    Raises ``KeyError`` for a prompt, choice or fact that is not there: the checks let none of these pass.
    """
    match words:
        case Phrase():
            return Utterance(_phrase(words, catalogue, written=False), words.language)
        case Offer():
            return _offer(words, catalogue)


def written(phrase: Phrase, catalogue: Catalogue) -> str:
    """Return the text message for ``phrase``; raises ``KeyError`` as ``spoken`` does."""
    return _phrase(phrase, catalogue, written=True)


def fill(
    template: Template, facts: Mapping[str, Value], *, within: LanguageWords, flow: str, written: bool = False
) -> str:
    """Return the wording with its holes filled from ``facts``."""
    return "".join(
        part if isinstance(part, str) else _value(part, facts[part.name], within, flow, written=written)
        for part in template
    )


def _phrase(phrase: Phrase, catalogue: Catalogue, *, written: bool) -> str:
    flow, name = phrase.prompt.flow, phrase.prompt.name
    prompt = catalogue.prompt(phrase.language, flow, name)
    template = None if prompt is None else _wording(prompt, phrase.part)
    if template is None:
        raise KeyError(f"{phrase.prompt} has no words for {phrase.part.value} in {phrase.language}")
    within = catalogue.languages[phrase.language]
    return fill(template, phrase.facts, within=within, flow=flow, written=written)


def _wording(prompt: Prompt, part: Part) -> Template | None:
    match part:
        case Part.SAY:
            return prompt.say
        case Part.AGAIN:
            return prompt.again or prompt.say
        case Part.TEXT:
            return prompt.text or prompt.say


def _offer(offer: Offer, catalogue: Catalogue) -> Utterance:
    choice = catalogue.choice(offer)
    if choice is None:
        raise KeyError(f"{offer.prompt} has no words for the choice {offer.choice} in {offer.language}")
    language = choice.spoken_in or offer.language
    if choice.spoken_in is not None:
        own = catalogue.choice(Offer(offer.prompt, offer.choice, offer.key, language))
        choice = own or choice
    words = catalogue.languages[language]
    facts = {
        "offer": fill(choice.say, {}, within=words, flow=offer.prompt.flow),
        "key": " ".join(words.keys[key] for key in offer.key),
    }
    return Utterance(_joined(words.joining["press"], facts), language)


def _joined(template: Template, facts: Mapping[str, str]) -> str:
    """Fill a pattern of ``joining``; what goes in has been read already."""
    return "".join(part if isinstance(part, str) else facts[part.name] for part in template)


def _value(hole: Hole, value: Value, within: LanguageWords, flow: str, *, written: bool) -> str:
    if hole.kind != EACH:
        return read(hole.kind, value, language=within.language, written=written)
    items = value if isinstance(value, tuple) else (value,)
    aloud = items if written else items[:ALOUD_AT_MOST]
    parts = [_item(hole.prompt, item, within, flow, written=written) for item in aloud]
    text = _joined(within.joining["between"], {}).join(parts)
    if len(aloud) < len(items):
        rest = {"count": len(items) - len(aloud)}
        text += fill(within.joining["and_more"], rest, within=within, flow=flow)
    return text


def _item(prompt: str, item: Value, within: LanguageWords, flow: str, *, written: bool) -> str:
    found = within.prompts.get(flow, {}).get(prompt) or within.prompts.get("common", {}).get(prompt)
    template = None if found is None else ((written and found.text) or found.say)
    if template is None or not isinstance(item, Record):
        raise KeyError(f"{flow}.{prompt} cannot be used for each item")
    return fill(template, item, within=within, flow=flow, written=written)
