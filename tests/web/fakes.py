"""What a hotline inside this process asks: time, office, messenger and recordings in a test's hand."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

from ivr.model.money import Money
from ivr.model.office import Delivery, Message, OfficeAnswer, OfficeRequest
from ivr.model.values import Record

WITHIN_S = 5.0
"""How long a test waits for another thread before it fails; nothing here takes a tenth of it."""
MARCH = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
DUE = MARCH + timedelta(hours=48)
PASSWORD = "246810"

PERSON = OfficeAnswer("ok", Record({"age": 35, "needs_person": False}))
BALANCE = OfficeAnswer(
    "ok", Record({"left": Money(2050), "owed": Money(0), "valid_until": date(2026, 12, 31)})
)
CHARGES = OfficeAnswer("ok", Record({"so_far": Money(5300)}))


def service(place: str, name: str, port: str, fen: int) -> Record:
    return Record({"id": place, "name": name, "provider": "新华传媒", "port": port, "price": Money(fen)})


PAPER = service("S1", "手机报", "10661234", 500)
WEATHER = service("S2", "天气预报", "10661234", 200)
FILMS = service("S3", "视频会员", "10665678", 800)
SERVICES = (PAPER, WEATHER, FILMS)
PORTS = (
    Record({"code": "10661234", "provider": "新华传媒", "monthly": Money(700), "services": (PAPER, WEATHER)}),
    Record({"code": "10665678", "provider": "新华传媒", "monthly": Money(800), "services": (FILMS,)}),
)
LISTED = OfficeAnswer("ok", Record({"services": SERVICES, "ports": PORTS, "monthly": Money(1500)}))
Told: TypeAlias = OfficeAnswer | Exception | Callable[[OfficeRequest], OfficeAnswer]


def usual(request: OfficeRequest) -> OfficeAnswer:
    """Answer as an office does that has nothing special to say."""
    match request.operation:
        case "check_password":
            return OfficeAnswer("ok" if request.arguments["password"] == PASSWORD else "refused")
        case "lodge_complaint" | "ask_call_back":
            return OfficeAnswer("ok", Record({"ticket": request.arguments["ticket"], "due": DUE}))
        case operation:
            return {
                "who_calls": PERSON,
                "get_balance": BALANCE,
                "get_charges": CHARGES,
                "list_paid_services": LISTED,
                "end_services": OfficeAnswer("ok"),
                "latest_complaint": OfficeAnswer("none"),
            }[operation]


@dataclass
class Hand:
    """A clock that stands until it is moved."""

    at: datetime = MARCH

    def now(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class FakeOffice:
    """An office with nothing special to say, unless it was told; what it was told must be asked for."""

    asked: list[OfficeRequest] = field(default_factory=list)
    told: dict[str, list[Told]] = field(default_factory=lambda: defaultdict(list))
    otherwise: Callable[[OfficeRequest], OfficeAnswer] = usual
    changed: threading.Condition = field(default_factory=threading.Condition)

    def tell(self, operation: str, *answers: Told) -> None:
        self.told[operation].extend(answers)

    def perform(self, request: OfficeRequest, *, within_s: float) -> OfficeAnswer:
        assert within_s > 0
        with self.changed:
            self.asked.append(request)
            told = self.told[request.operation]
            answer = told.pop(0) if told else self.otherwise
            self.changed.notify_all()
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, OfficeAnswer) else answer(request)

    def requests(self, operation: str) -> list[OfficeRequest]:
        return [one for one in self.asked if one.operation == operation]

    def keys(self, operation: str) -> list[str]:
        return [one.key for one in self.requests(operation)]

    def wait_for(self, operation: str, times: int = 1) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.keys(operation)) >= times, WITHIN_S), operation

    def unused(self) -> list[str]:
        return [operation for operation, told in self.told.items() if told]


@dataclass
class FakeMessenger:
    """Takes every text over, unless it was told otherwise."""

    sent: list[Message] = field(default_factory=list)
    told: list[Delivery | Exception] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def tell(self, *deliveries: Delivery | Exception) -> None:
        self.told.extend(deliveries)

    def send(self, message: Message, *, within_s: float) -> Delivery:
        assert within_s > 0
        with self.changed:
            self.sent.append(message)
            answer = self.told.pop(0) if self.told else Delivery.ACCEPTED
            self.changed.notify_all()
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.sent]


@dataclass
class FakeRecordings:
    """Gives every recording the same few bytes and keeps what was asked for."""

    fetched: list[tuple[str, str]] = field(default_factory=list)

    def fetch(self, account: str, recording: str) -> bytes:
        self.fetched.append((account, recording))
        return b"RIFF a caller's words"
