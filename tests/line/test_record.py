"""reference/twiml.md 6.5, 13.4 and the Record rows of 10."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ivr.line.asks import Reply
from ivr.line.carrier import Carrier, EmptyDigits, EmptyRecording
from ivr.line.element import read_xml
from ivr.line.record import read_record
from ivr.line.state import Complaint

if TYPE_CHECKING:
    from conftest import Ring


def test_a_beep_is_heard_unless_switched_off(ring: Ring) -> None:
    """6.5 beep, 13.4 beep."""
    assert ring({"/voice": '<Record action="/next"/>', "/next": "<Hangup/>"}).heard == ["beep"]
    assert ring({"/voice": '<Record playBeep="false" action="/next"/>', "/next": "<Hangup/>"}).heard == []


def test_silence_after_the_message_ends_it(ring: Ring) -> None:
    """6.5 ends, 6.5 timeout, 6.5 address, 2.3 record."""
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
    """6.5 ends, 6.5 finish key, 6.5 digits."""
    pages = {"/voice": '<Record finishOnKey="#*" action="/next"/>', "/next": "<Hangup/>"}
    params = ring(pages, '- leave_message: 4s\n- press: "#"').requests[1][1]
    assert (params["Digits"], params["RecordingDuration"]) == ("#", "6")


def test_a_key_outside_the_set_ends_nothing(ring: Ring) -> None:
    """6.5 finish key."""
    pages = {
        "/voice": '<Record finishOnKey="#" action="/next"/>',
        "/next": '<Gather numDigits="1" action="/kept"/>',
        "/kept": "<Hangup/>",
    }
    outcome = ring(pages, "- leave_message: 4s\n- press: 1")
    assert "Digits" not in outcome.requests[1][1]
    assert outcome.requests[2][1]["Digits"] == "1"


def test_the_longest_length_ends_it(ring: Ring) -> None:
    """6.5 ends, 6.5 length."""
    pages = {"/voice": '<Record maxLength="10" action="/next"/>', "/next": "<Hangup/>"}
    assert ring(pages, "- leave_message: 2m").requests[1][1]["RecordingDuration"] == "10"


def test_silence_never_ends_it_with_timeout_0(ring: Ring) -> None:
    """6.5 timeout."""
    pages = {"/voice": '<Record timeout="0" maxLength="60" action="/next"/>', "/next": "<Hangup/>"}
    assert ring(pages).requests[1][1]["RecordingDuration"] == "60"


def test_hanging_up_still_posts_the_recording(ring: Ring) -> None:
    """6.5 hang-up, 7.2 record, 2.4 completed, 2.5 record, 13.4 hang-up."""
    pages = {"/voice": '<Record action="/next"/>', "/next": "<Say>nobody hears this</Say>"}
    outcome = ring(pages, "- leave_message: 12s\n- hang_up")
    assert outcome.ended == "caller"
    assert outcome.form("/next")["Digits"] == "hangup"
    assert outcome.form("/next")["CallStatus"] == "completed"
    assert outcome.form("/next")["RecordingDuration"] == "14"
    assert outcome.heard == ["beep"]


def test_hanging_up_during_the_beep_is_an_empty_recording(ring: Ring) -> None:
    """6.5 empty; 15, question 1."""
    pages = {"/voice": '<Record action="/next"/>', "/next": "<Hangup/>"}
    outcome = ring(dict(pages), "- {hang_up: , after: 0.5s}")
    assert outcome.form("/next")["RecordingDuration"] == "0"
    assert outcome.line.heard[0].cut
    older = ring(
        dict(pages), "- {hang_up: , after: 0.5s}", carrier=Carrier(empty_recording=EmptyRecording.FALLTHROUGH)
    )
    assert len(older.requests) == 1


def test_an_empty_recording_requests_the_action_or_falls_through(ring: Ring) -> None:
    """6.5 empty, 13.4 empty; 15, question 1."""
    pages = {
        "/voice": '<Record action="/next"/><Redirect>/after</Redirect>',
        "/next": "<Hangup/>",
        "/after": "<Hangup/>",
    }
    assert ring(dict(pages), "- silence").requests[1][0] == "/next"
    older = ring(dict(pages), "- silence", carrier=Carrier(empty_recording=EmptyRecording.FALLTHROUGH))
    assert older.requests[1][0] == "/after"


@pytest.mark.parametrize("status_first", [False, True])
def test_the_last_status_and_the_action_come_in_either_order(ring: Ring, status_first: bool) -> None:
    """7.2 either order, 13.4 order, 13.5 status first."""
    outcome = ring(
        {"/voice": '<Record action="/next"/>', "/next": "<Hangup/>", "/status": "<Hangup/>"},
        "- leave_message\n- hang_up",
        status="http://app.example/status",
        carrier=Carrier(status_before_record_action=status_first),
    )
    paths = [path for path, _ in outcome.requests[1:]]
    assert paths == (["/status", "/next"] if status_first else ["/next", "/status"])


def test_the_recording_callback_names_the_call_but_not_who_calls(ring: Ring) -> None:
    """6.5 callback."""
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
def test_what_is_wrong_is_a_warning(ring: Ring, attributes: str, code: str) -> None:
    """6.5 attributes, 5.1 bad value; 10."""
    outcome = ring({"/voice": f'<Record action="/next" {attributes}/>', "/next": "<Hangup/>"})
    assert outcome.codes == [code]
    assert outcome.ended == "hangup"


def test_nothing_nests_in_it(ring: Ring) -> None:
    """6.5 nesting."""
    outcome = ring({"/voice": '<Record action="/next"><Say>x</Say></Record>', "/next": "<Hangup/>"})
    assert outcome.codes == ["12200"]


def test_without_action_the_current_document_is_posted_to(ring: Ring) -> None:
    """6.5 action, 5.3 own address."""
    pages = {
        "/voice": '<Redirect method="GET">/menu?step=2</Redirect>',
        "/menu": ['<Record maxLength="2"/>', "<Hangup/>"],
    }
    sent = ring(pages).line.requested[2]
    assert (sent.method, sent.url.startswith("http://app.example/menu?step=2")) == ("POST", True)


def test_an_action_can_be_asked_for_by_get(ring: Ring) -> None:
    """6.5 method."""
    pages = {"/voice": '<Record action="/next" method="GET" maxLength="2"/>', "/next": "<Hangup/>"}
    sent = ring(pages).line.requested[1]
    assert (sent.method, "RecordingSid=RE" in sent.url) == ("GET", True)


def test_five_seconds_of_silence_end_it_unless_said_otherwise(ring: Ring) -> None:
    """6.5 timeout, 6.5 ends."""
    pages = {"/voice": '<Record action="/next"/>', "/next": "<Hangup/>"}
    assert ring(dict(pages)).requests[1][1]["RecordingDuration"] == "5"
    assert ring(dict(pages), "- leave_message: 7s").requests[1][1]["RecordingDuration"] == "13"


@pytest.mark.parametrize("key", list("0123456789*#"))
def test_any_key_ends_it_unless_said_otherwise(ring: Ring, key: str) -> None:
    """6.5 finish key, 6.5 digits."""
    pages = {"/voice": '<Record action="/next"/>', "/next": "<Hangup/>"}
    assert ring(pages, f'- leave_message: 4s\n- press: "{key}"').requests[1][1]["Digits"] == key


def test_no_key_ends_it_with_an_empty_set(ring: Ring) -> None:
    """6.5 finish key."""
    pages = {"/voice": '<Record action="/next" finishOnKey=""/>', "/next": "<Hangup/>"}
    assert "Digits" not in ring(pages, '- {press: "#", after: 2s}').requests[1][1]


@pytest.mark.parametrize(("attributes", "longest"), [("", "3600"), ('transcribe="true"', "120")])
def test_an_hour_is_kept_or_what_can_be_transcribed(ring: Ring, attributes: str, longest: str) -> None:
    """6.5 length, 6.5 transcription."""
    found: list[Complaint] = []
    verb = read_record(read_xml(f"<Response><Record {attributes}/></Response>".encode()).children[0], found)
    assert (verb.max_length_s, found) == (int(longest), [])


def test_transcriptions_are_told_only_where_they_are_made(ring: Ring) -> None:
    """6.5 transcription; 10."""
    assert ring('<Record transcribeCallback="/t"/>').ended == "error:13621"


def test_after_silence_the_keys_may_be_told_as_none(ring: Ring) -> None:
    """6.5 digits; 15, question 5."""
    pages = {"/voice": '<Record action="/next"/>', "/next": "<Hangup/>"}
    assert "Digits" not in ring(dict(pages)).requests[1][1]
    empty = ring(dict(pages), carrier=Carrier(silent_recording_digits=EmptyDigits.EMPTY))
    assert empty.requests[1][1]["Digits"] == ""


def test_what_stands_after_it_is_never_heard(ring: Ring) -> None:
    """6.5 rest, 5.2 rule 2."""
    outcome = ring(
        {"/voice": '<Record action="/next" maxLength="2"/><Say>never</Say>', "/next": "<Say>x</Say>"}
    )
    assert outcome.heard == ["beep", "x"]


def test_the_recording_has_an_address_without_extension(ring: Ring) -> None:
    """6.5 address, 2.5 record."""
    params = ring({"/voice": '<Record action="/next" maxLength="2"/>', "/next": "<Hangup/>"}).requests[1][1]
    assert params["RecordingUrl"] == (
        f"https://api.twilio.com/2010-04-01/Accounts/AC{'0' * 32}/Recordings/{params['RecordingSid']}"
    )


def test_the_callback_tells_all_about_the_recording(ring: Ring) -> None:
    """6.5 callback, 13.4 callback."""
    pages = {
        "/voice": '<Record action="/next" maxLength="2" recordingStatusCallback="/ready"/>',
        "/next": "<Hangup/>",
    }
    form = ring(pages | {"/ready": Reply(204)}).form("/ready")
    assert set(form) == {
        "AccountSid", "CallSid", "RecordingSid", "RecordingUrl", "RecordingStatus", "RecordingDuration",
        "RecordingChannels", "RecordingSource",
    }  # fmt: skip
    assert (form["RecordingStatus"], form["RecordingSource"]) == ("completed", "RecordVerb")


@pytest.mark.parametrize(
    ("events", "steps", "told"),
    [
        ("", "- leave_message: 4s", ["completed"]),
        (
            'recordingStatusCallbackEvent="in-progress completed absent"',
            "- leave_message: 4s",
            ["in-progress", "completed"],
        ),
        ('recordingStatusCallbackEvent="in-progress"', "- leave_message: 4s", ["in-progress"]),
        ('recordingStatusCallbackEvent="absent"', "- leave_message: 4s", []),
        ('recordingStatusCallbackEvent="absent completed"', '- {press: "#", after: 1.5s}', ["absent"]),
        ("", '- {press: "#", after: 1.5s}', []),
    ],
)
def test_the_callback_is_told_what_it_asked_for(ring: Ring, events: str, steps: str, told: list[str]) -> None:
    """6.5 callback events, 6.5 absent."""
    record = f'<Record action="/next" recordingStatusCallback="/ready" {events}/>'
    outcome = ring({"/voice": record, "/next": "<Hangup/>", "/ready": Reply(204)}, steps)
    assert [params["RecordingStatus"] for path, params in outcome.requests if path == "/ready"] == told
    assert outcome.codes == []


def test_a_recording_begun_is_told_at_its_beginning_and_by_the_chosen_method(ring: Ring) -> None:
    """6.5 callback events, 6.5 callback."""
    record = (
        '<Record action="/next" recordingStatusCallback="/ready" recordingStatusCallbackMethod="GET" '
        'recordingStatusCallbackEvent="in-progress"/>'
    )
    hop = ring({"/voice": record, "/next": "<Hangup/>", "/ready": Reply(204)}).line.requested[1]
    assert (hop.at, hop.method) == (1.0, "GET")


@pytest.mark.parametrize("trim", ["trim-silence", "do-not-trim"])
def test_trimming_is_asked_for_in_these_words(ring: Ring, trim: str) -> None:
    """6.5 trim."""
    assert ring({"/voice": f'<Record action="/next" trim="{trim}"/>', "/next": "<Hangup/>"}).codes == []
