"""Which keys a caller was offered, and what they may say for them, taken from what was heard."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ivr.line.state import Heard, Sound
from ivr.model.ids import Language
from ivr.model.verbs import Offer, PromptId
from ivr.scripts.patterns import CHOICE
from ivr.scripts.recognise import Recogniser
from ivr.wording.catalogue import Catalogue, LanguageWords

REMEMBERED = 4096
"""Texts whose keys are kept. Our choice, as for the readings of texts."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something offered with a key: ``prompt.choice``, or ``prompt.item`` of a list, and a phrase for it."""

    key: str
    name: str
    phrase: str = ""


class Offers:
    """Finds the keys and the phrases a project's callers hear."""

    def __init__(self, catalogue: Catalogue, recogniser: Recogniser) -> None:
        self._catalogue, self._recogniser = catalogue, recogniser
        self._patterns = tuple(_pattern(words) for words in catalogue.languages.values())
        self.key = lru_cache(REMEMBERED)(self._key)
        self._phrases = lru_cache(REMEMBERED)(self._find_phrases)

    def keys(self, heard: Sequence[Heard]) -> tuple[str, ...]:
        """Return the keys offered in what was heard, in order."""
        found = (self.key(one.text) for one in heard if one.kind is Sound.SAY)
        return tuple(dict.fromkeys(key for key in found if key))

    def choices(self, heard: Sequence[Heard]) -> tuple[Choice, ...]:
        """Return what is offered in what was heard, in order."""
        found = []
        for one in heard:
            key = self.key(one.text) if one.kind is Sound.SAY else ""
            if key:
                readings = self._recogniser.spoken(one.text, one.language or None)
                name = f"{readings[0].name}.{readings[0].part.removeprefix(CHOICE)}" if readings else ""
                phrases = self._phrases(one.text, one.language)
                found.append(Choice(key, name, next(iter(phrases), "")))
        return tuple(found)

    def phrases(self, heard: Sequence[Heard]) -> tuple[str, ...]:
        """Return what may be said for each choice offered in what was heard: the first phrase of each."""
        return tuple(
            dict.fromkeys(
                phrase
                for one in heard
                if one.kind is Sound.SAY and self.key(one.text)
                for phrase in self._phrases(one.text, one.language)
            )
        )

    def _key(self, text: str) -> str:
        for pattern, keys in self._patterns:
            found = pattern.fullmatch(text)
            if found is not None:
                pressed = [keys.get(word, "") for word in found["key"].split()]
                if all(pressed):
                    return "".join(pressed)
        return ""

    def _find_phrases(self, text: str, tag: str) -> tuple[str, ...]:
        return tuple(self._all_phrases(text, tag))

    def _all_phrases(self, text: str, tag: str) -> Iterator[str]:
        for found in self._recogniser.spoken(text, tag or None)[:1]:
            if found.part.startswith(CHOICE):
                prompt, name = PromptId(found.flow, found.name), found.part.removeprefix(CHOICE)
                heard = self._catalogue.heard(Offer(prompt, name, "", Language(found.language)))
                yield from (str(phrase) for phrase in heard[:1])


def _pattern(words: LanguageWords) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return how a choice is offered in a language, and which key each word for one means."""
    wording = "".join(
        re.escape(part).replace(r"\ ", r"\s*")
        if isinstance(part, str)
        else ("(?P<key>.+?)" if part.name == "key" else ".+")
        for part in words.joining["press"]
    )
    return re.compile(wording, re.DOTALL), {word: key for key, word in words.keys.items()}
