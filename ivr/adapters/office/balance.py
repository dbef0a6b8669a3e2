"""What is left, owed, and spent this month (TMF654, TMF678)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivr.adapters.office.faults import Misshapen
from ivr.adapters.office.identity import find_bucket
from ivr.adapters.office.shapes import child, day, money, optional_text, quantity, text
from ivr.model.money import Money
from ivr.model.office import NOT_OURS, OfficeAnswer
from ivr.model.values import Record

if TYPE_CHECKING:
    from ivr.adapters.office.exchange import Exchange
    from ivr.adapters.office.shapes import Object
    from ivr.model.ids import Msisdn

RATES = "/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate"
CREDIT = "appliedBillingCredit"
"""TMF678's type of a line that gives back; its amount is written without a sign, like every other."""
NOTHING_LEFT = Money(0)


def get_balance(exchange: Exchange, number: Msisdn) -> OfficeAnswer:
    """Tell what is left or owed and until when it is valid; a suspended account keeps its figures."""
    bucket = find_bucket(exchange, number)
    if bucket is None:
        return OfficeAnswer(NOT_OURS)
    remaining = quantity(child(bucket.data, "remainingValue"), "remainingValue", below_zero=True)
    return OfficeAnswer(
        "ok",
        Record(
            {
                "left": max(NOTHING_LEFT, remaining),
                "owed": max(NOTHING_LEFT, -remaining),
                "valid_until": day(child(bucket.data, "validFor"), "endDateTime"),
                "suspended": optional_text(bucket.data, "status") == "suspended",
            }
        ),
    )


def get_charges(exchange: Exchange, number: Msisdn) -> OfficeAnswer:
    """Tell the sum of what is not billed yet."""
    bucket = find_bucket(exchange, number)
    if bucket is None:
        return OfficeAnswer(NOT_OURS)
    lines = exchange.all(RATES, {"billingAccount.id": bucket.account, "isBilled": "false"})
    so_far = sum((_charge(line) for line in lines if _is_unbilled(line, bucket.account)), start=NOTHING_LEFT)
    return OfficeAnswer("ok", Record({"so_far": so_far}))


def _is_unbilled(line: Object, account: str) -> bool:
    if text(child(line, "billingAccount"), "id") != account:
        return False
    billed = line.get("isBilled")
    if not isinstance(billed, bool):
        raise Misshapen("isBilled")
    return not billed


def _charge(line: Object) -> Money:
    amount = money(child(line, "taxIncludedAmount"), "taxIncludedAmount")
    return -amount if line.get("type") == CREDIT else amount
