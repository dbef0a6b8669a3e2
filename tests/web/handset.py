"""A caller at a hotline inside this process: documents that only speak are followed by themselves."""

from __future__ import annotations

from typing import Self

from tests.web.inside import CALLER, SID, Answer, Inside, standard

REACTS_S = 1.0
"""How long a caller takes to act (contract, section 2)."""
WAITS_FOR_CALLER = frozenset({"Gather", "Record", "Enqueue", "Dial", "Hangup"})
FOLLOWED = 20
"""More documents in a row without a question than any flow has."""
RECORDED = "https://api.twilio.com/2010-04-01/Accounts/AC/Recordings/"


class Handset:
    """One call; ``answer`` is the document the line is at, ``heard`` all that was said so far."""

    def __init__(self, inside: Inside, sid: str = SID, *, caller: str = CALLER) -> None:
        self.inside = inside
        self.sid = sid
        self.caller = caller
        self.heard: list[str] = []
        self.answer: Answer

    def call(self) -> Self:
        """Arrive, and hear the main menu or what comes instead."""
        return self._take(self.inside.arrive(self.sid, caller=self.caller))

    def press(self, *keys: str, after_s: float = REACTS_S) -> Self:
        """Press ``keys``, each at a question of its own."""
        for one in keys:
            self.inside.clock.forward(seconds=after_s)
            self.send(Digits=one)
        return self

    def silent(self) -> Self:
        self.inside.clock.forward(seconds=6)
        return self.send()

    def say(self, text: str) -> Self:
        self.inside.clock.forward(seconds=REACTS_S)
        return self.send(SpeechResult=text)

    def speak(self, recording: str = "RE1", *, seconds: int = 12) -> Self:
        """Speak into a recording and end it with the hash key."""
        return self.send(**recorded(recording, seconds), Digits="#")

    def hang_up(self) -> Self:
        """Put the phone down: the carrier tells it by the status callback."""
        assert self.inside.post("/voice/status", self._form(status="completed")).status == 204
        return self

    def hang_up_while_speaking(self, recording: str = "RE1", *, seconds: int = 12) -> Self:
        """Deliver the record action of a caller who hung up while speaking; nothing more is heard."""
        form = self._form(status="completed") | recorded(recording, seconds) | {"Digits": "hangup"}
        assert self.inside.post(self.answer.goes_to, form).status == 200
        return self

    def send(self, **added: str) -> Self:
        """Answer the document the line is at."""
        return self._take(self.send_only(**added))

    def send_only(self, **added: str) -> Answer:
        """Answer the document the line is at and return the next one, without following it."""
        return self.inside.post(self.answer.goes_to, self._form() | added)

    def _form(self, *, status: str = "in-progress") -> dict[str, str]:
        return standard(self.sid, self.caller, "10086", status=status)

    def _take(self, answer: Answer) -> Self:
        for _ in range(FOLLOWED):
            self.answer = answer
            self.heard.extend(answer.said)
            if WAITS_FOR_CALLER & set(answer.verbs):
                return self
            answer = self.inside.post(answer.goes_to, self._form())
        raise AssertionError(f"no question within {FOLLOWED} documents: {self.heard[-3:]}")


def recorded(recording: str, seconds: int) -> dict[str, str]:
    """Return what a carrier adds when a recording is made (twiml.md 6.5)."""
    return {
        "RecordingUrl": RECORDED + recording,
        "RecordingSid": recording,
        "RecordingDuration": str(seconds),
    }


def at_kinds(inside: Inside, sid: str = "CA1") -> Handset:
    return Handset(inside, sid).call().press("3")


def recording(inside: Inside, sid: str = "CA1") -> Handset:
    """Be where the caller is being recorded."""
    one = at_kinds(inside, sid).press("2")
    assert one.answer.verbs[-2:] == ("Record", "Redirect")
    return one
