"""TMF637: what a customer has. Products are made and ended by orders, so over HTTP they are only read."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from backend_stub.documents import Document, documents_in, text_at
from backend_stub.store import Stored, find, get, put
from backend_stub.times import stamp

API = "productInventory"
PRODUCT = "product"
OFFERING = "productOffering"
"""What can be subscribed to; kept beside the products and not served."""


def why_not_ended(product: Document) -> str | None:
    """Return why a product cannot be ended, or None if it can."""
    if product.get("status") != "active":
        return "未在使用中"
    if product.get("productTerm"):
        return "合约期内"
    return None


def end(db: sqlite3.Connection, stored: Stored, *, now: datetime) -> None:
    """End a product."""
    ended: Document = {**stored.body, "status": "terminated", "terminationDate": stamp(now)}
    put(db, PRODUCT, stored=Stored(stored.id, stored.customer, ended))


def start(db: sqlite3.Connection, offering: Document, *, account: Document, id_: str, now: datetime) -> None:
    """Give a customer the product of an offering; ``account`` is the bucket it is paid from."""
    customer = text_at(account, "relatedParty.id")
    number = text_at(account, "logicalResource.value")
    product: Document = {
        **offering,
        "id": id_,
        "@type": "Product",
        "href": f"/tmf-api/{API}/v4/{PRODUCT}/{id_}",
        "status": "active",
        "startDate": stamp(now),
        "billingAccount": {"id": text_at(account, "partyAccount.id")},
        "relatedParty": [
            {"id": customer, "role": "customer", "@referredType": "Customer"},
            *documents_in(offering.get("relatedParty", [])),
        ],
        "productCharacteristic": [
            *documents_in(offering.get("productCharacteristic", [])),
            {"name": "msisdn", "value": number},
        ],
        "realizingResource": [{"id": text_at(account, "logicalResource.id")}],
    }
    put(db, PRODUCT, stored=Stored(id_, customer, product))


def has(db: sqlite3.Connection, customer: str, *, offering: str) -> bool:
    """Tell whether a customer has an active product of an offering."""
    return any(
        stored.body.get("status") == "active" and text_at(stored.body, "productOffering.id") == offering
        for stored in find(db, PRODUCT, customer=customer)
    )


def offering(db: sqlite3.Connection, id_: str) -> Document | None:
    """Return what an offering gives."""
    stored = get(db, OFFERING, id_=id_)
    return stored.body if stored else None
