from __future__ import annotations

import time

import httpx
import pytest

from backend_stub.faults import MODES, OPERATIONS, Mode

API = "/tmf-api"
BUCKETS = f"{API}/prepayBalanceManagement/v4/bucket"
RATES = f"{API}/customerBillManagement/v4/appliedCustomerBillingRate"
PRODUCTS = f"{API}/productInventory/v4/product"
ORDERS = f"{API}/productOrderingManagement/v4/productOrder"
TICKETS = f"{API}/troubleTicket/v4/troubleTicket"
TEXTS = f"{API}/communicationManagement/v4/communicationMessage"
CUSTOMER = f"{API}/customerManagement/v4/customer/cust-1001"

TICKET = {"description": "d", "severity": "Minor", "ticketType": "complaint.network"}
TEXT = {
    "messageType": "SMS",
    "content": "x",
    "sender": {"phoneNumber": "10086"},
    "receiver": [{"phoneNumber": "13800138000"}],
}
ORDER = {
    "productOrderItem": [
        {"id": str(place), "action": "delete", "product": {"id": f"S{place}"}} for place in range(1, 4)
    ]
}
FORM = {"grant_type": "urn:10086:service-password", "login_hint": "tel:+8613800138000", "user_code": "246810"}

REQUESTS = {
    "who_calls": ("GET", CUSTOMER, {}),
    "get_balance": ("GET", f"{BUCKETS}?logicalResource.value=13800138000", {}),
    "get_charges": ("GET", f"{RATES}?billingAccount.id=acct-1001&isBilled=false", {}),
    "list_paid_services": ("GET", f"{PRODUCTS}?relatedParty.id=cust-1001", {}),
    "check_password": ("POST", "/oauth2/token", {"data": FORM}),
    "end_services": ("POST", ORDERS, {"json": ORDER}),
    "find_order": ("GET", f"{ORDERS}?externalId=1", {}),
    "follow_order": ("GET", f"{ORDERS}/1", {}),
    "lodge_complaint": ("POST", TICKETS, {"json": TICKET}),
    "join_complaint": ("PATCH", f"{TICKETS}/1", {"json": {"note": []}}),
    "latest_complaint": ("GET", f"{TICKETS}?relatedParty.id=cust-1001", {}),
    "ask_call_back": ("POST", TICKETS, {"json": {**TICKET, "ticketType": "callBack"}}),
    "send_text": ("POST", TEXTS, {"json": TEXT}),
}


def ask(desk, operation):
    method, path, given = REQUESTS[operation]
    return desk(method, path, **given)


def ask_over_http(client, operation, **more):
    method, path, given = REQUESTS[operation]
    return client.request(method, path, **given, **more)


def misbehave(desk, operation, mode, **more):
    answer = desk("PUT", f"/faults/{operation}", json={"mode": mode, **more})
    assert answer.status_code == 200, answer.text


def states(desk, *products):
    return [desk.get(f"{PRODUCTS}/{product}").get_json()["status"] for product in products]


def test_operations_modes_and_what_is_set_are_listed(desk):
    misbehave(desk, "get_balance", "late", after_s=1.5, times=2)
    told = desk.get("/faults").get_json()
    assert list(told["operations"]) == list(REQUESTS)
    assert list(told["modes"]) == [mode.value for mode in Mode]
    assert all(told["modes"].values())
    assert told["set"] == {"get_balance": {"mode": "late", "after_s": 1.5, "times": 2}}


def test_every_mode_has_a_line_and_every_operation_a_request():
    assert set(MODES) == set(Mode)
    assert set(OPERATIONS) == set(REQUESTS)


@pytest.mark.parametrize(
    ("operation", "body", "code"),
    [
        ("get_balanse", {"mode": "late"}, "unknownOperation"),
        ("get_balance", {"mode": "latte"}, "unknownMode"),
        ("get_balance", {}, "unknownMode"),
        ("get_balance", {"mode": "half"}, "modeDoesNotFit"),
        ("end_services", {"mode": "ignore_filters"}, "modeDoesNotFit"),
        ("get_balance", {"mode": "late", "after_s": -1}, "badFault"),
        ("get_balance", {"mode": "late", "after_s": 61}, "badFault"),
        ("get_balance", {"mode": "late", "after_s": True}, "badFault"),
        ("get_balance", {"mode": "late", "times": 0}, "badFault"),
        ("get_balance", {"mode": "late", "often": 1}, "badFault"),
    ],
)
def test_a_fault_that_cannot_be_is_refused(desk, operation, body, code):
    answer = desk("PUT", f"/faults/{operation}", json=body)
    assert (answer.status_code, answer.get_json()["code"]) == (400, code)
    assert desk.get("/faults").get_json()["set"] == {}


def test_an_unknown_operation_or_mode_is_told_what_there_is(desk):
    operations = desk("PUT", "/faults/nothing", json={"mode": "late"}).get_json()["reason"]
    modes = desk("PUT", "/faults/send_text", json={"mode": "nothing"}).get_json()["reason"]
    assert all(name in operations for name in OPERATIONS)
    assert all(mode.value in modes for mode in Mode)


@pytest.mark.parametrize("operation", REQUESTS)
def test_a_fault_is_of_one_operation_alone(desk, operation):
    misbehave(desk, operation, "fail_before")
    statuses = {name: ask(desk, name).status_code for name in REQUESTS}
    assert [name for name, status in statuses.items() if status == 500] == [operation]
    assert set(statuses.values()) <= {200, 201, 404, 500}
    assert {name for name, status in statuses.items() if status == 404} <= {"follow_order", "join_complaint"}


def test_faults_are_cleared_one_by_one_and_all_together(desk):
    for operation in ("get_balance", "get_charges", "send_text"):
        misbehave(desk, operation, "fail_before")
    assert desk("DELETE", "/faults/get_balance").status_code == 204
    assert list(desk.get("/faults").get_json()["set"]) == ["get_charges", "send_text"]
    assert ask(desk, "get_balance").status_code == 200
    assert desk("DELETE", "/faults").status_code == 204
    assert desk.get("/faults").get_json()["set"] == {}
    assert desk("DELETE", "/faults/nothing").status_code == 400


def test_a_fault_can_be_for_some_times_only(desk):
    misbehave(desk, "get_balance", "fail_before", times=2)
    assert [ask(desk, "get_balance").status_code for _ in range(4)] == [500, 500, 200, 200]
    assert desk.get("/faults").get_json()["set"] == {}


@pytest.mark.parametrize("operation", REQUESTS)
def test_refuse_is_a_4xx_and_nothing_is_done(desk, operation):
    misbehave(desk, operation, "refuse")
    answer = ask(desk, operation)
    assert 400 <= answer.status_code < 500
    if operation == "check_password":
        assert answer.get_json()["error"] == "invalid_grant"
    else:
        assert answer.get_json()["code"] == OPERATIONS[operation].refusal.code
    desk("DELETE", "/faults")
    assert desk.get(TICKETS).get_json() == desk.get(TEXTS).get_json() == desk.get(ORDERS).get_json() == []


def test_fail_before_does_nothing(desk):
    misbehave(desk, "end_services", "fail_before")
    assert ask(desk, "end_services").status_code == 500
    assert states(desk, "S1", "S2", "S3") == ["active"] * 3


def test_half_an_order_is_partial_and_says_which(desk):
    misbehave(desk, "end_services", "half")
    order = desk.get(ask(desk, "end_services").get_json()["href"]).get_json()
    assert order["state"] == "partial"
    assert [item["state"] for item in order["productOrderItem"]] == ["completed", "failed", "failed"]
    assert states(desk, "S1", "S2", "S3") == ["terminated", "active", "active"]


def test_a_slow_order_is_carried_out_when_its_time_has_come(desk, now):
    misbehave(desk, "end_services", "slow", after_s=5)
    href = ask(desk, "end_services").get_json()["href"]
    now.move(seconds=4.9)
    assert desk.get(href).get_json()["state"] == "acknowledged"
    assert states(desk, "S1", "S2", "S3") == ["active"] * 3
    now.move(seconds=0.1)
    assert desk.get(href).get_json()["state"] == "completed"
    assert states(desk, "S1", "S2", "S3") == ["terminated"] * 3


@pytest.mark.parametrize(
    "operation", ["get_balance", "get_charges", "list_paid_services", "latest_complaint"]
)
def test_ignored_filters_show_other_customers_too(desk, operation):
    for customer in ("cust-1001", "cust-1002"):
        party = [{"id": customer, "role": "customer", "@referredType": "Customer"}]
        desk.post(TICKETS, {**TICKET, "relatedParty": party})
    usual = len(ask(desk, operation).get_json())
    misbehave(desk, operation, "ignore_filters")
    everything = ask(desk, operation).get_json()
    assert 0 < usual < len(everything)
    assert len({str(item.get("billingAccount") or item["relatedParty"]) for item in everything}) > 1


def test_ignored_filters_show_another_order(desk):
    desk.post(ORDERS, {**ORDER, "externalId": "2"})
    assert ask(desk, "find_order").get_json() == []
    misbehave(desk, "find_order", "ignore_filters")
    assert [one["externalId"] for one in ask(desk, "find_order").get_json()] == ["2"]


def test_unknown_values_are_in_every_state_beside_unknown_attributes(desk):
    misbehave(desk, "list_paid_services", "unknown_values")
    products = ask(desk, "list_paid_services").get_json()
    assert {product["status"] for product in products} == {"somethingNew"}
    assert all("somethingElse" in product for product in products)
    misbehave(desk, "end_services", "unknown_values")
    order = ask(desk, "end_services").get_json()
    assert {order["state"], *(item["state"] for item in order["productOrderItem"])} == {"somethingNew"}
    assert states(desk, "S1", "S2", "S3") == ["terminated"] * 3


@pytest.mark.parametrize("operation", ["get_balance", "send_text"])
def test_garbage_is_200_and_no_json(desk, operation):
    misbehave(desk, operation, "garbage")
    answer = ask(desk, operation)
    assert answer.status_code == 200
    with pytest.raises(ValueError, match="Expecting value"):
        answer.json()
    assert len(desk.get(TEXTS).get_json()) == (1 if operation == "send_text" else 0)


def test_fail_after_has_done_it_and_drops_the_connection(over_http):
    over_http.put("/faults/end_services", json={"mode": "fail_after"})
    for _ in range(2):
        with pytest.raises(httpx.RemoteProtocolError):
            ask_over_http(over_http, "end_services", headers={"Idempotency-Key": "k1"})
    assert over_http.get(f"{PRODUCTS}/S1").json()["status"] == "terminated"
    over_http.delete("/faults")
    assert ask_over_http(over_http, "end_services", headers={"Idempotency-Key": "k1"}).status_code == 201
    assert [order["state"] for order in over_http.get(ORDERS).json()] == ["completed"]


def test_late_has_done_it_at_once_and_answers_after_its_time(over_http):
    over_http.put("/faults/send_text", json={"mode": "late", "after_s": 0.3})
    begun = time.monotonic()
    with pytest.raises(httpx.ReadTimeout):
        ask_over_http(over_http, "send_text", timeout=0.1)
    assert len(over_http.get(TEXTS).json()) == 1
    assert ask_over_http(over_http, "send_text").status_code == 201
    assert time.monotonic() - begun >= 0.4


def test_hang_never_answers_and_does_nothing(over_http):
    over_http.put("/faults/send_text", json={"mode": "hang", "times": 1})
    with pytest.raises(httpx.ReadTimeout):
        ask_over_http(over_http, "send_text", timeout=0.3)
    assert over_http.get(TEXTS).json() == []


def test_drip_gives_a_byte_every_half_second(over_http):
    over_http.put("/faults/get_balance", json={"mode": "drip"})
    method, path, _ = REQUESTS["get_balance"]
    begun = time.monotonic()
    with over_http.stream(method, path) as answer:
        first = list(zip(answer.iter_raw(), range(3), strict=False))
    assert [chunk for chunk, _ in first] == [b"[", b"{", b'"']
    assert 0.9 <= time.monotonic() - begun < 3
