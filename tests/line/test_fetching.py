"""reference/twiml.md 2.2 to 2.7 and 3.1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ivr.line.asks import Failure, Fetch, Reply, Trouble
from ivr.line.carrier import Carrier

if TYPE_CHECKING:
    from conftest import Ring

FALLBACK = "http://app.example/fallback"
OK = Reply(200, b"<Response><Hangup/></Response>", "text/xml")
DOWN = Failure(Trouble.CONNECTION, "refused")


def test_the_standard_parameters_are_sent(ring: Ring) -> None:  # 2.3
    outcome = ring("<Hangup/>")
    form = outcome.form("/voice")
    assert form["CallSid"] == "CA" + "0" * 32
    assert form["AccountSid"] == "AC" + "0" * 32
    assert (form["From"], form["To"], form["Caller"], form["Called"]) == ("+8613800138000", "10086") * 2
    assert (form["ApiVersion"], form["Direction"], form["CallStatus"]) == ("2010-04-01", "inbound", "ringing")
    assert form["CalledCity"] == ""
    assert outcome.requests == [("/voice", {})]


@pytest.mark.parametrize("status", [400, 404, 429, 500, 503, 304])
def test_an_error_status_ends_the_call_with_a_message(ring: Ring, status: int) -> None:  # 3.1, 2.6
    outcome = ring(Reply(status, b"<Response/>", "text/xml"))
    assert (outcome.ended, outcome.codes) == ("error:11200", ["11200"])
    assert len(outcome.heard) == 1


def test_the_fallback_is_told_the_error_and_goes_on(ring: Ring) -> None:  # 2.6
    outcome = ring({"/fallback": "<Say>sorry</Say>"}, fallback=FALLBACK)
    assert outcome.requests[1] == (
        "/fallback",
        {"ErrorCode": "11200", "ErrorUrl": "http://app.example/voice"},
    )
    assert (outcome.heard, outcome.ended, outcome.codes) == (["sorry"], "exhausted", ["11200"])


def test_the_fallback_also_helps_later_in_the_call(ring: Ring) -> None:  # 2.6: any TwiML in the call
    pages = {
        "/voice": '<Gather numDigits="1" action="/next"/>',
        "/next": Reply(500),
        "/fallback": "<Hangup/>",
    }
    outcome = ring(pages, "- press: 1", fallback=FALLBACK)
    assert outcome.requests[2][1] == {"ErrorCode": "11200", "ErrorUrl": "http://app.example/next"}


def test_a_fallback_that_fails_ends_the_call(ring: Ring) -> None:  # 2.6
    outcome = ring({"/fallback": "not <twiml"}, fallback=FALLBACK)
    assert (outcome.ended, outcome.codes) == ("error:12100", ["11200", "12100"])


def test_fifteen_seconds_without_an_answer_are_too_many(ring: Ring) -> None:  # 2.6
    slow = Reply(200, OK.body, OK.content_type, elapsed_s=16)
    assert ring(slow).ended == "error:11205"
    outcome = ring({"/voice": slow, "/fallback": "<Hangup/>"}, fallback=FALLBACK)
    assert (outcome.ended, outcome.requests[1][1]["ErrorCode"], outcome.at[1]) == ("hangup", "11205", 15.0)
    assert ring(Reply(200, OK.body, OK.content_type, elapsed_s=14.9)).ended == "hangup"


def test_time_spent_waiting_counts_only_where_the_clock_is_real(ring: Ring) -> None:
    pages = {
        "/voice": Reply(200, b"<Response><Redirect>/next</Redirect></Response>", "text/xml", elapsed_s=2),
        "/next": OK,
    }
    assert ring(dict(pages)).at == [0, 0]
    assert ring(dict(pages), carrier=Carrier(count_fetch_time=True)).at == [0, 2]


def test_a_failed_connection_is_tried_once_more_with_the_same_token(ring: Ring) -> None:  # 2.6, rc and rp
    outcome = ring({"/voice": [DOWN, OK]})
    assert outcome.ended == "hangup"
    first, second = outcome.application.fetched
    assert first.token == second.token
    assert ring({"/voice": [DOWN, DOWN, OK]}).ended == "error:11205"


def test_different_requests_have_different_tokens(ring: Ring) -> None:  # 2.6
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
) -> None:  # 2.6
    outcome = ring({"/voice": f"<Redirect>/next{fragment}</Redirect>", "/next": list(answers)})
    assert outcome.ended == ended
    assert all("#" not in fetch.url for fetch in outcome.application.fetched)


def test_a_fragment_shortens_the_patience(ring: Ring) -> None:  # 2.6, rt
    slow = Reply(200, OK.body, OK.content_type, elapsed_s=3)
    assert ring({"/voice": "<Redirect>/next#rt=2000</Redirect>", "/next": slow}).ended == "error:11205"
    assert ring({"/voice": "<Redirect>/next#rt=5000</Redirect>", "/next": slow}).ended == "hangup"


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (Trouble.CONNECTION, "11205"),
        (Trouble.TIMEOUT, "11205"),
        (Trouble.PROTOCOL, "11206"),
        (Trouble.HOST, "11210"),
        (Trouble.TLS, "11220"),
        (Trouble.ADDRESS, "11100"),
    ],
)
def test_each_kind_of_trouble_has_its_code(ring: Ring, trouble: Trouble, code: str) -> None:  # 10
    assert ring(Failure(trouble, "no")).ended == f"error:{code}"


@pytest.mark.parametrize(
    ("status", "method"), [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")]
)
def test_a_redirect_is_followed_without_what_the_verb_added(
    ring: Ring, status: int, method: str
) -> None:  # 2.7
    pages = {
        "/voice": '<Gather numDigits="1" action="/next"/>',
        "/next": Reply(status, location="/next/"),
        "/next/": '<Gather numDigits="1" action="last"/>',
        "/next/last": OK,
    }
    outcome = ring(pages, "- press: 1\n- press: 2")
    hop = outcome.line.requested[2]
    assert (hop.method, hop.params) == (method, ())
    assert outcome.codes == [str(status)]
    assert outcome.requests[3][1]["Digits"] == "2"  # the base is where the redirects ended (5.3)


def test_more_than_ten_redirects_are_too_many(ring: Ring) -> None:  # 2.7
    pages: dict[str, Reply] = {"/voice": Reply(307, location="/1")}
    pages |= {f"/{place}": Reply(307, location=f"/{place + 1}") for place in range(1, 11)} | {"/11": OK}
    assert ring(dict(pages)).ended == "error:11215"
    assert ring(pages | {"/10": OK}).ended == "hangup"


def test_callbacks_are_told_apart_from_documents(ring: Ring) -> None:
    def page(fetch: Fetch) -> Reply:
        return OK if fetch.purpose.value == "document" else Reply(204)

    assert ring({"/voice": page, "/status": page}, status="http://app.example/status").codes == []
