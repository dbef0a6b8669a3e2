"""What the office answers in a script, typed by its contract; values in the holes of prompts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from ivr.errors import BadValue
from ivr.model.money import Money
from ivr.model.values import Record
from ivr.scripts.reading import read_script
from ivr.scripts.spec import DOES_NOT_ANSWER, IS_DOWN
from ivr.scripts.values import value_for
from tests.scripts.reading import FILE, good, project_with

CHINA = ZoneInfo("Asia/Shanghai")


def answers(text: str, operation: str = "list_items") -> list[tuple[str, str, float]]:
    script = good(f"call: A call\nbackend: {{{operation}: {text}}}\nsteps: [hang_up]")
    return [(one.outcome, one.fault, one.after_s) for one in script.backend[0].answers]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("not_ours", [("not_ours", "", 0.0)]),
        ("{not_ours: }", [("not_ours", "", 0.0)]),
        ("{not_ours: {}, after: 4s}", [("not_ours", "", 4.0)]),
        ("does_not_answer", [("", DOES_NOT_ANSWER, 0.0)]),
        ("{is_down: , after: 0.5s}", [("", IS_DOWN, 0.5)]),
        ("[not_ours, is_down]", [("not_ours", "", 0.0), ("", IS_DOWN, 0.0)]),
    ],
)
def test_what_the_office_answers(written, read):
    assert answers(written) == read


def test_only_a_list_of_answers_is_used_up():
    script = good("call: A call\nbackend: {get_balance: [is_down], list_items: is_down}\nsteps: [hang_up]")
    assert [(str(mock.operation), mock.listed, mock.usual) for mock in script.backend] == [
        ("get_balance", True, False),
        ("list_items", False, False),
    ]


def test_values_are_of_the_contract_s_types():
    script = good(
        """
call: A call
backend:
  get_balance: {ok: {left: -6.2, until: 2026-12-31}}
  list_items: {ok: {monthly: 13, items: [{title: "007", price: 5}, {price: 8.00, title: 2026-01-01}]}}
  end_items: {ok: {case: 0001, due: 2026-11-25 14:05}}
steps: [hang_up]
"""
    )
    balance, items, ended = (mock.answers[0].values for mock in script.backend)
    assert balance == Record({"left": Money(-620), "until": date(2026, 12, 31)})
    first, second = (
        Record({"title": "007", "price": Money(500)}),
        Record({"title": "2026-01-01", "price": Money(800)}),
    )
    assert items == Record({"items": (first, second), "monthly": Money(1300)})
    assert ended == Record({"case": "0001", "due": datetime(2026, 11, 25, 14, 5, tzinfo=CHINA)})


def test_parts_come_in_the_contract_s_order_since_the_first_one_names_a_record():
    script = good(
        "call: A call\nbackend:\n  list_items: {ok: {monthly: 1, items: {price: 5, title: 手机报}}}\n"
        "steps: [hang_up]"
    )
    assert script.backend[0].answers[0].values["items"] == (Record({"title": "手机报", "price": Money(500)}),)
    (only,) = script.backend[0].answers[0].values["items"]
    assert list(only) == ["title", "price"]


@pytest.mark.parametrize(
    ("of", "written", "value"),
    [
        ("number", "35", 35),
        ("number", "3.50", Decimal("3.50")),
        ("yesno", "yes", True),
        ("yesno", "no", False),
        ("digits", "0012", "0012"),
        ("digits", '"0012"', "0012"),
        ("phone", "13800138000", "13800138000"),
        ("text", '""', ""),
        ("list of digits", "[1, 2]", ("1", "2")),
        ("list of digits", "1", ("1",)),
        ("list of digits", "[]", ()),
    ],
)
def test_a_value_of_every_type(of, written, value):
    edits = {"flows/operations.yaml": {"{left: money, until: date}": f"{{value: {of}}}"}}
    text = f"call: A call\nbackend: {{get_balance: {{ok: {{value: {written}}}}}}}\nsteps: [hang_up]"
    read = good(text, project=project_with(edits)).backend[0].answers[0].values["value"]
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("of", "written"),
    [
        ("number", "many"),
        ("number", "1e3"),
        ("number", ""),
        ("yesno", "true"),
        ("digits", "1-2"),
        ("digits", "１２"),
        ("phone", "138"),
        ("text", "[a]"),
        ("list of digits", "[1, x]"),
        ("list of digits", ""),
        ("moment", "2026-11-25"),
        ("date", "2026-11-25 14:05"),
    ],
)
def test_a_value_of_another_type_is_told(of, written):
    edits = {"flows/operations.yaml": {"{left: money, until: date}": f"{{value: {of}}}"}}
    text = f"call: A call\nbackend: {{get_balance: {{ok: {{value: {written}}}}}}}\nsteps: [hang_up]"
    script, found = read_script(FILE, text, project=project_with(edits))
    assert [one.variant for one in found] == ["wrong_value"]
    assert script is None


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("date", "2026-11-25 14:05"),
        ("month", "2026-11-25"),
        ("month", "2026-11-25 14:05"),
        ("time", "2026-11-25 14:05"),
        ("duration", "48"),
        ("data", "1.5"),
    ],
)
def test_a_hole_takes_whatever_its_kind_can_be_read_of(kind, text):
    value_for(kind, text, CHINA)


@pytest.mark.parametrize(
    ("kind", "text"), [("money", "6.205"), ("each", "a"), ("audio", "a"), ("date", "48")]
)
def test_a_hole_takes_nothing_else(kind, text):
    with pytest.raises(BadValue):
        value_for(kind, text, CHINA)
