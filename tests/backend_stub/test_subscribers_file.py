from __future__ import annotations

import re
from decimal import Decimal

import pytest

from backend_stub.app import DEFAULT_DATA
from backend_stub.errors import BadData
from backend_stub.subscribers import read_data

GOOD = {"msisdn": "'13800138000'", "service_password": "'246810'", "balance": "'20.50'", "status": "active"}


def one(**changes):
    fields = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    return "subscribers:\n  - " + "\n    ".join(f"{name}: {value}" for name, value in fields.items()) + "\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (one(colour="red"), r"subscribers 1 \(13800138000\): unknown field colour"),
        (one(msisdn="'1380013800'"), r"subscribers 1: msisdn: '1380013800' is not eleven digits"),
        (one(msisdn="'+8613800138000'"), r"msisdn"),
        (one(balance="20.505"), r"\(13800138000\): balance: '20.505' is not an amount"),
        (one(balance="lots"), r"balance: 'lots'"),
        (one(balance="1e3"), r"balance: '1e3'"),
        (one(balance=None), r"balance is missing"),
        (one(status="gone"), r"status: 'gone' is none of active, suspended, ported_out"),
        (one(born="1990-13-01"), r"born: "),
        (one(vip="perhaps"), r"vip: 'perhaps' is neither true nor false"),
        (one(bill="[{name: 套餐, amount: -1}]"), r"bill 1: amount: '-1' is below zero"),
        (one(bill="38.00"), r"bill must be a list"),
        (one(balance="[1]"), r"balance must be one value"),
        (one(services="[{id: S1, name: n}, {id: S1, name: m}]"), r"service id S1 is there twice"),
        (one(services="[{id: S1, name: n, port: abc}]"), r"services 1: port: 'abc'"),
        (one() + one().removeprefix("subscribers:\n"), r"msisdn 13800138000 is there twice"),
        ("vouchers: [{code: '12345678', value: x}]", r"vouchers 1: value: 'x'"),
        ("people: []", r"unknown field people"),
        ("- 1", r"expected fields"),
        ("a: [", r"not YAML"),
        ("[" * 20000, r"not YAML|fields"),
    ],
)
def test_bad_data_names_the_file_the_subscriber_and_the_field(data_file, text, told):
    path = data_file(text)
    with pytest.raises(BadData) as wrong:
        read_data(path)
    assert str(wrong.value).startswith(str(path))
    assert re.search(told, str(wrong.value)), str(wrong.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadData, match=r"gone\.yaml: cannot be read"):
        read_data(tmp_path / "gone.yaml")


def test_values_are_the_same_with_and_without_quotes(data_file):
    quoted = read_data(data_file(one()))
    assert (
        read_data(data_file(one(msisdn="13800138000", service_password="246810", balance="20.50"))) == quoted
    )


def test_the_default_file_has_every_kind_of_caller():
    people = {person.msisdn: person for person in read_data(DEFAULT_DATA).subscribers}
    assert people["13800138000"].balance == Decimal("20.50")
    assert people["13800138000"].service_password == "246810"
    assert [service.id for service in people["13800138000"].services] == ["S1", "S2", "S3", "S4"]
    assert people["13900139000"].balance == Decimal("-12.30")
    assert not any(service.paid_content for service in people["13900139000"].services)
    assert people["13700137000"].born.year == 1950
    assert people["13600136000"].vip
    assert people["13500135000"].status == "suspended"
    paid = [service for service in people["13400134000"].services if service.paid_content]
    assert len(paid) == 12
    assert len({service.port for service in paid}) > 3
    assert len({service.provider for service in paid}) > 3
    assert people["13300133000"].kind == "corporate"
    assert people["13200132000"].status == "ported_out"
    assert people["13100131000"].balance == 0
    assert people["13000130000"].balance == Decimal("6.20")
    assert ("123456789012345678", 50) in [
        (card.code, card.value) for card in read_data(DEFAULT_DATA).vouchers
    ]
