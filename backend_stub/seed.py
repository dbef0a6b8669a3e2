"""From the subscribers' file to the office's documents, once, into an empty database."""

from __future__ import annotations

import sqlite3
from collections import Counter
from datetime import date, datetime, timedelta

from backend_stub.documents import Document, Json
from backend_stub.money import money, quantity
from backend_stub.resources import Resource
from backend_stub.rules.balances import BUCKET, voucher_digest
from backend_stub.rules.bills import BILL, RATE
from backend_stub.rules.customers import CUSTOMER
from backend_stub.rules.products import OFFERING, start
from backend_stub.store import Store, Stored, put
from backend_stub.subscribers import Charge, Data, Service, Subscriber
from backend_stub.times import CHINA, end_of, month_of, stamp, start_of

FIRST_NUMBER = 1001
"""The first subscriber's cust-, acct- and bkt- number."""
VALID_FOR = timedelta(days=365)
"""How long a balance whose file names no day is good for, from the day it was seeded."""


def seed(store: Store, data: Data, *, now: datetime) -> bool:
    """Fill the office, unless it was filled before; tell which."""
    with store.writing() as db:
        if db.execute("SELECT 1 FROM seeded").fetchone():
            return False
        db.execute("INSERT INTO seeded(at) VALUES (?)", (stamp(now),))
        shared = Counter(service.id for subscriber in data.subscribers for service in subscriber.services)
        for number, subscriber in enumerate(data.subscribers, start=FIRST_NUMBER):
            _subscriber(db, subscriber, number=number, now=now, shared=shared)
        for voucher in data.vouchers:
            row = (voucher_digest(voucher.code), str(voucher.value))
            db.execute("INSERT INTO voucher(digest, value) VALUES (?, ?)", row)
    return True


def _subscriber(
    db: sqlite3.Connection, subscriber: Subscriber, *, number: int, now: datetime, shared: Counter[str]
) -> None:
    ours = subscriber.status != "ported_out"
    customer = f"cust-{number}"
    db.execute(
        "INSERT INTO subscriber(msisdn, password, status, customer) VALUES (?, ?, ?, ?)",
        (subscriber.msisdn, subscriber.service_password, subscriber.status, customer if ours else None),
    )
    if not ours:
        return  # a number that left has no account here any more
    for name in (subscriber.msisdn, customer, f"acct-{number}", f"bkt-{number}", f"res-{number}"):
        db.execute("INSERT INTO identity(value, customer) VALUES (?, ?)", (name, customer))
    _put(db, CUSTOMER, customer, id_=customer, body=_customer(subscriber, number))
    bucket = _bucket(subscriber, number, now=now)
    _put(db, BUCKET, customer, id_=f"bkt-{number}", body=bucket)
    for service in subscriber.services:
        id_ = service.id if shared[service.id] == 1 else f"{service.id}.{subscriber.msisdn}"
        offering = _offering(service, id_=f"po-{id_}")
        put(db, OFFERING, stored=Stored(f"po-{id_}", None, offering))
        start(db, offering, account=bucket, id_=id_, now=now)
    today = now.astimezone(CHINA).date()
    _charges(db, subscriber.bill, number=number, month=month_of(today), bill=None)
    if subscriber.last_bill:
        last_month = month_of(today.replace(day=1) - timedelta(days=1))
        _bill(db, subscriber, number=number, month=last_month)


def _customer(subscriber: Subscriber, number: int) -> Document:
    masked = subscriber.msisdn[:3] + "****" + subscriber.msisdn[-4:]
    characteristic: list[Json] = [
        {"name": "segment", "value": "vip" if subscriber.vip else "ordinary"},
        {"name": "needsPerson", "value": subscriber.needs_person},
        {"name": "kind", "value": subscriber.kind},
        {"name": "mailNotice", "value": subscriber.mail_notice},
    ]
    if subscriber.born is not None:
        characteristic.insert(0, {"name": "birthDate", "value": subscriber.born.isoformat()})
    return {
        "name": masked,
        "status": "Active",
        "engagedParty": {
            "id": f"party-{number}",
            "@referredType": "Organization" if subscriber.kind == "corporate" else "Individual",
        },
        "account": [{"id": f"acct-{number}", "name": "默认账户"}],
        "contactMedium": [
            {
                "mediumType": "telephoneNumber",
                "preferred": True,
                "characteristic": {"phoneNumber": subscriber.msisdn},
            }
        ],
        "characteristic": characteristic,
    }


def _bucket(subscriber: Subscriber, number: int, *, now: datetime) -> Document:
    until = subscriber.valid_until or now.astimezone(CHINA).date() + VALID_FOR
    return {
        "name": "话费余额",
        "status": subscriber.status,
        "usageType": "monetary",
        "confirmationDate": stamp(now),
        "remainingValue": quantity(subscriber.balance),
        "reservedValue": quantity(subscriber.balance * 0),
        "logicalResource": [
            {
                "id": f"res-{number}",
                "@type": "MSISDN",
                "@baseType": "LogicalResource",
                "value": subscriber.msisdn,
            }
        ],
        "partyAccount": {"id": f"acct-{number}"},
        "relatedParty": [{"id": f"cust-{number}", "role": "customer", "@referredType": "Customer"}],
        "validFor": {"startDateTime": stamp(now), "endDateTime": end_of(until)},
    }


def _offering(service: Service, *, id_: str) -> Document:
    """Write what a product has that is the same for every customer."""
    characteristic: list[Json] = []
    if service.paid_content:
        characteristic.append({"name": "category", "value": "paidContent"})
    if service.port is not None:
        characteristic.append({"name": "accessNumber", "value": service.port})
    offering: Document = {
        "name": service.name,
        "isCustomerVisible": True,
        "productOffering": {"id": id_, "name": service.name},
        "relatedParty": [
            {
                "id": f"sp-{service.port or 'own'}",
                "name": service.provider,
                "role": "contentProvider",
                "@referredType": "Organization",
            }
        ],
        "productPrice": [
            {
                "priceType": "recurring",
                "recurringChargePeriod": "month",
                "price": {"taxIncludedAmount": money(service.price)},
            }
        ],
        "productCharacteristic": characteristic,
    }
    if service.contract is not None:
        offering["productTerm"] = [{"name": service.contract}]
    return offering


def _bill(db: sqlite3.Connection, subscriber: Subscriber, *, number: int, month: tuple[date, date]) -> None:
    first, last = month
    id_ = f"bill-{first:%Y%m}-{number}"
    total = money(sum((charge.amount for charge in subscriber.last_bill), subscriber.balance * 0))
    body: Document = {
        "billNo": f"{first:%Y%m}-{number}",
        "billDate": start_of(last + timedelta(days=1)),
        "category": "normal",
        "runType": "onCycle",
        "state": "sent",
        "billingAccount": {"id": f"acct-{number}"},
        "billingPeriod": {"startDateTime": start_of(first), "endDateTime": end_of(last)},
        "amountDue": total,
        "taxIncludedAmount": total,
    }
    _put(db, BILL, f"cust-{number}", id_=id_, body=body)
    _charges(db, subscriber.last_bill, number=number, month=month, bill=id_)


def _charges(
    db: sqlite3.Connection,
    charges: tuple[Charge, ...],
    *,
    number: int,
    month: tuple[date, date],
    bill: str | None,
) -> None:
    first, last = month
    for place, charge in enumerate(charges, start=1):
        body: Document = {
            "name": charge.name,
            "type": "appliedBillingCharge",
            "isBilled": bill is not None,
            "date": start_of(first),
            "billingAccount": {"id": f"acct-{number}"},
            "periodCoverage": {"startDateTime": start_of(first), "endDateTime": end_of(last)},
            "taxIncludedAmount": money(charge.amount),
        }
        if bill is not None:
            body["bill"] = {"id": bill}
        _put(db, RATE, f"cust-{number}", id_=f"rate-{first:%Y%m}-{number}-{place}", body=body)


def _put(db: sqlite3.Connection, resource: Resource, customer: str, *, id_: str, body: Document) -> None:
    whole: Document = {"id": id_, "href": f"{resource.path}/{id_}", "@type": resource.type, **body}
    put(db, resource.name, stored=Stored(id_, customer, whole))
