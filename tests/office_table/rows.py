"""What the table has: a row for each way an operation is asked for, a column for each way to misbehave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from backend_stub.documents import Document
from backend_stub.faults import ONLY_FOR, OPERATIONS, Mode
from tests.office_table.office import SEND_TEXT, Fault
from tests.office_table.person import HANGS_UP, SPEAKS

IN_TIME_S, TOO_LATE_S = Decimal("0.5"), 20
"""Within every time-out, also the second that a caller is looked up in, and past every one."""
SLOW_IN_TIME_S = 4
"""An order this slow is waited for: ending services has 8 s."""

CALLER, UNDER_CONTRACT, SENIOR, ANOTHER = "13800138000", "18800188000", "13700137000", "13600136000"
PASSWORDS: Mapping[str, str] = MappingProxyType(
    {CALLER: "246810", UNDER_CONTRACT: "808080", SENIOR: "112358", ANOTHER: "314159"}
)
WITHHELD = ""
EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Column:
    """A way to misbehave, as it is set and as the table names it."""

    title: str
    how: Document

    def is_for(self, row: Row) -> bool:
        """Return whether it means something for all that misbehaves in ``row``."""
        return set(row.sick) <= set(ONLY_FOR.get(Mode(self.how["mode"]), row.sick))


COLUMNS = (
    Column("`refuse`", {"mode": "refuse"}),
    Column("`fail_before`", {"mode": "fail_before"}),
    Column("`fail_after`", {"mode": "fail_after"}),
    Column("`late` in time", {"mode": "late", "after_s": IN_TIME_S}),
    Column("`late`", {"mode": "late", "after_s": TOO_LATE_S}),
    Column("`drip`", {"mode": "drip"}),
    Column("`hang`", {"mode": "hang"}),
    Column("`garbage`", {"mode": "garbage"}),
    Column("`unknown_values`", {"mode": "unknown_values"}),
    Column("`ignore_filters`", {"mode": "ignore_filters"}),
    Column("`half`", {"mode": "half"}),
    Column("`slow` in time", {"mode": "slow", "after_s": SLOW_IN_TIME_S}),
    Column("`slow`", {"mode": "slow", "after_s": TOO_LATE_S}),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A call that comes to ``operation`` in ``flow``.

    ``also``: it needs this one too, and this one misbehaves, or ``EVERYTHING`` does. ``caller``: empty for a
    withheld number; ``about``: the number it is about; ``replies``: what the caller says to each prompt.
    ``since``: what is asked first that misbehaves, if it is not ``operation``. ``has_complained``: before this call. ``unheard``: nobody hears what becomes of it. ``is_slow``: an order
    takes its time, so that it is looked at again.
    """

    operation: str
    flow: str
    replies: Mapping[str, tuple[str, ...]]
    also: str = ""
    how: str = ""
    caller: str = CALLER
    about: str = CALLER
    nobody_on_duty: bool = False
    has_complained: bool = False
    unheard: bool = False
    is_slow: bool = False
    since: str = ""

    def fault(self, column: Column, *, once: bool) -> Fault:
        """Return the fault, for the first request only or until the call is over."""
        how = {**column.how, **({"times": 1} if once else {})}
        besides: dict[str, Document] = {}
        if self.is_slow:
            besides["end_services"] = {"mode": "slow", "after_s": SLOW_IN_TIME_S}
        return Fault({**besides, **dict.fromkeys(self.sick, how)}, self.since or self.operation)

    @property
    def sick(self) -> tuple[str, ...]:
        """What misbehaves: the operation itself, another one it needs, or all there are."""
        return tuple(OPERATIONS) if self.also == EVERYTHING else (self.also or self.operation,)

    @property
    def words(self) -> tuple[str, ...]:
        """The row in words: what is asked for where, and what else there is to say."""
        also = (
            f"while {self.also if self.also == EVERYTHING else f'`{self.also}`'} misbehaves"
            if self.also
            else ""
        )
        return (f"`{self.operation}` in `{self.flow}`", *filter(None, (self.how, also)))

    @property
    def name(self) -> str:
        """The row as a test shows it."""
        return ", ".join(self.words).replace("`", "")


def _password(about: str = CALLER) -> dict[str, tuple[str, ...]]:
    return {"prove_it.enter_password": (PASSWORDS[about],) * 3}


_MENU = "main.services"
_BALANCE = {_MENU: ("1",)}
_CHARGES = {**_BALANCE, "balance.more": ("2",)}
_OTHERS = {**_BALANCE, "balance.more": ("3",), "balance.which_number": (ANOTHER,), **_password(ANOTHER)}
_SERVICES = {_MENU: ("2",), **_password(), "cancel_services.offer": ("5",)}
_CANCEL = {**_SERVICES, "cancel_services.offer": ("1",), "cancel_these.sure": ("1",)}
_COMPLAIN = {
    _MENU: ("3",),
    "complaint.about_what": ("1",),
    "complaint.tell_us": (SPEAKS, SPEAKS),
    "complaint.right": ("1", "1"),
}
_PROGRESS = {_MENU: ("3",), "complaint.about_what": ("5",), **_password()}
_CALL_BACK = {_MENU: ("0", HANGS_UP), "agent.call_you_back": ("1", "1")}
_AGAIN = {"main.anything_else": ("1",)}
_COMPLAIN_TWICE = {**_COMPLAIN, **_AGAIN, _MENU: ("3", "3"), "complaint.about_what": ("1", "1")}

ROWS = (
    Row("who_calls", "main", {_MENU: (HANGS_UP,)}, how="a senior", caller=SENIOR, about=SENIOR),
    Row("who_calls", "main", {_MENU: (HANGS_UP,)}, "get_balance", caller=SENIOR, about=SENIOR),
    Row("get_balance", "balance", _BALANCE),
    Row(
        "text_balance",
        "balance",
        {**_BALANCE, "balance.text_it_later": ("1",)},
        "get_balance",
        since="get_balance",
    ),
    Row("get_charges", "balance", _CHARGES),
    Row("get_charges", "balance", _CHARGES, "get_balance"),
    Row("check_password", "balance", _OTHERS, how="another number", about=ANOTHER),
    Row("check_password", "cancel_services", _SERVICES),
    Row("check_password", "complaint", _PROGRESS, has_complained=True),
    Row("list_paid_services", "cancel_services", _SERVICES),
    Row("list_paid_services", "cancel_services", _SERVICES, "get_balance"),
    Row("end_services", "cancel_these", _CANCEL),
    Row("end_services", "cancel_these", _CANCEL, "get_balance"),
    Row("end_services", "cancel_these", _CANCEL, "find_order"),
    Row("end_services", "cancel_these", _CANCEL, "follow_order", how="a slow order", is_slow=True),
    Row("end_services", "cancel_these", _CANCEL, EVERYTHING),
    Row(
        "end_services",
        "cancel_these",
        {**_CANCEL, **_password(UNDER_CONTRACT)},
        how="one under contract",
        caller=UNDER_CONTRACT,
        about=UNDER_CONTRACT,
    ),
    Row(
        "end_services",
        "cancel_these",
        {
            **_CANCEL,
            **_AGAIN,
            _MENU: ("2", "2"),
            "cancel_services.offer": ("1", "1"),
            "cancel_these.sure": ("1", "1"),
        },
        how="asked for again",
    ),
    Row(
        "end_services",
        "cancel_these",
        {**_CANCEL, "common.one_moment": (HANGS_UP,)},
        how="hung up meanwhile",
        unheard=True,
    ),
    Row("lodge_complaint", "complaint", _COMPLAIN),
    Row("lodge_complaint", "complaint", _COMPLAIN, "get_balance"),
    Row("lodge_complaint", "complaint", _COMPLAIN, "latest_complaint"),
    Row("lodge_complaint", "complaint", _COMPLAIN, EVERYTHING),
    Row("lodge_complaint", "complaint", _COMPLAIN, how="a withheld number", caller=WITHHELD),
    Row(
        "lodge_complaint",
        "complaint",
        {**_COMPLAIN, "complaint.right": (HANGS_UP,)},
        how="hung up",
        unheard=True,
    ),
    Row("lodge_complaint", "complaint", _COMPLAIN_TWICE, how="asked for again"),
    Row("lodge_complaint", "complaint", _COMPLAIN_TWICE, "join_complaint", how="asked for again"),
    Row("latest_complaint", "complaint", _PROGRESS, has_complained=True),
    Row("latest_complaint", "complaint", _PROGRESS, "get_balance", has_complained=True),
    Row("ask_call_back", "agent", _CALL_BACK, nobody_on_duty=True),
    Row("ask_call_back", "agent", _CALL_BACK, "get_balance", nobody_on_duty=True),
    Row("ask_call_back", "agent", _CALL_BACK, "latest_complaint", nobody_on_duty=True),
    Row("ask_call_back", "agent", _CALL_BACK, EVERYTHING, nobody_on_duty=True),
    Row(
        "ask_call_back",
        "agent",
        {**_CALL_BACK, _MENU: ("0", "0", HANGS_UP)},
        how="asked for again",
        nobody_on_duty=True,
    ),
    Row(SEND_TEXT, "balance", {**_BALANCE, "balance.more": ("1",)}),
    Row(SEND_TEXT, "cancel_services", {**_SERVICES, "cancel_services.offer": ("4", "5")}),
    Row(SEND_TEXT, "cancel_these", _CANCEL),
    Row(SEND_TEXT, "complaint", _COMPLAIN),
    Row(SEND_TEXT, "agent", _CALL_BACK, nobody_on_duty=True),
)
