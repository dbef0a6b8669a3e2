"""Exact amounts of money."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact

from ivr.errors import BadValue

FEN_PER_YUAN = 100
MOST_YUAN = 10**12
"""Larger amounts than this are refused: no account holds them, and no caller could follow them."""
_AMOUNT = re.compile(r"[+-]?[0-9]{1,13}(\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in integer fen; below zero it is owed."""

    fen: int

    @classmethod
    def parse(cls, text: str) -> Money:
        """Return the amount written as yuan, such as ``-12.30``; raise ``BadValue`` otherwise."""
        if not _AMOUNT.fullmatch(text):
            raise BadValue(f"write an amount as yuan with at most two decimals, such as 20.50, not {text!r}")
        return cls.of_yuan(Decimal(text))

    @classmethod
    def of_yuan(cls, yuan: Decimal | int) -> Money:
        """Return the amount of ``yuan``; raise ``BadValue`` when it is not a whole number of fen."""
        exact = Decimal(yuan)
        if not exact.is_finite() or abs(exact) > MOST_YUAN:
            raise BadValue(f"{yuan} is not an amount an account can hold")
        try:
            fen = Context(traps=[Inexact]).multiply(exact, Decimal(FEN_PER_YUAN))
        except Inexact as error:  # rounding would make a fen of what is none
            raise BadValue(f"{yuan} yuan is not a whole number of fen") from error
        if fen != fen.to_integral_value():
            raise BadValue(f"{yuan} yuan is not a whole number of fen")
        return cls(int(fen))

    @property
    def yuan(self) -> Decimal:
        """The amount in yuan, with two decimals."""
        return (Decimal(self.fen) / FEN_PER_YUAN).quantize(Decimal("0.01"))

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + other.fen)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - other.fen)

    def __neg__(self) -> Money:
        return Money(-self.fen)

    def __str__(self) -> str:
        return f"{self.yuan:f}"
