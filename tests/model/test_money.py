from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.errors import BadValue
from ivr.model.money import MOST_YUAN, Money

fen = st.integers(-(10**14), 10**14)


@given(fen)
def test_an_amount_written_and_read_again_is_the_same(amount: int) -> None:
    assert Money.parse(str(Money(amount))) == Money(amount)


@given(fen, fen)
def test_sums_are_exact(one: int, other: int) -> None:
    assert (Money(one) + Money(other)).fen == one + other
    assert Money(one) - Money(other) + Money(other) == Money(one)
    assert -Money(one) + Money(one) == Money(0)


def test_ten_fen_and_twenty_fen_are_thirty_fen() -> None:
    assert Money.parse("0.1") + Money.parse("0.2") == Money.parse("0.30")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("20.50", 2050),
        ("-12.30", -1230),
        ("+5", 500),
        ("0", 0),
        ("-0.00", 0),
        ("0.01", 1),
        ("1000000000000", 10**14),
    ],
)
def test_yuan_are_read_as_fen(text: str, amount: int) -> None:
    assert Money.parse(text).fen == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1\n",
        "1.",
        ".5",
        "1.234",
        "1,000",
        "1e3",
        "NaN",
        "Infinity",
        "--1",
        "２０",
        "1000000000000.01",
        "9" * 20,
    ],
)
def test_anything_else_is_no_amount(text: str) -> None:
    with pytest.raises(BadValue):
        Money.parse(text)


@pytest.mark.parametrize(
    "yuan",
    [
        Decimal("0.001"),
        Decimal("1." + "0" * 28 + "1"),
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("Infinity"),
        Decimal(MOST_YUAN) + 1,
        Decimal("1e-999999"),
        10**400,
    ],
)
def test_a_number_that_is_no_whole_number_of_fen_is_refused(yuan: Decimal | int) -> None:
    with pytest.raises(BadValue):
        Money.of_yuan(yuan)


def test_zeros_behind_the_fen_do_not_matter() -> None:
    assert Money.of_yuan(Decimal("1." + "0" * 40)) == Money(100)


def test_amounts_are_ordered_and_shown_with_two_decimals() -> None:
    assert Money(-1) < Money(0) < Money(10)
    assert [str(Money(amount)) for amount in (-1, 0, 5, 2050)] == ["-0.01", "0.00", "0.05", "20.50"]
