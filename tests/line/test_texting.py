"""Texts to the number and the replies: reference/twiml.md 8.1 to 8.3."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from ivr.line.asks import Answer, Fetch, Purpose, Reply
from ivr.line.carrier import Carrier, EmptyRedirect, MessageAction
from ivr.line.state import Line, Parties
from ivr.line.texting import Sent, run_text, segments

if TYPE_CHECKING:
    from conftest import Application, Page

CALLER = "+8613800138000"
FALLBACK = "http://app.example/fallback"


@dataclass
class Replies:
    """What came of a text."""

    line: Line
    sent: tuple[Sent, ...]
    fetched: list[Fetch]

    @property
    def bodies(self) -> list[str]:
        return [reply.body for reply in self.sent]

    @property
    def codes(self) -> list[str]:
        return [complaint.code for complaint in self.line.complaints]


Text = Callable[..., Replies]


@pytest.fixture
def text(application: Callable[..., Application]) -> Text:
    """Send a text to an application made of pages."""

    def send(
        pages: dict[str, Page | list[Page]] | Page,
        body: str = "查话费",
        *,
        carrier: Carrier | None = None,
        fallback: str | None = None,
    ) -> Replies:
        counter = itertools.count(1)
        far_end = application(pages if isinstance(pages, dict) else {"/sms": pages})
        line = Line(
            Parties("CA" + "0" * 32, "AC" + "0" * 32, CALLER, "10086"),
            lambda prefix: f"{prefix}{next(counter):032x}",
            datetime(2026, 11, 23, 14, 5, tzinfo=UTC),
            carrier or Carrier(),
            fallback_url=fallback,
        )
        conversation = run_text(line, "http://app.example/sms", body)
        answer: Answer = None
        try:
            while True:
                ask = conversation.send(answer)
                assert isinstance(ask, Fetch)
                answer = far_end.send(ask)
        except StopIteration as end:
            return Replies(line, end.value, far_end.fetched)

    return send


def test_a_text_is_told_with_its_parameters(text: Text) -> None:
    """8.1 parameters."""
    fetch = text("").fetched[0]
    form = dict(fetch.params)
    assert (fetch.method, fetch.purpose) == ("POST", Purpose.MESSAGE)
    assert form["MessageSid"].startswith("SM")
    assert len(form["MessageSid"]) == 34
    assert form["SmsSid"] == form["SmsMessageSid"] == form["MessageSid"]
    assert (form["From"], form["To"], form["Body"]) == (CALLER, "10086", "查话费")
    assert (form["NumMedia"], form["NumSegments"], form["FromCity"]) == ("0", "1", "")
    assert (form["SmsStatus"], form["ApiVersion"]) == ("received", "2010-04-01")
    assert not {"CallSid", "CallStatus", "Direction"} & set(form)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("话" * 70, 1),
        ("话" * 71, 2),
        ("话" * 134, 2),
        ("话" * 135, 3),
        ("a" * 70 + "话", 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_long_texts_travel_in_pieces(body: str, expected: int) -> None:
    """8.3 segments."""
    assert segments(body) == expected


def test_the_reply_goes_back_where_the_text_came_from(text: Text) -> None:
    """8.2 message."""
    outcome = text("<Message> 余额 5 元\n</Message>")
    assert outcome.sent == (Sent(CALLER, "10086", "余额 5 元", ()),)
    assert outcome.codes == []


def test_a_reply_can_go_elsewhere_and_hold_media(text: Text) -> None:
    """8.2 message, 8.2 nouns."""
    message = '<Message to="+8613900139000" from="10086100"><Body>单据</Body><Media>http://app.example/a.png</Media></Message>'
    outcome = text(message)
    assert outcome.sent == (Sent("+8613900139000", "10086100", "单据", ("http://app.example/a.png",)),)
    assert outcome.codes == []


@pytest.mark.parametrize("page", ["", Reply(200, b"<Response/>", "text/html")])
def test_nothing_to_do_is_no_reply(text: Text, page: str | Reply) -> None:
    """8.2 none."""
    outcome = text(page)
    assert (outcome.sent, outcome.codes) == ((), [])


def test_plain_text_is_the_reply(text: Text) -> None:
    """8.2 plain, 3.2 plain as a reply."""
    assert text(Reply(200, "余额 5 元\n".encode(), "text/plain")).bodies == ["余额 5 元"]
    document = Reply(200, b"<Response><Message>x</Message></Response>", "text/plain")
    assert text(document).bodies == ["x"]


def test_a_redirect_goes_on_and_the_rest_is_not_read(text: Text) -> None:
    """8.2 redirect."""
    pages = {
        "/sms": '<Message>a</Message><Redirect method="GET">next</Redirect><Message>never</Message>',
        "/next": "<Message>b</Message>",
    }
    outcome = text(pages)
    assert outcome.bodies == ["a", "b"]
    assert (outcome.fetched[1].method, "Body=" in outcome.fetched[1].url) == ("GET", True)


def test_ten_replies_are_the_most(text: Text) -> None:
    """8.2 ten replies; 10."""
    assert text("<Message>x</Message>" * 10).codes == []
    outcome = text("<Message>x</Message>" * 12)
    assert (len(outcome.sent), outcome.codes) == (10, ["14109", "14109"])


def test_fifty_documents_are_the_most(text: Text) -> None:
    """8.2 fifty documents; 10."""
    outcome = text("<Redirect>/sms</Redirect>")
    assert (len(outcome.fetched), outcome.codes) == (50, ["14106"])


@pytest.mark.parametrize("verb", ["Say", "Gather", "Hangup", "Dial", "Connect"])
def test_verbs_of_calls_are_refused(text: Text, verb: str) -> None:
    """8.2 verbs of calls; 10."""
    outcome = text(f"<{verb}/><Message>x</Message>")
    assert (outcome.bodies, outcome.codes) == (["x"], ["14110"])


@pytest.mark.parametrize(
    ("message", "codes"),
    [
        ("<Message/>", ["14103"]),
        (f"<Message>{'x' * 1601}</Message>", ["14103"]),
        (f"<Message>{'x' * 1600}</Message>", []),
        ('<Message too="x">x</Message>', ["12200"]),
        ('<Message method="PUT">x</Message>', ["12200"]),
        ("<Message><Text>x</Text>x</Message>", ["12200"]),
        ("<Reply>x</Reply>", ["12200"]),
    ],
)
def test_what_is_wrong_is_a_warning(text: Text, message: str, codes: list[str]) -> None:
    """8.1 length, 5.1 unknown; 10."""
    assert text(message).codes == codes


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (Reply(500), "11200"),
        (Reply(200, b"", "text/xml"), "11770"),
        (Reply(200, b"{}", "application/json"), "12300"),
        (Reply(200, b"<Response>", "text/xml"), "12100"),
        (Reply(200, b"<Response/>", "text/xml", elapsed_s=16), "11205"),
    ],
)
def test_a_document_that_fails_is_no_reply_or_the_fallbacks(text: Text, page: Reply, code: str) -> None:
    """8.1 fifteen seconds, 2.6 fallback; 10."""
    outcome = text(page)
    assert (outcome.sent, outcome.codes) == ((), [code])
    outcome = text({"/sms": page, "/fallback": "<Message>稍后</Message>"}, fallback=FALLBACK)
    assert (outcome.bodies, outcome.codes) == (["稍后"], [code])
    told = dict(outcome.fetched[-1].params)
    assert (told["ErrorCode"], told["ErrorUrl"]) == (code, "http://app.example/sms")


def test_a_fallback_that_fails_is_not_asked_again(text: Text) -> None:
    """2.6 message."""
    outcome = text({"/fallback": Reply(500)}, fallback=FALLBACK)
    assert (outcome.codes, len(outcome.fetched)) == (["11200", "11200"], 2)


def test_the_fallback_helps_again_with_the_next_fault(text: Text) -> None:
    """2.6 fallback, 2.6 fragment."""
    pages = {"/fallback": ["<Redirect>/gone#rc=0</Redirect>", "<Message>x</Message>"]}
    outcome = text(pages, fallback=FALLBACK)
    assert outcome.bodies == ["x"]
    assert dict(outcome.fetched[-1].params)["ErrorUrl"] == "http://app.example/gone"


def test_an_empty_redirect_is_an_error_or_passed_over(text: Text) -> None:
    """6.6 empty."""
    pages = "<Redirect/><Message>x</Message>"
    assert (text(pages).bodies, text(pages).codes) == ([], ["11100"])
    assert text(pages, carrier=Carrier(empty_redirect=EmptyRedirect.NEXT)).bodies == ["x"]


def test_what_became_of_a_reply_is_told(text: Text) -> None:
    """8.3 callback."""
    pages = {"/sms": '<Message statusCallback="/fate">x</Message>', "/fate": Reply(204)}
    fetch = text(pages).fetched[1]
    form = dict(fetch.params)
    assert fetch.purpose is Purpose.NOTICE
    assert set(form) == {
        "MessageSid", "MessageStatus", "SmsSid", "SmsStatus", "AccountSid", "From", "To", "ApiVersion",
    }  # fmt: skip
    assert (form["MessageStatus"], form["From"], form["To"]) == ("sent", "10086", CALLER)


def test_nothing_a_callback_answers_is_a_reply(text: Text) -> None:
    """2.1 callbacks."""
    pages = {"/sms": '<Message statusCallback="/fate">x</Message>', "/fate": "<Message>never</Message>"}
    assert text(pages).bodies == ["x"]


def test_the_action_of_a_reply_is_a_callback_or_the_next_document(text: Text) -> None:
    """8.2 action; 15, question 10."""
    pages = {"/sms": '<Message action="/act">a</Message><Message>b</Message>', "/act": "<Message>c</Message>"}
    told = text(dict(pages))
    assert (told.bodies, told.fetched[1].purpose) == (["a", "b"], Purpose.NOTICE)
    followed = text(dict(pages), carrier=Carrier(message_action=MessageAction.CONTINUE))
    assert (followed.bodies, followed.fetched[1].purpose) == (["a", "c"], Purpose.MESSAGE)
    assert dict(followed.fetched[1].params)["MessageStatus"] == "sent"
    assert len(followed.fetched) == 2
