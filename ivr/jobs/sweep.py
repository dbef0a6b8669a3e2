"""Finding what a dead process left undone, and what is due again, and doing it under the same key."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from ivr.aftermath import Aftermath
from ivr.errors import CannotSave
from ivr.jobs.truth import Truth
from ivr.model.ids import CallSid
from ivr.model.office import UNAVAILABLE, Effect, OfficeAnswer
from ivr.model.stored import Obligation, OwedHangUp, OwedRequest, Settled
from ivr.performer import Performer
from ivr.ports import Services

EVERY_S = 0.5
"""Between two sweeps: a text owed is with the office within 3 s (contract, section 4)."""
BATCH = 200
"""Open obligations looked at in one sweep."""
TOLD_WITHIN = timedelta(seconds=30)
"""How long a call has to come for an answer that is there: some sentences long. Ours; later it is gone."""
HANDLED = OfficeAnswer("done")
"""The answer of an obligation that is no operation."""

log = logging.getLogger("ivr.jobs")


class Sweep:
    """One look at everything that is owed."""

    def __init__(
        self, services: Services, *, performer: Performer, aftermath: Aftermath, truth: Truth
    ) -> None:
        self._services = services
        self._calls = services.calls
        self._performer = performer
        self._aftermath = aftermath
        self._truth = truth

    def once(self) -> int:
        """Take over every due obligation nobody is at work on; return how many."""
        taken = 0
        for owed in self._calls.open_obligations(self._services.clock.now(), limit=BATCH):
            if not self._performer.is_at_work(owed):
                taken += self._tried(owed.sid, partial(self._take, owed))
        for sid in self._calls.left_waiting(limit=BATCH):
            taken += self._tried(sid, partial(self._resume, sid))
        return taken

    def _tried(self, sid: CallSid, do: Callable[[], bool]) -> bool:
        """Do one thing; what goes wrong with one call must not keep the others from what they are owed."""
        try:
            return do()
        except CannotSave:
            raise
        except Exception:
            log.exception("call %s: what it is owed could not be done and will be tried again", sid)
            return False

    def _resume(self, sid: CallSid) -> bool:
        self._aftermath.resume(sid)
        return True

    def _take(self, owed: Obligation) -> bool:
        now = self._services.clock.now()
        if isinstance(owed.owed, OwedHangUp):
            self._aftermath.gone(owed.sid)
            self._calls.settle(Settled(owed.key, HANDLED, now))
            return True
        if self._is_moot(owed):
            self._calls.settle(Settled(owed.key, OfficeAnswer(UNAVAILABLE), now))
            return False
        if self._is_to_be_told(owed, now):
            return False
        taken = self._performer.take_over(owed)
        if taken is None:
            return False
        if owed.answer is None:
            self._performer.start_and_keep(taken)
        else:
            self._truth.find_out(taken)
        return True

    def _is_to_be_told(self, owed: Obligation, now: datetime) -> bool:
        """Return whether the call will be told *unsure* with its next turn; before that nothing is corrected.

        Else the caller would be told the truth twice: by the call, and by a text that came before it.
        """
        if owed.answer is None or now - owed.due > TOLD_WITHIN:
            return False
        stored = self._calls.call(owed.sid)
        waiting = None if stored is None or stored.call.is_over else stored.call.waiting
        return waiting is not None and waiting.key == owed.key

    def _is_moot(self, owed: Obligation) -> bool:
        """Return whether nobody will hear the answer: a read for a call that is over and has gone on."""
        if not isinstance(owed.owed, OwedRequest) or owed.owed.request.effect is not Effect.READ:
            return False
        stored = self._calls.call(owed.sid)
        if stored is None:
            return True
        waiting = stored.call.waiting
        return stored.call.is_over and (waiting is None or waiting.key != owed.key)


class Sweeper:
    """A thread that sweeps while the process runs."""

    def __init__(self, sweep: Sweep) -> None:
        self._sweep = sweep
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sweeper", daemon=True)

    @property
    def is_running(self) -> bool:
        """Whether the thread has been started and not stopped."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin to sweep."""
        self._thread.start()

    def stop(self) -> None:
        """Stop, and wait for the sweep under way."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(EVERY_S):
            try:
                self._sweep.once()
            except CannotSave as error:
                log.warning("cannot sweep: %s", error)
            except Exception:  # what is owed is swept again; a thread that died would owe it for ever
                log.exception("a sweep failed and will be made again")
