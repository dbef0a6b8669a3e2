"""Who runs a turn: one thread of one process, until its process is gone."""

from __future__ import annotations

import threading

from ivr.model.ids import CallSid
from ivr.model.stored import StoredTurn
from ivr.ports import CallStore


class Running:
    """The turns that threads of this process, which is ``owner``, are at work on."""

    def __init__(self, calls: CallStore, owner: str) -> None:
        self._calls = calls
        self._owner = owner
        self._turns: set[tuple[CallSid, int]] = set()
        self._lock = threading.Lock()

    def enter(self, sid: CallSid, number: int, saved: StoredTurn | None) -> bool:
        """Return whether this thread may run the turn: nobody does, or its owner is gone."""
        with self._lock:
            if (sid, number) in self._turns:
                return False
            if saved is not None and saved.owner != self._owner:
                if self._calls.is_alive(saved.owner):
                    return False
                if not self._calls.take_turn(sid, number, owner=self._owner, was=saved.owner):
                    return False
            self._turns.add((sid, number))
            return True

    def leave(self, sid: CallSid, number: int) -> None:
        """Let others run the turn."""
        with self._lock:
            self._turns.discard((sid, number))
