"""What can be seen of a call: the last document, what was asked and texted, the event log."""

from __future__ import annotations

from dataclasses import dataclass, field

from ivr.engine.move import Text
from ivr.model.call import Call
from ivr.model.office import OfficeRequest
from ivr.model.record import CallRecord, Happened, Note, settle
from ivr.model.values import Value
from ivr.model.verbs import (
    Dial,
    Enqueue,
    Gather,
    HangUp,
    ItemOffer,
    Offer,
    Part,
    Phrase,
    Record,
    Redirect,
    Say,
    Verb,
    Words,
)


@dataclass(kw_only=True)
class Seen:
    """The traces of one call."""

    verbs: tuple[Verb, ...] = ()
    requests: list[OfficeRequest] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    _call: Call | None = None

    @property
    def call(self) -> Call:
        assert self._call is not None, "the phone has not rung"
        return self._call

    @property
    def at(self) -> str:
        return f"{self.call.top.flow}.{self.call.top.state}"

    @property
    def words(self) -> tuple[Words, ...]:
        return tuple(one for verb in self.verbs if isinstance(verb, Say | Gather) for one in verb.words)

    @property
    def heard(self) -> list[str]:
        """The prompts of the last document, without those of another language's voice; ``+`` for *again*."""
        return [
            f"{one.prompt}{'+' if one.part is Part.AGAIN else ''}"
            for one in self.words
            if isinstance(one, Phrase)
        ]

    @property
    def offered(self) -> dict[str, str]:
        """The keys offered aloud in the last document, and the choice each stands for."""
        return {one.key: one.choice for one in self.words if isinstance(one, Offer)}

    @property
    def items(self) -> dict[str, str]:
        """The items of a list offered aloud, by their key: the first value of each."""
        return {
            one.key: str(next(iter(one.facts.values()))) for one in self.words if isinstance(one, ItemOffer)
        }

    @property
    def uninterrupted(self) -> list[str]:
        """The prompts of the last document that no key can interrupt."""
        said = (one for verb in self.verbs if isinstance(verb, Say) for one in verb.words)
        return [str(one.prompt) for one in said if isinstance(one, Phrase)]

    @property
    def recording(self) -> Record:
        (found,) = [verb for verb in self.verbs if isinstance(verb, Record)]
        return found

    @property
    def texted(self) -> list[str]:
        return [str(one.phrase.prompt) for one in self.texts]

    @property
    def asked(self) -> list[str]:
        """The operations asked so far."""
        return [request.operation for request in self.requests]

    @property
    def facts(self) -> dict[str, Value]:
        return {
            name: value for one in self.words if isinstance(one, Phrase) for name, value in one.facts.items()
        }

    @property
    def gather(self) -> Gather:
        (found,) = [verb for verb in self.verbs if isinstance(verb, Gather)]
        return found

    @property
    def languages(self) -> set[str]:
        return {one.language for one in self.words}

    @property
    def ended(self) -> str | None:
        return self.call.disposition

    @property
    def record(self) -> CallRecord:
        found = settle(self.call.sid, self.notes)
        assert found is not None
        return found

    @property
    def taken(self) -> list[str]:
        """Every way taken, as ``flow.step way``."""
        return [
            f"{note.flow}.{note.step} {note.facts['way']}"
            for note in self.notes
            if note.happened is Happened.WAY
        ]

    def is_hung_up_on(self) -> bool:
        return isinstance(self.verbs[-1], HangUp)

    def is_redirected(self) -> bool:
        return isinstance(self.verbs[-1], Redirect) and not any(isinstance(one, Gather) for one in self.verbs)

    def is_being_put_through(self) -> bool:
        return isinstance(self.verbs[-1], Enqueue | Dial)
