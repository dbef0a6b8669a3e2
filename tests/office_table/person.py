"""A caller who answers what is asked: by what was heard, not by count, so that one is right for every cell."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.caller.person import REACTION_S, ScriptedPerson
from ivr.line.asks import Act, Doing, HungUp, KeysPressed, MessageLeft, Opening
from ivr.line.state import Heard, Sound
from ivr.scripts.patterns import AGAIN, SAY
from ivr.scripts.recognise import Prompted, Recogniser

HANGS_UP, SPEAKS = "hangs up", "speaks"
"""Replies that are no keys."""
AT_ONCE_S = 0.5
"""After the beginning of what makes them hang up: before the shortest sentence is over."""
MESSAGE_S = 5.0


class AnsweringPerson(ScriptedPerson):
    """Gives ``replies`` by the name of the prompt that asks, one after the other; says nothing else.

    In a queue somebody answers.
    """

    def __init__(self, replies: Mapping[str, tuple[str, ...]], recogniser: Recogniser) -> None:
        super().__init__(())
        self._replies = replies
        self._recogniser = recogniser
        self._given: dict[str, int] = {}
        self._asked = ""
        self._heard_at = 0.0
        self._listening: tuple[int, float] = (0, 0.0)

    def hear(self, heard: Heard) -> None:
        """Take note of what is asked."""
        found = named(heard, self._recogniser)
        if found is not None and f"{found.flow}.{found.name}" in self._replies:
            self._asked, self._heard_at = f"{found.flow}.{found.name}", heard.at

    def act(self, opening: Opening) -> Act | None:
        """Reply as soon as the line listens, or hang up whatever it does."""
        reply = self._reply()
        if reply == HANGS_UP:
            at = max(opening.start, self._heard_at + AT_ONCE_S)
            return HungUp(at) if at <= opening.until else None
        if reply is None or opening.doing not in (Doing.LISTENING, Doing.RECORDING):
            return super().act(opening)
        if self._listening[0] != opening.listening:
            self._listening = (opening.listening, opening.start)
        at = self._listening[1] + REACTION_S
        if at > opening.until:
            return None
        self._given[self._asked] = self._given.get(self._asked, 0) + 1
        self._asked = ""
        return MessageLeft(at, MESSAGE_S) if reply == SPEAKS else KeysPressed(at, reply)

    def _reply(self) -> str | None:
        replies = self._replies.get(self._asked, ())
        given = self._given.get(self._asked, 0)
        return replies[given] if given < len(replies) else None


def named(heard: Heard, recogniser: Recogniser) -> Prompted | None:
    """Return the prompt that was heard; None for sounds, and for what is offered or picked within a question."""
    if heard.kind is not Sound.SAY:
        return None
    found = recogniser.spoken(heard.text, heard.language or None)
    assert found, f"no prompt says {heard.text!r}"
    return found[0] if found[0].part in (SAY, AGAIN) else None
