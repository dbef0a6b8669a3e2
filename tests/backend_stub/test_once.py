from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from backend_stub.app import office_of

API = "/tmf-api/prepayBalanceManagement/v4"
TEXTS = "/tmf-api/communicationManagement/v4/communicationMessage"
CREDIT = {"amount": {"amount": 1, "units": "CNY"}, "usageType": "monetary", "bucket": {"id": "bkt-1001"}}
TICKETS = "/tmf-api/troubleTicket/v4/troubleTicket"
ORDERS = "/tmf-api/productOrderingManagement/v4/productOrder"


def left(desk):
    return desk.get(f"{API}/bucket/bkt-1001").get_json()["remainingValue"]["amount"]


def ending(product):
    return {"productOrderItem": [{"id": "1", "action": "delete", "product": {"id": product}}]}


def test_the_same_key_and_body_is_answered_again_and_done_once(desk):
    first = desk.post(f"{API}/adjustBalance", CREDIT, Idempotency_Key="k1")
    again = desk.post(f"{API}/adjustBalance", dict(reversed(CREDIT.items())), Idempotency_Key="k1")
    assert first.status_code == again.status_code == 201
    assert first.data == again.data
    assert first.headers["Location"] == again.headers["Location"]
    assert left(desk) == 21.5


def test_another_key_is_another_request(desk):
    for key in ("k1", "k2"):
        desk.post(f"{API}/adjustBalance", CREDIT, Idempotency_Key=key)
    assert left(desk) == 22.5


def test_the_same_key_with_another_body_or_address_is_refused(desk):
    desk.post(f"{API}/adjustBalance", CREDIT, Idempotency_Key="k1")
    other = {**CREDIT, "amount": {"amount": 2, "units": "CNY"}}
    for path, body in ((f"{API}/adjustBalance", other), (f"{API}/topupBalance", CREDIT)):
        answer = desk.post(path, body, Idempotency_Key="k1")
        assert (answer.status_code, answer.get_json()["code"]) == (409, "idempotencyKeyReused")
    assert left(desk) == 21.5


def test_a_change_under_a_key_is_made_once_and_answered_the_same_again(desk):
    href = desk.post(
        TICKETS, {"description": "d", "severity": "Minor", "ticketType": "complaint.network"}
    ).get_json()["href"]
    first = desk("PATCH", href, json={"name": "first"}, headers={"Idempotency-Key": "k1"})
    desk("PATCH", href, json={"name": "second"})
    again = desk("PATCH", href, json={"name": "first"}, headers={"Idempotency-Key": "k1"})
    assert (again.status_code, again.data) == (200, first.data)
    assert desk.get(href).get_json()["name"] == "second"
    other = desk("PATCH", href, json={"name": "third"}, headers={"Idempotency-Key": "k1"})
    assert (other.status_code, other.get_json()["code"]) == (409, "idempotencyKeyReused")


def test_a_change_of_another_ticket_under_the_same_key_is_another_request(desk):
    ticket = {"description": "d", "severity": "Minor", "ticketType": "complaint.network"}
    one, two = (desk.post(TICKETS, ticket).get_json()["href"] for _ in range(2))
    assert desk("PATCH", one, json={"name": "n"}, headers={"Idempotency-Key": "k1"}).status_code == 200
    answer = desk("PATCH", two, json={"name": "n"}, headers={"Idempotency-Key": "k1"})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "idempotencyKeyReused")


def test_a_refusal_is_an_answer_too(desk):
    wrong = {**CREDIT, "bucket": {"id": "bkt-1"}}
    answers = [desk.post(f"{API}/adjustBalance", wrong, Idempotency_Key="k1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].data == answers[1].data
    assert desk.post(f"{API}/adjustBalance", CREDIT, Idempotency_Key="k1").status_code == 409


def test_a_failure_of_the_office_leaves_the_key_free(desk, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("backend_stub.rules.balances.stamp", lambda _: 1 / 0)
        assert desk.post(f"{API}/adjustBalance", CREDIT, Idempotency_Key="k1").status_code == 500
    assert left(desk) == 20.5
    assert desk.post(f"{API}/adjustBalance", CREDIT, Idempotency_Key="k1").status_code == 201
    assert left(desk) == 21.5


def running(desk, key):
    """Leave a key as a process leaves it that died in the middle of its first request."""
    with pytest.MonkeyPatch.context() as dying:
        dying.setattr("backend_stub.once._keep", lambda *_, **__: 1 / 0)
        with office_of(desk.app).store.writing() as db:
            db.execute("CREATE TEMP TRIGGER dying BEFORE DELETE ON answer BEGIN SELECT RAISE(IGNORE); END")
        desk.post(f"{API}/adjustBalance", CREDIT, Idempotency_Key=key)
        with office_of(desk.app).store.writing() as db:
            db.execute("DROP TRIGGER dying")


def test_a_key_whose_first_request_still_runs_is_refused_until_it_is_given_up(desk, now):
    running(desk, "k1")
    answer = desk.post(f"{API}/adjustBalance", CREDIT, Idempotency_Key="k1")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "idempotencyKeyRunning")
    assert left(desk) == 20.5
    now.move(seconds=61)
    assert desk.post(f"{API}/adjustBalance", CREDIT, Idempotency_Key="k1").status_code == 201
    assert left(desk) == 21.5


def test_twenty_requests_at_once_under_one_key_are_done_once(desk):
    def ask(_):
        return desk.post(f"{API}/adjustBalance", CREDIT, Idempotency_Key="k1")

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(ask, range(20)))
    assert left(desk) == 21.5
    assert len(desk.get(f"{API}/adjustBalance").get_json()) == 1
    done = {answer.data for answer in answers if answer.status_code == 201}
    refused = {answer.get_json()["code"] for answer in answers if answer.status_code != 201}
    assert len(done) == 1
    assert refused <= {"idempotencyKeyRunning"}


def test_twenty_requests_at_once_with_a_voucher_use_it_once(desk):
    body = {
        **CREDIT,
        "amount": {"amount": 0, "units": "CNY"},
        "partyAccount": {"id": "acct-1001"},
        "voucher": "123456789012345678",
    }

    def ask(number):
        return desk.post(f"{API}/topupBalance", body, Idempotency_Key=f"k{number}").status_code

    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(ask, range(20)))
    assert sorted(statuses) == [201] + [409] * 19
    assert left(desk) == 70.5


def test_credits_at_once_all_count(desk):
    def ask(number):
        return desk.post(f"{API}/adjustBalance", CREDIT, Idempotency_Key=f"k{number}").status_code

    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(ask, range(30))) == {201}
    assert left(desk) == 50.5


def test_a_subscriber_is_not_given_the_answer_to_anothers_key(desk):
    me, other = desk.as_subscriber("13800138000", "246810"), desk.as_subscriber("13900139000", "135790")
    assert me.post(ORDERS, ending("S1"), Idempotency_Key="k1").status_code == 201
    answer = other.post(ORDERS, ending("S1"), Idempotency_Key="k1")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "idempotencyKeyReused")
    assert desk.post(ORDERS, ending("S1"), Idempotency_Key="k1").status_code == 201


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "号"])
def test_a_key_is_printable_and_short(desk, key):
    answer = desk("POST", TEXTS, json={}, headers={"Idempotency-Key": key.encode().decode("latin-1")})
    assert (answer.status_code, answer.get_json()["code"]) == (400, "idempotencyKeyBad")
