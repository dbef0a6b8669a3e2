"""The paid content a subscriber has (TMF637), by service and by port."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivr.adapters.office.faults import Misshapen
from ivr.adapters.office.identity import find_bucket
from ivr.adapters.office.shapes import characteristics, child, money, objects, party, text
from ivr.model.ids import msisdn
from ivr.model.money import Money
from ivr.model.office import NOT_OURS, OfficeAnswer
from ivr.model.values import Record

if TYPE_CHECKING:
    from ivr.adapters.office.exchange import Exchange
    from ivr.adapters.office.identity import Bucket
    from ivr.adapters.office.shapes import Object
    from ivr.model.ids import Msisdn
    from ivr.model.values import Value

PRODUCTS = "/tmf-api/productInventory/v4/product"
CATEGORY = "category"
PAID_CONTENT = "paidContent"
PORT = "accessNumber"
NUMBER = "msisdn"
"""Names of product characteristics, as TM Forum notes, section 3.3, asks: ours, written in one place."""
ACTIVE = "active"
NOT_ACTIVE = frozenset(
    {
        "created",
        "pendingActive",
        "cancelled",
        "pendingTerminate",
        "terminated",
        "suspended",
        "aborted",
        "aborted ",
    }
)
"""The other states of a product in TMF637 v4.0.0; its definition writes the last one with a blank."""
_NO_MONEY = Money(0)


def list_paid_services(exchange: Exchange, number: Msisdn, port: str | None) -> OfficeAnswer:
    """List what paid content ``number`` has, of one ``port`` or of all.

    A product that is theirs and cannot be read makes the whole list unavailable: "all of them" must be all.
    """
    bucket = find_bucket(exchange, number)
    if bucket is None:
        return OfficeAnswer(NOT_OURS)
    products = exchange.all(PRODUCTS, {"relatedParty.id": bucket.customer, "status": ACTIVE})
    services = tuple(_service(product) for product in products if _is_theirs(product, bucket, number))
    chosen = tuple(service for service in services if port is None or service["port"] == port)
    if not chosen:
        return OfficeAnswer("none")
    return OfficeAnswer(
        "ok", Record({"services": chosen, "ports": _ports(chosen), "monthly": _monthly(chosen)})
    )


def _is_theirs(product: Object, bucket: Bucket, number: Msisdn) -> bool:
    if all(one.get("id") != bucket.customer for one in party(product, "customer")):
        return False
    known = characteristics(product, "productCharacteristic")
    if known.get(CATEGORY) != PAID_CONTENT:
        return False
    # A customer may have several numbers; a product that names another one is not this call's.
    named = known.get(NUMBER)
    if named is not None and not (isinstance(named, str) and msisdn(named) == number):
        return False
    return _is_active(product)


def _is_active(product: Object) -> bool:
    state = text(product, "status")
    if state != ACTIVE and state not in NOT_ACTIVE:
        raise Misshapen("status")  # perhaps it is paid for: nobody may be told that there is none
    return state == ACTIVE


def _service(product: Object) -> Record:
    port = characteristics(product, "productCharacteristic").get(PORT)
    if not isinstance(port, str) or not (port.isascii() and port.isdigit()):
        raise Misshapen(PORT)
    providers = party(product, "contentProvider")
    if len(providers) != 1:
        raise Misshapen("relatedParty")
    return Record(
        {
            "id": text(product, "id"),
            "name": text(product, "name"),
            "provider": text(providers[0], "name"),
            "port": port,
            "price": _price(product),
        }
    )


def _price(product: Object) -> Money:
    monthly = tuple(
        money(child(child(price, "price"), "taxIncludedAmount"), "taxIncludedAmount")
        for price in objects(product.get("productPrice"), "productPrice")
        if price.get("priceType") == "recurring" and price.get("recurringChargePeriod") == "month"
    )
    if not monthly:
        raise Misshapen("productPrice")
    return sum(monthly, start=_NO_MONEY)


def _ports(services: tuple[Record, ...]) -> tuple[Record, ...]:
    by_port: dict[Value, tuple[Record, ...]] = {}
    for service in services:
        by_port[service["port"]] = (*by_port.get(service["port"], ()), service)
    return tuple(
        Record(
            {
                "code": code,
                "provider": theirs[0]["provider"],
                "monthly": _monthly(theirs),
                "services": theirs,
            }
        )
        for code, theirs in by_port.items()
    )


def _monthly(services: tuple[Record, ...]) -> Money:
    prices = (service["price"] for service in services)
    return sum((price for price in prices if isinstance(price, Money)), start=_NO_MONEY)
