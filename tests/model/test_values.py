from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given

from ivr.errors import BadValue
from ivr.model.money import Money
from ivr.model.values import Json, Record, Value, from_json, to_json, values_from_json, values_to_json
from tests.model.anything import records, same, values


@given(values)
def test_a_value_survives_json_with_its_type(value: Value) -> None:
    assert same(from_json(json.loads(json.dumps(to_json(value)))), value)


@given(records)
def test_named_values_survive_json(named: Record) -> None:
    assert same(Record(values_from_json(json.loads(json.dumps(values_to_json(named))))), named)


@given(values, values)
def test_equal_records_are_one_key_of_a_map(one: Value, other: Value) -> None:
    assert hash(Record({"a": one, "b": other})) == hash(Record({"b": other, "a": one}))
    assert Record({"a": one, "b": other}) == Record({"b": other, "a": one})


def test_a_record_is_not_equal_to_a_plain_map() -> None:
    assert Record({"a": 1}) != {"a": 1}
    assert Record({"a": 1}) != Record({"a": 2})


def test_a_record_without_the_name_says_so() -> None:
    with pytest.raises(KeyError):
        Record({"a": 1})["b"]


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (Money(-1230), {"money": "-12.30"}),
        (Decimal("1.50"), {"decimal": "1.50"}),
        (date(2026, 12, 31), {"date": "2026-12-31"}),
        (datetime(2026, 11, 25, 6, 5, tzinfo=UTC), {"moment": "2026-11-25T06:05:00+00:00"}),
        (("a", True, 1), ["a", True, 1]),
        (Record({"money": "x"}), {"record": {"money": "x"}}),
    ],
)
def test_the_stored_form_is_what_older_calls_were_written_in(value: Value, stored: Json) -> None:
    assert to_json(value) == stored


@pytest.mark.parametrize(
    "data",
    [
        None,
        1.5,
        {},
        {"money": 1},
        {"money": "abc"},
        {"money": "Infinity"},
        {"decimal": "abc"},
        {"decimal": ""},
        {"date": "31.12.2026"},
        {"moment": "now"},
        {"record": []},
        {"unknown": "x"},
        [None],
    ],
)
def test_what_was_not_written_by_us_is_refused(data: Json) -> None:
    with pytest.raises(BadValue):
        from_json(data)


@pytest.mark.parametrize("data", [None, [], "x"])
def test_named_values_are_an_object(data: Json) -> None:
    with pytest.raises(BadValue):
        values_from_json(data)
