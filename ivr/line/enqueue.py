"""``<Enqueue>``: what a document says about waiting for a person (6.9)."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.line.element import Element
from ivr.line.limits import QUEUE_NAME, QUEUE_SIZE
from ivr.line.reading import Reading, shape
from ivr.line.state import CarrierFault, Complaint

SHAPE = shape(
    "action",
    "method",
    "waitUrl",
    "waitUrlMethod",
    "workflowSid",
    "maxQueueSize",
    children=("Task",),
    text=True,
)
_TASK = shape("priority", "timeout", text=True)


@dataclass(frozen=True, slots=True)
class Enqueue:
    """Which queue. ``wait_url`` None: the carrier's music; empty: silence."""

    queue: str
    action: str | None
    method: str
    wait_url: str | None
    wait_method: str
    size: int


def read_enqueue(element: Element, complaints: list[Complaint]) -> Enqueue:
    """Return the verb. Raises ``CarrierFault`` 14201 to 14206 for attributes, 11100 for addresses."""
    found: list[Complaint] = []
    reading = Reading(element, found)
    for task in reading.check_shape(SHAPE):
        Reading(task, complaints).check_shape(_TASK)
    complaints.extend(found)
    found.clear()
    workflow = reading.text("workflowSid")
    name = element.own_text or workflow or ""
    if not 1 <= len(name) <= QUEUE_NAME:
        raise CarrierFault("14206", f"<Enqueue>: a queue's name has 1 to {QUEUE_NAME} characters")
    wait_url = reading.address("waitUrl")
    enqueue = Enqueue(
        name,
        action=reading.address("action"),
        method=reading.method(code="14202"),
        wait_url=wait_url,
        wait_method=reading.method(
            "waitUrlMethod", code="14204", default="GET" if wait_url is None else "POST"
        ),
        size=reading.whole("maxQueueSize", span=(1, None), default=QUEUE_SIZE, code="14205"),
    )
    if found:  # bad attributes of this verb are errors, not warnings (section 10)
        raise CarrierFault(found[0].code, found[0].text)
    return enqueue
