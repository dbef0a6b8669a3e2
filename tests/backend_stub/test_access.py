from __future__ import annotations

import base64

import pytest

API = "/tmf-api"
BUCKETS = f"{API}/prepayBalanceManagement/v4/bucket"
PRODUCTS = f"{API}/productInventory/v4/product"
ORDERS = f"{API}/productOrderingManagement/v4/productOrder"
TICKETS = f"{API}/troubleTicket/v4/troubleTicket"
TEXTS = f"{API}/communicationManagement/v4/communicationMessage"
ME, MY_PASSWORD = "13800138000", "246810"


def ending(product, customer):
    return {
        "relatedParty": [{"id": customer, "role": "customer", "@referredType": "Customer"}],
        "productOrderItem": [{"id": "1", "action": "delete", "product": {"id": product}}],
    }


@pytest.fixture
def me(desk):
    return desk.as_subscriber(ME, MY_PASSWORD)


def test_the_right_password_gives_a_token_for_minutes(desk):
    answer = desk.token(ME, MY_PASSWORD)
    body = answer.get_json()
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 300)
    assert answer.headers["Cache-Control"] == "no-store"


def test_wrong_password_unknown_number_and_ported_number_sound_the_same(desk):
    answers = [
        desk.token(ME, "000000"),
        desk.token("13812345678", "246810"),
        desk.token("13200132000", "555666"),
    ]
    assert {(answer.status_code, answer.text) for answer in answers} == {(400, answers[0].text)}
    assert answers[0].get_json()["error"] == "invalid_grant"


def test_the_office_keeps_no_count_of_wrong_passwords(desk):
    for _ in range(25):
        assert desk.token(ME, "000000").status_code == 400
    assert desk.token(ME, MY_PASSWORD).status_code == 200


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "invalid_request"),
        ({"login_hint": "13800138000"}, "invalid_request"),
        ({"user_code": None}, "invalid_request"),
        ({"user_code": ["246810", "246810"]}, "invalid_request"),
    ],
)
def test_a_token_request_that_is_no_such_request_says_so(desk, change, error):
    form = {
        "grant_type": "urn:10086:service-password",
        "login_hint": "tel:+8613800138000",
        "user_code": "246810",
        **change,
    }
    answer = desk(
        "POST", "/oauth2/token", data={name: value for name, value in form.items() if value is not None}
    )
    assert (answer.status_code, answer.get_json()["error"]) == (400, error)


def test_a_subscriber_sees_their_own_products(me):
    for query in ("", "?relatedParty.id=cust-1001"):
        assert [product["id"] for product in me.get(PRODUCTS + query).get_json()] == ["S1", "S2", "S3", "S4"]
    assert me.get(f"{PRODUCTS}/S1").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        f"{PRODUCTS}?relatedParty.id=cust-1002",
        f"{PRODUCTS}?relatedParty.id=cust-1001,cust-1006",
        f"{PRODUCTS}/S11",
        f"{BUCKETS}?logicalResource.value=13900139000",
        f"{BUCKETS}/bkt-1002",
        f"{API}/customerManagement/v4/customer/cust-1002",
        f"{API}/customerBillManagement/v4/appliedCustomerBillingRate?billingAccount.id=acct-1002",
    ],
)
def test_what_is_anothers_is_403(me, path):
    answer = me.get(path)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "forbidden")


@pytest.mark.parametrize("customer", ["cust-1001", "cust-1006"])
def test_a_subscriber_cannot_end_anothers_service(desk, me, customer):
    assert me.post(ORDERS, ending("S11", customer)).status_code == 403
    assert desk.get(f"{PRODUCTS}/S11").get_json()["status"] == "active"


def test_a_subscriber_cannot_order_in_anothers_name(me):
    body = {"productOrderItem": [{"id": "1", "action": "add", "productOffering": {"id": "po-S1"}}]}
    party = [{"id": "cust-1006", "role": "customer", "@referredType": "Customer"}]
    assert me.post(ORDERS, {**body, "relatedParty": party}).status_code == 403


def test_a_subscriber_ends_their_own_service(me):
    made = me.post(ORDERS, ending("S1", "cust-1001"))
    assert made.status_code == 201
    assert me.get(made.get_json()["href"]).get_json()["state"] == "completed"


def test_a_subscriber_cannot_top_up_with_anothers_bucket_or_credit_themselves(me):
    body = {"amount": {"amount": 10, "units": "CNY"}, "usageType": "monetary", "bucket": {"id": "bkt-1001"}}
    assert me.post(f"{API}/prepayBalanceManagement/v4/adjustBalance", body).status_code == 403
    voucher = {
        "partyAccount": {"id": "acct-1002"},
        "voucher": "123456789012345678",
        "bucket": {"id": "bkt-1002"},
    }
    assert me.post(f"{API}/prepayBalanceManagement/v4/topupBalance", {**body, **voucher}).status_code == 403


def test_a_subscriber_complains_in_their_own_name_only_and_cannot_close_it(desk, me):
    body = {"description": "d", "severity": "Minor", "ticketType": "complaint.network"}
    made = me.post(TICKETS, body)
    assert made.status_code == 201
    assert [ticket["id"] for ticket in me.get(TICKETS).get_json()] == [made.get_json()["id"]]
    assert me("PATCH", made.get_json()["href"], json={"status": "closed"}).status_code == 403
    other = desk.as_subscriber("13900139000", "135790")
    assert other.get(TICKETS).get_json() == []
    assert other.get(made.get_json()["href"]).status_code == 403


def test_a_subscriber_texts_only_their_own_phone(me):
    body = {"messageType": "SMS", "content": "x", "sender": {"phoneNumber": "10086"}}
    assert me.post(TEXTS, {**body, "receiver": [{"phoneNumber": ME}]}).status_code == 201
    assert me.post(TEXTS, {**body, "receiver": [{"phoneNumber": "13900139000"}]}).status_code == 403
    both = [{"phoneNumber": ME}, {"phoneNumber": "13900139000"}]
    assert me.post(TEXTS, {**body, "receiver": both}).status_code == 403
    assert len(me.get(TEXTS).get_json()) == 1


@pytest.mark.parametrize("path", ["/", "/faults"])
def test_a_subscriber_sees_nothing_of_the_office_itself(me, path):
    assert me.get(path).status_code == 403


def test_a_token_ends(me, now):
    now.move(seconds=299)
    assert me.get(f"{PRODUCTS}/S1").status_code == 200
    now.move(seconds=1)
    assert me.get(f"{PRODUCTS}/S1").status_code == 401


def test_a_bearer_nobody_gave_out_is_401_even_in_an_open_office(desk):
    assert desk.get(BUCKETS, headers={"Authorization": "Bearer made-up"}).status_code == 401


def test_with_a_service_token_nothing_is_open(open_office):
    desk = open_office(token="s3cret")
    for path in (BUCKETS, "/faults", "/", "/nowhere"):
        assert desk.get(path).status_code == 401
    assert desk.token(ME, MY_PASSWORD).status_code == 401
    assert "Bearer" in desk.get(BUCKETS).headers["WWW-Authenticate"]
    desk.bearer = "s3cret"
    assert desk.get(BUCKETS).status_code == 200
    me = desk.as_subscriber(ME, MY_PASSWORD)
    assert me.get(f"{PRODUCTS}/S1").status_code == 200
    assert me.get(f"{PRODUCTS}/S11").status_code == 403


def test_a_browser_opens_the_page_with_the_token_as_password(open_office):
    desk = open_office(token="s3cret")
    assert "Basic" in desk.get("/").headers["WWW-Authenticate"]
    basic = {"Authorization": "Basic " + base64.b64encode(b"x:s3cret").decode()}
    assert desk.get("/", headers=basic).status_code == 200
    assert desk.get(BUCKETS, headers=basic).status_code == 401
