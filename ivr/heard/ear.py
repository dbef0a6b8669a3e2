"""What a prompt or an offer takes to hear, in seconds, in one language.

A sentence is one sound when it has been built or can be joined, as in a call; else the carrier's voice says
it, and it is estimated. ``ivr.wording.speech`` puts the same words together for callers; tests hold the two
against each other.
"""

from __future__ import annotations

from functools import cache

from ivr.errors import BadValue
from ivr.heard.examples import USUAL
from ivr.heard.seconds import NOTHING, OWN_WORDS_S, Length, Stretch
from ivr.language.specs import Project
from ivr.model.ids import Language
from ivr.model.speaking import speaking_s
from ivr.model.verbs import Offer, PromptId
from ivr.wording.catalogue import LanguageWords
from ivr.wording.kinds import read
from ivr.wording.speech import ALOUD_AT_MOST, AUDIO, Utterance, spoken
from ivr.wording.templates import EACH, Hole, Template

_FEWEST, _MOST = 1, ALOUD_AT_MOST + 1
"""Items of a list at the shortest, and at the longest: all that are read, then "and more"."""


class Ear:
    """Listens to the words of one language; what has no words there takes no time: that is told elsewhere."""

    def __init__(self, project: Project, language: str, audio: Length) -> None:
        self.wording = project.wording
        self.language = Language(language)
        self._within: LanguageWords = project.wording.languages[language]
        self._audio = audio
        self._phrases: dict[tuple[str, str, bool], Stretch] = {}

    def phrase(self, flow: str, prompt: str | None, *, again: bool = False) -> Stretch:
        """Return what a prompt takes; its lists have one item at the shortest, and all that is read aloud."""
        if prompt is None:
            return NOTHING
        key = (flow, prompt, again)
        found = self._phrases.get(key)
        if found is None:
            found = self._phrases[key] = self._listen(flow, prompt, again=again)
        return found

    def tells(self, flow: str, prompt: str | None) -> bool:
        """Return whether a prompt tells something, so that it cannot be interrupted."""
        found = None if prompt is None else self.wording.prompt(self.language, flow, prompt)
        return found is not None and bool(found.tells)

    def offer_s(self, prompt: PromptId, choice: str, key: str) -> float:
        """Return what the offer of a choice takes, its key included."""
        try:
            heard = spoken(Offer(prompt, choice, key, self.language), self.wording)
        except KeyError:
            return 0.0
        return sum(self._sentence_s(one.text, one.language) for one in heard if isinstance(one, Utterance))

    def item_s(self, flow: str, each: str, key: str) -> float:
        """Return what a usual item of a list takes, offered with its key."""
        keys = " ".join(self._within.keys.get(one, "") for one in key)
        parts = {"offer": self._item(each, flow), "key": keys}
        pattern = self._within.joining["press"]
        return self._sentence_s(
            "".join(part if isinstance(part, str) else parts.get(part.name, "") for part in pattern)
        )

    def _listen(self, flow: str, prompt: str, *, again: bool) -> Stretch:
        found = self.wording.prompt(self.language, flow, prompt)
        if found is None:
            return NOTHING
        if again and found.again is None:
            return self.phrase(flow, prompt)
        template = (found.again if again else found.say) or ()
        shortest_s = self._said_s(template, flow, _FEWEST)
        if all(isinstance(part, str) or part.kind != EACH for part in template):
            return Stretch(shortest_s, shortest_s)
        return Stretch(shortest_s, self._said_s(template, flow, _MOST))

    def _said_s(self, template: Template, flow: str, items: int) -> float:
        """Return what a template takes; a recording of the caller's cuts it in two sentences."""
        sentences, recordings = [""], 0
        for part in template:
            if isinstance(part, str):
                sentences[-1] += part
            elif part.kind == AUDIO:
                sentences.append("")
                recordings += 1
            else:
                sentences[-1] += self._read(part, flow, items)
        return recordings * OWN_WORDS_S + sum(self._sentence_s(one) for one in sentences if one)

    def _read(self, hole: Hole, flow: str, items: int) -> str:
        if hole.kind != EACH:
            return usual(hole.kind, self.language)
        aloud = self._pattern("between").join([self._item(hole.prompt, flow)] * min(items, ALOUD_AT_MOST))
        return aloud + self._pattern("and_more") if items > ALOUD_AT_MOST else aloud

    def _item(self, prompt: str, flow: str) -> str:
        """Return a usual item of a list; it has no list of its own."""
        found = self.wording.prompt(self.language, flow, prompt)
        return "" if found is None else self._filled(found.say or ())

    def _pattern(self, name: str) -> str:
        return self._filled(self._within.joining.get(name, ()))

    def _filled(self, template: Template) -> str:
        return "".join(
            part if isinstance(part, str) else usual(part.kind, self.language)
            for part in template
            if isinstance(part, str) or part.kind not in (EACH, AUDIO)
        )

    def _sentence_s(self, text: str, language: Language | None = None) -> float:
        rendered = self._audio(Utterance(text, language or self.language))
        return speaking_s(text) if rendered is None else rendered


@cache
def usual(kind: str, language: Language) -> str:
    """Return a usual value of a kind of hole as it is read; nothing where a language cannot read it."""
    try:
        return read(kind, USUAL[kind], language=language)
    except BadValue:
        return ""
