from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given

from ivr.errors import BadValue
from ivr.model.call import Call, Frame
from ivr.model.events import Channel
from ivr.model.ids import CallSid, Digest, Language, Msisdn
from ivr.model.pace import Pace
from ivr.model.snapshot import call_from_json, call_to_json
from ivr.model.values import Json, Record, Secret
from tests.model.anything import calls, without_secrets

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
    assert again == without_secrets(call)
    assert call_to_json(again) == call_to_json(call)


@pytest.mark.parametrize("name", sorted(STORED.keys() - {"pace"}))
def test_a_call_that_lacks_something_is_refused(name: str) -> None:
    with pytest.raises(BadValue):
        call_from_json({key: value for key, value in STORED.items() if key != name})


def test_a_call_stored_before_there_were_paces_goes_at_the_usual_one() -> None:
    assert call_from_json({key: value for key, value in STORED.items() if key != "pace"}).pace is Pace.USUAL


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pace", "fast"),
        ("pace", None),
        ("started", "yesterday"),
        ("ended", "soon"),
        ("channel", "letter"),
        ("sid", ""),
        ("waiting", {"key": 1}),
        ("frames", [{}]),
        ("frames", ["x"]),
        ("attempts", {"x": {"decimal": "y"}}),
        ("turn", "1"),
        ("turn", True),
        ("told", "recording"),
        ("told", [1]),
        ("proven", 13800138000),
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


def test_a_frame_that_lacks_something_is_refused() -> None:
    stored = call_to_json(replace(call_from_json(STORED), frames=(Frame("main", "ask"),)))
    match stored["frames"]:
        case [dict(frame)]:
            for name in frame:
                less: Json = {key: one for key, one in frame.items() if key != name}
                with pytest.raises(BadValue):
                    call_from_json({**stored, "frames": [less]})
        case other:
            pytest.fail(f"{other} is not one frame")


# what a caller typed in confidence


def test_a_secret_is_in_no_stored_form_and_comes_back_empty() -> None:
    frame = Frame("prove_it", "check", Record({"password": Secret("246810"), "all": (Secret("135790"),)}))
    stored = json.dumps(call_to_json(replace(call_from_json(STORED), frames=(frame,))))
    assert "246810" not in stored
    assert "135790" not in stored
    assert call_from_json(json.loads(stored)).top.values["password"] == Secret("")


# whom the call is about


OWN, OTHER = Msisdn("13800138000"), Msisdn("13900139000")


def about(
    subscriber: Msisdn | None,
    *,
    caller: Msisdn | None = OWN,
    proven: Msisdn | None = None,
    vouched: bool = False,
) -> Call:
    frame = Frame("main", "ask", subscriber=subscriber)
    return replace(call_from_json(STORED), caller=caller, frames=(frame,), proven=proven, vouched=vouched)


def test_a_call_is_about_the_caller_until_a_flow_says_otherwise() -> None:
    assert replace(about(None), frames=()).subscriber == OWN
    assert about(OTHER).subscriber == OTHER


def test_a_proof_holds_for_the_number_that_was_proven_and_no_other() -> None:
    assert about(OTHER, proven=OTHER).is_proven
    assert not about(OTHER, proven=OWN).is_proven
    assert not about(OWN).is_proven


def test_a_network_vouches_for_the_callers_own_number_only() -> None:
    assert about(OWN, vouched=True).is_proven
    assert not about(OTHER, vouched=True).is_proven


def test_nothing_is_proven_about_a_withheld_number() -> None:
    assert not about(None, caller=None, vouched=True).is_proven
