"""Finding what a dead process left undone, and what is due again, and doing it under the same key."""

from __future__ import annotations

import logging
import threading

from ivr.errors import CannotSave
from ivr.model.office import UNAVAILABLE, Effect, OfficeAnswer
from ivr.model.stored import Obligation, OwedRequest, Settled
from ivr.performer import Performer
from ivr.ports import Services

EVERY_S = 0.5
"""Between two sweeps: a text owed is with the office within 3 s (contract, section 4)."""
BATCH = 200
"""Open obligations looked at in one sweep."""

log = logging.getLogger("ivr.jobs")


def sweep(services: Services, performer: Performer) -> int:
    """Take over every due obligation nobody is at work on; return how many."""
    taken = 0
    for owed in services.calls.open_obligations(services.clock.now(), limit=BATCH):
        if performer.is_at_work(owed):
            continue
        if _is_moot(services, owed):
            answer = Settled(owed.key, OfficeAnswer(UNAVAILABLE), services.clock.now())
            services.calls.settle(answer)
        elif performer.take_over(owed):
            performer.start_and_keep(owed)
            taken += 1
    return taken


def _is_moot(services: Services, owed: Obligation) -> bool:
    """Return whether nobody will hear the answer: a read for a call that is over."""
    if not isinstance(owed.owed, OwedRequest) or owed.owed.request.effect is not Effect.READ:
        return False
    stored = services.calls.call(owed.sid)
    return stored is None or stored.call.is_over


class Sweeper:
    """A thread that sweeps while the process runs."""

    def __init__(self, services: Services, performer: Performer) -> None:
        self._services = services
        self._performer = performer
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
                sweep(self._services, self._performer)
            except CannotSave as error:
                log.warning("cannot sweep: %s", error)
            except Exception:  # what is owed is swept again; a thread that died would owe it for ever
                log.exception("a sweep failed and will be made again")
