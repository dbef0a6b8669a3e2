"""TMF681: texts sent to phones. They are kept and can be listed, newest last."""

from __future__ import annotations

from backend_stub.access import only_service
from backend_stub.documents import Document, values_at
from backend_stub.errors import Refused
from backend_stub.resources import Asking, Made, Resource, merge_patch
from backend_stub.rules.shape import check_shape
from backend_stub.store import Stored, next_number, owner_of
from backend_stub.times import stamp

STATES = ("initial", "inProgress", "completed", "cancelled", "failed")
"""TMF681 v4.0.0, CommunicationMessageStateType."""
KEPT_BY_THE_OFFICE = ("id", "href")
"""What CommunicationMessage_Update of v4.0.0 does not have."""


def _send(asking: Asking, body: Document) -> Made:
    """Take a text over: answered as initial, and sent at once."""
    _check(body)
    owners = {owner_of(asking.db, str(number)) for number in values_at(body, "receiver.phoneNumber")}
    id_ = f"cm-{next_number(asking.db, 'communicationMessage')}"
    sent: Document = {
        **body,
        "state": "completed",
        "sendTime": stamp(asking.now),
        "sendTimeComplete": stamp(asking.now),
    }
    return Made(id_, owners.pop() if len(owners) == 1 else None, sent, {**body, "state": "initial"})


def _change(asking: Asking, stored: Stored, patch: Document) -> Document:
    only_service(asking.principal, what="change a text")
    if kept := set(patch) & set(KEPT_BY_THE_OFFICE):
        raise Refused(400, "readOnly", f"The office keeps {', '.join(sorted(kept))}.")
    if patch.get("state", "initial") not in STATES:
        raise Refused(400, "badState", f"state must be one of {', '.join(STATES)}.")
    check_shape(patch, "CommunicationMessage_Update")
    changed = merge_patch(stored.body, patch)
    if not isinstance(changed, dict):
        raise TypeError("an object patched with an object is an object")
    _check(changed)
    return changed


def _check(text: Document) -> None:
    check_shape(text, "CommunicationMessage_Create")
    if text["messageType"] != "SMS":
        raise Refused(400, "unsupportedMessageType", "Only SMS is sent here.")


TEXT = Resource(
    "communicationManagement",
    "communicationMessage",
    "CommunicationMessage",
    create=_send,
    change=_change,
    removable=True,
)
