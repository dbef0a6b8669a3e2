"""How the office can be told to misbehave, per operation of the hotline.

``PUT /faults/<operation>`` with ``{"mode": "late", "after_s": 3, "times": 1}`` sets one. A fault is this
process's own and gone when it ends.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

from backend_stub.documents import Document, Json
from backend_stub.errors import Refused

LATE_S = 4.0
"""Past the 3 s the balance has and past the 2 s a webhook has: late enough to be noticed everywhere."""
LONGEST_S = 60.0
"""What ``after_s`` may be at most, and how long ``hang`` holds a connection."""
DRIP_EVERY_S = 0.5
"""Between two bytes: quicker than any read time-out, slower than any deadline."""
MOST_TIMES = 1_000_000


class Mode(Enum):
    """The ways to misbehave."""

    REFUSE = "refuse"
    FAIL_BEFORE = "fail_before"
    FAIL_AFTER = "fail_after"
    LATE = "late"
    DRIP = "drip"
    HANG = "hang"
    GARBAGE = "garbage"
    UNKNOWN_VALUES = "unknown_values"
    IGNORE_FILTERS = "ignore_filters"
    HALF = "half"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Operation:
    """What the hotline calls it, which requests it is, and how the office refuses it.

    ``lists``: only reading a list (True), only reading one by its id (False), or both.
    """

    means: str
    method: str
    resource: str
    refusal: Refused
    lists: bool | None = None


_LISTS = ("get_balance", "get_charges", "list_paid_services", "find_order", "latest_complaint")
_ORDERS = ("end_services",)

MODES: Mapping[Mode, str] = MappingProxyType(
    {
        Mode.REFUSE: "a business refusal with a TM Forum Error; nothing is done",
        Mode.FAIL_BEFORE: "500; nothing is done",
        Mode.FAIL_AFTER: "done, then the connection is dropped without an answer",
        Mode.LATE: "done at once, answered after after_s seconds (4 unless said)",
        Mode.DRIP: "done at once, answered one byte every half second",
        Mode.HANG: "never answered and nothing done; the connection is dropped after 60 s",
        Mode.GARBAGE: "done, then 200 with a body that is not JSON",
        Mode.UNKNOWN_VALUES: "done, then answered with states nobody has heard of and with extra attributes",
        Mode.IGNORE_FILTERS: "a list answers with everything there is, other customers' too",
        Mode.HALF: "an order: the first half of its items is done, rounded down; the others fail",
        Mode.SLOW: "an order: stays acknowledged, and is carried out after after_s seconds (4 unless said)",
    }
)
ONLY_FOR: Mapping[Mode, tuple[str, ...]] = MappingProxyType(
    {Mode.IGNORE_FILTERS: _LISTS, Mode.HALF: _ORDERS, Mode.SLOW: _ORDERS}
)
"""Modes that mean something for some operations only."""

OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {
        "who_calls": Operation(
            "the customer read (TMF629)", "GET", "customer", Refused(403, "notDisclosed", "Not disclosed.")
        ),
        "get_balance": Operation(
            "the list of buckets (TMF654), which also tells accounts and customers",
            "GET",
            "bucket",
            Refused(403, "balanceNotDisclosed", "This balance is not disclosed."),
            lists=True,
        ),
        "get_charges": Operation(
            "the list of charges (TMF678)",
            "GET",
            "appliedCustomerBillingRate",
            Refused(403, "chargesNotDisclosed", "These charges are not disclosed."),
            lists=True,
        ),
        "list_paid_services": Operation(
            "the list of products (TMF637)",
            "GET",
            "product",
            Refused(403, "productsNotDisclosed", "These products are not disclosed."),
            lists=True,
        ),
        "check_password": Operation(
            "the token endpoint", "POST", "token", Refused(400, "invalid_grant", "Refused.")
        ),
        "end_services": Operation(
            "an order (TMF622)",
            "POST",
            "productOrder",
            Refused(409, "orderRefused", "No order can be taken for this customer."),
        ),
        "find_order": Operation(
            "looking for an order by its externalId (TMF622)",
            "GET",
            "productOrder",
            Refused(403, "ordersNotDisclosed", "These orders are not disclosed."),
            lists=True,
        ),
        "follow_order": Operation(
            "looking at an order again (TMF622)",
            "GET",
            "productOrder",
            Refused(403, "orderNotDisclosed", "This order is not disclosed."),
            lists=False,
        ),
        "lodge_complaint": Operation(
            "a trouble ticket (TMF621)",
            "POST",
            "troubleTicket",
            Refused(409, "ticketRefused", "No ticket can be taken."),
        ),
        "join_complaint": Operation(
            "a note added to a trouble ticket (TMF621)",
            "PATCH",
            "troubleTicket",
            Refused(409, "ticketClosed", "Nothing can be added to this ticket."),
        ),
        "latest_complaint": Operation(
            "reading trouble tickets (TMF621)",
            "GET",
            "troubleTicket",
            Refused(403, "ticketsNotDisclosed", "These tickets are not disclosed."),
        ),
        "ask_call_back": Operation(
            "a trouble ticket of ticketType callBack (TMF621)",
            "POST",
            "troubleTicket",
            Refused(409, "ticketRefused", "No ticket can be taken."),
        ),
        "send_text": Operation(
            "a text (TMF681)",
            "POST",
            "communicationMessage",
            Refused(409, "messageRefused", "No message can be sent to this number."),
        ),
    }
)
CALL_BACK = "callBack"


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to misbehave, for how long, and how many times more (None: until cleared)."""

    mode: Mode
    after_s: float = LATE_S
    times: int | None = None

    @property
    def ignores_filters(self) -> bool:
        """Tell whether lists answer with everything."""
        return self.mode is Mode.IGNORE_FILTERS

    def document(self) -> Document:
        """Write the fault as it was set."""
        body: Document = {"mode": self.mode.value}
        if self.mode in (Mode.LATE, Mode.SLOW):
            body["after_s"] = Decimal(str(self.after_s))
        if self.times is not None:
            body["times"] = self.times
        return body


class Faults:
    """What is set now."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._set: dict[str, Fault] = {}

    def set(self, operation: str, body: Document) -> Fault:
        """Make an operation misbehave. Raises Refused (400), naming what there is."""
        fault = read_fault(operation, body)
        with self._lock:
            self._set[operation] = fault
        return fault

    def clear(self, operation: str | None = None) -> None:
        """Behave again, in one operation or in all. Raises Refused (400) for an unknown one."""
        if operation is not None:
            _known(operation)
        with self._lock:
            if operation is None:
                self._set.clear()
            else:
                self._set.pop(operation, None)

    def take(self, operation: str | None) -> Fault | None:
        """Return how to misbehave this once, and count it."""
        with self._lock:
            fault = self._set.get(operation) if operation else None
            if operation and fault and fault.times is not None:
                if fault.times == 1:
                    del self._set[operation]
                else:
                    self._set[operation] = replace(fault, times=fault.times - 1)
        return fault

    def describe(self) -> Document:
        """Write the operations, the modes, and what is set."""
        with self._lock:
            now_set = dict(self._set)
        return {
            "operations": {name: operation.means for name, operation in OPERATIONS.items()},
            "modes": {mode.value: doc for mode, doc in MODES.items()},
            "set": {name: fault.document() for name, fault in now_set.items()},
        }


def operation_of(method: str, resource: str, *, is_list: bool, ticket_type: str | None) -> str | None:
    """Return what the hotline calls a request, or None if it is nothing a fault can be set for."""
    if (method, resource) == ("POST", "troubleTicket"):
        return "ask_call_back" if ticket_type == CALL_BACK else "lodge_complaint"
    for name, operation in OPERATIONS.items():
        is_one = (operation.method, operation.resource) == (method, resource)
        if is_one and operation.lists in (None, is_list):
            return name
    return None


def read_fault(operation: str, body: Document) -> Fault:
    """Read what was PUT. Raises Refused (400), naming what there is."""
    _known(operation)
    name = body.get("mode")
    mode = next((mode for mode in Mode if mode.value == name), None)
    if mode is None:
        raise Refused(400, "unknownMode", f"There is no such mode; modes: {_modes()}.")
    if operation not in ONLY_FOR.get(mode, (operation,)):
        fits = ", ".join(ONLY_FOR[mode])
        raise Refused(400, "modeDoesNotFit", f"{name} means something only for: {fits}.")
    if set(body) - {"mode", "after_s", "times"}:
        raise Refused(400, "badFault", "A fault has mode, after_s and times, nothing else.")
    return Fault(mode, _seconds(body.get("after_s")), _times(body.get("times")))


def _known(operation: str) -> None:
    if operation not in OPERATIONS:
        raise Refused(
            400, "unknownOperation", f"There is no such operation; operations: {', '.join(OPERATIONS)}."
        )


def _modes() -> str:
    return ", ".join(mode.value for mode in Mode)


def _seconds(value: Json) -> float:
    match value:
        case None:
            return LATE_S
        case bool():
            pass
        case int() | Decimal() if 0 <= value <= LONGEST_S:
            return float(value)
    raise Refused(400, "badFault", f"after_s must be a number of seconds from 0 to {LONGEST_S:.0f}.")


def _times(value: Json) -> int | None:
    match value:
        case None:
            return None
        case bool():
            pass
        case int() if 1 <= value <= MOST_TIMES:
            return value
    raise Refused(400, "badFault", "times must be a whole number from 1.")
