from __future__ import annotations

import logging
import time

import pytest

from ivr.model.office import Effect, OfficeAnswer, OfficeRequest
from ivr.model.values import Record
from tests.adapters.conftest import KEY, NUMBER, Asker
from tests.adapters.misbehaving import answer, drip_head, drop, hang

BUCKETS = "/tmf-api/prepayBalanceManagement/v4/bucket"
CUSTOMER = "/tmf-api/customerManagement/v4/customer/cust-1001"
READS = ["who_calls", "get_balance", "get_charges", "list_paid_services", "latest_complaint"]
UNAVAILABLE = OfficeAnswer("unavailable")
NOT_OURS = OfficeAnswer("not_ours")
ORDINARY = OfficeAnswer("ok", Record({"age": 0, "needs_person": False}))


def customer(**known):
    characteristics = [{"name": name, "value": value} for name, value in known.items()]
    return {"id": "cust-1001", "characteristic": characteristics}


@pytest.mark.parametrize("operation", READS)
def test_a_number_without_a_bucket_is_not_ours(server, ask, operation):
    server.on("GET", BUCKETS, answer([]))
    assert ask(operation) == NOT_OURS


@pytest.mark.parametrize("operation", READS)
def test_buckets_of_other_numbers_are_nobodys_business(server, ask, a_bucket, operation):
    server.on("GET", BUCKETS, answer([a_bucket("13900139000"), a_bucket("13700137000", id="bkt-2")]))
    assert ask(operation) == NOT_OURS


@pytest.mark.parametrize("operation", READS)
def test_several_buckets_for_one_number_are_not_guessed_between(server, ask, a_bucket, operation):
    server.on("GET", BUCKETS, answer([a_bucket(), a_bucket(id="bkt-2", partyAccount={"id": "acct-2"})]))
    assert ask(operation) == UNAVAILABLE


@pytest.mark.parametrize("operation", [*READS, "check_password"])
def test_a_withheld_number_is_not_ours_and_the_office_is_not_asked(server, ask, operation):
    assert ask(operation, subscriber=None, password="246810") == NOT_OURS
    assert server.seen == []


@pytest.mark.parametrize(
    "changed",
    [
        {"relatedParty": []},
        {"relatedParty": [{"id": "a", "role": "customer"}, {"id": "b", "role": "customer"}]},
        {"partyAccount": None},
        {"logicalResource": 7},
    ],
)
def test_a_bucket_that_does_not_say_whose_it_is_is_unavailable(server, ask, a_bucket, changed):
    server.on("GET", BUCKETS, answer([a_bucket(**changed)]))
    assert ask("get_balance") == UNAVAILABLE


def test_the_office_is_asked_by_number_with_key_and_token(server, ask):
    ask("who_calls", key="CA1:查询:1")
    asked = server.seen[0]
    assert asked.query["logicalResource.value"] == ["13800138000"]
    assert asked.query["usageType"] == ["monetary"]
    assert asked.headers["x-correlator"] == "CA1:%E6%9F%A5%E8%AF%A2:1"
    assert asked.headers["authorization"] == "Bearer service-token"


def test_a_bucket_on_a_later_page_is_found(server, ask, a_bucket):
    others = [a_bucket("13900139000", id=f"bkt-{n}") for n in range(100)]
    server.on(
        "GET",
        BUCKETS,
        answer(others, headers="X-Total-Count: 101\r\n"),
        answer([a_bucket()], headers="X-Total-Count: 101\r\n"),
    )
    assert ask("get_balance").outcome == "ok"
    assert server.seen[1].query["offset"] == ["100"]


def test_a_list_that_never_ends_is_unavailable(server, ask, a_bucket):
    pages = [
        answer([a_bucket("13900139000", id=f"bkt-{n}")], headers="X-Total-Count: 9999\r\n") for n in range(11)
    ]
    server.on("GET", BUCKETS, *pages)
    assert ask("get_balance") == UNAVAILABLE
    assert len(server.seen) == 10


def test_an_office_that_repeats_its_only_page_is_asked_no_further(server, ask, a_bucket):
    server.on("GET", BUCKETS, answer([a_bucket()], headers="X-Total-Count: 500\r\n"))
    assert ask("get_balance").outcome == "ok"
    assert len(server.seen) == 2


def test_one_bucket_told_in_two_ways_is_unavailable(server, ask, a_bucket):
    server.on("GET", BUCKETS, answer([a_bucket(), a_bucket(status="suspended")]))
    assert ask("get_balance") == UNAVAILABLE


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("1961-11-23", 65),
        ("1961-11-24", 64),
        ("1990-05-01", 36),
        ("2030-01-01", 0),
    ],
)
def test_age_is_in_whole_years_on_the_day_in_shanghai(server, ask, born, age):
    server.on("GET", CUSTOMER, answer(customer(birthDate=born)))
    assert ask("who_calls").values["age"] == age


@pytest.mark.parametrize(
    ("flag", "needs"), [(True, True), ("true", True), (False, False), ("false", False), (None, False)]
)
def test_who_needs_a_person_is_told(server, ask, flag, needs):
    server.on("GET", CUSTOMER, answer(customer(needsPerson=flag)))
    assert ask("who_calls").values["needs_person"] is needs


@pytest.mark.parametrize(
    "reply",
    [
        answer({}, status=404),
        answer({}, status=500),
        answer(b"<html>"),
        answer({"id": "cust-1001"}),
        answer({"id": "cust-9", "characteristic": [{"name": "birthDate", "value": "1930-01-01"}]}),
        answer(customer(birthDate="long ago")),
        drop(),
    ],
    ids=["absent", "500", "garbage", "empty", "somebody else", "no date", "dropped"],
)
def test_a_caller_nobody_can_describe_is_an_ordinary_caller(server, ask, reply):
    server.on("GET", CUSTOMER, reply)
    assert ask("who_calls") == ORDINARY


def test_a_caller_whose_description_takes_more_than_a_second_is_an_ordinary_caller(server, ask):
    server.on("GET", CUSTOMER, drip_head())
    began = time.monotonic()
    assert ask("who_calls", within_s=2.0) == ORDINARY
    assert time.monotonic() - began < 1.6


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (answer({"access_token": "a", "token_type": "Bearer"}), "ok"),
        (answer({"error": "invalid_grant"}, status=400), "refused"),
        (answer({"error": "unknown_user_id"}, status=400), "not_ours"),
        (answer({"error": "invalid_request"}, status=400), "unavailable"),
        (answer({"error": "invalid_client"}, status=401), "unavailable"),
        (answer({"error": "slow_down"}, status=429), "unavailable"),
        (answer({}, status=200), "unavailable"),
        (answer({"access_token": "", "token_type": "Bearer"}), "unavailable"),
        (answer({"access_token": "a", "token_type": "mac"}), "unavailable"),
        (answer({"access_token": "a", "token_type": "Bearer"}, status=302), "unavailable"),
        (answer({}, status=500), "unavailable"),
        (answer(b"[]", status=400), "unavailable"),
        (drop(), "unavailable"),
    ],
)
def test_only_a_token_proves_and_only_invalid_grant_refuses(server, ask, reply, outcome):
    server.on("POST", "/oauth2/token", reply)
    assert ask("check_password", password="246810") == OfficeAnswer(outcome)


def test_a_password_that_surely_never_arrived_is_told_apart(server, ask):
    server.on("POST", "/oauth2/token", drop())
    assert ask("check_password", password="246810").reached
    with Asker("http://127.0.0.1:9").office as nobody:  # the discard port: nobody listens
        request = OfficeRequest(KEY, "check_password", Effect.READ, NUMBER, NUMBER, Record({"password": "1"}))
        assert nobody.perform(request, within_s=1.0) == OfficeAnswer("unavailable", reached=False)


@pytest.mark.parametrize("reply", [drop(), answer({}, status=500)])
def test_a_password_is_never_tried_twice(server, ask, reply):
    server.on("POST", "/oauth2/token", reply)
    ask("check_password", password="246810")
    assert len(server.asked("POST")) == 1


def test_the_password_goes_in_the_body_and_into_no_log(server, ask, caplog):
    server.on("POST", "/oauth2/token", drop())
    with caplog.at_level(logging.DEBUG):
        ask("check_password", password="246810")
    sent = server.asked("POST")[0]
    assert b"user_code=246810" in sent.body
    assert b"login_hint=tel%3A%2B8613800138000" in sent.body
    assert "246810" not in caplog.text
    assert "13800138000" not in caplog.text
    assert "138****8000" in caplog.text


@pytest.mark.parametrize("reply", [hang(), drip_head()])
def test_a_password_check_ends_at_its_deadline(server, ask, reply):
    server.on("POST", "/oauth2/token", reply)
    began = time.monotonic()
    assert ask("check_password", password="246810", within_s=0.4) == UNAVAILABLE
    assert time.monotonic() - began < 0.9


def test_an_operation_the_office_does_not_have_is_unavailable(server, ask):
    assert ask("read_minds") == UNAVAILABLE
    assert server.seen == []
