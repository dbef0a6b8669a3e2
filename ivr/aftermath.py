"""What happens to a call outside any turn: hang-ups, what they lead to, and answers that come afterwards."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from ivr.engine.advance import advance
from ivr.engine.move import Move
from ivr.engine.program import Program
from ivr.errors import CannotSave, Conflict
from ivr.model.call import Call
from ivr.model.events import Broke, CallBackWanted, Event, GoneForGood, HungUp, Returned
from ivr.model.ids import CallSid
from ivr.model.outside import Outside
from ivr.model.stored import Change, StoredCall
from ivr.owing import Owing
from ivr.performer import Performer
from ivr.ports import Services
from ivr.programs import Programs

MOST_CONFLICTS = 20
"""How often a move is worked out again because the call had moved on; more is a bug, not a race."""

log = logging.getLogger("ivr.aftermath")


class Aftermath:
    """Moves that answer no webhook with a document."""

    def __init__(self, services: Services, *, performer: Performer, programs: Programs) -> None:
        self._services = services
        self._calls = services.calls
        self._performer = performer
        self._programs = programs
        self._owing = Owing(services)

    def hang_up(self, sid: CallSid) -> None:
        """Take the news that the caller is gone; idempotent, and in any order with the last turn."""
        self._move(sid, lambda call: None if call.is_over else HungUp(self._services.clock.now()))

    def gone(self, sid: CallSid) -> None:
        """Do what a hang-up leads to; the recording that was waited for has not come."""
        self._move(sid, lambda call: GoneForGood(self._services.clock.now()) if call.owes_hang_up else None)

    def call_back(self, sid: CallSid) -> None:
        """Take the wish of a waiting caller to be called back."""
        self._move(sid, lambda call: None if call.is_over else CallBackWanted(self._services.clock.now()))

    def resume(self, sid: CallSid) -> None:
        """Go on with a call that is over by the answer it waits for."""

        def returned(call: Call) -> Event | None:
            if not call.is_over or call.waiting is None:
                return None
            owed = self._calls.obligation(call.waiting.key)
            if owed is None or owed.answer is None:
                return None
            return Returned(self._services.clock.now(), owed.key, owed.answer)

        self._move(sid, returned)

    def take_late(self, stored: StoredCall, program: Program, event: Event) -> Move:
        """Take an event of a turn that comes after the call's end; raise ``Conflict`` if that has changed."""
        move = advance(program, stored.call, event, outside=self._outside())
        if move.notes:
            self._commit(self._owed(stored, program, move))
        return move

    def _move(self, sid: CallSid, event_for: Callable[[Call], Event | None]) -> None:
        for _ in range(MOST_CONFLICTS):
            stored = self._calls.call(sid)
            event = None if stored is None else event_for(stored.call)
            if stored is None or event is None:
                return
            program = self._programs.get(stored.call.bundle)
            try:
                self._commit(self._change(stored, program, event))
            except Conflict:
                continue
            return

    def _change(self, stored: StoredCall, program: Program, event: Event) -> Change:
        """Return what ``event`` changes; a mistake of our own code ends the call as broken, with a record."""
        try:
            move = advance(program, stored.call, event, outside=self._outside())
            return self._owed(stored, program, move)
        except (CannotSave, Conflict):
            raise
        except Exception as error:
            log.exception("call %s: its end failed at %s", stored.call.sid, self._programs.where(stored.call))
            broke = Broke(self._services.clock.now(), type(error).__name__)
            apology = advance(program, stored.call, broke)  # nobody hears it; breaking again is the end
            end = advance(program, apology.call, broke)
            over = replace(end.call, waiting=None, owes_hang_up=False)  # or it would break again for ever
            return self._owed(stored, program, Move(over, notes=(*apology.notes, *end.notes)))

    def _outside(self) -> Outside:
        return self._services.switches.outside(self._services.clock.now())

    def _owed(self, stored: StoredCall, program: Program, move: Move) -> Change:
        """Return a move as it is stored, with what it owes."""
        sid = move.call.sid
        owes = list(self._owing.texts(move, program, f"after:{stored.version}"))
        if move.asked is not None:
            owes.append(self._owing.request(move.asked, sid, program))
        later = [self._owing.hang_up(sid)] if move.call.owes_hang_up and not stored.call.owes_hang_up else []
        return Change(
            move.call,
            stored.version,
            self._performer.owner,
            notes=move.notes,
            owes=(*owes, *later),
        )

    def _commit(self, change: Change) -> None:
        """Store a change, then begin what it owes; what a hang-up leads to waits for its time."""
        owes = [one for one in change.owes if one.owner == self._performer.owner]
        with self._performer.promising(owes):
            self._calls.commit(change)
        for one in owes:
            self._performer.start_and_keep(one)
