"""``<Hangup>``, ``<Reject>`` and ``<Leave>``: the ends of calls and of waiting (6.7, 6.9)."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.line.element import Element
from ivr.line.reading import Reading, shape
from ivr.line.state import Complaint, Left, Line, Next, Over, Result, Status, complain

HANGUP_SHAPE = shape()
REJECT_SHAPE = shape("reason")
LEAVE_SHAPE = shape()


@dataclass(frozen=True, slots=True)
class Hangup:
    """End the call."""


@dataclass(frozen=True, slots=True)
class Reject:
    """Refuse the call."""

    reason: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Give up the place in the queue."""


def read_hangup(element: Element, complaints: list[Complaint]) -> Hangup:
    """Return the verb."""
    Reading(element, complaints).check_shape(HANGUP_SHAPE)
    return Hangup()


def read_reject(element: Element, complaints: list[Complaint]) -> Reject:
    """Return the verb."""
    reading = Reading(element, complaints)
    reading.check_shape(REJECT_SHAPE)
    return Reject(reading.choice("reason", among=("rejected", "busy"), default="rejected", code="13810"))


def read_leave(element: Element, complaints: list[Complaint]) -> Leave:
    """Return the verb."""
    Reading(element, complaints).check_shape(LEAVE_SHAPE)
    return Leave()


def run_reject(line: Line, reject: Reject) -> Result:
    """Refuse a call nobody has answered; on a later one this is unspecified, so it is warned about."""
    if line.answered_at is None:
        line.status = Status.BUSY if reject.reason == "busy" else Status.NO_ANSWER
        return Over("rejected")
    complain(line, "12200", "<Reject>: the call was answered already; taken as a hang-up")
    return Over("hangup")


def run_leave(line: Line) -> Result:
    """Leave the queue; anywhere else it means nothing and is warned about."""
    if line.queued_since is None:
        complain(line, "12200", "<Leave>: the call is not in a queue")
        return Next()
    return Left()
