"""TMF678: this month's charges so far and issued bills."""

from __future__ import annotations

from backend_stub.access import only_service
from backend_stub.documents import Document
from backend_stub.errors import Refused
from backend_stub.resources import Asking, Resource
from backend_stub.rules.shape import check_shape
from backend_stub.store import Stored
from backend_stub.times import stamp

API = "customerBillManagement"
STATES = ("new", "onHold", "validated", "sent", "partiallyPaid", "settled")
"""TMF678 v4.0.0, stateValue."""
ABOUT_ITSELF = ("@type", "@baseType", "@schemaLocation")
"""What every body may say of itself; here it changes nothing."""


def _change_bill(asking: Asking, stored: Stored, patch: Document) -> Document:
    """Change a bill's state, the only attribute of one that v4.0.0 lets be changed."""
    only_service(asking.principal, what="change a bill")
    check_shape(patch, "CustomerBill_Update")
    state = patch.get("state", stored.body["state"])
    if set(patch) - {"state", *ABOUT_ITSELF} or state not in STATES:
        raise Refused(400, "badState", f"Only state can be changed; one of {', '.join(STATES)}.")
    return {**stored.body, "state": state, "lastUpdate": stamp(asking.now)}


BILL = Resource(API, "customerBill", "CustomerBill", change=_change_bill)
RATE = Resource(API, "appliedCustomerBillingRate", "AppliedCustomerBillingRate")
