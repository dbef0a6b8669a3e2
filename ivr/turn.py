"""One webhook turn: nothing is done before it is stored, and every delivery gets the same bytes.

Two commits. INTEND stores what happened, the call, the running turn and the obligation for what the move
asks of the office. ANSWER stores the outcome, the call and the document. A move that asks for nothing needs
only the second; words that cover a wait are answered with the obligation in one commit, and the next turn
collects the outcome. Whoever finds a running turn or an open obligation of a dead process takes it over
under the same key.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from ivr.aftermath import Aftermath
from ivr.engine.advance import advance, begin
from ivr.engine.move import Move
from ivr.engine.program import Program
from ivr.errors import CannotSave, Conflict, IvrError, NotPublished
from ivr.model.call import Call
from ivr.model.events import Arrived, Broke, Event, HungUp, Returned, Speech, StillWaiting
from ivr.model.ids import CallSid
from ivr.model.office import OfficeAnswer
from ivr.model.outside import Outside
from ivr.model.record import Note
from ivr.model.stored import Change, Joint, Obligation, OwedRequest, Settled, StoredTurn
from ivr.model.verbs import HangUp, Verb
from ivr.owing import Owing
from ivr.performer import BROKE, Performer, settled_by
from ivr.ports import Services, Waiting
from ivr.programs import Programs
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


@dataclass(frozen=True, slots=True)
class Answer:
    """A document, and the sounds in it that are joined when the carrier asks for them."""

    document: str
    joints: tuple[Joint, ...] = ()


@dataclass(frozen=True, slots=True)
class Emitter:
    """How verbs become a document; the carrier's language is not this module's business.

    ``emit`` takes the call with its next turn; what ``late`` makes is not stored; ``redirect`` takes a turn,
    or None for the start of a call; ``wait`` pauses and comes back to a turn; ``sorry`` is the last resort,
    when no words of the project can be had.
    """

    emit: Callable[[Program, tuple[Verb, ...], Call], Answer]
    late: Callable[[Program, tuple[Verb, ...], Call], str]
    redirect: Callable[[int | None], str]
    wait: Callable[[int], str]
    sorry: Callable[[], str]


@dataclass(slots=True)
class _Work:
    """A turn under way: the call as it will be stored, and what the next commit holds."""

    program: Program
    number: int
    version: int
    before: Call | None
    move: Move
    outside: Outside
    notes: tuple[Note, ...] = ()
    texts: list[Obligation] = field(default_factory=list)
    held: list[str] = field(default_factory=list)  # what this turn itself is at work on
    settled: tuple[Settled, ...] = ()


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
        self._running: set[tuple[CallSid, int]] = set()
        self._lock = threading.Lock()

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
            if self._enter(sid, number, saved):
                try:
                    return self._guarded(sid, number, event, until)
                except Conflict:
                    log.info("call %s turn %d: somebody was first", sid, number)
                finally:
                    self._leave(sid, number)
            if self._waiting.elapsed() > until:
                return self._emitter.wait(number)
            self._waiting.pause(POLL_S)

    # who runs a turn -----------------------------------------------------------------------------

    def _enter(self, sid: CallSid, number: int, saved: StoredTurn | None) -> bool:
        """Return whether this thread may run the turn: nobody does, or its owner is gone."""
        with self._lock:
            if (sid, number) in self._running:
                return False
            owner = self._performer.owner
            if saved is not None and saved.owner != owner:
                if self._calls.is_alive(saved.owner):
                    return False
                if not self._calls.take_turn(sid, number, owner=owner, was=saved.owner):
                    return False
            self._running.add((sid, number))
            return True

    def _leave(self, sid: CallSid, number: int) -> None:
        with self._lock:
            self._running.discard((sid, number))

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
            work = _Work(program, number, stored.version, stored.call, move, outside)
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
            return self._finish(_Work(program, number, 0, None, move, outside), event, until)
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
        work = _Work(program, number, stored.version, call, Move(call), self._outside())
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

    def _advance(self, work: _Work, event: Event) -> None:
        work.move = advance(work.program, work.move.call, event, outside=work.outside)

    def _finish(self, work: _Work, event: Event, until: float) -> str:
        """Carry the move through: store, ask, advance by the answer, store; return the document."""
        waited_s = SPEECH_TIMEOUT_S if isinstance(event, Speech) else 0.0
        budget = min(self._waiting.elapsed() + max(0.0, ANSWER_BUDGET_S - waited_s), until)
        try:
            while True:
                self._reached("advanced")
                asked = work.move.asked
                self._gather(work)
                if asked is None:
                    return self._answer(work)
                owed = self._owing.request(asked, work.move.call.sid, work.program)
                if work.move.verbs:
                    return self._answer(work, owed)
                self._intend(work, owed)
                self._await(work, owed, self._performer.start(owed), budget)
        except Conflict:
            for settled in work.settled:  # what the office did stays true though the call has moved on
                self._calls.settle(settled)
            raise
        finally:
            self._performer.let_go(work.held)

    def _await(self, work: _Work, owed: Obligation, answer: Future[OfficeAnswer], budget: float) -> None:
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

    def _returned(self, work: _Work, key: str, found: OfficeAnswer) -> None:
        if found.outcome == BROKE:
            raise AdapterFailed(f"{key} has no answer; what failed was logged before this")
        self._advance(work, Returned(self._services.clock.now(), key, found))

    def _collect(self, work: _Work, key: str, until: float) -> None:
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

    # the two commits -----------------------------------------------------------------------------

    def _gather(self, work: _Work) -> None:
        """Take over what the move adds to the next commit."""
        work.notes = (*work.notes, *work.move.notes)
        label = f"{work.number}:{len(work.texts)}"
        work.texts.extend(self._owing.texts(work.move, work.program, label))

    def _intend(self, work: _Work, owed: Obligation) -> None:
        """Commit 1, INTEND: what happened, the call, the running turn, what is owed.

        For an operation that takes a secret the call is stored as it was: only the carrier's retry, which
        brings the digits again, can go on from there.
        """
        secret = isinstance(owed.owed, OwedRequest) and owed.owed.secret and work.before is not None
        change = Change(
            call=work.before if secret and work.before is not None else work.move.call,
            version=work.version,
            owner=self._performer.owner,
            turn=work.number,
            notes=() if secret else work.notes,
            owes=(owed,),
            settled=work.settled,
        )
        with self._performer.promising(change.owes):
            self._calls.commit(change)
        work.version, work.settled = work.version + 1, ()
        work.notes = work.notes if secret else ()
        self._reached("intended")

    def _answer(self, work: _Work, owed: Obligation | None = None) -> str:
        """Commit 2, ANSWER: the call, what is owed, the document; then begin what was promised."""
        call = work.move.call.with_turn(work.number + 1)
        answer = self._emitter.emit(work.program, work.move.verbs, call)
        owes = (*work.texts, *(() if owed is None else (owed,)))
        later = (self._owing.hang_up(call.sid),) if call.owes_hang_up else ()
        change = Change(
            call=call,
            version=work.version,
            owner=self._performer.owner,
            turn=work.number,
            answer=answer.document,
            notes=work.notes,
            owes=(*owes, *later),
            settled=work.settled,
            joints=answer.joints,
        )
        with self._performer.promising(owes):
            self._calls.commit(change)
        self._reached("answered")
        for one in owes:
            self._performer.start_and_keep(one)
        return answer.document
