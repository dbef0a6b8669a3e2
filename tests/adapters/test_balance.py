from __future__ import annotations

import logging
import time
from datetime import date

import pytest

from ivr.model.money import Money
from ivr.model.office import OfficeAnswer
from ivr.model.values import Record
from tests.adapters.misbehaving import FAULT, answer, drip_body, drip_head, drop, hang

BUCKETS = "/tmf-api/prepayBalanceManagement/v4/bucket"
RATES = "/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate"
UNAVAILABLE = OfficeAnswer("unavailable")


def line(identifier, value, **changed):
    return {
        "id": identifier,
        "type": "appliedBillingCharge",
        "isBilled": False,
        "billingAccount": {"id": "acct-1001"},
        "taxIncludedAmount": {"unit": "CNY", "value": value},
        **changed,
    }


@pytest.mark.parametrize(
    ("amount", "left", "owed"), [(52.3, 5230, 0), (0, 0, 0), (-12.3, 0, 1230), (0.1, 10, 0)]
)
def test_a_balance_is_what_is_left_or_what_is_owed(server, ask, a_bucket, amount, left, owed):
    server.on("GET", BUCKETS, answer([a_bucket(remainingValue={"amount": amount, "units": "CNY"})]))
    told = ask("get_balance")
    assert told.outcome == "ok"
    assert (told.values["left"], told.values["owed"]) == (Money(left), Money(owed))
    assert told.values["valid_until"] == date(2026, 12, 31)


def test_a_suspended_account_still_has_its_figures(server, ask, a_bucket):
    server.on("GET", BUCKETS, answer([a_bucket(status="suspended")]))
    told = ask("get_balance").values
    assert told["left"] == Money(5230)
    assert told["suspended"] is True


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"remainingValue": {"amount": 5, "units": "USD"}}, "remainingValue"),
        ({"remainingValue": {"amount": "5", "units": "CNY"}}, "remainingValue"),
        ({"remainingValue": {"amount": 0.001, "units": "CNY"}}, "remainingValue"),
        ({"remainingValue": {"amount": float("nan"), "units": "CNY"}}, "the body"),
        ({"remainingValue": None}, "remainingValue"),
        ({"validFor": {"endDateTime": "for ever"}}, "endDateTime"),
    ],
)
def test_figures_that_are_not_yuan_and_fen_are_not_told_and_the_log_names_the_field_only(
    server, ask, a_bucket, caplog, changed, field
):
    server.on("GET", BUCKETS, answer([a_bucket(**changed)]))
    with caplog.at_level(logging.INFO, logger="ivr.office"):
        assert ask("get_balance") == UNAVAILABLE
    assert f"get_balance: {field} is not what it should be" in caplog.messages
    assert "13800138000" not in caplog.text


def test_what_is_spent_is_the_sum_of_this_accounts_unbilled_lines(server, ask):
    lines = [
        line("1", 38),
        line("2", 15.1),
        line("3", 2, type="appliedBillingCredit"),
        line("4", 99, isBilled=True),
        line("5", 99, billingAccount={"id": "acct-2"}),
    ]
    server.on("GET", RATES, answer(lines))
    assert ask("get_charges") == OfficeAnswer("ok", Record({"so_far": Money(5110)}))
    assert server.asked("GET", RATES)[0].query["billingAccount.id"] == ["acct-1001"]


def test_nothing_spent_is_nothing(server, ask):
    server.on("GET", RATES, answer([]))
    assert ask("get_charges") == OfficeAnswer("ok", Record({"so_far": Money(0)}))


@pytest.mark.parametrize(
    "changed",
    [
        {"taxIncludedAmount": {"unit": "CNY", "value": -1}},
        {"taxIncludedAmount": {"unit": "EUR", "value": 1}},
        {"isBilled": "no"},
        {"billingAccount": None},
    ],
)
def test_a_line_nobody_can_add_up_makes_the_sum_unavailable(server, ask, changed):
    server.on("GET", RATES, answer([line("1", 5), line("2", 5, **changed)]))
    assert ask("get_charges") == UNAVAILABLE


@pytest.mark.parametrize(
    "reply",
    [
        answer({}, status=400),
        answer({}, status=401),
        answer({}, status=404),
        answer({}, status=409),
        answer(FAULT, status=503, headers="Retry-After: 5\r\n"),
        answer([], status=302, headers="Location: /\r\n"),
        answer(b"<html>"),
        answer("text"),
        answer([7]),
        answer([{"usageType": "monetary"}]),
    ],
)
def test_a_read_that_is_not_answered_is_unavailable_and_not_repeated(server, ask, reply):
    server.on("GET", BUCKETS, reply)
    assert ask("get_balance") == UNAVAILABLE
    assert len(server.seen) == 1


@pytest.mark.parametrize("first", [drop(), answer({}, status=500), answer(FAULT, status=503)])
def test_a_read_is_repeated_once_when_there_is_time(server, ask, a_bucket, first):
    server.on("GET", BUCKETS, first, answer([a_bucket()]))
    assert ask("get_balance").outcome == "ok"
    assert ask.pauses == [0.1]


@pytest.mark.parametrize("reply", [drop(), answer({}, status=500)])
def test_a_read_is_repeated_no_more_than_once(server, ask, reply):
    server.on("GET", BUCKETS, reply)
    assert ask("get_balance") == UNAVAILABLE
    assert len(server.seen) == 2


@pytest.mark.parametrize("reply", [drop(), answer({}, status=500)])
def test_a_read_is_not_repeated_when_little_time_is_left(server, ask, reply):
    server.on("GET", BUCKETS, reply)
    assert ask("get_balance", within_s=0.6) == UNAVAILABLE
    assert len(server.seen) == 1


@pytest.mark.parametrize("reply", [hang(), drip_head(), drip_body()])
def test_a_balance_ends_at_its_deadline_however_the_office_dawdles(server, ask, reply):
    server.on("GET", BUCKETS, reply)
    began = time.monotonic()
    assert ask("get_balance", within_s=0.4) == UNAVAILABLE
    assert time.monotonic() - began < 0.9
