"""The values holes are filled with when nobody is on the line: usual ones, neither shortest nor longest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType

from ivr.model.money import Money
from ivr.model.values import Value

USUAL: Mapping[str, Value] = MappingProxyType(
    {
        "text": "视频会员",
        "digits": "10086",
        "phone": "13800138000",
        "port": "10658888",
        "code": "203112",
        "ticket": "202611250001",
        "number": 12,
        "count": 3,
        "ordinal": 2,
        "duration": 48,
        "percent": 99,
        "data": Decimal("1.5"),
        "money": Money(2050),
        "date": date(2026, 12, 31),
        "month": date(2026, 12, 31),
        "time": datetime(2026, 11, 25, 14, 5, tzinfo=UTC),
        "moment": datetime(2026, 11, 25, 14, 5, tzinfo=UTC),
    }
)
"""A usual value for each kind of hole that is read. Ours: as the domain notes' examples are."""
