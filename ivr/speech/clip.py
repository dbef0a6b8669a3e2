"""What is rendered and how it is named: the digest of everything its sound depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from ivr.model.ids import Digest, Language
from ivr.model.pace import Pace
from ivr.wording.kinds import ENGLISH, MANDARIN

FORM = "8 kHz, mono, PCM 16, peak -3 dBFS, 2"
"""Name of the form every clip has; the number at its end changes with how that form is reached."""


class Shape(Enum):
    """A sentence on its own, with its tail of silence, or a piece that others are joined to, without."""

    WHOLE = "whole"
    PIECE = "piece"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a language is spoken: the engine's name for the voice, and its words a minute at each pace."""

    voice: str
    rate_wpm: int
    slow_wpm: int

    def rate(self, pace: Pace) -> int:
        """Return the words a minute at ``pace``."""
        return self.slow_wpm if pace is Pace.SLOW else self.rate_wpm

    @classmethod
    def of(cls, voice: str, rate_wpm: int) -> Manner:
        """Return a voice whose slow pace is as much slower as seniors are to be spoken to."""
        return cls(voice, rate_wpm, Pace.SLOW.words(rate_wpm))


USUAL: Mapping[str, Manner] = {MANDARIN: Manner("cmn", 170, 150), ENGLISH: Manner("en-us", 160, 141)}
"""The voices used unless others are asked for. Source of the rates: reference/domain-10086.md, section 6.1;
slow English is as much slower as slow Mandarin."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something to be rendered or recorded, and the first place that says it."""

    text: str
    language: Language
    shape: Shape
    place: str
    pace: Pace = Pace.USUAL

    @property
    def name(self) -> str:
        """What a recording of it is called: the same text at the same pace, the same name."""
        parts = (self.language, self.shape.value, self.text)
        named = parts if self.pace is Pace.USUAL else (*parts, self.pace.value)
        return hashlib.sha256("|".join(named).encode()).hexdigest()[:8]


def rendered_digest(spelt: str, wanted: Wanted, manner: Manner, *, engine: str) -> Digest:
    """Return the name of a rendering."""
    parts = (spelt, wanted.language, wanted.shape.value, engine, manner.voice, manner.rate(wanted.pace), FORM)
    return _digest(parts, wanted.text)


def recorded_digest(recording: str, wanted: Wanted) -> Digest:
    """Return the name of a recording, ``recording`` being the digest of the file it was made from."""
    return _digest((recording, wanted.language, wanted.shape.value, FORM), wanted.text)


def _digest(parts: tuple[str | int, ...], words: str) -> Digest:
    """Return a digest of ``parts`` and of the words, which stand in the file too."""
    return Digest(hashlib.sha256(json.dumps([*parts, words], ensure_ascii=False).encode()).hexdigest())
