"""``<Pause>``: silence; at the very start of a call, ringing (6.4)."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.line.asks import Doing, Running
from ivr.line.element import Element
from ivr.line.reading import Reading, shape
from ivr.line.state import Complaint, Interrupted, Line, Next, Result
from ivr.line.waiting import sit_through

SHAPE = shape("length")


@dataclass(frozen=True, slots=True)
class Pause:
    """A number of seconds, at least 1."""

    length_s: int


def read_pause(element: Element, complaints: list[Complaint]) -> Pause:
    """Return the verb."""
    reading = Reading(element, complaints)
    reading.check_shape(SHAPE)
    return Pause(reading.whole("length", span=(1, None), default=1, code="13910"))


def run_pause(line: Line, pause: Pause) -> Running[Result]:
    """Let the time pass. Before the call is answered the caller hears ringing."""
    doing = Doing.RINGING if line.answered_at is None else Doing.PAUSING
    interruption = yield from sit_through(line, doing, until=line.now + pause.length_s)
    return Next() if interruption is None else Interrupted(interruption)
