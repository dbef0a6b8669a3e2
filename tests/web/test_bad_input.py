"""Whatever a signed webhook holds, there is a clear outcome: contract, section 4; reliability notes, 2.1."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from ivr.caller.transport import sign
from ivr.model.ids import CallSid
from tests.web.inside import CALLER, ORIGIN, SID, TOKEN, Inside, standard, words

HOSTILE = [
    "",
    " ",
    "\x00",
    "1\x00",
    "\x1b[31m",
    "1\r\nX-Header: 1",
    "\ud800",
    "\ufffe",
    "\U0001f600" * 200,
    "１",
    "1' OR '1'='1",
    '"; DROP TABLE call; --',
    "<Response><Hangup/></Response>",
    "]]>&amp;&#0;",
    "{0.__class__}",
    "%s%n",
    "../../etc/passwd",
    "9" * 5000,
    "a" * 60_000,
    "anonymous",
    "hangup",
]


@pytest.fixture(autouse=True)
def no_traceback(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.INFO):
        yield
    assert not [one.getMessage() for one in caplog.records if one.exc_info]


@pytest.mark.parametrize(
    "name",
    [
        "Digits",
        "SpeechResult",
        "From",
        "To",
        "CallStatus",
        "QueueTime",
        "QueueResult",
        "DialCallStatus",
        "New",
    ],
)
def test_hostile_values_are_answered_with_a_document_the_carrier_can_read(inside: Inside, name: str) -> None:
    for n, value in enumerate(HOSTILE):
        sendable = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        sid = f"CA{n}"
        arrived = inside.post("/voice", standard(sid, CALLER, "10086", status="ringing") | {name: sendable})
        assert arrived.verbs, value
        assert inside.turn(1, sid).verbs == ("Gather", "Redirect"), value
        answer = inside.turn(2, sid, **{name: sendable})
        assert answer.root.tag == "Response", value
        assert inside.wait(3, sid, **{name: sendable}).verbs, value
        assert inside.over(sid).status == 204


@pytest.mark.parametrize("keys", ["x", "１", "1x", "\x001", "hangup", "-1", "1" * 33, "12"])
def test_keys_that_are_no_choice_are_not_understood(inside: Inside, keys: str) -> None:
    inside.at_services()
    answer = inside.turn(2, Digits=keys)
    assert answer.said[:2] == (words("common.not_an_option"), words("main.services"))


def test_a_caller_whose_number_cannot_be_read_is_anonymous(inside: Inside) -> None:
    for n, number in enumerate(
        ("anonymous", "", "+1 650", "+86138001380001", "1380013800", "\x0013800138000", "sip:x@y")
    ):
        sid = f"CA{n}"
        inside.arrive(sid, caller=number)
        stored = inside.calls.call(CallSid(sid))
        assert stored is not None
        assert stored.call.caller is None
    assert not inside.office.asked


@pytest.mark.parametrize("number", ["+8613800138000", "8613800138000", "13800138000"])
def test_one_number_however_it_is_written(inside: Inside, number: str) -> None:
    inside.arrive(caller=number)
    inside.office.wait_for("who_calls")
    assert inside.office.asked[0].subscriber == "13800138000"


@pytest.mark.parametrize("address", ["/voice", "/voice/turn/1", "/voice/wait/1", "/voice/status"])
def test_a_request_that_names_no_call_is_refused_in_one_line(inside: Inside, address: str) -> None:
    for sid in ("", " ", "CA 1", "CA\x00", "CA\n1", "电话", "C" * 257, "CA/../x", "CA'--"):
        answer = inside.post(address, standard(sid, CALLER, "10086", status="completed"))
        assert answer.status == 400, sid
        assert answer.content_type.startswith("text/plain")
        assert answer.body.count(b"\n") == 1


def test_a_request_without_any_parameter_is_refused(inside: Inside) -> None:
    for address in ("/voice", "/voice/turn/1", "/voice/wait/1"):
        assert inside.post(address, {}).status == 400
    assert inside.post("/voice/status", {}).status == 204  # no news of an end


def test_a_hundred_parameters_are_taken_and_one_more_is_not(inside: Inside) -> None:
    form = standard(SID, CALLER, "10086")
    padding = {f"X{n}": "" for n in range(100 - len(form))}
    assert inside.post("/voice", form | padding).status == 200
    assert inside.post("/voice", form | padding | {"Y": ""}).status == 400


def test_parameters_nobody_has_heard_of_are_no_reason_to_refuse(inside: Inside) -> None:
    assert (
        inside.post("/voice", standard(SID, CALLER, "10086") | {"New-Thing.2": "x", "中": "文"}).status == 200
    )


@pytest.mark.parametrize(
    ("size", "status"), [(64 * 1024, {200, 400}), (64 * 1024 + 1, {413}), (1024 * 1024, {413})]
)
def test_a_body_beyond_64_kib_is_refused(inside: Inside, size: int, status: set[int]) -> None:

    form = standard(SID, CALLER, "10086")
    padding = size - len(urlencode(form | {"Pad": ""}))
    assert inside.post("/voice", form | {"Pad": "x" * padding}).status in status


def test_another_kind_of_body_is_no_webhook(inside: Inside) -> None:

    signature = {"X-Twilio-Signature": sign(TOKEN, f"{ORIGIN}/voice", ())}
    client = inside.hotline.app.test_client()
    for kind in ("application/json", "text/plain", ""):
        assert (
            client.post(
                "/voice", data=b'{"CallSid": "CA1"}', content_type=kind, headers=signature
            ).status_code
            == 400
        )
    assert (
        client.post(
            "/voice", data={"CallSid": "CA1"}, content_type="multipart/form-data", headers=signature
        ).status_code
        == 403
    )


@pytest.mark.parametrize("number", ["3", "9999"])
def test_a_turn_number_of_no_turn_leads_back(inside: Inside, number: str) -> None:
    inside.at_services()
    answer = inside.post(f"/voice/turn/{number}", standard(SID, CALLER, "10086"))
    assert answer.goes_to == "/voice/turn/2"


@pytest.mark.parametrize("number", ["10000", "9" * 30, "-1", "x", "1.0", ""])
def test_an_address_we_never_gave_is_not_found(inside: Inside, number: str) -> None:
    inside.at_services()
    for kind in ("turn", "wait"):
        assert inside.post(f"/voice/{kind}/{number}", standard(SID, CALLER, "10086")).status == 404


def test_a_trailing_slash_loses_no_digits(inside: Inside) -> None:
    inside.at_services()
    answer = inside.post("/voice/turn/2/", standard(SID, CALLER, "10086") | {"Digits": "1"})
    assert words("balance.more") in answer.said
