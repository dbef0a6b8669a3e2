"""How fast a call goes: what is spoken, and how long is waited for an answer."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from math import ceil

SLOW_SPEECH = Fraction(150, 170)
"""Words a minute at the slow pace to those at the usual one, as seniors are to be spoken to. Source:
reference/domain-10086.md, section 6.1."""
SLOW_WAIT = Fraction(10, 6)
"""What is waited for a first key at the slow pace to what is waited at the usual one. Same source, 3.3."""


class Pace(Enum):
    """The pace of a call, by the word authors write."""

    USUAL = "usual"
    SLOW = "slow"

    def waits(self, usual_s: int) -> int:
        """Return the whole seconds waited where ``usual_s`` are waited at the usual pace, rounded up."""
        return usual_s if self is Pace.USUAL else ceil(usual_s * SLOW_WAIT)

    def words(self, usual_wpm: int) -> int:
        """Return the words a minute of a voice that speaks ``usual_wpm`` at the usual pace."""
        return usual_wpm if self is Pace.USUAL else round(usual_wpm * SLOW_SPEECH)

    def pauses(self, usual_ms: int) -> int:
        """Return a pause between words, in ms, that is ``usual_ms`` at the usual pace."""
        return usual_ms if self is Pace.USUAL else round(usual_ms / SLOW_SPEECH)
