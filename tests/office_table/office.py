"""The real client of the office before the real stub, in this process, on a clock nobody waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from backend_stub.access import Principal
from backend_stub.app import create_app, office_of
from backend_stub.documents import Document, decode
from backend_stub.resources import Asking
from backend_stub.rules.orders import any_due, carry_out_due
from ivr.adapters.messengers import OfficeMessenger
from ivr.adapters.office import TmForumOffice
from ivr.adapters.office.guard import Guard
from ivr.adapters.office.http import Transport
from ivr.adapters.office.tickets import TICKETS
from ivr.model.office import Delivery, Message, OfficeAnswer, OfficeRequest
from ivr.scripts.virtual import VirtualTime
from tests.office_table.network import AheadOfTime, Network, Plug, Waits

ADDRESS = "http://127.0.0.1:8020"
SEND_TEXT = "send_text"
CREATED = 201
HOUR_S = 3600
COLLECTIONS = (
    "product",
    "troubleTicket",
    "productOrder",
    "communicationMessage",
    "bucket",
    "appliedCustomerBillingRate",
)
"""The stub's documents, as ``Holds`` has them."""
KEPT = ("document", "identity", "subscriber", "voucher", "token", "counter", "answer", "slow_order")
"""The stub's tables."""


@dataclass(frozen=True, slots=True)
class Fault:
    """How operations of the stub misbehave, from when the hotline first asks for ``since``."""

    how: Mapping[str, Document]
    since: str


@dataclass(frozen=True, slots=True)
class Holds:
    """What the office holds, ``at`` seconds after the call's beginning."""

    at: float
    products: tuple[Document, ...]
    tickets: tuple[Document, ...]
    orders: tuple[Document, ...]
    texts: tuple[Document, ...]
    buckets: tuple[Document, ...]
    rates: tuple[Document, ...]


@lru_cache(maxsize=4096)
def _decoded(body: str) -> Document:
    """Return a document, which is read many times and never changed here."""
    found = decode(body)
    assert isinstance(found, dict)
    return found


class TheOffice:
    """``BackOffice`` and ``Messenger`` over the real client; ``begin`` restores what the stub held at first."""

    def __init__(self, call: VirtualTime) -> None:
        self._call = call
        self._time = AheadOfTime(call)
        self._app = create_app(clock=self._time.at_the_office, stopping=Waits(self._time))
        self._office = office_of(self._app)
        self._plug = Plug()
        with self._office.store.reading() as db:
            self._seeded = {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in KEPT}  # noqa: S608 -- our own names
        self._connect()

    def close(self) -> None:
        self._client.close()
        self._plug.close()
        self._office.close()

    def begin(self, fault: Fault | None) -> None:
        """Restore the data and forget every connection; ``fault`` begins when it is time."""
        self._client.close()
        self._connect()
        self._office.faults.clear()
        self._fault, self.asked_at = fault, None
        self._time.spent()
        self._time.waited_s = 0.0
        with self._office.store.writing() as db:
            for table, rows in self._seeded.items():
                db.execute(f"DELETE FROM {table}")  # noqa: S608 -- our own names
                if rows:
                    holes = ", ".join("?" for _ in rows[0])
                    db.executemany(f"INSERT INTO {table} VALUES ({holes})", rows)  # noqa: S608 -- our own names

    def has_complaints(self) -> None:
        """Have a complaint of the first subscriber's, two hours old, and one of the second's, an hour younger."""
        self._time.pause(-2 * HOUR_S)
        for number, customer in (("202603030001", "cust-1001"), ("202603030002", "cust-1002")):
            body = {
                "externalId": number,
                "description": "10086 IVR: complaint.charges",
                "severity": "Major",
                "ticketType": "complaint.charges",
                "relatedParty": [{"id": customer, "role": "customer", "@referredType": "Customer"}],
            }
            made = self._app.test_client().post(TICKETS, json=body)
            assert made.status_code == CREATED, made.text
            self._time.pause(HOUR_S)

    def behave(self) -> None:
        """Be well from now on."""
        self._office.faults.clear()
        self._fault = None

    # what the hotline asks ------------------------------------------------------------------------

    def perform(self, request: OfficeRequest, within_s: float) -> OfficeAnswer:
        self._asked(request.operation)
        answer = self._client.perform(request, within_s=within_s)
        self._call.take(self._time.spent())
        return answer

    def send(self, message: Message, *, within_s: float) -> Delivery:
        self._asked(SEND_TEXT)
        delivery = self._messenger.send(message, within_s=within_s)
        self._call.take(self._time.spent())
        return delivery

    # what somebody sees who looks into it ---------------------------------------------------------

    def holds(self) -> Holds:
        """Return what it holds now; looked up only if it can be something else than the last time."""
        store, now = self._office.store, self._call.now()
        with store.reading() as db:
            due = any_due(db, now)
        if due:
            with store.writing() as db:
                carry_out_due(Asking(db, Principal(), now))
        elif self._last is not None:
            return replace(self._last, at=self._call.elapsed())
        found: dict[str, list[Document]] = {}
        with store.reading() as db:
            for collection, body in db.execute("SELECT collection, body FROM document ORDER BY seq"):
                found.setdefault(collection, []).append(_decoded(body))
        self._last = Holds(self._call.elapsed(), *(tuple(found.get(name, ())) for name in COLLECTIONS))
        return self._last

    def _asked(self, operation: str) -> None:
        self._last = None
        fault = self._fault
        if fault is not None and self.asked_at is None and operation == fault.since:
            self.asked_at = self._call.elapsed()
            for one, how in fault.how.items():
                self._office.faults.set(one, how)

    def _connect(self) -> None:
        self._fault: Fault | None = None
        self._last: Holds | None = None
        self.asked_at: float | None = None
        network = Network(self._app.wsgi_app, self._time, self._plug)
        transport = Transport(ADDRESS, guard=Guard(self._time.elapsed), network=network)
        self._client = TmForumOffice(ADDRESS, clock=self._call, pause=self._time.pause, transport=transport)
        self._messenger = OfficeMessenger(transport)
