"""A question as it is heard: its own words, then each option with its key, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ivr.heard.ear import Ear
from ivr.heard.seconds import Stretch
from ivr.language import kinds
from ivr.language.specs import Flow, Project, Step
from ivr.language.ways import (
    NEXT_KEY,
    NO,
    PICKS,
    PREVIOUS_KEY,
    YES,
    choice_name,
    everywhere_keys,
    place_of,
    pressed,
)
from ivr.model.verbs import PromptId
from ivr.source.nodes import Text
from ivr.wording.catalogue import COMMON

ANSWER = "answer"
"""The way an answer or a pick takes."""
_EVERYWHERE, _PAGING = PromptId(COMMON, "everywhere"), PromptId(COMMON, "paging")
NEXT, PREVIOUS = "next", "previous"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing offered. ``way`` is what choosing it takes, empty for a page of a list.

    ``takes_s``: its own words. ``heard_s``: from the first word of the question until its key has been said.
    ``at``: where it is written. ``item``: it is one item of a list.
    """

    name: str
    key: str
    way: str
    at: Text
    takes_s: float
    heard_s: Stretch
    item: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question and all it offers, in one language.

    ``words`` are its own, ``again`` those of the second time. Of a list, a full first page is offered.
    ``previous_s``: what the offer of the previous page takes, on the pages that have one.
    """

    flow: Flow
    step: Step
    words: Stretch
    again: Stretch
    options: tuple[Option, ...]
    previous_s: float = 0.0

    @property
    def takes(self) -> Stretch:
        """What the whole takes, the question and everything it offers."""
        return self.options[-1].heard_s if self.options else self.words

    @property
    def longest_s(self) -> float:
        """What the whole takes at its longest: for the first time, or again and on a page in the middle."""
        again = self.takes.longest_s - self.words.longest_s + self.again.longest_s + self.previous_s
        return max(self.takes.longest_s, again)

    def taking(self, way: str) -> Stretch | None:
        """Return how long a caller listens before the options that take ``way``; None when there is none."""
        found = [one.heard_s for one in self.options if one.way == way]
        return Stretch(found[0].shortest_s, found[-1].longest_s) if found else None


def question(flow: Flow, step: Step, project: Project, ear: Ear, *, first: bool = False) -> Question:
    """Return ``step`` as it is heard; ``first``: the first menu of the call, which offers a person too."""
    name, prompt = str(flow.name), step.subject
    words = ear.phrase(name, prompt)
    options: list[Option] = []
    heard = words
    for one, takes_s in _offered(flow, step, project, ear, first=first):
        heard += Stretch(takes_s, takes_s)
        options.append(Option(*one, takes_s, heard, item=one[2] == ANSWER and step.list is not None))
    previous_s = 0.0 if step.list is None else ear.offer_s(_PAGING, PREVIOUS, PREVIOUS_KEY)
    again = ear.phrase(name, prompt, again=True)
    return Question(flow, step, words, again, tuple(options), previous_s)


_Offered: TypeAlias = tuple[tuple[str, str, str, Text], float]
"""An option's name, key, way and place, and what its own words take in seconds."""


def _offered(flow: Flow, step: Step, project: Project, ear: Ear, *, first: bool) -> Iterator[_Offered]:
    """Yield what is offered, in the order the engine offers it."""
    if step.subject is None:
        return
    prompt = PromptId(str(flow.name), str(step.subject))
    if step.kind is kinds.CONFIRM:
        for word, key in (("yes", YES), ("no", NO)):
            yield (word, key, word, step.subject), ear.offer_s(prompt, word, key)
    if step.kind is kinds.MENU:
        yield from _items(prompt, step, ear)
        yield from _choices(prompt, flow, step, project, ear)
        for one in everywhere_keys(step, project) if first else ():
            if one.said:
                key, name = pressed(one.key), str(one.target)
                yield (name, key, f"key:{one.key}", one.target), ear.offer_s(_EVERYWHERE, name, key)


def _items(prompt: PromptId, step: Step, ear: Ear) -> Iterator[_Offered]:
    """Yield a full page of a list, and the offer of the next one."""
    if step.list is None or step.each is None:
        return
    for key in PICKS:
        yield (str(step.each), key, ANSWER, step.each), ear.item_s(prompt.flow, str(step.each), key)
    yield (NEXT, NEXT_KEY, "", step.each), ear.offer_s(_PAGING, NEXT, NEXT_KEY)


def _choices(prompt: PromptId, flow: Flow, step: Step, project: Project, ear: Ear) -> Iterator[_Offered]:
    for one in step.answers:
        key, name = pressed(one.key), str(one.target)
        yield (name, key, ANSWER, one.target), ear.offer_s(prompt, name, key)
    for one in step.keys:
        key, name = pressed(one.key), choice_name(one.target, place_of(one.target, flow, project))
        yield (name, key, f"key:{one.key}", one.target), ear.offer_s(prompt, name, key)
