"""TMF621: complaints and call-backs. The office keeps status, its history and every date of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from backend_stub.access import only_service
from backend_stub.documents import Document, Json
from backend_stub.errors import Refused
from backend_stub.resources import Asking, Made, Resource, merge_patch
from backend_stub.rules.shape import check_shape, named_customer
from backend_stub.store import Stored, next_number
from backend_stub.times import CHINA, stamp

FIRST_RESPONSE = timedelta(hours=48)
"""The service standard's promise for a first response."""
KEPT_BY_THE_OFFICE = ("id", "href", "creationDate", "lastUpdate", "statusChange", "statusChangeDate")
"""What TroubleTicket_Update of v4.0.0 does not have."""
_OPEN = ("rejected", "pending", "held", "inProgress", "cancelled", "resolved")
LEADS_TO: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "acknowledged": _OPEN,
        "inProgress": ("pending", "held", "cancelled", "resolved"),
        "pending": ("inProgress", "held", "cancelled", "resolved"),
        "held": ("inProgress", "pending", "cancelled", "resolved"),
        "resolved": ("inProgress", "closed"),
        "rejected": (),
        "cancelled": (),
        "closed": (),
    }
)
"""What a status may become; TMF621 names the statuses and leaves the order to the office."""


def _lodge(asking: Asking, body: Document) -> Made:
    """Take a ticket; one about nobody in particular is taken too, for any caller may complain."""
    check_shape(body, "TroubleTicket_Create")
    customer = named_customer(asking, body)
    day = asking.now.astimezone(CHINA).strftime("%Y%m%d")
    number = next_number(asking.db, f"troubleTicket.{day}")
    now = stamp(asking.now)
    ticket: Document = {
        **{name: value for name, value in body.items() if name not in KEPT_BY_THE_OFFICE},
        "status": "acknowledged",
        "creationDate": now,
        "lastUpdate": now,
        "statusChangeDate": now,
        "expectedResolutionDate": stamp(asking.now + FIRST_RESPONSE),
        "statusChange": [{"status": "acknowledged", "changeDate": now}],
    }
    return Made(f"TT{day}{number:06d}", customer, ticket)


def _change(asking: Asking, stored: Stored, patch: Document) -> Document:
    """Move a ticket on; a subscriber may read it, only the office works on it."""
    only_service(asking.principal, what="change a ticket")
    if kept := set(patch) & set(KEPT_BY_THE_OFFICE):
        raise Refused(400, "readOnly", f"The office keeps {', '.join(sorted(kept))}.")
    check_shape(patch, "TroubleTicket_Update")
    changed = merge_patch(stored.body, patch)
    if not isinstance(changed, dict):
        raise TypeError("an object patched with an object is an object")
    check_shape(changed, "TroubleTicket_Create")
    changed["lastUpdate"] = stamp(asking.now)
    before, after = stored.body["status"], changed.get("status")
    if not isinstance(after, str) or after not in LEADS_TO:
        raise Refused(400, "badStatus", f"status must be one of {', '.join(LEADS_TO)}.")
    if after == before:
        return changed
    if after not in LEADS_TO[str(before)]:
        raise Refused(409, "badStatusChange", f"A ticket that is {before} cannot become {after}.")
    step: dict[str, Json] = {"status": after, "changeDate": stamp(asking.now)}
    if patch.get("statusChangeReason") is not None:
        step["changeReason"] = patch["statusChangeReason"]
    history = stored.body["statusChange"]
    changed["statusChange"] = [*(history if isinstance(history, list) else ()), step]
    changed["statusChangeDate"] = stamp(asking.now)
    return changed


TICKET = Resource("troubleTicket", "troubleTicket", "TroubleTicket", create=_lodge, change=_change)
