"""reference/twiml.md 3.1, 3.2, 5.1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ivr.line.asks import Reply
from ivr.line.carrier import Carrier, UnknownElement

if TYPE_CHECKING:
    from conftest import Ring

GOOD = b"<Response><Say>x</Say></Response>"


@pytest.mark.parametrize(
    "kind",
    ["text/xml", "application/xml; charset=utf-8", "text/html; charset=UTF-8", "TEXT/XML", "text/plain"],
)
def test_these_types_are_executed(ring: Ring, kind: str) -> None:
    """3.2 markup, 3.2 plain, 3.1 success."""
    assert ring(Reply(200, GOOD, kind)).heard == ["x"]


@pytest.mark.parametrize("kind", [None, "application/json", "image/png", "application/xhtml+xml"])
def test_other_types_are_an_error(ring: Ring, kind: str | None) -> None:
    """3.2 missing, 3.2 other."""
    assert ring(Reply(200, GOOD, kind)).ended == "error:12300"


def test_plain_text_that_is_not_twiml_is_read_aloud(ring: Ring) -> None:
    """3.2 plain."""
    outcome = ring(Reply(200, "  系统 维护\n".encode(), "text/plain; charset=utf-8"))
    assert (outcome.heard, outcome.ended) == (["系统 维护"], "hangup")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "11770"),
        (b"<Response>", "12100"),
        (b"\n<?xml version='1.0'?><Response/>", "12100"),
        (b"\xef\xbb\xbf<Response/>", "12100"),
        (b"<Response><Say>\x01</Say></Response>", "12100"),
        (b"<!DOCTYPE Response><Response/>", "12100"),
        (b"<!DOCTYPE r [<!ENTITY a 'aaaa'>]><Response><Say>&a;</Say></Response>", "12100"),
        (b"<Response>\xff</Response>", "12100"),
        (b"<Response/><Response/>", "12100"),
        (b"Internal Server Error", "12100"),
        (b"<response/>", "12102"),
        (b"<html><body/></html>", "12102"),
        (b"<Response><!--" + b"a" * 65536 + b"--></Response>", "11750"),
    ],
)
def test_a_body_that_is_no_document_is_an_error(ring: Ring, body: bytes, code: str) -> None:
    """5.1 well-formed, 5.1 root, 5.1 size, 5.1 control characters, 3.3 first byte, 3.1 size, 3.1 empty."""
    assert ring(Reply(200, body, "text/xml")).ended == f"error:{code}"


def test_64_kilobytes_are_not_too_many(ring: Ring) -> None:
    """5.1 size, 3.1 size."""
    body = b"<Response><!--" + b"a" * (65536 - 14 - 14) + b"--></Response>"
    assert len(body) == 65536
    assert ring(Reply(200, body, "text/xml")).ended == "exhausted"


def test_no_content_is_an_empty_body(ring: Ring) -> None:
    """3.1 empty."""
    assert ring(Reply(204)).ended == "error:11770"


def test_the_charset_of_the_type_counts(ring: Ring) -> None:
    """3.2 markup."""
    body = "<Response><Say>é</Say></Response>".encode("latin-1")
    assert ring(Reply(200, body, "text/xml; charset=iso-8859-1")).heard == ["é"]
    assert ring(Reply(200, GOOD, "text/xml; charset=no-such")).ended == "error:12100"


def test_deep_nesting_is_only_wrong(ring: Ring) -> None:
    """5.1 well-formed."""
    body = b"<Response><Say>" + b"<p>" * 4000 + b"x" + b"</p>" * 4000 + b"</Say></Response>"
    outcome = ring(Reply(200, body, "text/xml"))
    assert (outcome.heard, outcome.ended) == (["x"], "exhausted")


@pytest.mark.parametrize(
    "body", ["<say>x</say>", "<Message>x</Message>", "loose words", "<Speak/><Wait/>", "<Hangup>now</Hangup>"]
)
def test_what_the_schema_does_not_know_is_a_warning(ring: Ring, body: str) -> None:
    """5.1 unknown, 5.1 case."""
    assert set(ring(body).codes) == {"12200"}


def test_an_unknown_element_is_skipped_or_stops_the_document(ring: Ring) -> None:
    """5.1 skipped; 15, question 8."""
    assert ring("<Speak/><Say>x</Say>").heard == ["x"]
    assert ring("<Speak/><Say>x</Say>", carrier=Carrier(unknown_element=UnknownElement.ABORT)).heard == []


def test_what_is_not_simulated_says_so(ring: Ring) -> None:
    """6.10 not simulated."""
    outcome = ring("<Connect><Stream url='wss://x'/></Connect><Say>x</Say>")
    assert (outcome.codes, outcome.heard) == (["unsupported"], ["x"])


def test_comments_are_not_there(ring: Ring) -> None:
    """5.1 comments."""
    outcome = ring("<!-- a --><Say>您<!-- b -->好</Say>")
    assert (outcome.heard, outcome.codes) == (["您好"], [])


@pytest.mark.parametrize(
    "verb", ["<Play> \n/a.mp3\n </Play>", "<Dial>\n  10010\n</Dial>", "<Enqueue> q\n</Enqueue>"]
)
def test_space_around_an_address_a_number_or_a_name_is_taken_off(ring: Ring, verb: str) -> None:
    """5.1 whitespace."""
    outcome = ring({"/voice": verb, "/a.mp3": Reply(200, b"ID3", "audio/mpeg")})
    assert outcome.codes == []
    assert outcome.ended in {"exhausted", "transferred:10010", "transferred:q"}


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ('<Gather action="next" numDigits="1"/>', "/a/next"),
        ('<Gather action="?x=1" numDigits="1"/>', "/a/b"),
        ('<Gather input="speech" action="/n" partialResultCallback="part"><Say>x</Say></Gather>', "/a/part"),
        ('<Record action="next" maxLength="2"/>', "/a/next"),
        ('<Record action="/n" maxLength="2" recordingStatusCallback="ready"/>', "/a/ready"),
        ('<Dial action="next">10010</Dial>', "/a/next"),
        ('<Enqueue action="next">q</Enqueue>', "/a/next"),
        ('<Enqueue waitUrl="wait">q</Enqueue>', "/a/wait"),
        ('<Sms action="next">x</Sms>', "/a/next"),
        ("<Redirect>../next</Redirect>", "/next"),
    ],
)
def test_every_address_is_relative_to_its_document(ring: Ring, verb: str, path: str) -> None:
    """5.3 relative."""
    pages: dict[str, str | Reply | list[str]] = dict.fromkeys(
        ("/a/next", "/a/part", "/a/ready", "/a/wait", "/next", "/n"), "<Hangup/>"
    )
    pages |= {"/voice": "<Redirect>/a/b</Redirect>", "/a/b": [verb, "<Hangup/>"]}
    steps = "- say: 好" if "speech" in verb else "- press: 1"
    outcome = ring(pages, steps)
    assert path in [path for path, _ in outcome.requests[2:]]
    assert outcome.codes == []


def test_a_relative_file_is_looked_for_beside_its_document(ring: Ring) -> None:
    """5.3 relative."""
    pages = {
        "/voice": "<Redirect>/a/b</Redirect>",
        "/a/b": "<Play>c.mp3</Play>",
        "/a/c.mp3": Reply(200, b"ID3", "audio/mpeg"),
    }
    assert ring(pages).heard == ["http://app.example/a/c.mp3"]


def test_an_action_answered_by_nothing_to_do_ends_the_call(ring: Ring) -> None:
    """5.2 rule 3."""
    outcome = ring(
        {"/voice": '<Gather numDigits="1" action="/next"/><Say>never</Say>', "/next": ""}, "- press: 1"
    )
    assert (outcome.ended, outcome.heard) == ("exhausted", [])


def test_referring_is_for_calls_over_sip(ring: Ring) -> None:
    """6.10 refer; 10."""
    assert ring('<Refer action="/next"><Sip>sip:a@example.com</Sip></Refer>').ended == "error:13801"


@pytest.mark.parametrize("tag", ["Connect", "Start", "Stop", "Pay", "Prompt", "Echo", "Queue"])
def test_a_verb_the_line_cannot_do_is_named_and_skipped(ring: Ring, tag: str) -> None:
    """6.10 not simulated."""
    outcome = ring(f"<{tag}/><Say>x</Say>")
    assert (outcome.codes, outcome.heard) == (["unsupported"], ["x"])
