from __future__ import annotations

import pytest

BUCKETS = "/tmf-api/prepayBalanceManagement/v4/bucket"
PRODUCTS = "/tmf-api/productInventory/v4/product"
RATES = "/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate"
TEXTS = "/tmf-api/communicationManagement/v4/communicationMessage"
ORDERS = "/tmf-api/productOrderingManagement/v4/productOrder"
TICKETS = "/tmf-api/troubleTicket/v4/troubleTicket"


def ids(response):
    return [item["id"] for item in response.get_json()]


def test_a_dotted_filter_looks_into_arrays(desk):
    assert ids(desk.get(f"{BUCKETS}?logicalResource.value=13900139000")) == ["bkt-1002"]


def test_all_filters_must_match(desk):
    assert ids(desk.get(f"{BUCKETS}?logicalResource.value=13900139000&status=suspended")) == []


def test_values_with_commas_between_them_are_alternatives(desk):
    assert ids(desk.get(f"{PRODUCTS}?id=S1,S3")) == ["S1", "S3"]


def test_numbers_and_yes_no_are_compared_as_what_they_are(desk):
    assert ids(desk.get(f"{BUCKETS}?remainingValue.amount=20.5")) == ["bkt-1001"]
    assert ids(desk.get(f"{RATES}?billingAccount.id=acct-1001&isBilled=true"))[0].startswith("rate-202610")


def test_a_filter_on_what_nobody_has_matches_nothing(desk):
    assert desk.get(f"{BUCKETS}?colour=red").get_json() == []


def test_a_page_says_how_long_the_whole_is(desk):
    page = desk.get(f"{PRODUCTS}?relatedParty.id=cust-1006&offset=10&limit=2")
    assert ids(page) == ["S21", "S22"]
    assert page.headers["X-Total-Count"] == "13"
    assert page.headers["X-Result-Count"] == "2"


@pytest.mark.parametrize("query", ["offset=-1", "limit=x", "limit=", "offset=٣", "sort=id", "filter=$"])
def test_a_query_that_cannot_be_meant_is_refused(desk, query):
    answer = desk.get(f"{PRODUCTS}?{query}")
    assert answer.status_code == 400
    assert isinstance(answer.get_json()["code"], str)


def test_fields_leave_out_everything_else_but_the_id(desk):
    assert desk.get(f"{BUCKETS}/bkt-1001?fields=status").get_json() == {
        "id": "bkt-1001",
        "href": f"{BUCKETS}/bkt-1001",
        "@type": "Bucket",
        "status": "active",
    }


def test_what_is_not_there_is_a_tm_forum_error(desk):
    for path in (f"{BUCKETS}/bkt-1", "/tmf-api/party/v4/individual", "/nowhere"):
        answer = desk.get(path)
        assert answer.status_code == 404
        error = answer.get_json()
        assert (error["code"], error["status"]) == ("notFound", "404")
        assert error["reason"]


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", PRODUCTS), ("DELETE", f"{PRODUCTS}/S1"), ("PATCH", f"{ORDERS}/po-1"), ("PUT", BUCKETS)],
)
def test_what_an_api_does_not_do_here_is_405_and_says_what_it_does(desk, method, path):
    answer = desk(method, path, json={})
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.get_json()["code"] == "methodNotAllowed"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"a":NaN}',
        '{"a":1e400}',
        "[" * 5000,
        '{"a":' * 40 + "1" + "}" * 40,
        '{"a":"\\ud800"}',
    ],
)
def test_a_body_that_is_no_plain_object_is_refused(desk, text):
    answer = desk("POST", TEXTS, data=text, content_type="application/json")
    assert answer.status_code == 400
    assert answer.get_json()["code"] == "badBody"


@pytest.mark.parametrize(
    "number",
    [
        "1.2345678901234567e-18",
        "4.9406564584124654e-324",
        "-1.7976931348623157e308",
        "1e22",
        "1" * 40,
        "0e-300",
    ],
)
def test_every_number_a_double_can_be_is_kept(desk, number):
    ticket = f'{{"description": "d", "severity": "Minor", "ticketType": "x", "x": {number}}}'
    made = desk("POST", TICKETS, data=ticket, content_type="application/json")
    assert made.status_code == 201
    listed = desk.get(TICKETS)
    assert listed.status_code == 200
    assert float(listed.get_json()[0]["x"]) == float(number)


@pytest.mark.parametrize("number", ["1e325", "0e400", "1" * 351, "0." + "1" * 300 + "e-300"])
def test_a_number_nobody_can_mean_is_refused(desk, number):
    ticket = f'{{"description": "d", "severity": "Minor", "ticketType": "x", "x": {number}}}'
    assert desk("POST", TICKETS, data=ticket, content_type="application/json").status_code == 400


def test_a_body_of_another_type_is_refused(desk):
    assert desk("POST", TEXTS, data="{}", content_type="text/plain").status_code == 400


def test_a_body_over_64_kib_is_refused(desk):
    answer = desk("POST", TEXTS, json={"content": "x" * 65536})
    assert answer.status_code == 413
    assert answer.get_json()["@type"] == "Error"


def test_a_merge_patch_replaces_arrays_and_null_removes(desk):
    made = desk.post(
        TICKETS,
        {
            "description": "d",
            "severity": "Minor",
            "ticketType": "complaint.service",
            "name": "n",
            "note": [{"text": "1"}],
        },
    ).get_json()
    changed = desk("PATCH", made["href"], json={"note": [{"text": "2"}], "name": None})
    assert changed.status_code == 200
    assert changed.get_json()["note"] == [{"text": "2"}]
    assert "name" not in changed.get_json()
    assert desk.get(made["href"]).get_json() == changed.get_json()


def test_what_is_made_says_where_it_is(desk):
    made = desk.post(TICKETS, {"description": "d", "severity": "Minor", "ticketType": "complaint.service"})
    assert made.status_code == 201
    assert made.headers["Location"] == made.get_json()["href"]
    assert desk.get(made.headers["Location"]).get_json() == made.get_json()


def test_unknown_attributes_are_kept_as_they_came(desk):
    body = {
        "description": "d",
        "severity": "Minor",
        "ticketType": "x",
        "@schemaLocation": "http://127.0.0.1/s",
        "x": [1.50],
    }
    made = desk.post(TICKETS, body)
    assert made.get_json()["x"] == [1.5]
    assert made.get_json()["@schemaLocation"] == "http://127.0.0.1/s"
