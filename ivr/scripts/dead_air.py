"""Dead air: how long a caller waits for a sound when it is not their turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ivr.line.asks import Act, Doing, KeysPressed, MessageLeft, Opening, Spoken
from ivr.line.limits import KEY_GAP_S
from ivr.model.speaking import speaking_s

NOWHERE = "-"
"""Where a call is that has no step."""


@dataclass(slots=True)
class DeadAir:
    """The longest the caller waited for a sound when it was not their turn, in seconds, and where."""

    longest_s: float = 0.0
    place: str = NOWHERE
    _since: float = 0.0

    def sound(self, at: float, place: Callable[[], str]) -> None:
        """Note that something is heard from ``at``; ``place`` tells where, empty for nowhere."""
        if at - self._since > self.longest_s:
            self.longest_s, self.place = round(at - self._since, 3), place() or NOWHERE

    def opening(self, opening: Opening, act: Act | None) -> None:
        """Note how an opening ended: a sound, or the caller's turn, is over then."""
        if opening.doing is Doing.PAUSING:
            return
        match act:
            case None:
                self._since = max(self._since, opening.until)
            case KeysPressed(at, keys):
                self._since = max(self._since, at + KEY_GAP_S * (len(keys) - 1))
            case Spoken(at, text):
                self._since = max(self._since, at + speaking_s(text))
            case MessageLeft(at, seconds):
                self._since = max(self._since, at + seconds)
            case _:
                self._since = max(self._since, act.at)
