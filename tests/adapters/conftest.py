from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ivr.adapters.office import TmForumOffice
from ivr.model.ids import Msisdn
from ivr.model.office import Effect, OfficeRequest
from ivr.model.values import Record
from tests.adapters.misbehaving import Server, answer

NUMBER = Msisdn("13800138000")
KEY = "CA1:end:1"
EFFECTS = {
    "end_services": Effect.DESTRUCTIVE,
    "lodge_complaint": Effect.WRITE,
    "ask_call_back": Effect.WRITE,
}


class FixedClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def bucket(number=NUMBER, **changed):
    return {
        "id": "bkt-1001",
        "status": "active",
        "usageType": "monetary",
        "remainingValue": {"amount": 52.3, "units": "CNY"},
        "logicalResource": [{"id": "res-1001", "@type": "MSISDN", "value": number}],
        "partyAccount": {"id": "acct-1001"},
        "relatedParty": [{"id": "cust-1001", "role": "customer", "@referredType": "Customer"}],
        "validFor": {"endDateTime": "2026-12-31T23:59:59+08:00"},
        **changed,
    }


class Asker:
    """Asks an office at ``server`` and keeps the pauses it would have made."""

    def __init__(self, url: str) -> None:
        self.pauses: list[float] = []
        self.office = TmForumOffice(url, token="service-token", clock=FixedClock(), pause=self.pauses.append)

    def __call__(self, operation, *, within_s=3.0, key=KEY, subscriber=NUMBER, caller=NUMBER, **arguments):
        request = OfficeRequest(
            key=key,
            operation=operation,
            effect=EFFECTS.get(operation, Effect.READ),
            subscriber=subscriber,
            caller=caller,
            arguments=Record(arguments),
        )
        return self.office.perform(request, within_s=within_s)


@pytest.fixture
def server():
    with Server() as running:
        running.on("GET", "/tmf-api/prepayBalanceManagement/v4/bucket", answer([bucket()]))
        yield running


@pytest.fixture
def ask(server):
    asker = Asker(server.url)
    yield asker
    asker.office.close()


@pytest.fixture
def a_bucket():
    return bucket
