"""The two commits of a turn: what is going to be done, and what came of it."""

from __future__ import annotations

from collections.abc import Callable

from ivr.model.stored import Change, Obligation, OwedRequest
from ivr.owing import Owing
from ivr.performer import Performer
from ivr.ports import CallStore
from ivr.turn.work import Emitter, Work


class Commits:
    """Stores what turns of one process come to. ``reached`` is told the numbered points, for crash tests."""

    def __init__(
        self,
        calls: CallStore,
        *,
        performer: Performer,
        owing: Owing,
        emitter: Emitter,
        reached: Callable[[str], None],
    ) -> None:
        self._calls = calls
        self._performer = performer
        self._owing = owing
        self._emitter = emitter
        self._reached = reached

    def gather(self, work: Work) -> None:
        """Take over what the move adds to the next commit."""
        work.notes = (*work.notes, *work.move.notes)
        label = f"{work.number}:{len(work.texts)}"
        work.texts.extend(self._owing.texts(work.move, work.program, label))

    def intend(self, work: Work, owed: Obligation) -> None:
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

    def answer(self, work: Work, owed: Obligation | None = None) -> str:
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
