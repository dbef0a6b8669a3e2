"""HTTP as the carrier speaks it: reference/twiml.md 2.2, 2.7, 4."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ivr.caller.transport import Transport, in_process, over_network, sign
from ivr.line.asks import Failure, Fetch, Purpose, Reply, Trouble

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment
    from conftest import TinyHotline

TOKEN = "12345"
ORIGIN = "http://hotline.example"
SELF_SIGNED = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgtmji3NoNLGTtKKhv
2EXn84Pw9dTqQ/cY9wcUQGBtewKhRANCAAT/bSuVJfKvVbhImTGdRGVjlb5YP537
RB7a5L1Mt4BqBLWXlVtVH5B1Dimb6HXV8pN7Mq1t3DZlh7xE+bbeNEZG
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBkDCCATagAwIBAgIUUfo4r4NMnItN7Ypa/SeKDqDfBekwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNTA3NDgzMFoYDzIxMjYxMTAx
MDc0ODMwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAT/bSuVJfKvVbhImTGdRGVjlb5YP537RB7a5L1Mt4BqBLWXlVtVH5B1
Dimb6HXV8pN7Mq1t3DZlh7xE+bbeNEZGo2QwYjAdBgNVHQ4EFgQUhaK6DL3mURYZ
ZDO0NvJHgfD9d0owHwYDVR0jBBgwFoAUhaK6DL3mURYZZDO0NvJHgfD9d0owDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0gAMEUC
IQDBBFHChF17lGLV6+4XbtdwafwiqkYqGp7+FTPUg1w91gIgHDYOVVgz0zD+fnoY
jW1u2+N6rlPcBoks9xxBZ3WoDYA=
-----END CERTIFICATE-----
"""
"""Made for this test alone: nobody vouches for it, and it opens nothing."""


def fetch(
    url: str, *, method: str = "POST", purpose: Purpose = Purpose.DOCUMENT, limit: int = 65536, **params: str
) -> Fetch:
    signed = purpose is not Purpose.AUDIO
    return Fetch(0.0, method, url, tuple(params.items()), purpose, "IT1", limit, 0.5, signed=signed)


@pytest.fixture
def wire(hotline: TinyHotline) -> Iterator[Transport]:
    with closing(in_process(hotline, origin=f"{ORIGIN}/voice", token=TOKEN)) as transport:
        yield transport


def test_a_post_is_a_utf8_form_with_the_carriers_headers(wire: Transport, hotline: TinyHotline) -> None:
    """2.2 form, 2.7 headers, 13.1 http."""
    hotline.pages["/voice"] = "<Hangup/>"
    reply = wire.send(fetch(f"{ORIGIN}/voice", SpeechResult="投诉 #1", CalledCity=""))
    assert isinstance(reply, Reply)
    assert (reply.status, reply.content_type) == (200, "text/xml; charset=utf-8")
    last = hotline.received[-1]
    assert last["type"] == "application/x-www-form-urlencoded; charset=UTF-8"
    assert last["form"] == {"SpeechResult": "投诉 #1", "CalledCity": ""}
    assert last["headers"]["I_TWILIO_IDEMPOTENCY_TOKEN"] == "IT1"
    assert last["headers"]["USER_AGENT"] == "TwilioProxy/1.1"
    assert last["headers"]["ACCEPT"] == "*/*"
    assert hotline.signed_rightly(f"{ORIGIN}/voice")


def test_a_get_is_signed_over_its_address(wire: Transport, hotline: TinyHotline) -> None:
    """4.1 rule 4, 4.3 target."""
    wire.send(fetch(f"{ORIGIN}/voice?Digits=%23&a=%E4%BD%A0", method="GET"))
    assert hotline.received[-1]["raw"] == ""
    assert hotline.received[-1]["target"] == "/voice?Digits=%23&a=%E4%BD%A0"
    assert hotline.signed_rightly(f"{ORIGIN}/voice?Digits=%23&a=%E4%BD%A0")


def test_audio_is_not_signed(wire: Transport, hotline: TinyHotline) -> None:
    """6.2 unsigned; 15, question 13."""
    wire.send(fetch(f"{ORIGIN}/a.wav", method="GET", purpose=Purpose.AUDIO))
    assert "X_TWILIO_SIGNATURE" not in hotline.received[-1]["headers"]


def test_cookies_come_back_within_a_call(wire: Transport, hotline: TinyHotline) -> None:
    """2.7 cookies; 15, question 15."""
    hotline.cookie = "step=2; Path=/"
    hotline.pages["/voice"] = "<Redirect>/next</Redirect>"
    wire.send(fetch(f"{ORIGIN}/voice"))
    wire.send(fetch(f"{ORIGIN}/next"))
    assert hotline.received[-1]["headers"]["COOKIE"] == "step=2"


def test_credentials_in_the_address_are_sent_only_when_asked_for(
    wire: Transport, hotline: TinyHotline
) -> None:
    """2.7 basic, 3.1 challenge, 4.1 rule 1."""
    hotline.pages["/voice"] = ("401 Unauthorized", "<Hangup/>")
    reply = wire.send(fetch("http://user:pass@hotline.example/voice", Digits="1"))
    assert isinstance(reply, Reply)
    assert reply.status == 200
    first, second = hotline.received
    assert "AUTHORIZATION" not in first["headers"]
    assert second["headers"]["AUTHORIZATION"].startswith("Basic ")
    assert second["form"] == {"Digits": "1"}
    assert hotline.signed_rightly(f"{ORIGIN}/voice")


def test_redirects_are_left_to_the_line(wire: Transport, hotline: TinyHotline) -> None:
    """2.7 redirects."""
    hotline.pages["/voice"] = ("308 Permanent Redirect", "/voice/")
    reply = wire.send(fetch(f"{ORIGIN}/voice"))
    assert isinstance(reply, Reply)
    assert (reply.status, reply.location) == (308, "/voice/")


def test_a_body_is_read_to_one_byte_past_the_limit(wire: Transport, hotline: TinyHotline) -> None:
    hotline.pages["/voice"] = "x" * 1000
    reply = wire.send(fetch(f"{ORIGIN}/voice", limit=100))
    assert isinstance(reply, Reply)
    assert len(reply.body) == 101


def test_an_application_that_breaks_is_a_500(hotline: TinyHotline) -> None:
    def broken(environ: object, start_response: object) -> list[bytes]:
        raise RuntimeError("no")

    with closing(in_process(broken, origin=ORIGIN)) as transport:
        reply = transport.send(fetch(f"{ORIGIN}/voice"))
    assert isinstance(reply, Reply)
    assert reply.status == 500


def test_other_hosts_cannot_be_reached_in_process(wire: Transport) -> None:
    reply = wire.send(fetch("http://elsewhere.example/voice"))
    assert isinstance(reply, Failure)
    assert reply.trouble is Trouble.CONNECTION


@pytest.mark.parametrize("url", ["http://\u0000/", "http://exa mple/"])
def test_an_address_nobody_can_call_is_a_failure(wire: Transport, url: str) -> None:
    assert isinstance(wire.send(fetch(url)), Failure)


def test_a_port_nobody_listens_on_is_a_failed_connection() -> None:
    """3.1 no answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with closing(over_network()) as transport:
        reply = transport.send(fetch(f"http://127.0.0.1:{port}/voice"))
    assert isinstance(reply, Failure)
    assert reply.trouble is Trouble.CONNECTION


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (b"SSH-2.0-hello\r\n", Trouble.PROTOCOL),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort", Trouble.PROTOCOL),
    ],
)
def test_what_is_not_http_is_a_violation(answer: bytes, trouble: Trouble) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_answer_once, args=(server, answer))
        thread.start()
        with closing(over_network()) as transport:
            reply = transport.send(fetch(f"http://127.0.0.1:{server.getsockname()[1]}/voice"))
        thread.join()
    assert isinstance(reply, Failure)
    assert reply.trouble is trouble


def test_a_server_that_drips_runs_out_of_time() -> None:
    """2.6 ceiling."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        stop = threading.Event()
        thread = threading.Thread(target=_drip, args=(server, stop))
        thread.start()
        with closing(over_network()) as transport:
            reply = transport.send(fetch(f"http://127.0.0.1:{server.getsockname()[1]}/voice"))
        stop.set()
        thread.join()
    assert isinstance(reply, Failure)
    assert reply.trouble is Trouble.TIMEOUT
    assert reply.elapsed_s < 5


def test_a_text_is_signed_with_its_port(hotline: TinyHotline) -> None:
    """4.2 texts."""
    origin = "https://hotline.example:8443"
    with closing(in_process(hotline, origin=origin, token=TOKEN)) as transport:
        signatures = []
        for purpose in (Purpose.DOCUMENT, Purpose.MESSAGE):
            transport.send(fetch(f"{origin}/sms", purpose=purpose, Body="x"))
            headers = hotline.received[-1]["headers"]
            assert isinstance(headers, dict)
            signatures.append(headers["X_TWILIO_SIGNATURE"])
    form = (("Body", "x"),)
    assert signatures == [
        sign(TOKEN, "https://hotline.example/sms", form),
        sign(TOKEN, f"{origin}/sms", form, with_port=True),
    ]


def test_audio_is_signed_where_the_carrier_does(wire: Transport, hotline: TinyHotline) -> None:
    """6.2 unsigned; 15, question 13."""
    wire.send(replace(fetch(f"{ORIGIN}/a.wav", method="GET", purpose=Purpose.AUDIO), signed=True))
    assert hotline.signed_rightly(f"{ORIGIN}/a.wav")


def test_cookies_do_not_come_back_where_the_carrier_loses_them(wire: Transport, hotline: TinyHotline) -> None:
    """2.7 cookies; 15, question 15."""
    hotline.cookie = "step=2; Path=/"
    hotline.pages["/voice"] = "<Redirect>/next</Redirect>"
    wire.send(fetch(f"{ORIGIN}/voice"))
    wire.send(replace(fetch(f"{ORIGIN}/next"), cookies=False))
    assert "COOKIE" not in hotline.received[-1]["headers"]


def test_cookies_stay_within_their_call(hotline: TinyHotline) -> None:
    """2.7 cookies."""
    hotline.cookie = "step=2; Path=/"
    hotline.pages["/voice"] = "<Hangup/>"
    for _ in range(2):
        with closing(in_process(hotline, origin=ORIGIN)) as transport:
            transport.send(fetch(f"{ORIGIN}/voice"))
    assert "COOKIE" not in hotline.received[-1]["headers"]


def test_without_credentials_a_challenge_is_final(wire: Transport, hotline: TinyHotline) -> None:
    """2.7 basic, 3.1 challenge."""
    hotline.pages["/voice"] = ("401 Unauthorized", "<Hangup/>")
    reply = wire.send(fetch(f"{ORIGIN}/voice"))
    assert isinstance(reply, Reply)
    assert (reply.status, len(hotline.received)) == (401, 1)


@pytest.mark.parametrize(
    ("challenge", "scheme"),
    [('Basic realm="x"', "Basic "), ('Digest realm="x", nonce="n", qop="auth"', "Digest ")],
)
def test_a_challenge_is_answered_once_in_its_own_scheme(challenge: str, scheme: str) -> None:
    """2.7 basic, 2.7 digest, 3.1 challenge."""
    seen: list[tuple[object, object]] = []

    def stubborn(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        seen.append((environ.get("HTTP_AUTHORIZATION"), environ.get("HTTP_I_TWILIO_IDEMPOTENCY_TOKEN")))
        start_response("401 Unauthorized", [("WWW-Authenticate", challenge)])
        return [b""]

    with closing(in_process(stubborn, origin=ORIGIN)) as transport:
        reply = transport.send(fetch("http://user:pass@hotline.example/voice"))
    assert isinstance(reply, Reply)
    assert reply.status == 401
    sent = [authorization for authorization, _ in seen if authorization is not None]
    assert seen[0][0] is None
    assert all(str(authorization).startswith(scheme) for authorization in sent)
    assert len(sent) == 1
    assert {token for _, token in seen} == {"IT1"}


def test_a_host_that_does_not_exist_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """3.1 no answer; 10, 11210."""

    def unknown(*_asked: object, **_more: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "no such host")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with closing(over_network()) as transport:
        reply = transport.send(fetch("http://hotline.example/voice"))
    assert isinstance(reply, Failure)
    assert reply.trouble is Trouble.HOST


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    """2.7 certificates."""
    chain = tmp_path / "self-signed.pem"
    chain.write_text(SELF_SIGNED)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_answer_over_tls, args=(server, context))
        thread.start()
        with closing(over_network()) as transport:
            url = f"https://127.0.0.1:{server.getsockname()[1]}/voice"
            reply = transport.send(replace(fetch(url), limit_s=5.0))
        thread.join()
    assert isinstance(reply, Failure)
    assert reply.trouble is Trouble.TLS


def test_plain_http_works_over_the_network() -> None:
    """2.7 plain, 13.1 http."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 11\r\n\r\n<Response/>"
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_answer_once, args=(server, answer))
        thread.start()
        with closing(over_network()) as transport:
            url = f"http://127.0.0.1:{server.getsockname()[1]}/voice"
            reply = transport.send(replace(fetch(url), limit_s=5.0))
        thread.join()
    assert isinstance(reply, Reply)
    assert (reply.status, reply.body) == (200, b"<Response/>")


def test_a_server_that_says_nothing_runs_out_of_the_time_it_was_given() -> None:
    """2.6 read, 2.6 ceiling."""
    with socket.create_server(("127.0.0.1", 0)) as server, closing(over_network()) as transport:
        reply = transport.send(fetch(f"http://127.0.0.1:{server.getsockname()[1]}/voice"))
    assert isinstance(reply, Failure)
    assert reply.trouble is Trouble.TIMEOUT
    assert 0.4 < reply.elapsed_s < 5


def test_connecting_has_a_time_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """2.6 connect."""
    given: list[object] = []

    def refused(_address: object, timeout: object = None, **_more: object) -> socket.socket:
        given.append(timeout)
        raise TimeoutError

    monkeypatch.setattr(socket, "create_connection", refused)
    with closing(over_network()) as transport:
        reply = transport.send(replace(fetch("http://127.0.0.1:9/voice"), limit_s=9.0, connect_s=2.5))
    assert isinstance(reply, Failure)
    assert (reply.trouble, given) == (Trouble.CONNECTION, [2.5])


def _answer_once(server: socket.socket, answer: bytes) -> None:
    connection, _ = server.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(answer)


def _drip(server: socket.socket, stop: threading.Event) -> None:
    connection, _ = server.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 9999\r\n\r\n")
        while not stop.wait(0.05):
            try:
                connection.sendall(b"x")
            except OSError:
                return


def _answer_over_tls(server: socket.socket, context: ssl.SSLContext) -> None:
    connection, _ = server.accept()
    with connection, suppress(ssl.SSLError, OSError):  # the far end hangs up in the middle of the greeting
        context.wrap_socket(connection, server_side=True).close()
