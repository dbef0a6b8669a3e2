"""Ending services by one order (TMF622), and what became of it.

The order's ``externalId`` is the request's key: an order already there is followed, not placed again. What is
said to the caller is what the order's items say, each against the product it was sent for.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from ivr.adapters.office.exchange import Exchange, segment
from ivr.adapters.office.faults import Declined, Misshapen, Unavailable, Unsure, once_sent
from ivr.adapters.office.identity import find_bucket
from ivr.adapters.office.shapes import Object, child, objects, optional_text, party, text
from ivr.model.office import UNAVAILABLE, OfficeAnswer
from ivr.model.values import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ivr.adapters.office.shapes import Data
    from ivr.model.ids import Msisdn

ORDERS = "/tmf-api/productOrderingManagement/v4/productOrder"
CHANNEL = "ivr-10086"
POLL_FIRST_S = 0.1
POLL_LONGEST_S = 0.8
"""Pauses between two looks at an order double from the first to the longest: about five looks in 3 s, and
twelve in the 8 s an operation may take at most (architecture, section 4)."""


class Fate(Enum):
    """What an item of an order says about its service."""

    ENDED = "ended"
    FAILED = "failed"
    REJECTED = "rejected"
    OPEN = "open"


_FATES = {
    "completed": Fate.ENDED,
    "failed": Fate.FAILED,
    "cancelled": Fate.FAILED,
    "rejected": Fate.REJECTED,
}


def end_services(exchange: Exchange, number: Msisdn, services: tuple[Record, ...]) -> OfficeAnswer:
    """End exactly ``services``; raise ``Unsure`` when the order has no final word before the deadline."""
    if not services:
        raise Unavailable("no service was named")
    bucket = find_bucket(exchange, number)
    if bucket is None:
        raise Unavailable("the number has no bucket")
    ids = tuple(str(service["id"]) for service in services)
    if len(set(ids)) != len(ids):
        raise Unavailable("a service was named twice")
    order = _placed_before(exchange, bucket.customer)
    if order is None:
        try:
            order = exchange.create(ORDERS, _order(exchange.key, bucket.customer, ids))
        except Declined:
            return OfficeAnswer("refused")
    with once_sent():
        fates = _followed(exchange, order, ids)
    return _outcome(services, fates)


def _placed_before(exchange: Exchange, customer: str) -> Object | None:
    listed = exchange.all(ORDERS, {"externalId": exchange.key})
    found = tuple(
        order
        for order in listed
        if order.get("externalId") == exchange.key
        and any(one.get("id") == customer for one in party(order, "customer"))
    )
    if len(found) > 1:
        raise Unsure("several orders under one key")
    return found[0] if found else None


def _order(key: str, customer: str, ids: tuple[str, ...]) -> Object:
    items: list[Data] = [
        {"id": str(place), "action": "delete", "product": {"id": product}}
        for place, product in enumerate(ids, start=1)
    ]
    return {
        "externalId": key,
        "channel": [{"id": CHANNEL, "name": "10086 IVR"}],
        "relatedParty": [{"id": customer, "role": "customer", "@referredType": "Customer"}],
        "note": [{"author": CHANNEL, "text": "confirmed by the caller"}],
        "productOrderItem": items,
    }


def _followed(exchange: Exchange, order: Object, ids: tuple[str, ...]) -> tuple[Fate, ...]:
    identifier = text(order, "id")
    pauses = _pauses()
    while True:
        if optional_text(order, "externalId") not in {None, exchange.key} or text(order, "id") != identifier:
            raise Misshapen("externalId")
        fates = _fates(order, ids)
        if Fate.OPEN not in fates:
            return fates
        pause = next(pauses)
        if exchange.deadline.left() <= pause:
            raise Unsure("the order has no final word yet")
        exchange.pause(pause)
        order = exchange.one(f"{ORDERS}/{segment(identifier)}")


def _pauses() -> Iterator[float]:
    pause = POLL_FIRST_S
    while True:
        yield pause
        pause = min(2 * pause, POLL_LONGEST_S)


def _fates(order: Object, ids: tuple[str, ...]) -> tuple[Fate, ...]:
    said: dict[str, Fate] = {}
    for item in objects(order.get("productOrderItem"), "productOrderItem"):
        product = text(child(item, "product"), "id")
        if product in said or item.get("action") != "delete":
            raise Misshapen("productOrderItem")
        said[product] = _fate(item, order)
    if not said.keys() <= set(ids):
        raise Misshapen("productOrderItem")
    return tuple(said.get(product, Fate.OPEN) for product in ids)


def _fate(item: Object, order: Object) -> Fate:
    state = optional_text(item, "state")
    # An order that was rejected never began, and not every office goes on to mark its items.
    if state in {None, "acknowledged"} and order.get("state") == "rejected":
        return Fate.REJECTED
    # A state we do not know is one we cannot tell the caller: not known yet.
    return _FATES.get(state or "", Fate.OPEN)


def _outcome(services: tuple[Record, ...], fates: tuple[Fate, ...]) -> OfficeAnswer:
    ended = tuple(service for service, fate in zip(services, fates, strict=True) if fate is Fate.ENDED)
    left = tuple(service for service, fate in zip(services, fates, strict=True) if fate is not Fate.ENDED)
    if not left:
        return OfficeAnswer("ok")
    if ended:
        return OfficeAnswer("partly", Record({"ended": ended, "left": left}))
    if set(fates) == {Fate.REJECTED}:
        return OfficeAnswer("refused")
    return OfficeAnswer(UNAVAILABLE)
