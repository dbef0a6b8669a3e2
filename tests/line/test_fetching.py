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


def test_the_standard_parameters_are_sent(ring: Ring) -> None:
    """2.3 standard, 2.3 twins, 2.2 empty, 2.1 arrival."""
    outcome = ring("<Hangup/>")
    form = outcome.form("/voice")
    assert form["CallSid"] == "CA" + "0" * 32
    assert form["AccountSid"] == "AC" + "0" * 32
    assert (form["From"], form["To"], form["Caller"], form["Called"]) == ("+8613800138000", "10086") * 2
    assert (form["ApiVersion"], form["Direction"], form["CallStatus"]) == ("2010-04-01", "inbound", "ringing")
    assert form["CalledCity"] == ""
    assert outcome.requests == [("/voice", {})]


def test_time_spent_waiting_counts_only_where_the_clock_is_real(ring: Ring) -> None:
    """13.1 clock."""
    pages = {
        "/voice": Reply(200, b"<Response><Redirect>/next</Redirect></Response>", "text/xml", elapsed_s=2),
        "/next": OK,
    }
    assert ring(dict(pages)).at == [0, 0]
    assert ring(dict(pages), carrier=Carrier(count_fetch_time=True)).at == [0, 2]


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
def test_each_kind_of_trouble_has_its_code(ring: Ring, trouble: Trouble, code: str) -> None:
    """3.1 no answer; 10."""
    assert ring(Failure(trouble, "no")).ended == f"error:{code}"


@pytest.mark.parametrize(
    ("status", "method"), [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")]
)
def test_a_redirect_is_followed_without_what_the_verb_added(ring: Ring, status: int, method: str) -> None:
    """2.7 redirects, 3.1 redirect, 3.3 slashes, 5.3 after redirect, 13.2 redirects."""
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


def test_more_than_ten_redirects_are_too_many(ring: Ring) -> None:
    """2.7 ten redirects."""
    pages: dict[str, Reply] = {"/voice": Reply(307, location="/1")}
    pages |= {f"/{place}": Reply(307, location=f"/{place + 1}") for place in range(1, 11)} | {"/11": OK}
    assert ring(dict(pages)).ended == "error:11215"
    assert ring(pages | {"/10": OK}).ended == "hangup"


def test_callbacks_are_told_apart_from_documents(ring: Ring) -> None:
    """3.1 callbacks, 2.1 callbacks."""

    def page(fetch: Fetch) -> Reply:
        return OK if fetch.purpose.value == "document" else Reply(204)

    assert ring({"/voice": page, "/status": page}, status="http://app.example/status").codes == []


def test_the_call_keeps_its_id_to_the_last_callback(ring: Ring) -> None:
    """2.3 call id."""
    outcome = ring(
        {"/voice": "<Redirect>/next</Redirect>", "/next": OK, "/status": Reply(204)},
        status="http://app.example/status",
    )
    ids = {dict(fetch.params)["CallSid"] for fetch in outcome.application.fetched}
    assert (len(outcome.application.fetched), ids) == (3, {"CA" + "0" * 32})


def test_a_withheld_number_is_told_in_words(ring: Ring) -> None:
    """2.3 withheld, 13.5 anonymous."""
    form = ring(OK, caller="anonymous").form("/voice")
    assert (form["From"], form["Caller"]) == ("anonymous", "anonymous")


def test_a_number_vouched_for_is_told_where_the_carrier_does(ring: Ring) -> None:
    """2.3 vouched."""
    assert "StirVerstat" not in ring(OK).form("/voice")
    vouched = ring(OK, carrier=Carrier(stir_verstat="TN-Validation-Passed-A"))
    assert vouched.form("/voice")["StirVerstat"] == "TN-Validation-Passed-A"


def test_everything_is_posted_unless_asked_otherwise(ring: Ring) -> None:
    """2.2 post by default."""
    pages = {
        "/voice": '<Gather action="/a" numDigits="1"/>',
        "/a": '<Record action="/b" recordingStatusCallback="/ready" maxLength="2"/>',
        "/b": '<Dial action="/c">10010</Dial>',
        "/c": '<Enqueue action="/d" waitUrl="/wait">q</Enqueue>',
        "/wait": "<Leave/>",
        "/d": '<Sms action="/e">x</Sms>',
        "/e": "<Redirect>/last</Redirect>",
        "/last": OK,
        "/ready": Reply(204),
        "/status": Reply(204),
    }
    outcome = ring(pages, "- press: 1\n- silence", status="http://app.example/status")
    assert {path for path, _ in outcome.requests} == set(pages)
    assert {sent.method for sent in outcome.line.requested} == {"POST"}


def test_a_document_is_asked_for_anew_every_time(ring: Ring) -> None:
    """2.2 never kept."""
    outcome = ring({"/voice": ["<Redirect>/voice</Redirect>", "<Redirect>/voice</Redirect>", OK]})
    assert len(outcome.application.fetched) == 3


def test_what_is_unknown_is_sent_empty(ring: Ring) -> None:
    """2.2 empty."""
    pages = {"/voice": '<Gather numDigits="1" action="/next"/>', "/next": OK}
    form = ring(pages, "- press: 1").form("/next")
    assert (form["CalledCity"], form["FromZip"], form["FinishedOnKey"]) == ("", "", "")


@pytest.mark.parametrize("moves", [True, False])
def test_the_base_after_a_redirect_may_or_may_not_move(ring: Ring, moves: bool) -> None:
    """5.3 after redirect; 15, question 7."""
    pages = {"/voice": Reply(307, location="/deep/er/"), "/deep/er/": "<Redirect>next</Redirect>"}
    outcome = ring(dict(pages), carrier=Carrier(redirect_moves_base=moves))
    assert outcome.requests[2][0] == ("/deep/er/next" if moves else "/next")


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        (Reply(204), []),
        (Reply(200, b"<Response/>", "text/xml"), []),
        (Reply(200, b"ok", "application/json"), ["12300"]),
        (Reply(200, b"ok", "text/plain"), ["12300"]),
        (Reply(200, b"ok", "text/html"), ["12100"]),
        (Reply(200, b"", "text/html"), ["11770"]),
        (Reply(500), ["15003"]),
        (Reply(404), ["15003"]),
        (DOWN, ["11205"]),
    ],
)
def test_what_answers_a_callback_is_only_judged(
    ring: Ring, answer: Reply | Failure, codes: list[str]
) -> None:
    """3.1 callbacks, 2.1 callbacks; 10."""
    outcome = ring({"/voice": "<Say>x</Say>", "/status": answer}, status="http://app.example/status")
    assert (outcome.codes, outcome.ended, outcome.heard) == (codes, "exhausted", ["x"])


@pytest.mark.parametrize("keeps", [True, False])
def test_a_carrier_may_lose_cookies(ring: Ring, keeps: bool) -> None:
    """2.7 cookies; 15, question 15."""
    fetched = ring(OK, carrier=Carrier(keeps_cookies=keeps)).application.fetched
    assert [fetch.cookies for fetch in fetched] == [keeps]


def test_a_warning_fails_the_call(ring: Ring) -> None:
    """13.1 strict."""
    assert not ring("<Say>x</Say>").failed
    assert ring("<Say>x</Say><Speak/>").failed
