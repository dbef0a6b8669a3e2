"""What one event led to. Nothing in a Move has been done yet."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.model.call import Call
from ivr.model.ids import Msisdn
from ivr.model.office import OfficeRequest
from ivr.model.record import Note
from ivr.model.verbs import Phrase, Verb


@dataclass(frozen=True, slots=True)
class Text:
    """A text owed to a subscriber's phone."""

    to: Msisdn
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Asked:
    """An operation to perform, and how long it may take.

    ``owed``: it is done later even if it surely was not done now. ``secret``: it takes something that is
    never stored, so only the turn that collected it can perform it.
    """

    request: OfficeRequest
    within_s: float
    owed: bool = False
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """The next call, what to do on the line, what to ask the back office, what to write down.

    With ``asked`` and verbs, the words cover the wait and end in a redirect; with ``asked`` alone, the
    answer is wanted before anything is said.
    """

    call: Call
    verbs: tuple[Verb, ...] = ()
    asked: Asked | None = None
    texts: tuple[Text, ...] = ()
    notes: tuple[Note, ...] = ()
