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
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from ivr.engine.advance import advance, begin
from ivr.engine.move import Move
from ivr.engine.program import Program
from ivr.errors import CannotSave, Conflict, IvrError, NotPublished
from ivr.model.call import Call
from ivr.model.events import Arrived, Broke, Event, HungUp, Returned, StillWaiting
from ivr.model.ids import CallSid
from ivr.model.office import OfficeAnswer
from ivr.model.record import Note
from ivr.model.stored import Change, Obligation, OwedRequest, OwedText, Settled, StoredCall, StoredTurn
from ivr.model.verbs import Verb
from ivr.performer import BROKE, Performer
from ivr.ports import Services
from ivr.programs import Programs
from ivr.wording.speech import written

ANSWER_BUDGET_S = 1.5
"""How long a turn waits for the office before it says *one moment*; flow-language design, rule 12."""
COLLECT_BUDGET_S = 1.8
"""How long a collecting turn waits before *still working*; architecture design, section 4."""
DUPLICATE_BUDGET_S = 1.8
"""How long a second delivery waits for the first one's answer; below the 2 s every answer is due in."""
POLL_S = 0.02
"""Between two looks at a row another process may have written."""
MOST_CONFLICTS = 20
"""How often a move is worked out again because the call had moved on; more is a bug, not a race."""

log = logging.getLogger("ivr.turn")


@dataclass(frozen=True, slots=True)
class Emitter:
    """How verbs become a document; the carrier's language is not this module's business.

    ``emit`` takes the number of the next turn; ``redirect`` a turn, or None for the start of a call; ``wait``
    pauses and comes back to a turn; ``sorry`` is the last resort, when no words of the project can be had.
    """

    emit: Callable[[Program, tuple[Verb, ...], int], str]
    redirect: Callable[[int | None], str]
    wait: Callable[[int], str]
    sorry: Callable[[], str]


@dataclass(slots=True)
class _Work:
    """A turn under way: the call as it will be stored, and what the next commit holds."""

    program: Program
    number: int
    version: int
    move: Move
    notes: tuple[Note, ...] = ()
    texts: list[Obligation] = field(default_factory=list)
    held: list[str] = field(default_factory=list)  # what this turn itself is at work on
    settled: tuple[Settled, ...] = ()


class AdapterFailed(IvrError):
    """Our own adapter failed at a read the call was waiting for."""


class Turns:
    """The turns of one process. ``reached`` is told the numbered points, for crash tests."""

    def __init__(
        self,
        services: Services,
        *,
        performer: Performer,
        programs: Programs,
        emitter: Emitter,
        reached: Callable[[str], None] = lambda _point: None,
    ) -> None:
        self._services = services
        self._calls = services.calls
        self._performer = performer
        self._programs = programs
        self._emitter = emitter
        self._reached = reached
        self._running: set[tuple[CallSid, int]] = set()
        self._lock = threading.Lock()

    def take(self, sid: CallSid, number: int, event: Event) -> str:
        """Return the answer of turn ``number``; the same bytes however often it is delivered.

        Raises ``CannotSave`` when nothing can be stored, ``NotPublished`` when there is nothing to run. Any
        other mistake of ours becomes an apology and a person.
        """
        until = time.monotonic() + DUPLICATE_BUDGET_S
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
            if time.monotonic() > until:
                return self._emitter.wait(number)
            time.sleep(POLL_S)

    def hang_up(self, sid: CallSid) -> None:
        """Take the news that the caller is gone; idempotent, and in any order with the last turn."""
        for _ in range(MOST_CONFLICTS):
            stored = self._calls.call(sid)
            if stored is None or stored.call.is_over:
                return
            try:
                move = self._hung_up(stored.call)
                self._calls.commit(Change(move.call, stored.version, self._performer.owner, notes=move.notes))
            except Conflict:
                continue
            return

    def _hung_up(self, call: Call) -> Move:
        """Return the end of a call; a mistake of our own code ends it as broken, so that it has a record."""
        program, now = self._programs.get(call.bundle), self._services.clock.now()
        try:
            return advance(program, call, HungUp(now))
        except Exception as error:
            log.exception("call %s: its end failed at %s", call.sid, self._programs.where(call))
            broke = Broke(now, type(error).__name__)
            apology = advance(program, call, broke)  # nobody hears it; breaking again is the end
            end = advance(program, apology.call, broke)
            return Move(end.call, notes=(*apology.notes, *end.notes))

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
            program = self._programs.get(stored.call.bundle)
            move = advance(program, stored.call, broke)
            return self._finish(_Work(program, number, stored.version, move), until)
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
            program = self._programs.live()
            return self._finish(_Work(program, number, 0, begin(program, event)), until)
        call, program = stored.call, self._programs.get(stored.call.bundle)
        if number != call.turn or call.is_over:
            # perhaps answered between the first look and now: call and answer were stored together
            saved = self._saved(sid, number)
            if saved is not None:
                return saved
        if call.is_over:
            return self._late(stored, program, event)
        if number != call.turn:
            return self._emitter.redirect(call.turn)
        work = _Work(program, number, stored.version, Move(call))
        try:
            if call.waiting is not None and not isinstance(event, HungUp):
                self._collect(work, call.waiting.key, until)
            else:
                work.move = advance(program, call, event)
            return self._finish(work, until)
        finally:
            self._performer.let_go(work.held)

    def _saved(self, sid: CallSid, number: int) -> str | None:
        turn = self._calls.turn(sid, number)
        return None if turn is None else turn.answer

    def _late(self, stored: StoredCall, program: Program, event: Event) -> str:
        """Answer after the call's end; only news of a person who had answered changes its record."""
        move = advance(program, stored.call, event)
        if move.notes:
            change = Change(move.call, stored.version, self._performer.owner, notes=move.notes)
            self._calls.commit(change)
        return self._emitter.emit(program, move.verbs, move.call.turn)

    def _finish(self, work: _Work, until: float) -> str:
        """Carry the move through: store, ask, advance by the answer, store; return the document."""
        budget = min(time.monotonic() + ANSWER_BUDGET_S, until)
        try:
            while True:
                self._reached("advanced")
                asked = work.move.asked
                self._gather(work)
                if asked is None:
                    return self._answer(work)
                owed = Obligation(
                    key=asked.request.key,
                    sid=work.move.call.sid,
                    due=self._services.clock.now(),
                    owed=OwedRequest(asked.request, asked.within_s),
                    owner=self._performer.owner,
                )
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
            found = answer.result(timeout=max(0.0, budget - time.monotonic()))
        except TimeoutError:
            work.held.remove(owed.key)
            self._performer.keep(owed, answer)
            work.move = advance(work.program, work.move.call, StillWaiting(now(), first=True))
            return
        settled = Settled(owed.key, found, now())
        if found.outcome == BROKE:
            self._calls.settle(settled)
        work.settled = (*work.settled, settled)
        self._returned(work, owed.key, found)

    def _returned(self, work: _Work, key: str, found: OfficeAnswer) -> None:
        if found.outcome == BROKE:
            raise AdapterFailed(f"{key} has no answer; what failed was logged before this")
        work.move = advance(work.program, work.move.call, Returned(self._services.clock.now(), key, found))

    def _collect(self, work: _Work, key: str, until: float) -> None:
        """Wait for an operation asked in an earlier turn; one nobody is at work on is performed here."""
        until = min(time.monotonic() + COLLECT_BUDGET_S, until)
        call = work.move.call
        while time.monotonic() < until:
            owed = self._calls.obligation(key)
            if owed is None:
                raise LookupError(f"call {call.sid} waits for {key}, which is not stored")
            if owed.answer is not None:
                self._returned(work, key, owed.answer)
                return
            if self._performer.take_over(owed):
                self._await(work, owed, self._performer.start(owed), until)
                return
            time.sleep(POLL_S)
        work.move = advance(work.program, call, StillWaiting(self._services.clock.now()))

    # the two commits -----------------------------------------------------------------------------

    def _gather(self, work: _Work) -> None:
        """Take over what the move adds to the next commit."""
        work.notes = (*work.notes, *work.move.notes)
        catalogue = work.program.project.wording
        for text in work.move.texts:
            key = f"{work.move.call.sid}:text:{work.number}:{len(work.texts)}"
            owed = OwedText(text.to, written(text.phrase, catalogue))
            due = self._services.clock.now()
            sid, owner = work.move.call.sid, self._performer.owner
            work.texts.append(Obligation(key=key, sid=sid, due=due, owed=owed, owner=owner))

    def _intend(self, work: _Work, owed: Obligation) -> None:
        """Commit 1, INTEND: what happened, the call, the running turn, what is owed."""
        change = Change(
            call=work.move.call,
            version=work.version,
            owner=self._performer.owner,
            turn=work.number,
            notes=work.notes,
            owes=(owed,),
            settled=work.settled,
        )
        with self._performer.promising(change.owes):
            self._calls.commit(change)
        work.version, work.notes, work.settled = work.version + 1, (), ()
        self._reached("intended")

    def _answer(self, work: _Work, owed: Obligation | None = None) -> str:
        """Commit 2, ANSWER: the call, what is owed, the document; then begin what was promised."""
        call = work.move.call.with_turn(work.number + 1)
        document = self._emitter.emit(work.program, work.move.verbs, call.turn)
        owes = (*work.texts, *(() if owed is None else (owed,)))
        if owed is not None and owed.key in work.held:  # asked again at once, after *unsure*
            work.held.remove(owed.key)
        change = Change(
            call=call,
            version=work.version,
            owner=self._performer.owner,
            turn=work.number,
            answer=document,
            notes=work.notes,
            owes=owes,
            settled=work.settled,
        )
        with self._performer.promising(owes):
            self._calls.commit(change)
        self._reached("answered")
        for one in owes:
            self._performer.start_and_keep(one)
        return document
