"""reference/twiml.md 6.5, 13.4 and the Record rows of 10."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ivr.line.carrier import Carrier, EmptyRecording

if TYPE_CHECKING:
    from conftest import Ring


def test_a_beep_is_heard_unless_switched_off(ring: Ring) -> None:
    assert ring({"/voice": '<Record action="/next"/>', "/next": "<Hangup/>"}).heard == ["beep"]
    assert ring({"/voice": '<Record playBeep="false" action="/next"/>', "/next": "<Hangup/>"}).heard == []


def test_silence_after_the_message_ends_it(ring: Ring) -> None:  # 6.5 "Ends on"
    outcome = ring(
        {"/voice": '<Record timeout="3" action="/next"/>', "/next": "<Hangup/>"}, "- leave_message: 12s"
    )
    path, params = outcome.requests[1]
    assert path == "/next"
    assert params["RecordingDuration"] == "16"  # 1 s until the caller speaks, 12 s, 3 s of silence
    assert "Digits" not in params
    assert params["RecordingUrl"].endswith(params["RecordingSid"])
    assert outcome.at[1] == pytest.approx(1 + 16)


def test_a_key_of_the_set_ends_it_and_is_sent(ring: Ring) -> None:
    pages = {"/voice": '<Record finishOnKey="#*" action="/next"/>', "/next": "<Hangup/>"}
    params = ring(pages, '- leave_message: 4s\n- press: "#"').requests[1][1]
    assert (params["Digits"], params["RecordingDuration"]) == ("#", "6")


def test_a_key_outside_the_set_ends_nothing(ring: Ring) -> None:
    pages = {
        "/voice": '<Record finishOnKey="#" action="/next"/>',
        "/next": '<Gather numDigits="1" action="/kept"/>',
        "/kept": "<Hangup/>",
    }
    outcome = ring(pages, "- leave_message: 4s\n- press: 1")
    assert "Digits" not in outcome.requests[1][1]
    assert outcome.requests[2][1]["Digits"] == "1"


def test_the_longest_length_ends_it(ring: Ring) -> None:
    pages = {"/voice": '<Record maxLength="10" action="/next"/>', "/next": "<Hangup/>"}
    assert ring(pages, "- leave_message: 2m").requests[1][1]["RecordingDuration"] == "10"


def test_silence_never_ends_it_with_timeout_0(ring: Ring) -> None:
    pages = {"/voice": '<Record timeout="0" maxLength="60" action="/next"/>', "/next": "<Hangup/>"}
    assert ring(pages).requests[1][1]["RecordingDuration"] == "60"


def test_hanging_up_still_posts_the_recording(ring: Ring) -> None:  # 6.5, 7.2
    pages = {"/voice": '<Record action="/next"/>', "/next": "<Say>nobody hears this</Say>"}
    outcome = ring(pages, "- leave_message: 12s\n- hang_up")
    assert outcome.ended == "caller"
    assert outcome.form("/next")["Digits"] == "hangup"
    assert outcome.form("/next")["CallStatus"] == "completed"
    assert outcome.form("/next")["RecordingDuration"] == "14"
    assert outcome.heard == ["beep"]


def test_hanging_up_during_the_beep_is_an_empty_recording(ring: Ring) -> None:
    pages = {"/voice": '<Record action="/next"/>', "/next": "<Hangup/>"}
    outcome = ring(dict(pages), "- {hang_up: , after: 0.5s}")
    assert outcome.form("/next")["RecordingDuration"] == "0"
    assert outcome.line.heard[0].cut
    older = ring(
        dict(pages), "- {hang_up: , after: 0.5s}", carrier=Carrier(empty_recording=EmptyRecording.FALLTHROUGH)
    )
    assert len(older.requests) == 1


def test_an_empty_recording_requests_the_action_or_falls_through(ring: Ring) -> None:  # 15, question 1
    pages = {
        "/voice": '<Record action="/next"/><Redirect>/after</Redirect>',
        "/next": "<Hangup/>",
        "/after": "<Hangup/>",
    }
    assert ring(dict(pages), "- silence").requests[1][0] == "/next"
    older = ring(dict(pages), "- silence", carrier=Carrier(empty_recording=EmptyRecording.FALLTHROUGH))
    assert older.requests[1][0] == "/after"


@pytest.mark.parametrize("status_first", [False, True])
def test_the_last_status_and_the_action_come_in_either_order(ring: Ring, status_first: bool) -> None:  # 7.2
    outcome = ring(
        {"/voice": '<Record action="/next"/>', "/next": "<Hangup/>", "/status": "<Hangup/>"},
        "- leave_message\n- hang_up",
        status="http://app.example/status",
        carrier=Carrier(status_before_record_action=status_first),
    )
    paths = [path for path, _ in outcome.requests[1:]]
    assert paths == (["/status", "/next"] if status_first else ["/next", "/status"])


def test_the_recording_callback_names_the_call_but_not_who_calls(ring: Ring) -> None:  # 6.5
    pages = {
        "/voice": '<Record action="/next" recordingStatusCallback="/ready"/>',
        "/next": "<Hangup/>",
        "/ready": "<Hangup/>",
    }
    outcome = ring(pages, "- leave_message")
    assert [path for path, _ in outcome.requests] == ["/voice", "/next", "/ready"]
    assert outcome.requests[2][1]["RecordingStatus"] == "completed"
    assert outcome.requests[2][1]["RecordingSid"] == outcome.requests[1][1]["RecordingSid"]
    assert "From" not in outcome.form("/ready")


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ('method="PUT"', "13610"),
        ('timeout="-1"', "13611"),
        ('maxLength="1"', "13612"),
        ('maxLength="14401"', "13612"),
        ('finishOnKey="#A"', "13613"),
        ('transcribe="yes"', "13614"),
        ('playBeep="no"', "13616"),
        ('recordingStatusCallbackEvent="done"', "13618"),
        ('trim="yes"', "13699"),
        ('beep="true"', "12200"),
    ],
)
def test_what_is_wrong_is_a_warning(ring: Ring, attributes: str, code: str) -> None:  # 10
    outcome = ring({"/voice": f'<Record action="/next" {attributes}/>', "/next": "<Hangup/>"})
    assert outcome.codes == [code]
    assert outcome.ended == "hangup"


def test_nothing_nests_in_it(ring: Ring) -> None:  # 6.5 "No nesting either way"
    outcome = ring({"/voice": '<Record action="/next"><Say>x</Say></Record>', "/next": "<Hangup/>"})
    assert outcome.codes == ["12200"]
