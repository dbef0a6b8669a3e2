"""The turns of one process: each taken once, whoever delivers it and however often."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future

from ivr.aftermath import Aftermath
from ivr.engine.advance import advance, begin
from ivr.engine.move import Move
from ivr.errors import CannotSave, Conflict, IvrError, NotPublished
from ivr.model.events import Arrived, Broke, Event, HungUp, Returned, Speech, StillWaiting
from ivr.model.ids import CallSid
from ivr.model.office import OfficeAnswer
from ivr.model.outside import Outside
from ivr.model.stored import Obligation
from ivr.model.verbs import HangUp
from ivr.owing import Owing
from ivr.performer import BROKE, Performer, settled_by
from ivr.ports import Services, Waiting
from ivr.programs import Programs
from ivr.turn.commits import Commits
from ivr.turn.running import Running
from ivr.turn.work import Emitter, Work
from ivr.twiml.limits import SPEECH_TIMEOUT_S

ANSWER_BUDGET_S = 1.5
"""How long a caller waits for the office before *one moment* is said; flow-language design, rule 12.

Whoever has spoken has waited ``SPEECH_TIMEOUT_S`` of it already, until the carrier took their words as over.
"""
COLLECT_BUDGET_S = 1.8
"""How long a collecting turn waits before *still working*; architecture design, section 4."""
DUPLICATE_BUDGET_S = 1.8
"""How long a second delivery waits for the first one's answer; below the 2 s every answer is due in."""
POLL_S = 0.02
"""Between two looks at a row another process may have written."""

log = logging.getLogger("ivr.turn")


class AdapterFailed(IvrError):
    """Our own adapter failed at a read the call was waiting for."""


class Turns:
    """The turns of one process. ``reached`` is told the numbered points, for crash tests."""

    def __init__(  # noqa: PLR0913 -- the parts of one process, put together once
        self,
        services: Services,
        *,
        performer: Performer,
        programs: Programs,
        aftermath: Aftermath,
        emitter: Emitter,
        waiting: Waiting,
        reached: Callable[[str], None] = lambda _point: None,
    ) -> None:
        self._services = services
        self._waiting = waiting
        self._calls = services.calls
        self._performer = performer
        self._programs = programs
        self._aftermath = aftermath
        self._owing = Owing(services)
        self._emitter = emitter
        self._reached = reached
        self._turns = Running(services.calls, performer.owner)
        self._commits = Commits(
            services.calls, performer=performer, owing=self._owing, emitter=emitter, reached=reached
        )

    def take(self, sid: CallSid, number: int, event: Event) -> str:
        """Return the answer of turn ``number``; the same bytes however often it is delivered.

        Raises ``CannotSave`` when nothing can be stored, ``NotPublished`` when there is nothing to run. Any
        other mistake of ours becomes an apology and a person.
        """
        until = self._waiting.elapsed() + DUPLICATE_BUDGET_S
        while True:
            saved = self._calls.turn(sid, number)
            if saved is not None and saved.answer is not None:
                return saved.answer
            if self._turns.enter(sid, number, saved):
                try:
                    return self._guarded(sid, number, event, until)
                except Conflict:
                    log.info("call %s turn %d: somebody was first", sid, number)
                finally:
                    self._turns.leave(sid, number)
            if self._waiting.elapsed() > until:
                return self._emitter.wait(number)
            self._waiting.pause(POLL_S)

    def _guarded(self, sid: CallSid, number: int, event: Event, until: float) -> str:
        """Run the turn; a mistake of our own code never reaches the caller as one."""
        try:
            self._reached("received")
            return self._run(sid, number, event, until)
        except (CannotSave, NotPublished):
            raise
        except Exception as error:
            stored = self._calls.call(sid)
            where = self._programs.where(None if stored is None else stored.call)
            log.exception("call %s turn %d failed at %s", sid, number, where)
            return self._apologise(sid, number, error, until)

    def _apologise(self, sid: CallSid, number: int, error: Exception, until: float) -> str:
        broke = Broke(self._services.clock.now(), type(error).__name__)
        stored = self._calls.call(sid)
        try:
            if stored is None or stored.call.turn != number or stored.call.is_over:
                return self._saved(sid, number) or self._emitter.sorry()
            program, outside = self._programs.get(stored.call.bundle), self._outside()
            move = advance(program, stored.call, broke, outside=outside)
            work = Work(program, number, stored.version, stored.call, move, outside)
            return self._finish(work, broke, until)
        except (CannotSave, NotPublished):
            raise
        except Exception:
            where = self._programs.where(None if stored is None else stored.call)
            log.exception("call %s turn %d: the apology failed too, at %s", sid, number, where)
            return self._emitter.sorry()

    # one turn ------------------------------------------------------------------------------------

    def _run(self, sid: CallSid, number: int, event: Event, until: float) -> str:
        stored = self._calls.call(sid)
        if stored is None:
            if number != 0 or not isinstance(event, Arrived):
                return self._emitter.redirect(None)
            program, outside = self._programs.live(), self._outside()
            move = begin(program, event, outside=outside)
            return self._finish(Work(program, number, 0, None, move, outside), event, until)
        call, program = stored.call, self._programs.get(stored.call.bundle)
        if number != call.turn or call.is_over:
            # perhaps answered between the first look and now: call and answer were stored together
            saved = self._saved(sid, number)
            if saved is not None:
                return saved
        if call.is_over:
            move = self._aftermath.take_late(stored, program, event)
            return self._emitter.late(program, move.verbs or (HangUp(),), move.call)
        if number != call.turn:
            return self._emitter.redirect(call.turn)
        work = Work(program, number, stored.version, call, Move(call), self._outside())
        try:
            if call.waiting is not None and not isinstance(event, HungUp):
                self._collect(work, call.waiting.key, until)
            else:
                self._advance(work, event)
            return self._finish(work, event, until)
        finally:
            self._performer.let_go(work.held)

    def _saved(self, sid: CallSid, number: int) -> str | None:
        turn = self._calls.turn(sid, number)
        return None if turn is None else turn.answer

    def _outside(self) -> Outside:
        return self._services.switches.outside(self._services.clock.now())

    def _advance(self, work: Work, event: Event) -> None:
        work.move = advance(work.program, work.move.call, event, outside=work.outside)

    def _finish(self, work: Work, event: Event, until: float) -> str:
        """Carry the move through: store, ask, advance by the answer, store; return the document."""
        waited_s = SPEECH_TIMEOUT_S if isinstance(event, Speech) else 0.0
        budget = min(self._waiting.elapsed() + max(0.0, ANSWER_BUDGET_S - waited_s), until)
        try:
            while True:
                self._reached("advanced")
                asked = work.move.asked
                self._commits.gather(work)
                if asked is None:
                    return self._commits.answer(work)
                owed = self._owing.request(asked, work.move.call.sid, work.program)
                if work.move.verbs:
                    return self._commits.answer(work, owed)
                self._commits.intend(work, owed)
                self._await(work, owed, self._performer.start(owed), budget)
        except Conflict:
            for settled in work.settled:  # what the office did stays true though the call has moved on
                self._calls.settle(settled)
            raise
        finally:
            self._performer.let_go(work.held)

    def _await(self, work: Work, owed: Obligation, answer: Future[OfficeAnswer], budget: float) -> None:
        """Advance by the office's answer, or by the news that it takes longer."""
        now = self._services.clock.now
        work.held.append(owed.key)
        try:
            found = self._waiting.result(answer, max(0.0, budget - self._waiting.elapsed()))
        except TimeoutError:
            work.held.remove(owed.key)
            self._performer.keep(owed, answer)
            self._advance(work, StillWaiting(now(), first=True))
            return
        settled = settled_by(owed, found, now())
        if found.outcome == BROKE:
            self._calls.settle(settled)
        work.settled = (*work.settled, settled)
        self._returned(work, owed.key, found)

    def _returned(self, work: Work, key: str, found: OfficeAnswer) -> None:
        if found.outcome == BROKE:
            raise AdapterFailed(f"{key} has no answer; what failed was logged before this")
        self._advance(work, Returned(self._services.clock.now(), key, found))

    def _collect(self, work: Work, key: str, until: float) -> None:
        """Wait for an operation asked in an earlier turn; one nobody is at work on is performed here."""
        until = min(self._waiting.elapsed() + COLLECT_BUDGET_S, until)
        call = work.move.call
        while self._waiting.elapsed() < until:
            owed = self._calls.obligation(key)
            if owed is None:
                raise LookupError(f"call {call.sid} waits for {key}, which is not stored")
            if owed.answer is not None:
                self._returned(work, key, owed.answer)
                return
            taken = self._performer.take_over(owed)
            if taken is not None:
                self._await(work, taken, self._performer.start(taken), until)
                return
            self._waiting.pause(POLL_S)
        self._advance(work, StillWaiting(self._services.clock.now()))
