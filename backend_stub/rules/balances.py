"""TMF654: what a subscriber has left, vouchers, and credits."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from backend_stub.access import only_service
from backend_stub.documents import Document, text_at
from backend_stub.errors import Refused
from backend_stub.money import amount_of, parse_yuan, quantity
from backend_stub.resources import Asking, Made, Resource
from backend_stub.rules.shape import check_amount, check_own, check_shape
from backend_stub.store import Stored, get, next_number, put
from backend_stub.times import stamp

API = "prepayBalanceManagement"
SHOWN_OF_A_VOUCHER = 4
"""Digits of a voucher that may be shown again; the whole of it is money."""


def voucher_digest(code: str) -> str:
    """Return what is kept instead of a voucher's code."""
    return hashlib.sha256(code.encode()).hexdigest()


def _top_up(asking: Asking, body: Document) -> Made:
    """Add a voucher's value to a bucket, once."""
    check_shape(body, "TopupBalance_Create")
    bucket = _bucket(asking, body)
    if text_at(bucket.body, "partyAccount.id") != text_at(body, "partyAccount.id"):
        raise Refused(400, "accountMismatch", "The account is not the bucket's.")
    asked = check_amount(body)
    code = text_at(body, "voucher") or ""
    digest = voucher_digest(code)
    row = asking.db.execute("SELECT value, used_by FROM voucher WHERE digest = ?", (digest,)).fetchone()
    if row is None:
        raise Refused(400, "voucherUnknown", "There is no such voucher.")
    if row[1] is not None:
        raise Refused(409, "voucherUsed", "This voucher was used before.")
    value = parse_yuan(row[0])
    if asked not in (0, value):
        raise Refused(400, "amountMismatch", "The voucher has another value; send 0 if it is not known.")
    id_ = f"tu-{next_number(asking.db, 'topupBalance')}"
    asking.db.execute("UPDATE voucher SET used_by = ? WHERE digest = ?", (id_, digest))
    _credit(asking, bucket, value)
    masked = "*" * (len(code) - SHOWN_OF_A_VOUCHER) + code[-SHOWN_OF_A_VOUCHER:]
    return Made(
        id_, bucket.customer, {**body, "amount": quantity(value), "voucher": masked, **_completed(asking)}
    )


def _adjust(asking: Asking, body: Document) -> Made:
    """Credit a bucket; only the office's own service may."""
    only_service(asking.principal, what="adjust a balance")
    check_shape(body, "AdjustBalance_Create")
    if body.get("adjustType", "oneTime") != "oneTime":
        raise Refused(400, "unsupportedAdjustType", "Only oneTime adjustments are made here.")
    bucket = _bucket(asking, body)
    amount = check_amount(body)
    if amount == 0:
        raise Refused(400, "badAmount", "amount: nothing would be credited.")
    _credit(asking, bucket, amount)
    id_ = f"adj-{next_number(asking.db, 'adjustBalance')}"
    return Made(id_, bucket.customer, {**body, "amount": quantity(amount), **_completed(asking)})


def _bucket(asking: Asking, body: Document) -> Stored:
    if body.get("usageType") != "monetary":
        raise Refused(400, "unsupportedUsageType", "Only monetary buckets are kept here.")
    bucket = get(asking.db, BUCKET.name, id_=text_at(body, "bucket.id") or "")
    if bucket is None:
        raise Refused(400, "unknownBucket", "There is no such bucket.")
    check_own(asking.principal, bucket.customer)
    return bucket


def _credit(asking: Asking, bucket: Stored, amount: Decimal) -> None:
    left = amount_of(bucket.body["remainingValue"]) + amount
    body: Document = {
        **bucket.body,
        "remainingValue": quantity(left),
        "confirmationDate": stamp(asking.now),
    }
    put(asking.db, BUCKET.name, stored=Stored(bucket.id, bucket.customer, body))


def _completed(asking: Asking) -> Document:
    return {
        "status": "completed",
        "requestedDate": stamp(asking.now),
        "confirmationDate": stamp(asking.now),
    }


BUCKET = Resource(API, "bucket", "Bucket")
TOP_UP = Resource(API, "topupBalance", "TopupBalance", create=_top_up)
ADJUST = Resource(API, "adjustBalance", "AdjustBalance", create=_adjust)
