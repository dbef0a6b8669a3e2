"""What a move owes, as obligations to be stored before anything is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from ivr.engine.move import Asked, Move
from ivr.engine.program import Program
from ivr.model.ids import CallSid
from ivr.model.office import Effect, OfficeRequest
from ivr.model.stored import Obligation, OwedHangUp, OwedRequest, OwedText
from ivr.model.values import Record, Value
from ivr.ports import Services
from ivr.wording.speech import written

RECORDING_WITHIN = timedelta(seconds=1.5)
"""How long a hang-up waits for the recording that comes with a webhook of its own; what is owed must be with
the office within 3 s (contract, section 4)."""
TICKET = "ticket"
"""The value of a contract that is a number of ours, not the office's."""


class Owing:
    """Makes obligations in the name of one process."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def texts(self, move: Move, program: Program, label: str) -> tuple[Obligation, ...]:
        """Return the texts a move owes; ``label`` tells the moves of one call apart, the same on a retry."""
        catalogue = program.project.wording
        return tuple(
            self._new(
                move.call.sid, f"text:{label}:{number}", OwedText(text.to, written(text.phrase, catalogue))
            )
            for number, text in enumerate(move.texts)
        )

    def request(self, asked: Asked, sid: CallSid, program: Program) -> Obligation:
        """Return the operation a move asks for, with a ticket number of ours where its contract has one."""
        request = self._numbered(asked.request, sid, program)
        owed = OwedRequest(request, asked.within_s, asked.owed, asked.secret)
        return Obligation(
            key=request.key,
            sid=sid,
            due=self._services.clock.now(),
            owed=owed,
            owner=self._services.calls.owner,
        )

    def hang_up(self, sid: CallSid) -> Obligation:
        """Return what a hang-up leads to, due when no recording can be expected any more."""
        due = self._services.clock.now() + RECORDING_WITHIN
        return replace(self._new(sid, "hang_up", OwedHangUp()), due=due, owner="")

    def _new(self, sid: CallSid, name: str, owed: OwedText | OwedHangUp) -> Obligation:
        now, owner = self._services.clock.now(), self._services.calls.owner
        return Obligation(key=f"{sid}:{name}", sid=sid, due=now, owed=owed, owner=owner)

    def _numbered(self, request: OfficeRequest, sid: CallSid, program: Program) -> OfficeRequest:
        """Give a change whose contract gives a ticket its number.

        The same call asking the same thing again gets the same one: two complaints of one kind are one.
        """
        operation = program.project.operations[request.operation]
        gives = {str(name) for outcome in operation.outcomes for name, _ in outcome.gives}
        if request.effect is Effect.READ or TICKET not in gives:
            return request
        kind = request.arguments.get("kind", "")
        name = f"{sid}:{request.operation}:{request.subscriber or ''}:{kind}"
        number = self._services.tickets.number(name, self._services.clock.now())
        arguments: Mapping[str, Value] = {**request.arguments, TICKET: number}
        return replace(request, arguments=Record(arguments))
