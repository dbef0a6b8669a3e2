from __future__ import annotations

import pytest

ORDERS = "/tmf-api/productOrderingManagement/v4/productOrder"
PRODUCTS = "/tmf-api/productInventory/v4/product"
PARTY = [{"id": "cust-1001", "role": "customer", "@referredType": "Customer"}]


def ending(*products, party=PARTY, **more):
    items = [
        {"id": str(place), "action": "delete", "product": {"id": product}}
        for place, product in enumerate(products, 1)
    ]
    body = {"externalId": "ivr-1", "productOrderItem": items, **more}
    return {**body, "relatedParty": party} if party else body


def taking(offering, number="13800138000"):
    product = {"productCharacteristic": [{"name": "msisdn", "value": number}]}
    item = {
        "id": "1",
        "action": "add",
        "quantity": 1,
        "productOffering": {"id": offering},
        "product": product,
    }
    return {"relatedParty": PARTY, "productOrderItem": [item]}


def status(desk, product):
    return desk.get(f"{PRODUCTS}/{product}").get_json()["status"]


def outcome(desk, answer):
    assert answer.status_code == 201, answer.text
    assert answer.get_json()["state"] == "acknowledged"
    assert {item["state"] for item in answer.get_json()["productOrderItem"]} == {"acknowledged"}
    order = desk.get(answer.get_json()["href"]).get_json()
    return order["state"], [item["state"] for item in order["productOrderItem"]]


def test_an_order_ends_the_products_it_names_and_no_others(desk):
    assert outcome(desk, desk.post(ORDERS, ending("S1", "S3"))) == ("completed", ["completed", "completed"])
    assert [status(desk, product) for product in ("S1", "S2", "S3")] == ["terminated", "active", "terminated"]
    left = desk.get(f"{PRODUCTS}?relatedParty.id=cust-1001&status=active").get_json()
    assert [product["id"] for product in left] == ["S2", "S4"]


def test_the_customer_may_be_told_by_the_products(desk):
    assert outcome(desk, desk.post(ORDERS, ending("S1", party=None)))[0] == "completed"


def test_a_service_under_contract_stays_and_the_order_is_partial(desk):
    party = [{"id": "cust-1012", "role": "customer", "@referredType": "Customer"}]
    answer = desk.post(ORDERS, ending("S41", "S42", party=party, note=[{"text": "confirmed"}]))
    assert outcome(desk, answer) == ("partial", ["failed", "completed"])
    assert (status(desk, "S41"), status(desk, "S42")) == ("active", "terminated")
    order = desk.get(answer.get_json()["href"]).get_json()
    assert [note["text"] for note in order["note"]] == ["confirmed", "1: 合约期内"]


def test_ending_what_has_ended_fails_the_item(desk):
    desk.post(ORDERS, ending("S1"))
    assert outcome(desk, desk.post(ORDERS, ending("S1"))) == ("failed", ["failed"])
    assert outcome(desk, desk.post(ORDERS, ending("S1", "S2"))) == ("partial", ["failed", "completed"])


def test_an_order_with_another_customers_product_is_refused_whole(desk):
    answer = desk.post(ORDERS, ending("S1", "S11"))
    assert (answer.status_code, answer.get_json()["code"]) == (409, "productOfAnother")
    assert status(desk, "S1") == status(desk, "S11") == "active"
    assert desk.get(ORDERS).get_json() == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "missingAttribute"),
        ({"productOrderItem": []}, "missingAttribute"),
        ({"productOrderItem": ["S1"]}, "wrongType"),
        ({"productOrderItem": [{"id": "1"}]}, "missingAttribute"),
        (
            {"productOrderItem": [{"id": "1", "action": "modify", "product": {"id": "S1"}}]},
            "unsupportedAction",
        ),
        ({"productOrderItem": [{"action": "delete", "product": {"id": "S1"}}]}, "missingAttribute"),
        ({"productOrderItem": [{"id": "1", "action": "delete"}]}, "missingAttribute"),
        (ending("S1", "S1"), "duplicateItem"),
        (ending("S999"), "unknownProduct"),
        (
            ending("S1", party=[{"id": "cust-9", "role": "customer", "@referredType": "Customer"}]),
            "unknownCustomer",
        ),
        (ending("S1", party=[{"id": "cust-1001", "role": "customer"}]), "missingAttribute"),
        (ending(*(f"P{place}" for place in range(101))), "tooLong"),
        (taking("po-unknown"), "unknownOffering"),
    ],
)
def test_an_order_that_is_wrong_anywhere_does_nothing(desk, body, code):
    answer = desk.post(ORDERS, body)
    assert (answer.status_code, answer.get_json()["code"]) == (400, code)
    assert status(desk, "S1") == "active"


def test_a_service_can_be_taken_once(desk):
    assert outcome(desk, desk.post(ORDERS, taking("po-S21"))) == ("completed", ["completed"])
    [product] = desk.get(f"{PRODUCTS}?relatedParty.id=cust-1001&productOffering.id=po-S21").get_json()
    assert product["name"] == "棋牌大厅"
    assert {"name": "msisdn", "value": "13800138000"} in product["productCharacteristic"]
    assert outcome(desk, desk.post(ORDERS, taking("po-S21"))) == ("failed", ["failed"])
    assert outcome(desk, desk.post(ORDERS, ending(product["id"]))) == ("completed", ["completed"])


def test_a_service_cannot_be_taken_for_another_number(desk):
    answer = desk.post(ORDERS, taking("po-S21", number="13900139000"))
    assert (answer.status_code, answer.get_json()["code"]) == (409, "numberOfAnother")


def test_an_order_can_be_found_by_the_number_of_who_ordered(desk):
    made = desk.post(ORDERS, ending("S1")).get_json()
    assert [order["id"] for order in desk.get(f"{ORDERS}?externalId=ivr-1").get_json()] == [made["id"]]


def test_products_carry_provider_port_price_and_category(desk):
    product = desk.get(f"{PRODUCTS}/S1").get_json()
    assert {"name": "category", "value": "paidContent"} in product["productCharacteristic"]
    assert {"name": "accessNumber", "value": "10661234"} in product["productCharacteristic"]
    assert product["productPrice"][0]["price"]["taxIncludedAmount"] == {"unit": "CNY", "value": 5}
    assert [party["name"] for party in product["relatedParty"] if party["role"] == "contentProvider"] == [
        "新华传媒"
    ]
    free = desk.get(f"{PRODUCTS}/S4").get_json()
    assert [trait["name"] for trait in free["productCharacteristic"]] == ["msisdn"]
