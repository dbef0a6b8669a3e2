"""TMF622: ending and taking services, each item with a state of its own.

An order is answered as acknowledged; what became of it is read afterwards, as in the published samples. It is
carried out at once unless the office was told to be slow.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from backend_stub.documents import Document, Json, documents_in, text_at, values_at
from backend_stub.errors import Refused
from backend_stub.faults import Mode
from backend_stub.resources import Asking, Made, Resource
from backend_stub.rules import products
from backend_stub.rules.shape import check_own, check_shape, named_customer
from backend_stub.store import Stored, find, get, next_number, put
from backend_stub.times import stamp

API = "productOrderingManagement"
ORDER = "productOrder"


def carry_out_due(asking: Asking) -> None:
    """Carry out the slow orders whose time has come."""
    now = asking.now.timestamp()
    due = asking.db.execute("SELECT id FROM slow_order WHERE due <= ? ORDER BY due", (now,)).fetchall()
    for (id_,) in due:
        asking.db.execute("DELETE FROM slow_order WHERE id = ?", (id_,))
        stored = get(asking.db, ORDER, id_=id_)
        if stored is not None:
            done = _carry_out(asking.db, stored.body, customer=stored.customer, now=asking.now)
            put(asking.db, ORDER, stored=Stored(id_, stored.customer, done))


def any_due(db: sqlite3.Connection, now: datetime) -> bool:
    """Tell whether a slow order waits to be carried out."""
    row = db.execute("SELECT 1 FROM slow_order WHERE due <= ? LIMIT 1", (now.timestamp(),)).fetchone()
    return row is not None


def _order(asking: Asking, body: Document) -> Made:
    """Take an order and carry it out. Raises Refused before anything is done if it is wrong in any part."""
    check_shape(body, "ProductOrder_Create")
    items = documents_in(body["productOrderItem"])
    _check_items(items)
    customer = _customer(asking, body, items=items)
    id_ = f"po-{next_number(asking.db, ORDER)}"
    taken: Document = {
        **body,
        "productOrderItem": [{**item, "state": "acknowledged"} for item in items],
        "orderDate": stamp(asking.now),
        "state": "acknowledged",
    }
    match asking.fault:
        case None:
            kept = _carry_out(asking.db, taken, customer=customer, now=asking.now)
        case fault if fault.mode is Mode.SLOW:
            due = asking.now + timedelta(seconds=fault.after_s)
            asking.db.execute("INSERT INTO slow_order(id, due) VALUES (?, ?)", (id_, due.timestamp()))
            kept = taken
        case fault:
            most = len(items) // 2 if fault.mode is Mode.HALF else None
            kept = _carry_out(asking.db, taken, customer=customer, now=asking.now, most=most)
    return Made(id_, customer, kept, taken)


def _check_items(items: tuple[Document, ...]) -> None:
    for item in items:
        match item.get("action"):
            case "delete" if not text_at(item, "product.id"):
                raise Refused(400, "missingAttribute", "productOrderItem.product.id is needed.")
            case "add" if not text_at(item, "productOffering.id"):
                raise Refused(400, "missingAttribute", "productOrderItem.productOffering.id is needed.")
            case "add" | "delete":
                pass
            case _:
                raise Refused(400, "unsupportedAction", "productOrderItem.action must be add or delete.")
    ids = [str(item["id"]) for item in items]
    ended = [text_at(item, "product.id") for item in items if item["action"] == "delete"]
    if len(set(ids)) < len(ids) or len(set(ended)) < len(ended):
        raise Refused(400, "duplicateItem", "Every item has an id of its own, and no product is named twice.")


def _customer(asking: Asking, body: Document, *, items: tuple[Document, ...]) -> str:
    """Return the one customer an order is for; every product and number in it must be theirs."""
    customer = named_customer(asking, body)
    for item in items:
        if item["action"] == "delete":
            product = get(asking.db, products.PRODUCT, id_=text_at(item, "product.id") or "")
            if product is None:
                raise Refused(400, "unknownProduct", "A product in this order is not known.")
            check_own(asking.principal, product.customer)
            customer = customer or product.customer
            if product.customer != customer:
                raise Refused(409, "productOfAnother", "A product in this order belongs to another customer.")
        elif products.offering(asking.db, text_at(item, "productOffering.id") or "") is None:
            raise Refused(400, "unknownOffering", "An offering in this order is not known.")
    if customer is None:
        raise Refused(400, "missingAttribute", "relatedParty must name the customer.")
    _check_numbers(asking, items, customer=customer)
    return customer


def _check_numbers(asking: Asking, items: tuple[Document, ...], *, customer: str) -> None:
    own = {text_at(account, "logicalResource.value") for account in _accounts(asking.db, customer)}
    for item in items:
        for characteristic in values_at(item, "product.productCharacteristic"):
            match characteristic:
                case {"name": "msisdn", "value": number} if not isinstance(number, str) or number not in own:
                    raise Refused(
                        409, "numberOfAnother", "A number in this order belongs to another customer."
                    )


def _carry_out(
    db: sqlite3.Connection, order: Document, *, customer: str | None, now: datetime, most: int | None = None
) -> Document:
    """Do the items of an order, ``most`` of them at most, and return the order with what became of it."""
    items: list[Document] = []
    failures: list[str] = []
    for item in documents_in(order["productOrderItem"]):
        failure = (
            "系统未能处理" if most is not None and len(items) >= most else _perform(db, item, customer, now)
        )
        if failure is not None:
            failures.append(f"{item['id']}: {failure}")
        items.append({**item, "state": "completed" if failure is None else "failed"})
    state = "completed" if not failures else "failed" if len(failures) == len(items) else "partial"
    done: Document = {
        **order,
        "productOrderItem": list(items),
        "state": state,
        "completionDate": stamp(now),
    }
    if failures:
        notes: list[Json] = list(documents_in(order.get("note", [])))
        notes.extend({"text": text, "author": "back office", "date": stamp(now)} for text in failures)
        done["note"] = notes
    return done


def _perform(db: sqlite3.Connection, item: Document, customer: str | None, now: datetime) -> str | None:
    """Do one item and return why it failed, if it did."""
    if item["action"] == "add":
        return _add(db, text_at(item, "productOffering.id") or "", customer=customer or "", now=now)
    product = get(db, products.PRODUCT, id_=text_at(item, "product.id") or "")
    if product is None:
        return "没有此业务"
    failure = products.why_not_ended(product.body)
    if failure is None:
        products.end(db, product, now=now)
    return failure


def _add(db: sqlite3.Connection, offering: str, *, customer: str, now: datetime) -> str | None:
    gives = products.offering(db, offering)
    account = next(iter(_accounts(db, customer)), None)
    if gives is None or account is None:
        return "无法订购"
    if products.has(db, customer, offering=offering):
        return "已订购"
    id_ = f"prod-{next_number(db, products.PRODUCT)}"
    products.start(db, gives, account=account, id_=id_, now=now)
    return None


def _accounts(db: sqlite3.Connection, customer: str) -> tuple[Document, ...]:
    return tuple(stored.body for stored in find(db, "bucket", customer=customer))


PRODUCTS = Resource(products.API, products.PRODUCT, "Product", prepare=carry_out_due)
ORDERS = Resource(API, ORDER, "ProductOrder", create=_order, prepare=carry_out_due)
