"""One sound for a sentence with values in it, joined from pieces: found in the words themselves.

No hole is looked at: the fewest pieces that make up the words are the best joint, and where there is a pause
in writing there is one in the sound. A sentence with a word nobody has rendered has no joint; it is said by
the carrier, in the same words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ivr.errors import BadValue
from ivr.model.ids import Digest, Language
from ivr.model.pace import Pace
from ivr.speech.spelling import PAUSES
from ivr.speech.wav import TAIL_MS, silence, wav_file

JOINT_MS = 25
"""Between two pieces without a pause in writing. Ours: syllables of one breath are 20 to 40 ms apart."""
MOST_CHARACTERS = 600
"""Longest sentence joined: five services read aloud are under 200 characters."""
MOST_PARTS = 300
"""Most pieces and pauses of one sound."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are one sound."""

    words: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Silence between two of them."""

    ms: int


class Pieces:
    """The pieces of one language, to be found at the beginning of a text."""

    def __init__(self, words: Iterable[str]) -> None:
        by_first: dict[str, set[str]] = {}
        for one in words:
            by_first.setdefault(one[0], set()).add(one)
        self._by_first = {
            first: tuple(sorted(found, key=lambda one: (-len(one), one))) for first, found in by_first.items()
        }

    def at(self, text: str, start: int) -> Iterable[str]:
        """Yield the pieces ``text`` goes on with at ``start``, longest first; never half a Latin word."""
        if start and _runs_on(text[start - 1], text[start]):
            return
        for words in self._by_first.get(text[start], ()):
            end = start + len(words)
            if text.startswith(words, start) and not (end < len(text) and _runs_on(text[end - 1], text[end])):
                yield words


def joint(text: str, pieces: Pieces) -> tuple[Piece | Gap, ...] | None:
    """Return what ``text`` is joined from, by the fewest pieces; None when a word of it is not there."""
    if not text or len(text) > MOST_CHARACTERS:
        return None
    found = _fewest(text, pieces)
    if found is None or not any(isinstance(one, Piece) for one in found):
        return None
    parts: list[Piece | Gap] = []
    for one in found:
        before = parts[-1] if parts else None
        if isinstance(one, Piece):
            if isinstance(before, Piece):
                parts.append(Gap(JOINT_MS))
            parts.append(one)
        elif isinstance(before, Gap):
            parts[-1] = Gap(max(before.ms, one.ms))
        elif before is not None:
            parts.append(one)
    if isinstance(parts[-1], Gap):
        parts.pop()
    return tuple(parts) if len(parts) <= MOST_PARTS else None


def _fewest(text: str, pieces: Pieces) -> list[Piece | Gap] | None:
    """Return the parts of ``text`` from the last character back: what is best from each place on."""
    counts: list[int | None] = [None] * len(text) + [0]
    steps: list[tuple[Piece | Gap, int] | None] = [None] * len(text)
    for start in range(len(text) - 1, -1, -1):
        sign = text[start]
        pause = 0 if sign.isspace() else PAUSES.get(sign)
        rest = counts[start + 1]
        if pause is not None and rest is not None:
            counts[start], steps[start] = rest, (Gap(pause), start + 1)
        for words in pieces.at(text, start):
            rest = counts[start + len(words)]
            best = counts[start]
            if rest is not None and (best is None or rest + 1 < best):
                counts[start], steps[start] = rest + 1, (Piece(words), start + len(words))
    found: list[Piece | Gap] = []
    at = 0
    while at < len(text):
        step = steps[at]
        if step is None:
            return None
        if step[0] != Gap(0):
            found.append(step[0])
        at = step[1]
    return found


def _runs_on(before: str, after: str) -> bool:
    """Return whether two signs belong to one Latin word or number: twenty-one, o'clock, 5G."""
    return _latin(before) and _latin(after)


def _latin(sign: str) -> bool:
    return sign in "-'’" or (sign.isascii() and sign.isalnum())


# Recipes: joints by the names of the sounds in them


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a sound is joined from: names of rendered pieces, and gaps in ms; ``words`` are what is heard."""

    parts: tuple[Digest | int, ...]
    words: str
    language: Language

    @property
    def digest(self) -> Digest:
        """The name of the sound."""
        return Digest(hashlib.sha256(f"joined|{self.text()}".encode()).hexdigest())

    def text(self) -> str:
        """Return the recipe as it is stored."""
        stored = {"parts": self.parts, "words": self.words, "language": self.language}
        return json.dumps(stored, ensure_ascii=False)


def recipe(
    parts: Iterable[Piece | Gap],
    names: Mapping[str, Digest],
    words: str,
    language: Language,
    pace: Pace = Pace.USUAL,
) -> Recipe:
    """Return a joint as a recipe; ``names`` has the sound of every piece at ``pace``."""
    named = tuple(names[one.words] if isinstance(one, Piece) else pace.pauses(one.ms) for one in parts)
    return Recipe(named, words, language)


def read_recipe(text: str) -> Recipe:
    """Return a stored recipe; raise ``BadValue`` when it is none."""
    try:
        stored = json.loads(text)
        parts = tuple(one if isinstance(one, int) else Digest(str(one)) for one in stored["parts"])
        return Recipe(parts, str(stored["words"]), Language(str(stored["language"])))
    except (ValueError, KeyError, TypeError) as error:
        raise BadValue("this is no recipe of a sound") from error


def joined(recipe: Recipe, samples: Callable[[Digest], bytes]) -> bytes:
    """Return the sound of a recipe as a WAV file; ``samples`` gives those of a piece."""
    parts = (silence(one) if isinstance(one, int) else samples(one) for one in recipe.parts)
    return wav_file(b"".join(parts) + silence(TAIL_MS), recipe.words)
