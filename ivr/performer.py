"""Doing what is owed: a bounded pool per process that performs operations and sends texts.

Whoever runs it has stored the obligation first and is its owner; the key makes a second performance, after
a crash, harmless.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from ivr.errors import CannotSave
from ivr.model.ids import CallSid, Msisdn
from ivr.model.office import (
    UNAVAILABLE,
    UNSURE,
    Delivery,
    Effect,
    Message,
    OfficeAnswer,
    OfficeRequest,
)
from ivr.model.stored import Attempt, Obligation, OwedHangUp, OwedRequest, OwedText, Settled
from ivr.model.values import Record, Secret
from ivr.ports import Services

TEXT_WITHIN_S = 5.0
"""How long handing over one text may take."""
BACK_OFF_S = (1, 2, 5, 15, 60, 300)
"""Between tries of a text; the last repeats. Source: reliability notes, section 5 (1 s to 5 min)."""
BROKE = "broke"
"""The outcome of a read our own adapter failed at: in no contract, so the turn that meets it breaks there. A
change that failed is *unsure*, which its flow can tell the caller truthfully."""

REFUSED = "refused"
"""The outcome of an attempt that may not be checked any more: it sounds like a wrong one."""

log = logging.getLogger("ivr.performer")


def pause_after(tries: int) -> timedelta:
    """Return how long to wait before trying again."""
    return timedelta(seconds=BACK_OFF_S[min(tries, len(BACK_OFF_S) - 1)])


def is_settled(owed: Obligation, answer: OfficeAnswer) -> bool:
    """Return whether ``answer`` ends the matter: a change that is unsure goes on, one that is owed too."""
    if not isinstance(owed.owed, OwedRequest) or owed.owed.request.effect is Effect.READ:
        return True
    unfinished = answer.outcome == UNSURE or (owed.owed.until_done and answer.outcome == UNAVAILABLE)
    return not unfinished


def settled_by(owed: Obligation, answer: OfficeAnswer, now: datetime) -> Settled:
    """Return ``answer`` as it is stored: told now, and tried again later while the truth is owed."""
    again = None if is_settled(owed, answer) else now + pause_after(owed.tries)
    return Settled(owed.key, answer, now, again)


def _revealed(arguments: Record) -> Record:
    return Record({name: one.text if isinstance(one, Secret) else one for name, one in arguments.items()})


class Performer:
    """What one process has under way, in its ``pool``.

    ``where`` names the step a call is at, for the log; ``reached`` is told the numbered points of an
    operation, for crash tests. A process owns an obligation in the store; whether it is really at work on it
    is known only here, so one that could not be kept is found by the next sweep.
    """

    def __init__(
        self,
        services: Services,
        *,
        pool: Executor,
        where: Callable[[CallSid], str],
        reached: Callable[[str], None] = lambda _point: None,
    ) -> None:
        self._services = services
        self._where = where
        self._reached = reached
        self._under_way: set[str] = set()
        self._lock = threading.Lock()
        self.owner = services.calls.owner
        self._pool = pool

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

    def take_over(self, owed: Obligation) -> Obligation | None:
        """Make this process the one that performs ``owed``; None when somebody is at work or was first."""
        if self.is_at_work(owed):
            return None
        with self._lock:
            if owed.key in self._under_way:
                return None
            self._under_way.add(owed.key)
        claimed = False
        try:
            claimed = self._services.calls.claim(owed.key, owner=self.owner, was=owed.owner)
        finally:
            if not claimed:
                self.let_go([owed.key])
        return replace(owed, owner=self.owner, tries=owed.tries + 1) if claimed else None

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
            case OwedRequest() as asked:
                return self._perform_request(owed, asked)
            case OwedText(to=to, text=text):
                sent = self._services.messenger.send(Message(owed.key, to, text), within_s=TEXT_WITHIN_S)
                return OfficeAnswer(sent.value)
            case OwedHangUp():
                raise AssertionError("a hang-up is nothing to be performed; the sweep takes it")

    def _perform_request(self, owed: Obligation, asked: OwedRequest) -> OfficeAnswer:
        """Ask the office; after an earlier try, a refusal of this one says nothing about that."""
        request = replace(asked.request, arguments=_revealed(asked.request.arguments))
        if asked.secret and "" in request.arguments.values():
            return OfficeAnswer(UNAVAILABLE)  # only the turn that collected the secret had it
        changes = request.effect is not Effect.READ
        again = changes and (owed.tries > 0 or owed.answer == OfficeAnswer(UNSURE))
        if request.proves and request.subscriber is not None:
            return self._guess(owed, replace(request, repeated=again), request.subscriber, asked.within_s)
        answer = self._services.office.perform(replace(request, repeated=again), within_s=asked.within_s)
        return OfficeAnswer(UNSURE) if again and answer.outcome == UNAVAILABLE else answer

    def _guess(
        self, owed: Obligation, request: OfficeRequest, subscriber: Msisdn, within_s: float
    ) -> OfficeAnswer:
        """Count an attempt before it is checked; one that was right, or never sent, is given back.

        One whose answer was lost may have been checked; it stays counted.
        """
        attempts = self._services.attempts
        text = "|".join(f"{name}={value}" for name, value in sorted(request.arguments.items()))
        mark = hmac.new(self._services.secret_key, text.encode(), hashlib.sha256).hexdigest()
        attempt = Attempt(owed.key, mark, subscriber, request.caller, self._services.clock.now())
        if not attempts.reserve(attempt):
            return OfficeAnswer(REFUSED)
        self._reached("reserved")
        answer = self._services.office.perform(request, within_s=within_s)
        if answer.outcome in request.proves or not answer.reached:
            attempts.give_back(owed.key)
        return answer

    def _keep(self, owed: Obligation, done: Future[OfficeAnswer]) -> None:
        """Store the answer, or put a text that was not taken over back for later."""
        now = self._services.clock.now()
        try:
            answer = done.result()
            if isinstance(owed.owed, OwedText) and answer.outcome != Delivery.ACCEPTED.value:
                self._services.calls.postpone(owed.key, now + pause_after(owed.tries))
                return
            self._services.calls.settle(settled_by(owed, answer, now))
        except CannotSave as error:
            log.error(  # noqa: TRY400 -- what the store refused says all there is; a traceback adds nothing
                "the answer of %s could not be stored and will be asked for again: %s", owed.key, error
            )
        finally:
            self.let_go([owed.key])
        self._reached("kept")
