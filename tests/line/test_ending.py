"""reference/twiml.md 6.7, 5.2, 7.1, 7.2."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ivr.line.asks import Reply

if TYPE_CHECKING:
    from conftest import Ring

STATUS = "http://app.example/status"


def test_hangup_ends_the_call(ring: Ring) -> None:
    outcome = ring("<Hangup/><Say>never</Say>")
    assert (outcome.ended, outcome.heard, outcome.codes) == ("hangup", [], [])


def test_a_document_that_runs_out_ends_the_call(ring: Ring) -> None:  # 5.2, 3
    outcome = ring({"/voice": "", "/status": "<Hangup/>"}, status=STATUS)
    assert outcome.ended == "exhausted"
    assert outcome.form("/status")["CallStatus"] == "completed"


@pytest.mark.parametrize(
    ("reject", "status"),
    [
        ("<Reject/>", "no-answer"),
        ('<Reject reason="busy"/>', "busy"),
        ('<Reject reason="rejected"/>', "no-answer"),
    ],
)
def test_reject_first_refuses_unanswered(ring: Ring, reject: str, status: str) -> None:
    outcome = ring({"/voice": f"{reject}<Say>never</Say>", "/status": "<Hangup/>"}, status=STATUS)
    assert (outcome.ended, outcome.heard, outcome.codes) == ("rejected", [], [])
    assert outcome.form("/status")["CallStatus"] == status
    assert outcome.form("/status")["CallDuration"] == "0"


def test_reject_later_is_warned_about(ring: Ring) -> None:
    outcome = ring("<Say>x</Say><Reject/>")
    assert (outcome.ended, outcome.codes) == ("hangup", ["12200"])


def test_an_unknown_reason_is_a_warning(ring: Ring) -> None:  # 10
    assert ring('<Reject reason="tired"/>').codes == ["13810"]


def test_leave_outside_a_queue_is_warned_about(ring: Ring) -> None:  # 6.9
    assert ring("<Leave/><Say>x</Say>").codes == ["12200"]


def test_the_first_request_rings_and_later_ones_are_in_progress(ring: Ring) -> None:  # 2.4
    outcome = ring({"/voice": "<Say>x</Say><Redirect>/next</Redirect>", "/next": "<Hangup/>"})
    assert outcome.form("/voice")["CallStatus"] == "ringing"
    assert outcome.form("/next")["CallStatus"] == "in-progress"


def test_the_end_is_reported_when_asked_for(ring: Ring) -> None:  # 7.1
    outcome = ring({"/voice": "<Say>您好</Say>", "/status": Reply(204)}, status=STATUS)
    assert outcome.requests[1] == (
        "/status",
        {
            "CallStatus": "completed",
            "CallDuration": "1",
            "Duration": "1",
            "Timestamp": "Mon, 23 Nov 2026 14:05:00 +0000",
            "CallbackSource": "call-progress-events",
            "SequenceNumber": "0",
        },
    )
    assert outcome.codes == []


def test_a_callback_answered_with_an_error_is_a_warning(ring: Ring) -> None:  # 3.1
    assert ring("<Hangup/>", status=STATUS).codes == ["15003"]
