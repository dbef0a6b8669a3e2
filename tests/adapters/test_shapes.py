from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from ivr.adapters.office import shapes
from ivr.adapters.office.faults import Misshapen
from ivr.adapters.office.masking import masked
from ivr.model.money import Money


def test_numbers_are_read_exactly():
    assert shapes.parse(b'{"a": 0.1, "b": 3}') == {"a": Decimal("0.1"), "b": 3}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"NaN",
        b"[Infinity]",
        b"\xff\xfe",
        b"[" * 100_000,
        b"1e9999999999999999999999",
        b"9" * 5000,
    ],
)
def test_what_is_not_plain_json_is_misshapen_and_never_another_exception(body):
    with pytest.raises(Misshapen):
        shapes.parse(body)


def test_the_trouble_with_a_body_does_not_carry_its_text():
    with pytest.raises(Misshapen) as caught:
        shapes.parse(b'{"name": "Wang')
    assert "Wang" not in repr(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    ("amount", "read"),
    [
        ({"unit": "CNY", "value": Decimal("5.0")}, Money(500)),
        ({"unit": "CNY", "value": 0}, Money(0)),
        ({"unit": "CNY", "value": Decimal("88.60"), "extra": 1}, Money(8860)),
    ],
)
def test_an_amount_in_yuan_is_read(amount, read):
    assert shapes.money(amount, "x") == read


@pytest.mark.parametrize(
    "amount",
    [
        {"unit": "USD", "value": 5},
        {"unit": "cny", "value": 5},
        {"value": 5},
        {"unit": "CNY"},
        {"unit": "CNY", "value": "5"},
        {"unit": "CNY", "value": True},
        {"unit": "CNY", "value": None},
        {"unit": "CNY", "value": Decimal("-0.01")},
        {"unit": "CNY", "value": Decimal("0.001")},
        {"unit": "CNY", "value": Decimal("1e300")},
        {"unit": "CNY", "value": Decimal("NaN")},
    ],
)
def test_an_amount_that_is_not_yuan_and_fen_from_zero_up_is_refused(amount):
    with pytest.raises(Misshapen):
        shapes.money(amount, "x")


def test_only_a_quantity_that_may_be_below_zero_is_read_below_zero():
    owed = {"units": "CNY", "amount": Decimal("-12.30")}
    assert shapes.quantity(owed, "x", below_zero=True) == Money(-1230)
    with pytest.raises(Misshapen):
        shapes.quantity(owed, "x", below_zero=False)


def test_a_moment_is_told_in_shanghai():
    read = shapes.moment({"at": "2026-11-23T10:00:00.000Z"}, "at")
    assert read == datetime.fromisoformat("2026-11-23T18:00:00+08:00")
    assert read.utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize("text", ["2026-11-23T10:00:00", "soon", "", "0001-01-01T00:00:00+23:59", None, 5])
def test_a_moment_nobody_can_place_is_refused(text):
    with pytest.raises(Misshapen):
        shapes.moment({"at": text}, "at")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-12-31", date(2026, 12, 31)),
        ("2026-12-31T23:59:59+08:00", date(2026, 12, 31)),
        ("2026-12-31T16:00:00Z", date(2027, 1, 1)),
    ],
)
def test_a_day_is_the_day_in_shanghai(text, read):
    assert shapes.day({"at": text}, "at") == read


@pytest.mark.parametrize("value", [None, "", 7, ["x"], "x" * 257])
def test_a_name_that_cannot_be_read_out_is_refused(value):
    with pytest.raises(Misshapen):
        shapes.text({"name": value}, "name")


def test_a_characteristic_named_twice_is_refused():
    twice = [{"name": "category", "value": "a"}, {"name": "category", "value": "b"}]
    with pytest.raises(Misshapen):
        shapes.characteristics({"of": twice}, "of")


@pytest.mark.parametrize(("number", "shown"), [("13800138000", "138****8000"), (None, "withheld")])
def test_a_number_is_masked_for_the_log(number, shown):
    assert masked(number) == shown
