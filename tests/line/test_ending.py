"""reference/twiml.md 6.7, 5.2, 7.1, 7.2."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ivr.line.asks import Reply
from ivr.line.carrier import Carrier

if TYPE_CHECKING:
    from conftest import Ring

STATUS = "http://app.example/status"


def test_hangup_ends_the_call(ring: Ring) -> None:
    """6.7 hangup, 5.2 rule 2."""
    outcome = ring("<Hangup/><Say>never</Say>")
    assert (outcome.ended, outcome.heard, outcome.codes) == ("hangup", [], [])


def test_a_document_that_runs_out_ends_the_call(ring: Ring) -> None:
    """5.2 rule 3, 7.2 exhausted."""
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
    """6.7 reject first, 6.7 reject reason, 6.7 reject rest, 7.2 reject, 13.2 reject."""
    outcome = ring({"/voice": f"{reject}<Say>never</Say>", "/status": "<Hangup/>"}, status=STATUS)
    assert (outcome.ended, outcome.heard, outcome.codes) == ("rejected", [], [])
    assert outcome.form("/status")["CallStatus"] == status
    assert outcome.form("/status")["CallDuration"] == "0"


def test_reject_later_is_warned_about(ring: Ring) -> None:
    """6.7 reject later."""
    outcome = ring("<Say>x</Say><Reject/>")
    assert (outcome.ended, outcome.codes) == ("hangup", ["12200"])


def test_an_unknown_reason_is_a_warning(ring: Ring) -> None:
    """6.7 reject reason; 10."""
    assert ring('<Reject reason="tired"/>').codes == ["13810"]


def test_leave_outside_a_queue_is_warned_about(ring: Ring) -> None:
    """6.9 leave."""
    assert ring("<Leave/><Say>x</Say>").codes == ["12200"]


def test_the_first_request_rings_and_later_ones_are_in_progress(ring: Ring) -> None:
    """2.4 ringing, 2.4 answered, 13.2 answer."""
    outcome = ring({"/voice": "<Say>x</Say><Redirect>/next</Redirect>", "/next": "<Hangup/>"})
    assert outcome.form("/voice")["CallStatus"] == "ringing"
    assert outcome.form("/next")["CallStatus"] == "in-progress"


def test_the_end_is_reported_when_asked_for(ring: Ring) -> None:
    """7.1 parameters, 7.1 timestamp, 7.1 end only, 13.2 end."""
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


def test_a_callback_answered_with_an_error_is_a_warning(ring: Ring) -> None:
    """3.1 callbacks, 2.1 callbacks; 10."""
    assert ring("<Hangup/>", status=STATUS).codes == ["15003"]


def test_a_hangup_answers_first(ring: Ring) -> None:
    """6.7 hangup, 7.2 exhausted."""
    outcome = ring({"/voice": "<Hangup/>", "/status": Reply(204)}, status=STATUS)
    assert outcome.line.answered_at == 0.0
    assert (outcome.form("/status")["CallStatus"], outcome.form("/status")["CallDuration"]) == (
        "completed",
        "0",
    )


def test_the_end_carries_the_standard_parameters_too(ring: Ring) -> None:
    """7.1 parameters."""
    form = ring({"/voice": "<Hangup/>", "/status": Reply(204)}, status=STATUS).form("/status")
    assert (form["From"], form["To"], form["Direction"]) == ("+8613800138000", "10086", "inbound")
    assert form["CallbackSource"] == "call-progress-events"


@pytest.mark.parametrize(("length", "seconds", "minutes"), [(60, "60", "1"), (61, "61", "2")])
def test_seconds_are_told_and_minutes_begun_are_billed(
    ring: Ring, length: int, seconds: str, minutes: str
) -> None:
    """7.1 duration."""
    pages = {"/voice": f'<Gather timeout="1"/><Pause length="{length - 1}"/>', "/status": Reply(204)}
    form = ring(pages, status=STATUS).form("/status")
    assert (form["CallDuration"], form["Duration"]) == (seconds, minutes)


def test_only_the_end_is_reported_and_counted_from_nought(ring: Ring) -> None:
    """7.1 end only, 7.1 sequence."""
    outcome = ring({"/voice": "<Say>x</Say><Pause/>", "/status": Reply(204)}, status=STATUS)
    assert [params["SequenceNumber"] for path, params in outcome.requests if path == "/status"] == ["0"]


@pytest.mark.parametrize("verb", ["<Say>一二三四</Say>", "<Pause length='9'/>", "<Play digits='1wwwwww'/>"])
def test_hanging_up_while_the_line_speaks_is_only_reported(ring: Ring, verb: str) -> None:
    """7.2 prompts."""
    outcome = ring(
        {"/voice": f"<Say>x</Say>{verb}<Redirect>/next</Redirect>", "/status": Reply(204)},
        "- {hang_up: , after: 0.5s}",
        status=STATUS,
    )
    assert [path for path, _ in outcome.requests] == ["/voice", "/status"]
    assert (outcome.ended, outcome.form("/status")["CallStatus"]) == ("caller", "completed")


def test_hanging_up_at_a_question_is_only_reported(ring: Ring) -> None:
    """7.2 gather."""
    pages = {"/voice": '<Gather action="/next"/>', "/status": Reply(204)}
    outcome = ring(pages, "- hang_up", status=STATUS)
    assert [path for path, _ in outcome.requests] == ["/voice", "/status"]
    assert outcome.form("/status")["CallStatus"] == "completed"


@pytest.mark.parametrize("status_first", [False, True])
@pytest.mark.parametrize("verb", ['<Dial action="/next">10010</Dial>', '<Enqueue action="/next">q</Enqueue>'])
def test_the_last_status_may_come_before_the_last_action(ring: Ring, verb: str, status_first: bool) -> None:
    """7.2 either order."""
    outcome = ring(
        {"/voice": verb, "/next": "<Hangup/>", "/status": Reply(204)},
        "- hang_up",
        status=STATUS,
        carrier=Carrier(status_before_record_action=status_first),
    )
    paths = [path for path, _ in outcome.requests[1:]]
    assert paths == (["/status", "/next"] if status_first else ["/next", "/status"])


def test_reject_after_leading_silence_still_refuses(ring: Ring) -> None:
    """6.7 reject first, 6.4 first."""
    outcome = ring({"/voice": "<Pause length='3'/><Reject/>", "/status": Reply(204)}, status=STATUS)
    assert (outcome.ended, outcome.form("/status")["CallStatus"], outcome.line.now) == (
        "rejected",
        "no-answer",
        3.0,
    )


def test_what_was_heard_says_when_and_whether_it_was_cut(ring: Ring) -> None:
    """13.1 transcript."""
    outcome = ring("<Say>您好</Say><Say>一二三四</Say>", "- {hang_up: , after: 1s}")
    assert [(sound.at, sound.cut) for sound in outcome.line.heard] == [(0.0, False), (0.5, True)]
