"""A hotline before an office that misbehaves: one call after the other, each to the end of all it is owed.

The hotline is the one call scripts are played on (``ivr/scripts/stage.py``).
"""

from __future__ import annotations

from dataclasses import dataclass

from ivr.caller.converse import CallReport, place_call
from ivr.jobs.sweep import EVERY_S
from ivr.line.asks import Failure, Fetch, Reply
from ivr.line.carrier import Carrier
from ivr.model.office import Effect, OfficeAnswer, OfficeRequest
from ivr.model.outside import Outside
from ivr.scripts.playing import CALLED
from ivr.scripts.recognise import Recogniser
from ivr.scripts.stage import VOICE_URL, Stage
from ivr.scripts.virtual import VirtualTime
from tests.office_table.office import Fault, Holds, TheOffice
from tests.office_table.person import AnsweringPerson
from tests.office_table.rows import Row
from tests.web.inside import BUNDLE

MOST_STEPS = 500
"""From one thing owed to the next, until nothing is: more than any fault that is over can need."""
CARRIER = Carrier(count_fetch_time=True)


@dataclass(frozen=True, slots=True)
class Played:
    """A call that is over, and nothing is owed any more: what was heard, and what the office held when.

    ``asked_at`` is when the hotline first asked for what misbehaves; None: never. ``wishes`` is how much of
    ``held`` was before each change was asked for; a repeat under its key is the same wish.
    """

    report: CallReport
    asked_at: float | None
    wishes: tuple[int, ...]
    held: tuple[Holds, ...]
    """After every document, at the call's end, and when nothing was owed any more."""


class World:
    """One hotline and one office."""

    def __init__(self) -> None:
        self._stage = Stage(BUNDLE, messenger=self._opened)
        self._held: list[Holds] = []
        self._wishes: dict[str, int] = {}
        self._recogniser = Recogniser(BUNDLE.checked.project.wording)

    def _opened(self, time: VirtualTime) -> TheOffice:
        self._office = TheOffice(time)
        return self._office

    def close(self) -> None:
        self._office.close()

    def played(self, row: Row, fault: Fault | None) -> Played:
        """Make a row's call, and settle what is owed once the fault is over."""
        stage = self._stage
        line = stage.new_line(f"+86{row.caller}" if row.caller else "anonymous", CALLED, CARRIER)
        self._office.begin(fault)
        if row.has_complained:
            self._office.has_complaints()
        self._held = [self._office.holds()]
        stage.office.begin(())
        stage.office.otherwise = self._perform
        self._wishes = {}
        stage.set = Outside(closed=frozenset({"agents"} if row.nobody_on_duty else ()))
        person = AnsweringPerson(row.replies, self._recogniser)
        report = place_call(line, VOICE_URL, person=person, sender=self, clock=stage.move_to)
        assert not report.failed, (report.ended, line.complaints, report.trouble)
        self._held.append(self._office.holds())
        self._office.behave()
        self._settle()
        self._held.append(self._office.holds())
        return Played(report, self._office.asked_at, tuple(self._wishes.values()), tuple(self._held))

    def send(self, fetch: Fetch) -> Reply | Failure:
        """Answer the line, and look into the office."""
        reply = self._stage.send(fetch)
        self._held.append(self._office.holds())
        return reply

    def _perform(self, request: OfficeRequest, within_s: float) -> OfficeAnswer:
        if request.effect is not Effect.READ and request.operation != "text_balance":  # which changes nothing
            self._wishes.setdefault(request.key, len(self._held))
        return self._office.perform(request, within_s)

    def _settle(self) -> None:
        """Let time pass until nothing is owed."""
        calls, time = self._stage.memory.calls, self._stage.time
        for _ in range(MOST_STEPS):
            due = calls.next_due()
            if due is None and not calls.left_waiting(limit=1):
                return
            until = 0.0 if due is None else (due - time.now()).total_seconds()
            self._stage.move_to(time.elapsed() + max(EVERY_S, until))
        raise AssertionError("something is owed for ever")
