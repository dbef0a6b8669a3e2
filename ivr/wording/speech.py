"""From prompt ids and facts to the words heard or written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ivr.model.ids import Language
from ivr.model.values import Record, Value
from ivr.model.verbs import ItemOffer, Offer, Part, Phrase, Words
from ivr.wording.catalogue import COMMON, Catalogue, LanguageWords, Prompt
from ivr.wording.kinds import read
from ivr.wording.templates import EACH, Hole, Template

ALOUD_AT_MOST = 5
"""Items of a list read aloud before "and N more"; source: flow-language design, section 2, holes."""
AUDIO = "audio"
"""The kind of a hole that plays a recording instead of reading a value."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words in one language, ready for a voice."""

    text: str
    language: Language


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording of the caller's, to be played back."""

    recording: str


Heard: TypeAlias = Utterance | Recorded


def spoken(words: Words, catalogue: Catalogue) -> tuple[Heard, ...]:
    """Return what is heard for ``words``, in order; a choice may be offered in a language of its own.

    Raises ``KeyError`` for a prompt, choice or fact that is not there: the checks let none of these pass.
    """
    match words:
        case Phrase():
            return tuple(_said(words, catalogue))
        case Offer():
            return (_offer(words, catalogue),)
        case ItemOffer(prompt=prompt, key=key, language=language, facts=facts):
            within = catalogue.languages[language]
            item = _item(prompt.name, facts, within, prompt.flow, written=False)
            return (Utterance(_press(within, item, key), language),)


def written(phrase: Phrase, catalogue: Catalogue) -> str:
    """Return the text message for ``phrase``; raises ``KeyError`` as ``spoken`` does."""
    within = catalogue.languages[phrase.language]
    template = _template(phrase, catalogue)
    return fill(template, phrase.facts, within=within, flow=phrase.prompt.flow, written=True)


def write_later(
    operation: str, outcome: str, facts: Mapping[str, Value], *, language: str, catalogue: Catalogue
) -> str | None:
    """Return the text that tells what an unsure or owed request came to; None when there are no words."""
    within = catalogue.languages.get(language)
    template = None if within is None else within.later.get(f"{operation}.{outcome}")
    if within is None or template is None:
        return None
    return fill(template, facts, within=within, flow=COMMON, written=True)


def fill(
    template: Template, facts: Mapping[str, Value], *, within: LanguageWords, flow: str, written: bool = False
) -> str:
    """Return the wording with its holes filled from ``facts``."""
    return "".join(
        part if isinstance(part, str) else _value(part, facts[part.name], within, flow, written=written)
        for part in template
    )


def _template(phrase: Phrase, catalogue: Catalogue) -> Template:
    prompt = catalogue.prompt(phrase.language, phrase.prompt.flow, phrase.prompt.name)
    template = None if prompt is None else _wording(prompt, phrase.part)
    if template is None:
        raise KeyError(f"{phrase.prompt} has no words for {phrase.part.value} in {phrase.language}")
    return template


def _said(phrase: Phrase, catalogue: Catalogue) -> Iterator[Heard]:
    """Yield a phrase's words, cut where a recording is played."""
    within, flow = catalogue.languages[phrase.language], phrase.prompt.flow
    words: list[str] = []
    for part in _template(phrase, catalogue):
        if isinstance(part, Hole) and part.kind == AUDIO:
            if text := "".join(words):
                yield Utterance(text, phrase.language)
            words = []
            yield Recorded(str(phrase.facts[part.name]))
        else:
            words.append(fill((part,), phrase.facts, within=within, flow=flow))
    if text := "".join(words):
        yield Utterance(text, phrase.language)


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
    offered = fill(choice.say, {}, within=words, flow=offer.prompt.flow)
    return Utterance(_press(words, offered, offer.key), language)


def _press(within: LanguageWords, offered: str, key: str) -> str:
    keys = " ".join(within.keys[one] for one in key)
    return _joined(within.joining["press"], {"offer": offered, "key": keys})


def _joined(template: Template, facts: Mapping[str, str]) -> str:
    """Fill a pattern of ``joining``; what goes in has been read already."""
    return "".join(part if isinstance(part, str) else facts[part.name] for part in template)


def _value(hole: Hole, value: Value, within: LanguageWords, flow: str, *, written: bool) -> str:
    if hole.kind != EACH:
        return read(hole.kind, value, language=within.language, written=written)
    items = value if isinstance(value, tuple) else (value,)
    if not items:  # a list that came back empty: words with nothing in their middle would be read as a fault
        return _joined(within.joining["none"], {})
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
