"""Finding out what became of a request that was told as *unsure*, or is owed, and telling the caller.

The stored request is repeated under its own key until the office says for certain; then the caller gets the
truth as a text, in the words under ``later:``, stored together with it so that it is sent once. An office
that never says for certain is given up some day; the caller, who was promised a text, is then told that
nothing is known, in the words of *unavailable*.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future
from datetime import datetime

from ivr.engine.conforming import conform
from ivr.errors import CannotSave, NotPublished
from ivr.model.office import UNAVAILABLE, OfficeAnswer
from ivr.model.stored import Obligation, OwedRequest, OwedText, Settled
from ivr.performer import Performer, is_settled, pause_after
from ivr.ports import Services
from ivr.programs import Programs
from ivr.wording.speech import write_later

MOST_TRIES = 300
"""Tries before a person must look: about a day at five minutes each. Source: reliability notes, section 5."""

log = logging.getLogger("ivr.jobs")


class Truth:
    """Repeats unfinished requests and tells what they came to."""

    def __init__(self, services: Services, *, performer: Performer, programs: Programs) -> None:
        self._services = services
        self._performer = performer
        self._programs = programs

    def find_out(self, owed: Obligation) -> None:
        """Repeat a request this process has taken over; its answer is stored when it is there."""
        self._performer.start(owed).add_done_callback(lambda done: self._learn(owed, done))

    def _learn(self, owed: Obligation, done: Future[OfficeAnswer]) -> None:
        now = self._services.clock.now()
        try:
            self._keep(owed, done.result(), now)
        except CannotSave as error:
            log.error("what became of %s could not be stored: %s", owed.key, error)  # noqa: TRY400 -- it says all
        finally:
            self._performer.let_go([owed.key])

    def _keep(self, owed: Obligation, told: OfficeAnswer, now: datetime) -> None:
        """Store what a try came to: the truth, that nobody knows, or when to try again."""
        calls = self._services.calls
        try:
            answer = self._understood(owed, told)
            if is_settled(owed, answer):
                calls.learn(Settled(owed.key, answer, now), text=self._text(owed, answer, now))
                return
            if owed.tries >= MOST_TRIES:
                log.error("%s was tried %d times and is still %s", owed.key, owed.tries, answer.outcome)
                unknown = self._text(owed, OfficeAnswer(UNAVAILABLE), now)
                calls.learn(Settled(owed.key, answer, now), text=unknown)
                return
        except NotPublished as error:
            log.error("there are no words for what became of %s: %s", owed.key, error)  # noqa: TRY400 -- it says all
        calls.postpone(owed.key, now + pause_after(owed.tries))

    def _understood(self, owed: Obligation, answer: OfficeAnswer) -> OfficeAnswer:
        """Return ``answer`` as a turn would take it: one that is not of the contract was never understood."""
        stored = self._services.calls.call(owed.sid)
        if stored is None or not isinstance(owed.owed, OwedRequest):
            return answer
        operations = self._programs.get(stored.call.bundle).project.operations
        return conform(answer, operations[owed.owed.request.operation])

    def _text(self, owed: Obligation, answer: OfficeAnswer, now: datetime) -> Obligation | None:
        """Return the text that tells the truth; None for a withheld number, or where there are no words."""
        stored = self._services.calls.call(owed.sid)
        if not isinstance(owed.owed, OwedRequest) or stored is None or stored.call.caller is None:
            return None
        request = owed.owed.request
        words = write_later(
            request.operation,
            answer.outcome,
            {**request.arguments, **answer.values},
            language=stored.call.language,
            catalogue=self._programs.get(stored.call.bundle).project.wording,
        )
        if words is None:
            log.warning("%s came out %s, and there are no words to tell it", owed.key, answer.outcome)
            return None
        text = OwedText(stored.call.caller, words)
        return Obligation(key=f"{owed.key}:later", sid=owed.sid, due=now, owed=text)
