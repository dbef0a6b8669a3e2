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
def test_these_types_are_executed(ring: Ring, kind: str) -> None:  # 3.2
    assert ring(Reply(200, GOOD, kind)).heard == ["x"]


@pytest.mark.parametrize("kind", [None, "application/json", "image/png", "application/xhtml+xml"])
def test_other_types_are_an_error(ring: Ring, kind: str | None) -> None:  # 3.2
    assert ring(Reply(200, GOOD, kind)).ended == "error:12300"


def test_plain_text_that_is_not_twiml_is_read_aloud(ring: Ring) -> None:  # 3.2
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
    assert ring(Reply(200, body, "text/xml")).ended == f"error:{code}"


def test_64_kilobytes_are_not_too_many(ring: Ring) -> None:  # 5.1
    body = b"<Response><!--" + b"a" * (65536 - 14 - 14) + b"--></Response>"
    assert len(body) == 65536
    assert ring(Reply(200, body, "text/xml")).ended == "exhausted"


def test_no_content_is_an_empty_body(ring: Ring) -> None:  # 3.1
    assert ring(Reply(204)).ended == "error:11770"


def test_the_charset_of_the_type_counts(ring: Ring) -> None:
    body = "<Response><Say>é</Say></Response>".encode("latin-1")
    assert ring(Reply(200, body, "text/xml; charset=iso-8859-1")).heard == ["é"]
    assert ring(Reply(200, GOOD, "text/xml; charset=no-such")).ended == "error:12100"


def test_deep_nesting_is_only_wrong(ring: Ring) -> None:
    body = b"<Response><Say>" + b"<p>" * 4000 + b"x" + b"</p>" * 4000 + b"</Say></Response>"
    outcome = ring(Reply(200, body, "text/xml"))
    assert (outcome.heard, outcome.ended) == (["x"], "exhausted")


@pytest.mark.parametrize(
    "body", ["<say>x</say>", "<Message>x</Message>", "loose words", "<Speak/><Wait/>", "<Hangup>now</Hangup>"]
)
def test_what_the_schema_does_not_know_is_a_warning(ring: Ring, body: str) -> None:  # 5.1
    assert set(ring(body).codes) == {"12200"}


def test_an_unknown_element_is_skipped_or_stops_the_document(ring: Ring) -> None:  # 15, question 8
    assert ring("<Speak/><Say>x</Say>").heard == ["x"]
    assert ring("<Speak/><Say>x</Say>", carrier=Carrier(unknown_element=UnknownElement.ABORT)).heard == []


def test_what_is_not_simulated_says_so(ring: Ring) -> None:  # 6.10
    outcome = ring("<Connect><Stream url='wss://x'/></Connect><Say>x</Say>")
    assert (outcome.codes, outcome.heard) == (["unsupported"], ["x"])
