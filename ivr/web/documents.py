"""How a turn's verbs become a document at this address."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator

from ivr.engine.program import Program
from ivr.model.call import Call
from ivr.model.ids import CallSid, Digest, Language
from ivr.model.stored import Joint
from ivr.model.values import Record, Value
from ivr.model.verbs import Gather, HangUp, ItemOffer, Leave, Phrase, PromptId, Say, Verb
from ivr.ports import Audio
from ivr.turn.work import Answer, Emitter
from ivr.twiml.emit import Addresses, emit, redirect_to, wait_and_return_to
from ivr.web.config import WebConfig
from ivr.wording.reader import own_wording
from ivr.wording.speech import Utterance

PAUSE_S = 1
"""How long a caller waits between two looks at a turn that another delivery runs."""
SIGNATURE_DIGITS = 32
"""Hex digits of an address's signature: 128 bits."""


def names_in(verbs: Iterable[Verb]) -> frozenset[str]:
    """Return the texts among the facts of what is said: such as names the office gave, read as they are."""
    words = (one for verb in verbs if isinstance(verb, Say | Gather) for one in verb.words)
    facts = (one.facts for one in words if isinstance(one, Phrase | ItemOffer))
    return frozenset(text for one in facts for text in _texts(one))


def _texts(value: Value) -> Iterator[str]:
    match value:
        case str():
            yield from (text for text in (value.strip(),) if text)
        case Record():
            for part in value.values():
                yield from _texts(part)
        case tuple():
            for item in value:
                yield from _texts(item)
        case _:
            return


class Documents:
    """Documents with addresses of ours in them."""

    def __init__(self, config: WebConfig, secret_key: bytes, audio: Audio | None = None) -> None:
        self._prefix = config.prefix
        self._secret_key = secret_key
        self._audio = audio

    def turn(self, number: int) -> str:
        """Return the address of a turn."""
        return f"{self._prefix}/voice/turn/{number}"

    def wait(self, number: int) -> str:
        """Return the address of the document heard while waiting in a queue."""
        return f"{self._prefix}/voice/wait/{number}"

    def recording(self, sid: CallSid, recording: str) -> str:
        """Return the address a recording is played from; it cannot be guessed, and ends with the call."""
        return f"{self._prefix}/recording/{sid}/{recording}/{self.sign(sid, recording)}.wav"

    def sign(self, sid: CallSid, recording: str) -> str:
        """Return the signature of a recording's address."""
        text = f"recording|{sid}|{recording}".encode()
        return hmac.new(self._secret_key, text, hashlib.sha256).hexdigest()[:SIGNATURE_DIGITS]

    def emit(self, program: Program, verbs: tuple[Verb, ...], call: Call) -> Answer:
        """Return the document for ``verbs``; the carrier goes on with the call's next turn."""
        joints: dict[Digest, Joint] = {}
        document = self._emit(program, verbs, call, self.turn(call.turn), joints)
        return Answer(document, tuple(joints.values()))

    def emit_late(self, program: Program, verbs: tuple[Verb, ...], call: Call) -> str:
        """Return the document for a call that is over; it is not stored, so nothing in it is joined."""
        return self._emit(program, verbs, call, self.turn(call.turn))

    def emit_waiting(self, program: Program, verbs: tuple[Verb, ...], call: Call, number: int) -> str:
        """Return the document of a queue; a key pressed in it comes back to it. Nothing in it is joined."""
        return self._emit(program, verbs, call, self.wait(number))

    def sound(self, digest: Digest) -> str:
        """Return the address a sound is played from."""
        return f"{self._prefix}/audio/{digest}.wav"

    def leave(self) -> str:
        """Return a queue's document that takes the caller out of it."""
        nowhere = Addresses(self.turn(0), self.wait(0), str)
        return emit((Leave(),), catalogue=own_wording(), addresses=nowhere)

    def redirect(self, number: int | None) -> str:
        """Return a document that leads to a turn, or to the start of a call."""
        return redirect_to(f"{self._prefix}/voice" if number is None else self.turn(number))

    def sorry(self) -> str:
        """Return the last resort: an apology in every language there is, and the end."""
        own = own_wording()
        words = tuple(Phrase(PromptId("common", "call_again"), Language(name)) for name in own.languages)
        nowhere = Addresses(self.turn(0), self.wait(0), str)
        return emit((Say(words), HangUp()), catalogue=own, addresses=nowhere)

    def emitter(self) -> Emitter:
        """Return what a turn needs of this."""
        return Emitter(
            emit=self.emit,
            late=self.emit_late,
            redirect=self.redirect,
            wait=lambda number: wait_and_return_to(self.turn(number), seconds=PAUSE_S),
            sorry=self.sorry,
        )

    def _emit(
        self,
        program: Program,
        verbs: tuple[Verb, ...],
        call: Call,
        action: str,
        joints: dict[Digest, Joint] | None = None,
    ) -> str:
        """Return a document; ``joints`` is told what is to be joined, without it nothing is."""

        def played(said: Utterance) -> str | None:
            found = None if self._audio is None else self._audio.find(said.text, said.language, call.pace)
            if found is None and self._audio is not None:
                for name in names_in(verbs):
                    if name in said.text:
                        self._audio.ask_for(name, said.language)
            if isinstance(found, Joint):
                if joints is None:
                    return None
                joints[found.digest] = found
                found = found.digest
            return None if found is None else self.sound(found)

        addresses = Addresses(
            action, self.wait(call.turn), lambda name: self.recording(call.sid, name), played
        )
        return emit(verbs, catalogue=program.project.wording, addresses=addresses, pace=call.pace)
