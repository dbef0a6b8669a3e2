from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given

from ivr.errors import BadValue
from ivr.model.call import Call, call_from_json, call_to_json
from ivr.model.events import Channel
from ivr.model.ids import CallSid, Digest, Language
from ivr.model.values import Json
from tests.model.anything import calls

STORED = call_to_json(
    Call(
        CallSid("CA1"),
        Digest("d"),
        datetime(2026, 11, 23, tzinfo=UTC),
        None,
        "10086",
        Channel.VOICE,
        Language("en"),
    )
)


@given(calls)
def test_a_call_survives_json(call: Call) -> None:
    again = call_from_json(json.loads(json.dumps(call_to_json(call))))
    assert again == call
    assert call_to_json(again) == call_to_json(call)


@pytest.mark.parametrize("name", sorted(STORED))
def test_a_call_that_lacks_something_is_refused(name: str) -> None:
    with pytest.raises(BadValue):
        call_from_json({key: value for key, value in STORED.items() if key != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("started", "yesterday"),
        ("ended", "soon"),
        ("channel", "letter"),
        ("sid", ""),
        ("waiting", {"key": 1}),
        ("frames", [{}]),
        ("frames", ["x"]),
        ("attempts", {"x": {"decimal": "y"}}),
        ("turn", "1"),
    ],
)
def test_a_damaged_call_is_refused(name: str, value: Json) -> None:
    with pytest.raises(BadValue):
        call_from_json({**STORED, name: value})


def test_a_call_is_over_when_it_has_a_disposition() -> None:
    call = call_from_json(STORED)
    assert not call.is_over
    assert call_from_json({**STORED, "disposition": "main.finished"}).is_over


def test_a_call_moves_on_to_its_next_turn() -> None:
    assert call_from_json(STORED).with_turn(4).turn == 4
