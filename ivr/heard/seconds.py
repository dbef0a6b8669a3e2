"""Seconds of listening, and where they come from: rendered audio where there is some, else the estimate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from ivr.wording.speech import Utterance

Length: TypeAlias = Callable[[Utterance], float | None]
"""Gives the length of a sentence's sound in seconds, None when it has none and has to be estimated."""

OWN_WORDS_S = 12.0
"""Taken length of a recording that is played back, in seconds. Ours: two or three sentences."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Seconds of listening at the shortest and at the longest."""

    shortest_s: float
    longest_s: float

    def __add__(self, other: Stretch) -> Stretch:
        return Stretch(self.shortest_s + other.shortest_s, self.longest_s + other.longest_s)

    def __or__(self, other: Stretch) -> Stretch:
        """Return the stretch of whoever goes either way."""
        return Stretch(min(self.shortest_s, other.shortest_s), max(self.longest_s, other.longest_s))


NOTHING = Stretch(0.0, 0.0)


def unrendered(utterance: Utterance) -> None:
    """Know the length of nothing: every sentence is estimated."""
