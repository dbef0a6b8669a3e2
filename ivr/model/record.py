"""The call record (CDR), computed from the call's event log and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from ivr.model.ids import CallSid
from ivr.model.values import NOTHING, Record


class Happened(Enum):
    """The kinds of entry in an event log."""

    ARRIVED = "arrived"
    PRESSED = "pressed"
    SAID = "said"
    SILENT = "silent"
    ENTERED = "entered"
    WAY = "way"
    ASKED_OFFICE = "asked_office"
    OFFICE_ANSWERED = "office_answered"
    STILL_WAITING = "still_waiting"
    TEXTED = "texted"
    TRANSFERRED = "transferred"
    TRANSFER_ENDED = "transfer_ended"
    RECORDED = "recorded"
    CALL_BACK_WANTED = "call_back_wanted"
    FLOW_FINISHED = "flow_finished"
    HUNG_UP = "hung_up"
    BROKE = "broke"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Note:
    """One entry of the event log: what happened, when, at which step, with which facts.

    ``facts`` never hold a secret, and never what a caller said beyond the phrase that was understood.
    """

    at: datetime
    happened: Happened
    flow: str = ""
    step: str = ""
    facts: Record = NOTHING


@dataclass(frozen=True, slots=True)
class CallRecord:
    """How a call went. ``finished`` are the flows that ended inside it, as ``flow.outcome``."""

    sid: CallSid
    started: datetime
    ended: datetime
    disposition: str
    steps: tuple[str, ...]
    finished: tuple[str, ...]
    no_inputs: int
    no_matches: int
    errors: int

    @property
    def duration_s(self) -> float:
        """Seconds from the call's arrival to its end."""
        return (self.ended - self.started).total_seconds()


def settle(sid: CallSid, log: Iterable[Note]) -> CallRecord | None:
    """Return the record of a finished call, or None while it has no disposition.

    The last disposition holds: a person who answered is only known after the caller has hung up.
    """
    notes = tuple(log)
    ends = [note for note in notes if note.happened is Happened.ENDED]
    if not notes or not ends:
        return None
    last = ends[-1]
    results = [note.facts.get("way") for note in notes if note.happened is Happened.WAY]
    return CallRecord(
        sid=sid,
        started=notes[0].at,
        ended=ends[0].at,
        disposition=str(last.facts["disposition"]),
        steps=tuple(f"{note.flow}.{note.step}" for note in notes if note.happened is Happened.ENTERED),
        finished=tuple(
            f"{note.flow}.{note.facts['outcome']}"
            for note in notes
            if note.happened is Happened.FLOW_FINISHED
        ),
        no_inputs=sum(note.happened is Happened.SILENT for note in notes),
        no_matches=results.count("no_match"),
        errors=sum(note.happened is Happened.BROKE for note in notes),
    )
