from __future__ import annotations

import pytest

from ivr.model.money import Money
from ivr.model.office import OfficeAnswer
from ivr.model.values import Record
from tests.adapters.misbehaving import answer

PRODUCTS = "/tmf-api/productInventory/v4/product"
UNAVAILABLE = OfficeAnswer("unavailable")
NONE = OfficeAnswer("none")


def product(identifier, *, port="10661234", price=5.0, customer="cust-1001", **changed):
    return {
        "id": identifier,
        "name": f"service {identifier}",
        "status": "active",
        "relatedParty": [
            {"id": customer, "role": "customer", "@referredType": "Customer"},
            {"id": f"sp-{port}", "name": f"provider {port}", "role": "contentProvider"},
        ],
        "productPrice": [
            {
                "priceType": "recurring",
                "recurringChargePeriod": "month",
                "price": {"taxIncludedAmount": {"unit": "CNY", "value": price}},
            }
        ],
        "productCharacteristic": [
            {"name": "category", "value": "paidContent"},
            {"name": "accessNumber", "value": port},
            {"name": "msisdn", "value": "13800138000"},
        ],
        **changed,
    }


def characteristics(**named):
    known = {"category": "paidContent", "accessNumber": "10661234", "msisdn": "13800138000", **named}
    return [{"name": name, "value": value} for name, value in known.items()]


def service(identifier, port="10661234", fen=500):
    return Record(
        {
            "id": identifier,
            "name": f"service {identifier}",
            "provider": f"provider {port}",
            "port": port,
            "price": Money(fen),
        }
    )


def test_services_are_listed_with_their_ports_and_what_they_cost_together(server, ask):
    listed = [product("S1"), product("S2", price=2), product("S3", port="10665678", price=8.5)]
    server.on("GET", PRODUCTS, answer(listed))
    s1, s2, s3 = service("S1"), service("S2", fen=200), service("S3", "10665678", 850)
    first = {"code": "10661234", "provider": "provider 10661234", "monthly": Money(700), "services": (s1, s2)}
    second = {"code": "10665678", "provider": "provider 10665678", "monthly": Money(850), "services": (s3,)}
    assert ask("list_paid_services") == OfficeAnswer(
        "ok",
        Record({"services": (s1, s2, s3), "ports": (Record(first), Record(second)), "monthly": Money(1550)}),
    )


def test_one_ports_services_are_listed_alone(server, ask):
    server.on("GET", PRODUCTS, answer([product("S1"), product("S3", port="10665678", price=8)]))
    told = ask("list_paid_services", port="10665678").values
    assert told["services"] == (service("S3", "10665678", 800),)
    assert told["monthly"] == Money(800)
    assert ask("list_paid_services", port="10660000") == NONE


@pytest.mark.parametrize(
    "others",
    [
        product("X", customer="cust-2"),
        product("X", status="terminated"),
        product("X", status="pendingTerminate"),
        product("X", status="asleep", customer="cust-2"),
        product("X", productCharacteristic=characteristics(category="ownService")),
        product("X", productCharacteristic=characteristics(msisdn="13900139000")),
        product("X", relatedParty=[{"id": "cust-1001", "role": "contentProvider", "name": "me"}]),
    ],
    ids=[
        "customer",
        "terminated",
        "pending",
        "unknown state of another",
        "not paid content",
        "number",
        "role",
    ],
)
def test_an_office_that_ignores_filters_adds_nothing_to_the_list(server, ask, others):
    server.on("GET", PRODUCTS, answer([others]))
    assert ask("list_paid_services") == NONE
    server.on("GET", PRODUCTS, answer([others, product("S1")]))
    assert ask("list_paid_services").values["services"] == (service("S1"),)


@pytest.mark.parametrize(
    "changed",
    [
        {"productPrice": []},
        {"productPrice": [{"priceType": "recurring", "recurringChargePeriod": "month", "price": {}}]},
        {"productCharacteristic": characteristics(accessNumber=None)},
        {"productCharacteristic": characteristics(accessNumber="1066a")},
        {"relatedParty": [{"id": "cust-1001", "role": "customer"}]},
        {"name": ""},
        {"status": "asleep"},
        {"status": None},
    ],
    ids=["no price", "empty price", "no port", "odd port", "no provider", "no name", "odd state", "no state"],
)
def test_a_list_with_a_service_that_cannot_be_read_is_unavailable_rather_than_short(server, ask, changed):
    server.on("GET", PRODUCTS, answer([product("S1"), product("S2", **changed)]))
    assert ask("list_paid_services") == UNAVAILABLE


def test_a_price_below_zero_is_refused(server, ask):
    server.on("GET", PRODUCTS, answer([product("S1", price=-5)]))
    assert ask("list_paid_services") == UNAVAILABLE
