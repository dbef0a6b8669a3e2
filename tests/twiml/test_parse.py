"""Requests become events; what is missing and what is empty are alike (``reference/twiml.md``, 2.2, 2.3, 6.3, 6.8, 6.9)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.errors import BadValue
from ivr.model.events import (
    Arrived,
    Digits,
    HungUp,
    Recorded,
    Silence,
    Speech,
    TransferEnded,
    TransferResult,
)
from ivr.twiml.limits import DIGITS, SPEECH_CHARACTERS
from ivr.twiml.parse import arrival_of, event_of, is_over, queue_seconds, sid_of

AT = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
SID = "CA" + "0" * 32


def test_an_arrival_says_who_calls_what() -> None:
    form = {"CallSid": SID, "From": "+8613800138000", "To": "10086", "CallStatus": "ringing"}
    arrived = arrival_of(form, AT)
    assert (arrived.sid, arrived.caller, arrived.called, arrived.at) == (SID, "13800138000", "10086", AT)


def test_an_arrival_says_on_which_account_and_whether_its_number_is_vouched_for() -> None:
    account = "AC" + "0" * 32
    arrived = arrival_of({"CallSid": SID, "AccountSid": account}, AT, vouched=True)
    assert (arrived.account, arrived.vouched) == (account, True)
    assert arrival_of({"CallSid": SID, "AccountSid": "../x"}, AT).account == ""
    assert not arrival_of({"CallSid": SID}, AT).vouched


@pytest.mark.parametrize("form", [{"From": "anonymous", "To": ""}, {"From": "", "To": ""}, {}])
def test_a_withheld_number_and_a_missing_one_are_alike(form: dict[str, str]) -> None:
    assert arrival_of({"CallSid": SID, **form}, AT) == Arrived(AT, sid_of({"CallSid": SID}), None, "")


def test_the_number_dialled_is_taken_without_anything_odd_and_not_endlessly() -> None:
    assert arrival_of({"CallSid": SID, "To": "sip:10086@a.example<\x01>"}, AT).called == "sip:10086@a.example"
    assert len(arrival_of({"CallSid": SID, "To": "1" * 999}, AT).called) == 64


@pytest.mark.parametrize("form", [{}, {"CallSid": ""}, {"CallSid": "a b"}, {"CallSid": "x" * 257}])
def test_a_request_that_names_no_call_is_refused(form: dict[str, str]) -> None:
    with pytest.raises(BadValue):
        sid_of(form)
    with pytest.raises(BadValue):
        arrival_of(form, AT)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"Digits": ""},
        {"Digits": "", "SpeechResult": "", "QueueResult": "", "DialCallStatus": "", "CallStatus": ""},
    ],
)
def test_nothing_at_all_is_silence_whether_missing_or_empty(form: dict[str, str]) -> None:
    """2.2 and 6.3, keys 8."""
    assert event_of(form, AT) == Silence(AT)


@pytest.mark.parametrize("keys", ["1", "0", "*", "#", "12", "*0#", "1" * DIGITS])
def test_keys_are_taken_as_pressed(keys: str) -> None:
    assert event_of({"Digits": keys, "CallStatus": "in-progress"}, AT) == Digits(AT, keys)


@pytest.mark.parametrize("keys", ["a", "１", "1 2", "hangup", "1\n", "1" * (DIGITS + 1), "'; drop"])
def test_what_are_no_keys_is_an_answer_nobody_understands(keys: str) -> None:
    assert event_of({"Digits": keys}, AT) == Digits(AT, "")


def test_speech_is_taken_up_to_its_limit() -> None:
    assert event_of({"SpeechResult": "查余额。", "Confidence": "0.9"}, AT) == Speech(AT, "查余额。")
    found = event_of({"SpeechResult": "好" * 10000}, AT)
    assert isinstance(found, Speech)
    assert len(found.text) == SPEECH_CHARACTERS


def test_keys_come_before_speech() -> None:
    assert event_of({"Digits": "1", "SpeechResult": "x"}, AT) == Digits(AT, "1")


@pytest.mark.parametrize(
    ("status", "result"),
    [("completed", "answered"), ("answered", "answered"), ("busy", "nobody"), ("no-answer", "nobody"),
     ("failed", "failed"), ("canceled", "failed"), ("new-word", "failed")],
)  # fmt: skip
def test_what_became_of_dialling(status: str, result: str) -> None:
    """6.8."""
    assert event_of({"DialCallStatus": status, "CallStatus": "in-progress"}, AT) == TransferEnded(
        AT, TransferResult(result)
    )


@pytest.mark.parametrize(
    ("word", "result"),
    [("bridged", "answered"), ("bridging-in-process", "answered"), ("redirected-from-bridged", "answered"),
     ("leave", "nobody"), ("queue-full", "nobody"), ("redirected", "nobody"),
     ("error", "failed"), ("system-error", "failed"), ("new-word", "failed")],
)  # fmt: skip
def test_what_became_of_queueing(word: str, result: str) -> None:
    """6.9."""
    assert event_of({"QueueResult": word, "QueueTime": "12"}, AT) == TransferEnded(AT, TransferResult(result))


def test_hanging_up_in_the_queue_is_a_hang_up() -> None:
    assert event_of({"QueueResult": "hangup"}, AT) == HungUp(AT)


def test_a_caller_whom_a_person_had_answered_was_served_though_the_call_is_over() -> None:
    """6.8 and 6.9: the action is requested with ``CallStatus=completed``."""
    answered = TransferEnded(AT, TransferResult.ANSWERED)
    assert event_of({"QueueResult": "bridged", "CallStatus": "completed"}, AT) == answered
    assert event_of({"DialCallStatus": "completed", "CallStatus": "completed"}, AT) == answered


@pytest.mark.parametrize("status", ["completed", "busy", "failed", "no-answer", "canceled"])
def test_a_call_that_is_over_is_a_hang_up_whatever_else_is_sent(status: str) -> None:
    """2.4 and 6.3: an action may be requested late, after the caller has gone."""
    assert is_over({"CallStatus": status})
    assert event_of({"CallStatus": status, "Digits": "1"}, AT) == HungUp(AT)


@pytest.mark.parametrize("status", ["", "queued", "ringing", "in-progress", "initiated"])
def test_a_call_under_way_is_not_over(status: str) -> None:
    assert not is_over({"CallStatus": status})


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("0", 0), ("61", 61), ("", 0), ("-1", 0), ("1.5", 0), ("x", 0), ("９", 0), ("9" * 9999, 0)],
)
def test_the_seconds_in_a_queue_are_a_whole_number_or_none(text: str, seconds: int) -> None:
    assert queue_seconds({"QueueTime": text}) == seconds
    assert queue_seconds({}) == 0


# recordings, by section 6.5

RECORDED = {"RecordingUrl": "https://carrier.example/Accounts/AC1/Recordings/RE12", "RecordingSid": "RE12"}


def test_a_recording_is_known_by_its_id_and_an_address_is_never_followed() -> None:
    found = event_of({**RECORDED, "RecordingDuration": "12", "Digits": "#"}, AT)
    assert found == Recorded(AT, "RE12", 12.0)
    address = {
        "RecordingUrl": "https://elsewhere.example/a/RE9.wav?x=1",
        "RecordingDuration": "3",
        "Digits": "#",
    }
    assert event_of(address, AT) == Recorded(AT, "RE9", 3.0)


@pytest.mark.parametrize(("seconds", "spoken_s"), [("12", 7), ("5", 0), ("2", 0)])
def test_the_silence_that_ends_a_recording_is_not_speech(seconds: str, spoken_s: float) -> None:
    found = event_of({**RECORDED, "RecordingDuration": seconds}, AT)
    assert found == Recorded(AT, "RE12", float(seconds), silence_ended_it=True)
    assert found.spoken_s(5) == spoken_s


@pytest.mark.parametrize("how", [{"Digits": "hangup"}, {"CallStatus": "completed"}])
def test_a_recording_that_ends_with_the_call_says_so_and_has_no_silence_in_it(how: dict[str, str]) -> None:
    found = event_of({**RECORDED, "RecordingDuration": "4", **how}, AT)
    assert found == Recorded(AT, "RE12", 4.0, hung_up=True)


@pytest.mark.parametrize("written", ["", "x", "-3", "1e9", "9" * 99])
def test_a_length_that_is_none_is_no_speech(written: str) -> None:
    assert event_of({**RECORDED, "RecordingDuration": written, "Digits": "#"}, AT) == Recorded(
        AT, "RE12", 0.0
    )


@pytest.mark.parametrize("sid", ["a b", "../x", "x" * 65, "RE\n"])
def test_a_recordings_id_that_is_none_is_no_recording(sid: str) -> None:
    found = event_of({"RecordingSid": sid, "RecordingDuration": "3", "Digits": "#"}, AT)
    assert isinstance(found, Recorded)
    assert found.recording is None


NAMES = st.sampled_from(
    [
        "RecordingSid",
        "RecordingUrl",
        "RecordingDuration",
        "Digits",
        "SpeechResult",
        "QueueResult",
        "DialCallStatus",
        "CallStatus",
        "QueueTime",
        "From",
        "To",
    ]
)


@given(st.dictionaries(NAMES, st.text(max_size=40)))
def test_any_form_is_an_event(form: dict[str, str]) -> None:
    assert event_of(form, AT).at == AT
    assert queue_seconds(form) >= 0
    assert arrival_of({**form, "CallSid": SID}, AT).sid == SID
