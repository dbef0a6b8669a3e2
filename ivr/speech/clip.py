"""What is rendered and how it is named: the digest of everything its sound depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from ivr.model.ids import Digest, Language
from ivr.wording.kinds import ENGLISH, MANDARIN

FORM = "8 kHz, mono, PCM 16, peak -3 dBFS, 2"
"""Name of the form every clip has; the number at its end changes with how that form is reached."""


class Shape(Enum):
    """A sentence on its own, with its tail of silence, or a piece that others are joined to, without."""

    WHOLE = "whole"
    PIECE = "piece"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a language is spoken: the engine's name for the voice, and its pace in words a minute."""

    voice: str
    rate_wpm: int


USUAL: Mapping[str, Manner] = {MANDARIN: Manner("cmn", 170), ENGLISH: Manner("en-us", 160)}
"""The voices used unless others are asked for. Source of the pace: reference/domain-10086.md, section 6.1."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something to be rendered or recorded, and the first place that says it."""

    text: str
    language: Language
    shape: Shape
    place: str

    @property
    def name(self) -> str:
        """What a recording of it is called: the same text, the same name."""
        return hashlib.sha256(f"{self.language}|{self.shape.value}|{self.text}".encode()).hexdigest()[:8]


def rendered_digest(spelt: str, wanted: Wanted, manner: Manner, *, engine: str) -> Digest:
    """Return the name of a rendering."""
    parts = (spelt, wanted.language, wanted.shape.value, engine, manner.voice, manner.rate_wpm, FORM)
    return _digest(parts, wanted.text)


def recorded_digest(recording: str, wanted: Wanted) -> Digest:
    """Return the name of a recording, ``recording`` being the digest of the file it was made from."""
    return _digest((recording, wanted.language, wanted.shape.value, FORM), wanted.text)


def _digest(parts: tuple[str | int, ...], words: str) -> Digest:
    """Return a digest of ``parts`` and of the words, which stand in the file too."""
    return Digest(hashlib.sha256(json.dumps([*parts, words], ensure_ascii=False).encode()).hexdigest())
