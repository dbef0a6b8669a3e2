"""reference/twiml.md 6.6, 5.2, 5.3."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ivr.line.carrier import Carrier, EmptyRedirect

if TYPE_CHECKING:
    from conftest import Ring


def test_what_stands_after_it_is_never_heard(ring: Ring) -> None:
    """6.6 rest, 5.2 rule 2."""
    outcome = ring({"/voice": "<Redirect>/next</Redirect><Say>never</Say>", "/next": "<Say>here</Say>"})
    assert outcome.heard == ["here"]


def test_nothing_of_an_earlier_step_is_sent_again(ring: Ring) -> None:
    """2.3 once."""
    pages = {
        "/voice": '<Gather numDigits="1" action="/next"/>',
        "/next": "<Redirect>/last</Redirect>",
        "/last": "<Hangup/>",
    }
    assert ring(pages, "- press: 1").requests[2] == ("/last", {})


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("next", "http://app.example/calls/next"),
        ("/next", "http://app.example/next"),
        ("?x=1&amp;y=2", "http://app.example/calls/a?x=1&y=2"),
        ("//other.example/p", "http://other.example/p"),
        ("\n  /spaced \n", "http://app.example/spaced"),
        ("/next#rc=2&amp;rp=5xx", "http://app.example/next"),
    ],
)
def test_addresses_are_relative_to_the_document(ring: Ring, address: str, expected: str) -> None:
    """5.3 relative, 5.3 ampersand, 5.3 fragment, 5.1 whitespace, 6.6 address."""
    outcome = ring(
        {
            "/voice": "<Redirect>/calls/a</Redirect>",
            "/calls/a": [f"<Redirect>{address}</Redirect>", "<Hangup/>"],
        }
    )
    assert outcome.line.requested[2].url == expected


def test_by_get_the_parameters_join_the_query(ring: Ring) -> None:
    """2.2 get, 6.6 method."""
    outcome = ring({"/voice": '<Redirect method="GET">/next?a=1</Redirect>', "/next": "<Hangup/>"})
    sent = outcome.line.requested[1]
    assert (sent.method, sent.params) == ("GET", ())
    assert sent.url.startswith("http://app.example/next?a=1&CallSid=CA")


@pytest.mark.parametrize("keeps", [True, False])
def test_the_base_after_a_get_may_or_may_not_hold_the_parameters(ring: Ring, keeps: bool) -> None:
    """5.3 after get; 15, question 7."""
    pages = {
        "/voice": '<Redirect method="GET">/menu</Redirect>',
        "/menu": ['<Gather numDigits="1"/>', "<Hangup/>"],
    }
    outcome = ring(pages, "- press: 1", carrier=Carrier(get_base_keeps_parameters=keeps))
    assert ("CallSid" in outcome.line.requested[2].url) is keeps


@pytest.mark.parametrize("address", ["", "mailto:x@example.com", "http://", "http://a b/", "http://[::1/"])
def test_an_address_that_is_none_is_an_error(ring: Ring, address: str) -> None:
    """6.6 address; 10."""
    assert ring(f"<Redirect>{address}</Redirect>").ended == "error:11100"


def test_a_host_name_with_an_underscore_is_refused(ring: Ring) -> None:
    """2.7 underscore."""
    assert ring("<Redirect>http://my_app.example/</Redirect>").ended == "error:11210"


def test_a_method_that_is_none_is_a_warning(ring: Ring) -> None:
    """6.6 method; 10."""
    outcome = ring({"/voice": '<Redirect method="PUT">/next</Redirect>', "/next": "<Hangup/>"})
    assert outcome.codes == ["13710"]
    assert outcome.line.requested[1].method == "POST"


def test_a_loop_that_takes_no_time_is_found(ring: Ring) -> None:
    """6.6 loop, 13.1 standstill."""
    outcome = ring("<Redirect>/voice</Redirect>")
    assert (outcome.ended, outcome.codes) == ("caller", ["loop"])
    assert len(outcome.requests) == 20


def test_a_caller_gives_up_on_a_loop_that_takes_time(ring: Ring) -> None:
    """13.1 cap, 6.6 loop."""
    outcome = ring("<Say>您好</Say><Redirect>/voice</Redirect>")
    assert (outcome.ended, outcome.codes) == ("caller", [])
    assert len(outcome.requests) == 200


def test_a_caller_gives_up_after_an_hour(ring: Ring) -> None:
    """13.1 cap."""
    outcome = ring('<Say>您好</Say><Pause length="600"/><Redirect>/voice</Redirect>')
    assert (outcome.ended, outcome.line.now) == ("caller", 3600.0)


def test_an_empty_one_is_an_error_or_passed_over(ring: Ring) -> None:
    """6.6 empty."""
    assert ring("<Redirect> </Redirect><Say>x</Say>").ended == "error:11100"
    passed = ring("<Redirect> </Redirect><Say>x</Say>", carrier=Carrier(empty_redirect=EmptyRedirect.NEXT))
    assert (passed.heard, passed.ended, passed.codes) == (["x"], "exhausted", ["11100"])
