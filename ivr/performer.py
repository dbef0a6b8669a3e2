"""Doing what is owed: a bounded pool per process that performs operations and sends texts.

Whoever runs it has stored the obligation first and is its owner; the key makes a second performance, after
a crash, harmless.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

from ivr.errors import CannotSave
from ivr.model.ids import CallSid
from ivr.model.office import UNSURE, Delivery, Effect, Message, OfficeAnswer
from ivr.model.stored import Obligation, OwedRequest, OwedText, Settled
from ivr.ports import Services

POOL = 32
"""Operations in flight per process: as many as there are request threads."""
TEXT_WITHIN_S = 5.0
"""How long handing over one text may take."""
BACK_OFF_S = (1, 2, 5, 15, 60, 300)
"""Between tries of a text; the last repeats. Source: reliability notes, section 5 (1 s to 5 min)."""
BROKE = "broke"
"""The outcome of a read our own adapter failed at: in no contract, so the turn that meets it breaks there. A
change that failed is *unsure*, which its flow can tell the caller truthfully."""

log = logging.getLogger("ivr.performer")


class Performer:
    """The pool of one process.

    ``where`` names the step a call is at, for the log; ``reached`` is told the numbered points of an
    operation, for crash tests. A process owns an obligation in the store; whether it is really at work on it
    is known only here, so one that could not be kept is found by the next sweep.
    """

    def __init__(
        self,
        services: Services,
        *,
        where: Callable[[CallSid], str] = lambda sid: f"a step of call {sid}",
        reached: Callable[[str], None] = lambda _point: None,
    ) -> None:
        self._services = services
        self._where = where
        self._reached = reached
        self._under_way: set[str] = set()
        self._lock = threading.Lock()
        self.owner = services.calls.owner
        self._pool = ThreadPoolExecutor(POOL, thread_name_prefix="office")

    def is_at_work(self, owed: Obligation) -> bool:
        """Return whether somebody is performing ``owed``: this process, or another one that is alive."""
        if owed.owner == self.owner:
            with self._lock:
                return owed.key in self._under_way
        return self._services.calls.is_alive(owed.owner)

    @contextmanager
    def promising(self, owes: Iterable[Obligation]) -> Iterator[None]:
        """Count ``owes`` as under way while they are being stored; those that are not stored are let go."""
        keys = [one.key for one in owes]
        with self._lock:
            self._under_way.update(keys)
        try:
            yield
        except BaseException:
            self.let_go(keys)
            raise

    def take_over(self, owed: Obligation) -> bool:
        """Make this process the one that performs ``owed``; False when somebody is at work or was first."""
        if self.is_at_work(owed):
            return False
        with self._lock:
            if owed.key in self._under_way:
                return False
            self._under_way.add(owed.key)
        claimed = False
        try:
            claimed = self._services.calls.claim(owed.key, owner=self.owner, was=owed.owner)
        finally:
            if not claimed:
                self.let_go([owed.key])
        return claimed

    def let_go(self, keys: Iterable[str]) -> None:
        """Be no longer at work on ``keys``: their answers are stored, or must be asked for again."""
        with self._lock:
            self._under_way.difference_update(keys)

    def start(self, owed: Obligation) -> Future[OfficeAnswer]:
        """Begin to perform an obligation promised or taken over; the answer is not stored yet.

        Whoever stores it lets the key go.
        """
        return self._pool.submit(self._perform, owed)

    def start_and_keep(self, owed: Obligation) -> None:
        """Begin to perform an obligation promised or taken over, and store what comes of it."""
        self.keep(owed, self.start(owed))

    def keep(self, owed: Obligation, answer: Future[OfficeAnswer]) -> None:
        """Store the answer when it is there; at once if it is there already."""
        answer.add_done_callback(lambda done: self._keep(owed, done))

    def close(self) -> None:
        """Wait for what is under way and take nothing more."""
        self._pool.shutdown(wait=True)

    def _perform(self, owed: Obligation) -> OfficeAnswer:
        self._reached("performing")
        try:
            answer = self._ask(owed)
        except Exception:
            log.exception("our own adapter failed at %s, for %s", owed.key, self._where(owed.sid))
            reads = isinstance(owed.owed, OwedRequest) and owed.owed.request.effect is Effect.READ
            answer = OfficeAnswer(BROKE if reads else UNSURE)
        self._reached("performed")
        return answer

    def _ask(self, owed: Obligation) -> OfficeAnswer:
        match owed.owed:
            case OwedRequest(request=request, within_s=within_s):
                return self._services.office.perform(request, within_s=within_s)
            case OwedText(to=to, text=text):
                sent = self._services.messenger.send(Message(owed.key, to, text), within_s=TEXT_WITHIN_S)
                return OfficeAnswer(sent.value)

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
        except CannotSave as error:
            log.error(  # noqa: TRY400 -- what the store refused says all there is; a traceback adds nothing
                "the answer of %s could not be stored and will be asked for again: %s", owed.key, error
            )
        finally:
            self.let_go([owed.key])
        self._reached("kept")
