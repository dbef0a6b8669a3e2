"""Calls, turns, event logs and obligations in memory."""

from __future__ import annotations

from datetime import datetime
from heapq import nlargest
from itertools import islice
from threading import RLock

from ivr.adapters.memory.as_stored import (
    call_as_stored,
    note_as_stored,
    obligation_as_stored,
    settled_as_stored,
)
from ivr.adapters.memory.obligations import Obligations
from ivr.errors import Conflict
from ivr.model.ids import CallSid, Digest
from ivr.model.record import CallRecord, Note, settle
from ivr.model.stored import Change, Joint, Obligation, Settled, StoredCall, StoredTurn

OWNER = "memory"
"""The name of the only process there is; the same in every run, so that runs can be compared."""


class MemoryCalls:
    """``CallStore`` in one process. Any number of threads may use it."""

    def __init__(self) -> None:
        self._lock = RLock()
        self.clear()

    def clear(self) -> None:
        """Forget every call and everything owed."""
        with self._lock:
            self._calls: dict[CallSid, StoredCall] = {}
            self._turns: dict[tuple[CallSid, int], StoredTurn] = {}
            self._notes: dict[CallSid, list[Note]] = {}
            self._left: dict[CallSid, str] = {}
            self._obligations = Obligations()
            self._joints: dict[Digest, Joint] = {}

    def __getstate__(self) -> dict[str, object]:
        """Return all that is kept, so that it can be looked through for what must not be there."""
        return {name: what for name, what in vars(self).items() if name != "_lock"}

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state, _lock=RLock())

    @property
    def owner(self) -> str:
        """Return the name of this process."""
        return OWNER

    def call(self, sid: CallSid) -> StoredCall | None:
        """Return the call as last stored."""
        return self._calls.get(sid)

    def turn(self, sid: CallSid, number: int) -> StoredTurn | None:
        """Return a turn that is running or answered."""
        return self._turns.get((sid, number))

    def commit(self, change: Change) -> None:
        """Store a change as a whole, or raise ``Conflict``."""
        sid = change.call.sid
        with self._lock:
            before = self._calls.get(sid)
            if change.version != (0 if before is None else before.version):
                raise Conflict(f"call {sid} has moved on")
            if change.turn is not None:
                turn = self._turns.get((sid, change.turn))
                if turn is not None and (turn.owner != change.owner or turn.answer is not None):
                    raise Conflict(f"turn {change.turn} of call {sid} is another's or answered already")
            call = call_as_stored(change.call, None if before is None else before.call)
            notes = [note_as_stored(note) for note in change.notes]
            owes = [obligation_as_stored(owed) for owed in change.owes]
            answers = [settled_as_stored(settled) for settled in change.settled]
            # From here on nothing fails: a change is stored as a whole or not at all.
            self._calls[sid] = StoredCall(call, change.version + 1)
            if call.is_over and call.waiting is not None:
                self._left[sid] = call.waiting.key
            else:
                self._left.pop(sid, None)
            if change.turn is not None:
                self._turns[sid, change.turn] = StoredTurn(change.owner, change.answer)
            self._notes.setdefault(sid, []).extend(notes)
            for owed in owes:
                self._obligations.owe(owed)
            for answer in answers:
                self._obligations.settle(answer)
            for joint in change.joints:
                self._joints[joint.digest] = joint

    def take_turn(self, sid: CallSid, number: int, *, owner: str, was: str) -> bool:
        """Make ``owner`` the owner of a turn left running by ``was``."""
        with self._lock:
            if self._turns.get((sid, number)) != StoredTurn(was, None):
                return False
            self._turns[sid, number] = StoredTurn(owner, None)
            return True

    def obligation(self, key: str) -> Obligation | None:
        """Return an obligation, done or not."""
        return self._obligations.get(key)

    def claim(self, key: str, *, owner: str, was: str) -> bool:
        """Make ``owner`` the one at work on an open obligation."""
        with self._lock:
            return self._obligations.claim(key, owner=owner, was=was)

    def settle(self, settled: Settled) -> None:
        """Store the answer of an obligation, once."""
        answer = settled_as_stored(settled)
        with self._lock:
            self._obligations.settle(answer)

    def postpone(self, key: str, until: datetime) -> None:
        """Give an open obligation back, to be tried again later."""
        with self._lock:
            self._obligations.postpone(key, until)

    def learn(self, settled: Settled, *, text: Obligation | None) -> bool:
        """Store the truth about a request that was told as *unsure*, with the text owed."""
        answer = settled_as_stored(settled)
        owed = None if text is None else obligation_as_stored(text)
        with self._lock:
            learnt = self._obligations.learn(answer)
            if learnt and owed is not None:
                self._obligations.owe(owed)
            return learnt

    def left_waiting(self, *, limit: int) -> tuple[CallSid, ...]:
        """Return calls that are over and wait for an operation whose answer is there."""
        with self._lock:
            return tuple(islice((sid for sid, key in self._left.items() if self._is_told(key)), limit))

    def open_obligations(self, now: datetime, *, limit: int) -> tuple[Obligation, ...]:
        """Return open obligations that are due, oldest first."""
        with self._lock:
            return self._obligations.due(now, limit=limit)

    def next_due(self) -> datetime | None:
        """Return when the first open obligation falls due, None when nothing is open."""
        with self._lock:
            return self._obligations.next_due()

    def log(self, sid: CallSid) -> tuple[Note, ...]:
        """Return the event log of a call, oldest first."""
        return tuple(self._notes.get(sid, ()))

    def records(self, *, limit: int) -> tuple[CallRecord, ...]:
        """Return the records of the calls that ended last, newest first."""
        with self._lock:
            stored = reversed(self._calls.values())  # of two that ended at once the younger is first
            ended = [(one.call.ended, one.call.sid) for one in stored if one.call.ended is not None]
            last = nlargest(limit, ended, key=lambda one: one[0])
            found = (settle(sid, self._notes[sid]) for _, sid in last)
            return tuple(record for record in found if record is not None)

    def joint(self, digest: Digest) -> Joint | None:
        """Return what a sound is joined from."""
        return self._joints.get(digest)

    def is_alive(self, owner: str) -> bool:
        """Return whether ``owner`` is this process: there is no other."""
        return owner == OWNER

    def check(self) -> None:
        """Do nothing: memory can always be written."""

    def _is_told(self, key: str) -> bool:
        owed = self._obligations.get(key)
        return owed is not None and owed.answer is not None
