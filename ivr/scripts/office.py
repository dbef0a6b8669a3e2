"""The back office and the messenger of a simulated call: they answer as the script says, and keep account."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ivr.model.office import (
    UNAVAILABLE,
    UNSURE,
    Delivery,
    Effect,
    Message,
    OfficeAnswer,
    OfficeRequest,
)
from ivr.model.values import Record, Value
from ivr.scripts.spec import DOES_NOT_ANSWER, Mock, MockAnswer
from ivr.scripts.virtual import VirtualTime


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a script forbids and the call did; ``variant`` names its sentence (T820)."""

    variant: str
    operation: str
    mock: Mock | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Performed:
    """A request the office had, ``at`` seconds into the call, and what it answered."""

    at: float
    request: OfficeRequest
    answer: OfficeAnswer


@dataclass(slots=True)
class ScriptedOffice:
    """``BackOffice`` by mocks. An operation nobody mentioned is answered *unavailable*, and is trouble.

    ``otherwise`` answers in the place of mocks, for explored calls; ``perform`` is told nothing else.
    """

    time: VirtualTime
    mocks: dict[str, Mock] = field(default_factory=dict)
    otherwise: Callable[[OfficeRequest, float], OfficeAnswer] | None = None
    performed: list[Performed] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    _used: dict[str, int] = field(default_factory=dict)
    _keys: dict[tuple[str, str], tuple[str, bool]] = field(default_factory=dict)

    def begin(self, mocks: Iterable[Mock]) -> None:
        """Forget everything and answer by ``mocks``; of two for one operation the last holds."""
        self.mocks = {str(mock.operation): mock for mock in mocks}
        self.otherwise = None
        self.performed.clear()
        self.troubles.clear()
        self._used.clear()
        self._keys.clear()

    def perform(self, request: OfficeRequest, *, within_s: float) -> OfficeAnswer:
        """Answer as the script says, taking the time it says."""
        answer = self._answer(request, within_s)
        self._check_key(request, answer)
        self.performed.append(Performed(round(self.time.elapsed(), 3), request, answer))
        return answer

    def unused(self) -> tuple[Mock, ...]:
        """Return the mocks of this script that answered nothing, or have answers left."""
        return tuple(
            mock
            for name, mock in self.mocks.items()
            if not mock.usual and self._used.get(name, 0) < (len(mock.answers) if mock.listed else 1)
        )

    def has_used(self, mock: Mock) -> bool:
        """Return whether ``mock`` has answered anything."""
        return self._used.get(str(mock.operation), 0) > 0

    def _answer(self, request: OfficeRequest, within_s: float) -> OfficeAnswer:
        if self.otherwise is not None:
            return self.otherwise(request, within_s)
        mock = self.mocks.get(request.operation)
        if mock is None:
            self.troubles.append(Trouble("unmentioned", request.operation))
            return OfficeAnswer(UNAVAILABLE, reached=False)
        used = self._used.get(request.operation, 0)
        self._used[request.operation] = used + 1
        if mock.listed and used >= len(mock.answers):
            self.troubles.append(Trouble("too_many", request.operation, mock, used + 1))
        answer = mock.answers[min(used, len(mock.answers) - 1)]
        return given(answer, request, within_s, self.time)

    def _check_key(self, request: OfficeRequest, answer: OfficeAnswer) -> None:
        """Keep account of keys: under a new key, what nobody knows to be done may be done twice."""
        if request.effect is Effect.READ:
            return
        same = (request.operation, repr(sorted((name, str(one)) for name, one in request.arguments.items())))
        key, definite = self._keys.get(same, (request.key, True))
        if key != request.key and not definite:
            self.troubles.append(Trouble("new_key", request.operation))
        self._keys[same] = (request.key, answer.outcome != UNSURE)


def given(answer: MockAnswer, request: OfficeRequest, within_s: float, time: VirtualTime) -> OfficeAnswer:
    """Return what ``answer`` comes to within ``within_s``: too late is no answer."""
    if answer.fault == DOES_NOT_ANSWER or answer.after_s > within_s:
        time.take(within_s)
        return OfficeAnswer(UNAVAILABLE if request.effect is Effect.READ else UNSURE)
    time.take(answer.after_s)
    if answer.fault:
        return OfficeAnswer(UNAVAILABLE, reached=False)
    return OfficeAnswer(answer.outcome, answer.values)


@dataclass(frozen=True, slots=True)
class Sent:
    """A text taken over ``at`` seconds into the call."""

    at: float
    message: Message

    @property
    def text(self) -> str:
        """Return its words."""
        return self.message.text


@dataclass(slots=True)
class Texts:
    """``Messenger`` that takes every text over."""

    time: VirtualTime
    sent: list[Sent] = field(default_factory=list)

    def send(self, message: Message, *, within_s: float) -> Delivery:  # noqa: ARG002 -- a port
        """Take ``message`` over; a repeat under its key is the same text."""
        if all(one.message.key != message.key for one in self.sent):
            self.sent.append(Sent(self.time.elapsed(), message))
        return Delivery.ACCEPTED


def shown(value: Value) -> str:
    """Return a value as a script would write it; a record is named by its first part."""
    match value:
        case Record():
            return shown(next(iter(value.values()), ""))
        case tuple():
            return f"[{', '.join(shown(one) for one in value)}]"
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)
