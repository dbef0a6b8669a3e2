"""Who may speak to us: reliability notes, 2.1; contract, section 4."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

import pytest

from ivr.caller.transport import sign
from tests.web.inside import CALLER, ORIGIN, SID, TOKEN, Answer, Inside, standard, words

FORM = standard(SID, CALLER, "10086", status="ringing")
GOOD = sign(TOKEN, f"{ORIGIN}/voice", FORM.items())


def raw(inside: Inside, target: str, body: bytes, signature: str, **headers: str) -> Answer:
    answer = inside.hotline.app.test_client().post(
        target,
        data=body,
        headers={"X-Twilio-Signature": signature, **headers},
        content_type="application/x-www-form-urlencoded",
    )
    return Answer(answer.status_code, answer.data, answer.content_type or "")


def addresses(inside: Inside) -> list[str]:
    """Return an address for every POST route there is."""
    found = []
    for rule in inside.hotline.app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            values = dict.fromkeys(rule.arguments, 1)
            found.append(
                inside.hotline.app.url_map.bind("localhost").build(rule.endpoint, values, method="POST")
            )
    return found


def test_every_webhook_there_is_refuses_the_unsigned_and_changes_nothing(inside: Inside) -> None:
    inside.at_services()
    log = inside.calls.log(SID)
    found = addresses(inside)
    assert {"/voice", "/voice/status", "/voice/turn/1", "/voice/wait/1"} <= set(found)
    form = standard(SID, CALLER, "10086", status="completed") | {"Digits": "1"}
    elsewhere = sign(TOKEN, f"{ORIGIN}/elsewhere", form.items())
    for address in found:
        right = sign(TOKEN, ORIGIN + address, form.items())
        assert inside.post(address, form, signature="").status == 403, address
        for wrong in (right[:-1], right[:-2] + "==", "0" + right, elsewhere, "=", "é"):
            assert inside.post(address, form, signature=wrong).status == 403, (address, wrong)
        assert inside.post(address, form | {"Digits": "2"}, signature=right).status == 403, address
    assert inside.calls.log(SID) == log


def test_a_refusal_gives_no_detail(inside: Inside) -> None:
    answer = inside.post("/voice", FORM, signature="no")
    assert answer.content_type.startswith("text/plain")
    assert TOKEN.encode() not in answer.body
    assert b"signature" not in answer.body.lower()


def test_a_missing_header_is_refused(inside: Inside) -> None:  # (a)
    answer = inside.hotline.app.test_client().post("/voice", data=FORM)
    assert answer.status_code == 403


def test_an_impossible_port_in_the_host_header_is_of_no_interest(inside: Inside) -> None:  # (b)
    body = "&".join(f"{name}={value}".replace("+", "%2B") for name, value in FORM.items()).encode()
    assert raw(inside, "/voice", body, "no", Host="hotline.example:99999").status == 403
    assert raw(inside, "/voice", body, GOOD, Host="hotline.example:99999").status in {200, 400}


def test_a_public_address_with_an_impossible_port_lets_nobody_in(open_inside: Callable[..., Inside]) -> None:
    odd = open_inside(origin="https://hotline.example:99999")
    assert odd.post("/voice", FORM, signature=GOOD).status == 403


def test_a_value_split_otherwise_has_the_same_signature_but_is_no_key(inside: Inside) -> None:  # (c)
    inside.at_services()
    sent = standard(SID, CALLER, "10086") | {"Digits": "1"}
    signature = sign(TOKEN, f"{ORIGIN}/voice/turn/2", sent.items())
    moved = {name: value for name, value in sent.items() if name != "Direction"}
    moved["Digits"] = f"1Direction{sent['Direction']}"
    assert signature == sign(TOKEN, f"{ORIGIN}/voice/turn/2", moved.items())
    answer = inside.post("/voice/turn/2", moved, signature=signature)
    assert answer.said[0] == words("common.not_an_option")
    assert not inside.office.keys("get_balance")


@pytest.mark.parametrize("body", [b"&Digits=1", b"&Digits=2", b"&From=%2B8613900139000", b"&CallSid=CAother"])
def test_a_repeated_parameter_is_refused_though_it_may_verify(inside: Inside, body: bytes) -> None:  # (d)
    inside.at_services()
    sent = list((standard(SID, CALLER, "10086") | {"Digits": "1"}).items())

    added = [*sent, *parse_qsl(body[1:].decode())]
    signature = sign(TOKEN, f"{ORIGIN}/voice/turn/2", added)
    answer = raw(inside, "/voice/turn/2", urlencode(added).encode(), signature)
    assert answer.status == 400
    assert not inside.office.keys("get_balance")


def test_reordered_parameters_verify_as_the_carriers_own_do(inside: Inside) -> None:  # (d)
    assert inside.post("/voice", dict(reversed(FORM.items())), signature=GOOD).status == 200


def test_a_signature_over_another_port_reaches_the_same_hotline_and_no_other(
    open_inside: Callable[..., Inside],
) -> None:  # (e)
    inside = open_inside()
    with_port = sign(
        TOKEN, f"{ORIGIN}:443/voice".replace("https", "http").replace("http", "https"), FORM.items()
    )
    assert inside.post("/voice", FORM, signature=with_port).status == 200
    other_host = sign(TOKEN, "https://evil.example/voice", FORM.items())
    assert inside.post("/voice", FORM, signature=other_host).status == 403


@pytest.mark.parametrize("address", ["/voice", "/voice/turn/1", "/voice/wait/1", "/voice/status"])
@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_only_post_is_taken_because_a_get_covers_no_body(
    inside: Inside, address: str, method: str
) -> None:  # (f)
    client = inside.hotline.app.test_client()
    signature = sign(TOKEN, ORIGIN + address, ())
    answer = client.open(address, method=method.upper(), data=FORM, headers={"X-Twilio-Signature": signature})
    assert answer.status_code == 405


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", ["hotline.example", "evil.example", "hotline.example:443"])
def test_what_headers_say_about_the_address_is_not_believed(inside: Inside, scheme: str, host: str) -> None:

    headers = {
        "Host": host,
        "X-Forwarded-Host": host,
        "X-Forwarded-Proto": scheme,
        "Forwarded": f"host={host}",
    }
    body = urlencode(FORM).encode()
    assert raw(inside, "/voice", body, GOOD, **headers).status == 200
    evil = sign(TOKEN, f"{scheme}://evil.example/voice", FORM.items())
    assert raw(inside, "/voice", body, evil, **headers).status == 403


def test_the_query_is_covered_exactly_as_it_was_sent(inside: Inside) -> None:
    for query in ("?a=%2F%E4%BD%A0", "?a=1&a=2"):
        signature = sign(TOKEN, f"{ORIGIN}/voice{query}", FORM.items())
        assert inside.post(f"/voice{query}", FORM, signature=signature).status == 200
    assert inside.post("/voice?a=1", FORM, signature=GOOD).status == 403


def test_both_tokens_pass_while_one_replaces_the_other(open_inside: Callable[..., Inside]) -> None:
    both = open_inside(tokens=("new", TOKEN))
    assert both.post("/voice", FORM, signature=GOOD).status == 200
    assert both.post("/voice", FORM, signature=sign("new", f"{ORIGIN}/voice", FORM.items())).status == 200
    after = open_inside(tokens=("new",))
    assert after.post("/voice", FORM, signature=GOOD).status == 403


def test_a_hotline_below_a_path_is_signed_and_led_on_below_it(open_inside: Callable[..., Inside]) -> None:
    below = open_inside(origin="https://example.org/hotline")
    app = below.hotline.app
    signature = sign(TOKEN, "https://example.org/hotline/voice", FORM.items())
    answer = app.test_client().post(
        "/voice",
        data=FORM,
        headers={"X-Twilio-Signature": signature},
        environ_overrides={"SCRIPT_NAME": "", "RAW_URI": "/voice", "REQUEST_URI": "/voice"},
    )
    assert answer.status_code == 200
    assert b"/hotline/voice/turn/1" in answer.data
