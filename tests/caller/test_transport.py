"""HTTP as the carrier speaks it: reference/twiml.md 2.2, 2.7, 4."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from ivr.caller.transport import Transport, in_process, over_network, sign
from ivr.line.asks import Failure, Fetch, Purpose, Reply, Trouble

if TYPE_CHECKING:
    from conftest import TinyHotline

TOKEN = "12345"
ORIGIN = "http://hotline.example"
K1 = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+14158675310",
    "Digits": "1234",
    "From": "+14158675310",
    "To": "+18005551212",
}
K2 = K1 | {"Caller": "+14158675309", "From": "+14158675309"}
K7 = {"CallSid": "CA00000000000000000000000000000001", "CalledCity": "", "Digits": "#"}


def fetch(
    url: str, *, method: str = "POST", purpose: Purpose = Purpose.DOCUMENT, limit: int = 65536, **params: str
) -> Fetch:
    return Fetch(0.0, method, url, tuple(params.items()), purpose, "IT1", limit, 0.5)


@pytest.fixture
def wire(hotline: TinyHotline) -> Iterator[Transport]:
    with closing(in_process(hotline, origin=f"{ORIGIN}/voice", token=TOKEN)) as transport:
        yield transport


@pytest.mark.parametrize(
    ("url", "params", "signature"),
    [
        ("https://example.com/myapp.php?foo=1&bar=2", tuple(K1.items()), "L/OH5YylLD5NRKLltdqwSvS0BnU="),
        ("https://mycompany.com/myapp.php?foo=1&bar=2", tuple(K2.items()), "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        (
            "https://mycompany.com:443/myapp.php?foo=1&bar=2",
            tuple(K2.items()),
            "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        ),
        (
            "http://mycompany.com:1234/myapp.php?foo=1&bar=2",
            tuple(K2.items()),
            "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=",
        ),
        (
            "https://mycompany.com/myapp.php?foo=1&bar=2",
            (
                ("Sid", "CA123"),
                ("SidAccount", "AC123"),
                ("Digits", "5678"),
                ("Digits", "1234"),
                ("Digits", "1234"),
            ),
            "IK+Dwps556ElfBT0I3Rgjkr1wJU=",
        ),
        ("https://example.com/voice", tuple(K7.items()), "BHfwgmPUCrBo7SjQsl6ZSd130no="),
        ("https://example.com/voice", (("SpeechResult", "你好"),), "gAy9VNkCRjuYzo6+/ADsVUBPCdU="),
        ("https://example.com/voice?CallSid=CA1&Digits=%23", (), "RhFDW34I6WcdW4cxvXrExuLGOS4="),
        ("https://example.com/voice", (("B", "2"), ("a", "3"), ("b", "1")), "O69KWNf+tqxpCyMmjZo/8Nu/AMk="),
    ],
)
def test_signatures_are_the_carriers(
    url: str, params: tuple[tuple[str, str], ...], signature: str
) -> None:  # 4.4
    assert sign(TOKEN, url, params) == signature


def test_a_post_is_a_utf8_form_with_the_carriers_headers(
    wire: Transport, hotline: TinyHotline
) -> None:  # 2.2, 2.7
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


def test_a_get_is_signed_over_its_address(wire: Transport, hotline: TinyHotline) -> None:  # 4.1, 4
    wire.send(fetch(f"{ORIGIN}/voice?Digits=%23&a=%E4%BD%A0", method="GET"))
    assert hotline.received[-1]["raw"] == ""
    assert hotline.received[-1]["target"] == "/voice?Digits=%23&a=%E4%BD%A0"
    assert hotline.signed_rightly(f"{ORIGIN}/voice?Digits=%23&a=%E4%BD%A0")


def test_audio_is_not_signed(wire: Transport, hotline: TinyHotline) -> None:  # 6.2
    wire.send(fetch(f"{ORIGIN}/a.wav", method="GET", purpose=Purpose.AUDIO))
    assert "X_TWILIO_SIGNATURE" not in hotline.received[-1]["headers"]


def test_cookies_come_back_within_a_call(wire: Transport, hotline: TinyHotline) -> None:  # 2.7
    hotline.cookie = "step=2; Path=/"
    hotline.pages["/voice"] = "<Redirect>/next</Redirect>"
    wire.send(fetch(f"{ORIGIN}/voice"))
    wire.send(fetch(f"{ORIGIN}/next"))
    assert hotline.received[-1]["headers"]["COOKIE"] == "step=2"


def test_credentials_in_the_address_are_sent_only_when_asked_for(
    wire: Transport, hotline: TinyHotline
) -> None:  # 2.7
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


def test_a_server_that_drips_runs_out_of_time() -> None:  # 2.6: a ceiling on the whole, not on each byte
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
