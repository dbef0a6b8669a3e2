"""Digits or speech against a question: match, no-match, no-input, or not an answer at all.

The carrier never sends "no match"; it sends digits, and the step judges them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from ivr.model.events import Digits, Silence, Speech
from ivr.wording.phrases import plain

LONE_KEY_IGNORED = "#"
"""A lone ``#`` at a menu is not an answer; source: flow-language design, section 2, rule 20."""
NEGATION_REACH = 2
"""How many characters before a phrase a negation turns it round: 不要取消 is not 取消."""
NEGATIONS = ("不", "别", "没", "not ", "n't ", "don't ")


@dataclass(frozen=True, slots=True)
class Match:
    """The caller chose the way ``trigger``; ``understood`` is the key or phrase, for the event log."""

    trigger: str
    understood: str


@dataclass(frozen=True, slots=True)
class NoMatch:
    """The caller answered something the question does not offer."""


@dataclass(frozen=True, slots=True)
class NoInput:
    """The caller did nothing."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A key that means nothing here; the question is asked again and nothing is counted."""


Outcome: TypeAlias = Match | NoMatch | NoInput | Ignored


@dataclass(frozen=True, slots=True)
class Answerable:
    """One thing a caller may choose: its key, its trigger, the phrases that mean it."""

    key: str
    trigger: str
    heard: tuple[str, ...] = ()


def judge(event: Digits | Silence | Speech, choices: Iterable[Answerable]) -> Outcome:
    """Return what ``event`` means at a question with these ``choices``."""
    match event:
        case Silence():
            return NoInput()
        case Digits(keys=keys):
            for choice in choices:
                if choice.key == keys:
                    return Match(choice.trigger, keys)
            return Ignored() if keys == LONE_KEY_IGNORED else NoMatch()
        case Speech(text=text):
            return _speech(plain(text), choices)


def _speech(text: str, choices: Iterable[Answerable]) -> Outcome:
    """Choose by the longest phrase contained; a phrase that is negated nearby is no match."""
    best: tuple[int, int, Answerable, str] | None = None
    for choice in choices:
        for phrase in choice.heard:
            wanted = plain(phrase)
            at = _find(text, wanted)
            if at >= 0 and (best is None or len(wanted) > best[0]):
                best = (len(wanted), at, choice, phrase)
    if best is None:
        return NoMatch() if text else NoInput()
    _, at, choice, phrase = best
    before = text[:at]
    if any(before.endswith(word) or word in before[-NEGATION_REACH:] for word in NEGATIONS):
        return NoMatch()
    return Match(choice.trigger, phrase)


def _find(text: str, phrase: str) -> int:
    """Return where ``phrase`` stands in ``text``, or -1; Latin phrases are whole words."""
    if not phrase:
        return -1
    if not phrase.isascii():
        return text.find(phrase)
    padded = f" {text} "
    return padded.find(f" {phrase} ")
