"""A person and an application on one line: runs a call to its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ivr.caller.person import Person
from ivr.line.asks import Answer, Failure, Fetch, Opening, Reply
from ivr.line.call import run_call
from ivr.line.state import Line


class Sender(Protocol):
    """What sends the line's requests."""

    def send(self, fetch: Fetch) -> Reply | Failure:
        """Send one request and return what came of it."""


@dataclass(frozen=True, slots=True)
class CallReport:
    """A finished call: how it ended, and why the person is not content, if so."""

    line: Line
    ended: str
    trouble: str | None

    @property
    def failed(self) -> bool:
        """Say whether the call failed: an error, a warning (they are strict), or an unfinished script."""
        return self.ended.startswith("error:") or bool(self.line.complaints) or self.trouble is not None


def place_call(
    line: Line,
    voice_url: str,
    *,
    person: Person,
    sender: Sender,
    clock: Callable[[float], None] | None = None,
) -> CallReport:
    """Call ``voice_url`` and return when the call is over.

    ``clock``, if given, is told the line's time in seconds before every request and every opening: it may
    wait until real time has come as far, or set the clock of an application in the same process.
    """
    call = run_call(line, voice_url)
    told = 0
    answer: Answer = None
    try:
        while True:
            ask = call.send(answer)
            while told < len(line.heard):
                person.hear(line.heard[told])
                told += 1
            if clock is not None:
                clock(line.now)
            match ask:
                case Fetch():
                    answer = sender.send(ask)
                case Opening():
                    answer = person.act(ask)
    except StopIteration as end:
        ended: str = end.value
    for heard in line.heard[told:]:
        person.hear(heard)
    return CallReport(line, ended, person.trouble())
