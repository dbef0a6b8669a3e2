"""Doing what is owed: a bounded pool per process that performs operations and sends texts.

Whoever runs it has stored the obligation first and is its owner; the key makes a second performance, after
a crash, harmless.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

from ivr.errors import CannotSave
from ivr.model.office import UNAVAILABLE, UNSURE, Delivery, Effect, Message, OfficeAnswer
from ivr.model.stored import Obligation, OwedRequest, OwedText, Settled
from ivr.ports import Services

POOL = 32
"""Operations in flight per process: as many as there are request threads."""
TEXT_WITHIN_S = 5.0
"""How long handing over one text may take."""
BACK_OFF_S = (1, 2, 5, 15, 60, 300)
"""Between tries of a text; the last repeats. Source: reliability notes, section 5 (1 s to 5 min)."""

log = logging.getLogger("ivr.performer")


class Performer:
    """The pool of one process. ``reached`` is told the numbered points of an operation, for crash tests."""

    def __init__(self, services: Services, reached: Callable[[str], None] = lambda _point: None) -> None:
        self._services = services
        self._reached = reached
        self.owner = services.calls.owner
        self._pool = ThreadPoolExecutor(POOL, thread_name_prefix="office")

    def start(self, owed: Obligation) -> Future[OfficeAnswer]:
        """Begin to perform an obligation this process owns; the answer is not stored yet."""
        return self._pool.submit(self._perform, owed)

    def start_and_keep(self, owed: Obligation) -> None:
        """Begin to perform an obligation this process owns, and store what comes of it."""
        self.keep(owed, self.start(owed))

    def keep(self, owed: Obligation, answer: Future[OfficeAnswer]) -> None:
        """Store the answer when it is there; at once if it is there already."""
        answer.add_done_callback(lambda done: self._keep(owed, done))

    def close(self) -> None:
        """Wait for what is under way and take nothing more."""
        self._pool.shutdown(wait=True)

    def _perform(self, owed: Obligation) -> OfficeAnswer:
        self._reached("performing")
        match owed.owed:
            case OwedRequest(request=request, within_s=within_s):
                try:
                    answer = self._services.office.perform(request, within_s=within_s)
                except Exception:
                    log.exception("the office adapter failed at %s", request.operation)
                    read = request.effect is Effect.READ
                    answer = OfficeAnswer(UNAVAILABLE if read else UNSURE)
            case OwedText(to=to, text=text):
                sent = self._services.messenger.send(Message(owed.key, to, text), within_s=TEXT_WITHIN_S)
                answer = OfficeAnswer(sent.value)
        self._reached("performed")
        return answer

    def _keep(self, owed: Obligation, done: Future[OfficeAnswer]) -> None:
        """Store the answer, or put a text that was not taken over back for later."""
        now = self._services.clock.now()
        try:
            answer = done.result()
            if isinstance(owed.owed, OwedText) and answer.outcome != Delivery.ACCEPTED.value:
                pause = BACK_OFF_S[min(owed.tries, len(BACK_OFF_S) - 1)]
                self._services.calls.postpone(owed.key, now + timedelta(seconds=pause))
                return
            self._services.calls.settle(Settled(owed.key, answer, now))
        except CannotSave:
            log.exception("the answer of %s could not be stored; it will be asked for again", owed.key)
        self._reached("kept")
