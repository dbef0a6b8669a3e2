"""reference/twiml.md 2.6: how long the carrier waits, how often it asks, and where it turns then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ivr.line.asks import Failure, Reply, Trouble

if TYPE_CHECKING:
    from conftest import Ring

FALLBACK = "http://app.example/fallback"
OK = Reply(200, b"<Response><Hangup/></Response>", "text/xml")
DOWN = Failure(Trouble.CONNECTION, "refused")


@pytest.mark.parametrize("status", [400, 404, 429, 500, 503, 304])
def test_an_error_status_ends_the_call_with_a_message(ring: Ring, status: int) -> None:
    """3.1 error, 2.6 message, 2.6 back-pressure."""
    outcome = ring(Reply(status, b"<Response/>", "text/xml"))
    assert (outcome.ended, outcome.codes) == ("error:11200", ["11200"])
    assert len(outcome.heard) == 1


def test_the_fallback_is_told_the_error_and_goes_on(ring: Ring) -> None:
    """2.6 fallback, 2.3 fallback."""
    outcome = ring({"/fallback": "<Say>sorry</Say>"}, fallback=FALLBACK)
    assert outcome.requests[1] == (
        "/fallback",
        {"ErrorCode": "11200", "ErrorUrl": "http://app.example/voice"},
    )
    assert (outcome.heard, outcome.ended, outcome.codes) == (["sorry"], "exhausted", ["11200"])


def test_the_fallback_also_helps_later_in_the_call(ring: Ring) -> None:
    """2.6 fallback."""
    pages = {
        "/voice": '<Gather numDigits="1" action="/next"/>',
        "/next": Reply(500),
        "/fallback": "<Hangup/>",
    }
    outcome = ring(pages, "- press: 1", fallback=FALLBACK)
    assert outcome.requests[2][1] == {"ErrorCode": "11200", "ErrorUrl": "http://app.example/next"}


def test_a_fallback_that_fails_ends_the_call(ring: Ring) -> None:
    """2.6 message."""
    outcome = ring({"/fallback": "not <twiml"}, fallback=FALLBACK)
    assert (outcome.ended, outcome.codes) == ("error:12100", ["11200", "12100"])


def test_fifteen_seconds_without_an_answer_are_too_many(ring: Ring) -> None:
    """2.6 ceiling, 3.1 no answer, 13.5 delay."""
    slow = Reply(200, OK.body, OK.content_type, elapsed_s=16)
    assert ring(slow).ended == "error:11205"
    outcome = ring({"/voice": slow, "/fallback": "<Hangup/>"}, fallback=FALLBACK)
    assert (outcome.ended, outcome.requests[1][1]["ErrorCode"], outcome.at[1]) == ("hangup", "11205", 15.0)
    assert ring(Reply(200, OK.body, OK.content_type, elapsed_s=14.9)).ended == "hangup"


def test_a_failed_connection_is_tried_once_more_with_the_same_token(ring: Ring) -> None:
    """2.6 retries, 2.6 policy, 2.6 token."""
    outcome = ring({"/voice": [DOWN, OK]})
    assert outcome.ended == "hangup"
    first, second = outcome.application.fetched
    assert first.token == second.token
    assert ring({"/voice": [DOWN, DOWN, OK]}).ended == "error:11205"


def test_different_requests_have_different_tokens(ring: Ring) -> None:
    """2.6 token."""
    fetched = ring({"/voice": "<Redirect>/next</Redirect>", "/next": OK}).application.fetched
    assert fetched[0].token != fetched[1].token


@pytest.mark.parametrize(
    ("fragment", "answers", "ended"),
    [
        ("", [Reply(500), OK], "error:11200"),
        ("#rp=5xx", [Reply(500), OK], "hangup"),
        ("#rc=0", [DOWN, OK], "error:11205"),
        ("#rc=2", [DOWN, DOWN, OK], "hangup"),
        ("#rp=4xx,5xx", [Reply(404), OK], "hangup"),
        ("#rp=all", [Failure(Trouble.TIMEOUT, "slow"), OK], "hangup"),
        ("#rc=99", [DOWN, DOWN, OK], "error:11205"),
    ],
)
def test_a_fragment_sets_the_retries(
    ring: Ring, fragment: str, answers: list[Reply | Failure], ended: str
) -> None:
    """2.6 fragment, 2.6 retries, 2.6 policy, 5.3 fragment."""
    outcome = ring({"/voice": f"<Redirect>/next{fragment}</Redirect>", "/next": list(answers)})
    assert outcome.ended == ended
    assert all("#" not in fetch.url for fetch in outcome.application.fetched)


def test_a_fragment_shortens_the_patience(ring: Ring) -> None:
    """2.6 read."""
    slow = Reply(200, OK.body, OK.content_type, elapsed_s=3)
    assert ring({"/voice": "<Redirect>/next#rt=2000</Redirect>", "/next": slow}).ended == "error:11205"
    assert ring({"/voice": "<Redirect>/next#rt=5000</Redirect>", "/next": slow}).ended == "hangup"


def test_a_fragment_works_in_every_address(ring: Ring) -> None:
    """2.6 fragment: of the number itself, of a verb, of audio."""
    outcome = ring({"/voice": [DOWN, DOWN, OK]}, fragment="#rc=2")
    assert outcome.ended == "hangup"
    pages = {
        "/voice": '<Play>/a.mp3#rc=2</Play><Gather numDigits="1" action="/next#rc=2"/>',
        "/a.mp3": [DOWN, DOWN, Reply(200, b"ID3", "audio/mpeg")],
        "/next": [DOWN, DOWN, OK],
    }
    outcome = ring(pages, "- press: 1")
    assert (outcome.ended, outcome.codes) == ("hangup", [])
    assert all("#" not in fetch.url for fetch in outcome.application.fetched)


def test_the_fallback_is_told_the_address_without_its_fragment(ring: Ring) -> None:
    """2.6 fragment, 2.3 fallback."""
    pages = {"/voice": "<Redirect>/gone#rc=0</Redirect>", "/fallback": OK}
    assert ring(pages, fallback=FALLBACK).requests[2][1]["ErrorUrl"] == "http://app.example/gone"


@pytest.mark.parametrize(
    ("fragment", "connect_s", "read_s"),
    [
        ("", 5, 15),
        ("#ct=800&amp;rt=2500", 0.8, 2.5),
        ("#ct=99&amp;rt=99", 5, 15),
        ("#ct=10001&amp;rt=15001", 5, 15),
        ("#tt=4000", 5, 4),
    ],
)
def test_a_fragment_says_how_long_to_connect_and_to_read(
    ring: Ring, fragment: str, connect_s: float, read_s: float
) -> None:
    """2.6 connect, 2.6 read, 2.6 total."""
    fetch = ring({"/voice": f"<Redirect>/next{fragment}</Redirect>", "/next": OK}).application.fetched[1]
    assert (fetch.connect_s, fetch.limit_s) == (connect_s, read_s)


def test_each_attempt_has_its_patience_and_all_together_have_theirs(ring: Ring) -> None:
    """2.6 total, 2.6 read."""
    slow = Reply(200, OK.body, OK.content_type, elapsed_s=3)
    fragment = "#rc=3&amp;rp=rt&amp;rt=2000"
    outcome = ring({"/voice": f"<Redirect>/next{fragment}</Redirect>", "/next": [slow, slow, OK]})
    assert outcome.ended == "hangup"
    outcome = ring({"/voice": f"<Redirect>/next{fragment}&amp;tt=3000</Redirect>", "/next": [slow, slow, OK]})
    assert (outcome.ended, [fetch.limit_s for fetch in outcome.application.fetched[1:]]) == (
        "error:11205",
        [2, 1],
    )


def test_an_answer_that_was_on_its_way_may_be_asked_for_twice_with_one_token(ring: Ring) -> None:
    """2.6 token, 13.5 twice."""
    slow = Reply(200, OK.body, OK.content_type, elapsed_s=3)
    outcome = ring(
        {"/voice": "<Redirect>/next#rp=rt&amp;rt=2000</Redirect>", "/next": [slow, OK]},
    )
    _, first, second = outcome.application.fetched
    assert (first.token, first.params, first.url) == (second.token, second.params, second.url)
    assert len(outcome.requests) == 2


def test_a_fallback_document_that_fails_is_not_asked_for_again(ring: Ring) -> None:
    """2.6 message, 13.2 fallback."""
    outcome = ring({"/fallback": "<Say>sorry</Say><Play>/gone.wav</Play>"}, fallback=FALLBACK)
    assert (outcome.ended, outcome.heard[0], len(outcome.requests)) == ("error:11200", "sorry", 2)


def test_the_fallback_helps_again_with_the_next_fault(ring: Ring) -> None:
    """2.6 fallback: any document of the call, however often."""
    pages = {"/fallback": ["<Redirect>/gone</Redirect>", "<Say>sorry</Say>"]}
    outcome = ring(pages, fallback=FALLBACK)
    assert (outcome.heard, outcome.ended) == (["sorry"], "exhausted")


def test_a_call_that_ends_with_an_error_is_completed(ring: Ring) -> None:
    """7.2 error, 2.6 message."""
    outcome = ring({"/voice": Reply(500), "/status": Reply(204)}, status="http://app.example/status")
    assert outcome.form("/status")["CallStatus"] == "completed"
    assert outcome.ended == "error:11200"
