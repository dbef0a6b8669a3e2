"""reference/twiml.md 6.8, 7.2."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ivr.line.carrier import Carrier

if TYPE_CHECKING:
    from conftest import Ring

DIAL = '<Dial action="/next" timeout="20">10010</Dial>'


def test_an_answered_call_is_a_transfer(ring: Ring) -> None:
    """6.8 action, 6.8 status, 2.3 dial, 2.1 verbs."""
    outcome = ring({"/voice": DIAL, "/next": "<Hangup/>"}, "- transfer: answered")
    params = outcome.requests[1][1]
    assert (params["DialCallStatus"], params["DialBridged"], params["DialCallDuration"]) == (
        "completed",
        "true",
        "30",
    )
    assert params["DialCallSid"].startswith("CA")
    assert outcome.ended == "transferred:10010"


def test_somebody_answers_where_the_script_says_nothing(ring: Ring) -> None:
    assert ring("<Dial>10010</Dial>").ended == "transferred:10010"


def test_a_call_that_goes_on_listening_afterwards_was_not_ended_by_the_transfer(ring: Ring) -> None:
    """6.8 action."""
    outcome = ring({"/voice": DIAL, "/next": "<Gather/><Hangup/>"})
    assert outcome.ended == "hangup"


@pytest.mark.parametrize(("word", "status", "at"), [("nobody", "no-answer", 20.0), ("failed", "failed", 3.0)])
def test_what_it_comes_to_is_told(ring: Ring, word: str, status: str, at: float) -> None:
    """6.8 status, 6.8 timeout."""
    outcome = ring({"/voice": DIAL, "/next": "<Hangup/>"}, f"- transfer: {word}")
    assert outcome.requests[1] == ("/next", {"DialCallStatus": status, "DialBridged": "false"})
    assert (outcome.at[1], outcome.ended) == (at, "hangup")


def test_after_says_how_long_it_rings(ring: Ring) -> None:
    """6.8 timeout."""
    outcome = ring({"/voice": DIAL, "/next": "<Hangup/>"}, "- {transfer: failed, after: 8s}")
    assert outcome.at[1] == 8.0


def test_without_action_the_next_verb_follows(ring: Ring) -> None:
    """6.8 no action."""
    assert ring("<Dial>10010</Dial><Say>bye</Say>", "- transfer: nobody").heard == ["bye"]


def test_the_time_limit_ends_the_conversation(ring: Ring) -> None:
    """6.8 time limit."""
    outcome = ring({"/voice": '<Dial action="/next" timeLimit="12">10010</Dial>', "/next": "<Hangup/>"})
    assert outcome.requests[1][1]["DialCallDuration"] == "12"


@pytest.mark.parametrize(
    ("steps", "status", "ended"),
    [
        ("- hang_up", "canceled", "caller"),
        ("- transfer: answered\n- hang_up", "completed", "transferred:10010"),
    ],
)
def test_hanging_up_still_requests_the_action(ring: Ring, steps: str, status: str, ended: str) -> None:
    """6.8 hang-up, 7.2 dial, 2.4 completed; 15, question 14."""
    outcome = ring({"/voice": DIAL + "<Say>never</Say>", "/next": "<Hangup/>"}, steps)
    assert outcome.form("/next")["CallStatus"] == "completed"
    assert outcome.form("/next")["DialCallStatus"] == status
    assert (outcome.ended, outcome.heard) == (ended, [])
    silent = ring(
        {"/voice": DIAL, "/next": "<Hangup/>"}, steps, carrier=Carrier(dial_hangup_calls_action=False)
    )
    assert len(silent.requests) == 1


def test_star_ends_it_where_allowed(ring: Ring) -> None:
    """6.8 star."""
    steps = '- transfer: answered\n- {press: "*", after: 4s}'
    pages = {
        "/voice": '<Dial action="/next" hangupOnStar="true">10010</Dial>',
        "/next": "<Say>x</Say><Gather/>",
    }
    assert ring(pages, steps).requests[1][1]["DialCallDuration"] == "4"
    pages["/voice"] = DIAL
    assert ring(pages, steps).requests[1][1]["DialCallDuration"] == "30"


@pytest.mark.parametrize(
    ("noun", "target"),
    [
        ("<Number>+861010010</Number>", "+861010010"),
        ("<Client>agent</Client>", "agent"),
        ("<Sip>sip:a@example.com</Sip>", "sip:a@example.com"),
        ("<Queue>agents</Queue>", "agents"),
    ],
)
def test_a_noun_names_the_target(ring: Ring, noun: str, target: str) -> None:
    """6.8 nouns, 6.8 queue."""
    outcome = ring(f"<Dial>{noun}</Dial>")
    assert (outcome.ended, outcome.codes) == (f"transferred:{target}", [])


def test_a_conference_is_answered_and_has_no_sid(ring: Ring) -> None:
    """6.8 conference, 6.8 status."""
    pages = {"/voice": '<Dial action="/next"><Conference>room</Conference></Dial>', "/next": "<Hangup/>"}
    assert ring(pages).requests[1][1] == {"DialCallStatus": "answered", "DialBridged": "true"}


def test_a_number_that_is_none_is_an_error(ring: Ring) -> None:
    """6.8 nouns; 10."""
    assert ring("<Dial>the office</Dial>").ended == "error:13224"


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ('timeout="0"', "13212"),
        ('timeLimit="x"', "13213"),
        ('hangupOnStar="1"', "13214"),
        ('tiemout="9"', "12200"),
    ],
)
def test_what_is_wrong_is_a_warning(ring: Ring, attributes: str, code: str) -> None:
    """6.8 attributes, 5.1 bad value; 10."""
    assert ring(f"<Dial {attributes}>10010</Dial>").codes == [code]


def test_it_rings_half_a_minute_unless_said_otherwise(ring: Ring) -> None:
    """6.8 timeout."""
    outcome = ring(
        {"/voice": '<Dial action="/next">10010</Dial>', "/next": "<Hangup/>"}, "- transfer: nobody"
    )
    assert outcome.at[1] == 30.0


def test_what_stands_after_an_action_is_never_heard(ring: Ring) -> None:
    """6.8 action, 5.2 rule 2."""
    outcome = ring({"/voice": DIAL + "<Say>never</Say>", "/next": "<Say>x</Say>"}, "- transfer: nobody")
    assert outcome.heard == ["x"]


def test_ten_numbers_can_be_called_at_once(ring: Ring) -> None:
    """6.8 ten numbers; 10."""
    assert ring(f"<Dial>{'<Number>10010</Number>' * 10}</Dial>").codes == []
    assert ring(f"<Dial>{'<Number>10010</Number>' * 11}</Dial>").codes == ["13220"]


@pytest.mark.parametrize(
    ("record", "recorded"),
    [
        ("", False),
        ('record="false"', False),
        ('record="do-not-record"', False),
        ('record="true"', True),
        ('record="record-from-answer"', True),
        ('record="record-from-ringing-dual"', True),
    ],
)
def test_a_conversation_recorded_has_an_address(ring: Ring, record: str, recorded: bool) -> None:
    """6.8 record, 2.3 dial."""
    outcome = ring({"/voice": f'<Dial action="/next" {record}>10010</Dial>', "/next": "<Hangup/>"})
    assert ("RecordingUrl" in outcome.requests[1][1]) is recorded
    assert outcome.codes == []


def test_nobody_hears_what_stands_after_it_when_the_caller_has_gone(ring: Ring) -> None:
    """6.8 hang-up."""
    assert ring("<Dial>10010</Dial><Say>never</Say>", "- hang_up").heard == []
