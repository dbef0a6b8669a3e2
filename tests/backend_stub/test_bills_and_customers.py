from __future__ import annotations

import pytest

API = "/tmf-api/customerBillManagement/v4"
CUSTOMERS = "/tmf-api/customerManagement/v4/customer"


def traits(desk, msisdn):
    [customer] = desk.get(f"{CUSTOMERS}?contactMedium.characteristic.phoneNumber={msisdn}").get_json()
    assert desk.get(f"{CUSTOMERS}/{customer['id']}").get_json() == customer
    return {trait["name"]: trait["value"] for trait in customer["characteristic"]}


def test_this_months_charges_are_the_lines_of_the_bill_so_far(desk):
    lines = desk.get(
        f"{API}/appliedCustomerBillingRate?billingAccount.id=acct-1001&isBilled=false"
    ).get_json()
    assert [(line["name"], line["taxIncludedAmount"]) for line in lines] == [
        ("套餐", {"unit": "CNY", "value": 38}),
        ("代收费", {"unit": "CNY", "value": 15}),
    ]
    assert lines[0]["periodCoverage"] == {
        "startDateTime": "2026-11-01T00:00:00+08:00",
        "endDateTime": "2026-11-30T23:59:59+08:00",
    }


def test_an_issued_bill_adds_up_to_its_lines(desk):
    [bill] = desk.get(f"{API}/customerBill?billingAccount.id=acct-1001").get_json()
    lines = desk.get(f"{API}/appliedCustomerBillingRate?bill.id={bill['id']}").get_json()
    assert (bill["state"], bill["amountDue"]["value"]) == ("sent", 54.2)
    assert [line["taxIncludedAmount"]["value"] for line in lines] == [38, 15, 1.2]


def test_only_the_state_of_a_bill_can_be_changed(desk):
    [bill] = desk.get(f"{API}/customerBill?billingAccount.id=acct-1001").get_json()
    assert desk("PATCH", bill["href"], json={"state": "settled"}).get_json()["state"] == "settled"
    assert desk("PATCH", bill["href"], json={"state": "lost"}).status_code == 400
    assert desk("PATCH", bill["href"], json={"amountDue": {"unit": "CNY", "value": 0}}).status_code == 400
    named = desk("PATCH", bill["href"], json={"@type": "Bill"}).get_json()
    assert (named["@type"], named["state"]) == ("CustomerBill", "settled")


@pytest.mark.parametrize(
    ("msisdn", "expected"),
    [
        (
            "13700137000",
            {"birthDate": "1950-03-08", "segment": "ordinary", "needsPerson": False, "kind": "individual"},
        ),
        (
            "13600136000",
            {"birthDate": "1979-11-02", "segment": "vip", "needsPerson": False, "kind": "individual"},
        ),
        (
            "15900159000",
            {"birthDate": "1972-08-30", "segment": "ordinary", "needsPerson": True, "kind": "individual"},
        ),
        ("13300133000", {"segment": "ordinary", "needsPerson": False, "kind": "corporate"}),
    ],
)
def test_a_customer_tells_age_segment_need_and_kind(desk, msisdn, expected):
    found = traits(desk, msisdn)
    del found["mailNotice"]
    assert found == expected
