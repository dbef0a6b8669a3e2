"""Yuan with exactly two decimals, as Decimals all the way to the JSON text."""

from __future__ import annotations

import re
from decimal import Decimal

from backend_stub.documents import Document, Json

FEN = Decimal("0.01")
CURRENCY = "CNY"
_YUAN = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,2})?")
LARGEST_YUAN = Decimal(1_000_000_000)
"""Nobody's telephone account holds more; beyond it a binary float loses fen in the clients that use one."""


def parse_yuan(text: str) -> Decimal:
    """Read an amount such as ``-12.30``. Raises ValueError if it is not one."""
    if not _YUAN.fullmatch(text):
        raise ValueError(f"{text!r} is not an amount of yuan with at most two decimals")
    return whole_fen(Decimal(text))


def whole_fen(amount: Decimal | int) -> Decimal:
    """Return ``amount`` with two decimals. Raises ValueError if it has fractions of a fen or is too large."""
    exact = Decimal(amount)
    if abs(exact) >= LARGEST_YUAN or exact != exact.quantize(FEN):
        raise ValueError("not a whole number of fen within reach")
    return exact.quantize(FEN) + 0  # adding nothing turns -0.00 into 0.00


def quantity(amount: Decimal) -> Document:
    """Write ``amount`` as TMF654 spells it."""
    return {"amount": whole_fen(amount), "units": CURRENCY}


def money(amount: Decimal) -> Document:
    """Write ``amount`` as every other of the APIs spells it."""
    return {"unit": CURRENCY, "value": whole_fen(amount)}


def amount_of(value: Json) -> Decimal:
    """Read a TMF654 Quantity. Raises ValueError unless it is yuan with whole fen."""
    match value:
        case {"amount": bool()}:
            raise ValueError("amount is not a number")
        case {"amount": int() | Decimal() as amount, "units": "CNY"}:
            return whole_fen(amount)
        case _:
            raise ValueError(f"expected an amount with units {CURRENCY}")
