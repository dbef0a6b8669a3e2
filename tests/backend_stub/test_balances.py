from __future__ import annotations

import re

import pytest

API = "/tmf-api/prepayBalanceManagement/v4"


def bucket_of(desk, msisdn):
    [bucket] = desk.get(f"{API}/bucket?logicalResource.value={msisdn}&usageType=monetary").get_json()
    return bucket


def top_up(voucher="123456789012345678", **changes):
    body = {
        "amount": {"amount": 0, "units": "CNY"},
        "usageType": "monetary",
        "bucket": {"id": "bkt-1001"},
        "partyAccount": {"id": "acct-1001"},
        "voucher": voucher,
        "channel": {"id": "ivr-10086"},
    }
    return {name: value for name, value in {**body, **changes}.items() if value is not None}


def credit(amount=10, **changes):
    return {
        "amount": {"amount": amount, "units": "CNY"},
        "usageType": "monetary",
        "bucket": {"id": "bkt-1001"},
        "adjustType": "oneTime",
        "reason": "overchargeRefund:double",
        **changes,
    }


def test_one_number_gives_balance_account_and_customer(desk):
    bucket = bucket_of(desk, "13800138000")
    assert bucket["partyAccount"]["id"] == "acct-1001"
    assert bucket["relatedParty"][0]["id"] == "cust-1001"
    assert bucket["logicalResource"][0]["value"] == "13800138000"
    assert bucket["status"] == "active"
    assert bucket["validFor"]["endDateTime"] == "2026-12-31T23:59:59+08:00"
    assert (
        desk.get(f"/tmf-api/customerManagement/v4/customer/{bucket['relatedParty'][0]['id']}").status_code
        == 200
    )


def test_money_is_written_with_exactly_two_decimals(desk):
    assert '"remainingValue":{"amount":20.50,"units":"CNY"}' in desk.get(f"{API}/bucket/bkt-1001").text
    rates = desk.get("/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate").text
    amounts = re.findall(r'"value":([^,}"]+)[,}]', rates)
    assert amounts
    assert all(re.fullmatch(r"\d+\.\d\d", amount) for amount in amounts)


def test_arrears_are_a_balance_below_zero(desk):
    assert '"amount":-12.30,' in desk.get(f"{API}/bucket?logicalResource.value=13900139000").text


def test_a_suspended_number_has_a_suspended_bucket(desk):
    assert bucket_of(desk, "13500135000")["status"] == "suspended"


@pytest.mark.parametrize("msisdn", ["13200132000", "13812345678"])
def test_a_number_that_left_or_is_not_known_has_no_bucket(desk, msisdn):
    assert desk.get(f"{API}/bucket?logicalResource.value={msisdn}").get_json() == []


def test_a_voucher_adds_its_value_and_is_never_shown_whole(desk):
    answer = desk.post(f"{API}/topupBalance", top_up())
    assert answer.status_code == 201
    made = answer.get_json()
    assert (made["status"], made["amount"]) == ("completed", {"amount": 50, "units": "CNY"})
    assert made["voucher"] == "**************5678"
    assert bucket_of(desk, "13800138000")["remainingValue"]["amount"] == 70.5
    assert "123456789012345678" not in desk.get(f"{API}/topupBalance").text


def test_a_voucher_counts_once(desk):
    assert desk.post(f"{API}/topupBalance", top_up()).status_code == 201
    again = desk.post(
        f"{API}/topupBalance", top_up(bucket={"id": "bkt-1002"}, partyAccount={"id": "acct-1002"})
    )
    assert (again.status_code, again.get_json()["code"]) == (409, "voucherUsed")
    assert bucket_of(desk, "13900139000")["remainingValue"]["amount"] == -12.3


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"voucher": "999999999999999999"}, "voucherUnknown"),
        ({"voucher": None}, "missingAttribute"),
        ({"voucher": 5}, "wrongType"),
        ({"amount": {"amount": 30, "units": "CNY"}}, "amountMismatch"),
        ({"amount": {"amount": 0, "units": "USD"}}, "badAmount"),
        ({"amount": {"amount": 0.001, "units": "CNY"}}, "badAmount"),
        ({"amount": {"amount": True, "units": "CNY"}}, "wrongType"),
        ({"amount": {"amount": 1}}, "missingAttribute"),
        ({"usageType": "data"}, "unsupportedUsageType"),
        ({"bucket": {"id": "bkt-1"}}, "unknownBucket"),
        ({"bucket": "bkt-1001"}, "wrongType"),
        ({"partyAccount": {"id": "acct-1002"}}, "accountMismatch"),
    ],
)
def test_a_top_up_that_is_wrong_uses_no_voucher(desk, changes, code):
    answer = desk.post(f"{API}/topupBalance", top_up(**changes))
    assert (answer.status_code, answer.get_json()["code"]) == (400, code)
    assert bucket_of(desk, "13800138000")["remainingValue"]["amount"] == 20.5
    assert desk.post(f"{API}/topupBalance", top_up()).status_code == 201


def test_a_refund_is_credited(desk):
    answer = desk.post(f"{API}/adjustBalance", credit(10))
    assert answer.status_code == 201
    assert '"amount":{"amount":10.00,"units":"CNY"}' in answer.text
    assert bucket_of(desk, "13800138000")["remainingValue"]["amount"] == 30.5


@pytest.mark.parametrize("amount", [0, -1, 1e12])
def test_a_credit_is_above_zero(desk, amount):
    answer = desk.post(f"{API}/adjustBalance", credit(amount))
    assert (answer.status_code, answer.get_json()["code"]) == (400, "badAmount")


def test_a_recurring_adjustment_is_not_taken(desk):
    assert desk.post(f"{API}/adjustBalance", credit(adjustType="recurring")).status_code == 400


def test_tenths_of_a_yuan_add_up_exactly(desk):
    for _ in range(3):
        desk.post(f"{API}/adjustBalance", credit(0.1))
    assert '"remainingValue":{"amount":20.80,' in desk.get(f"{API}/bucket/bkt-1001").text
