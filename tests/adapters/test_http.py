from __future__ import annotations

import contextlib
import logging
import socket
import threading
import time

import httpcore
import pytest

from ivr.adapters.office import deadline as bounded
from ivr.adapters.office.deadline import Deadline
from ivr.adapters.office.guard import Kind
from ivr.adapters.office.http import HttpRequest, NoAnswer, NotSent, Transport
from ivr.errors import BadSettings
from tests.adapters.misbehaving import answer, drip, drip_body, drip_head, drop, endless, hang, raw

SHORT_S = 0.4
MARGIN_S = 0.5
GET = HttpRequest("GET", "/x", {})


@pytest.fixture
def transport(server):
    with Transport(server.url, token="t0ken") as opened:
        yield opened


@pytest.mark.parametrize("reply", [hang(), drip_head(), drip_body()], ids=["hang", "drip head", "drip body"])
def test_an_answer_that_does_not_end_is_given_up_at_the_deadline(server, transport, reply):
    server.on("GET", "/x", reply)
    began = time.monotonic()
    with pytest.raises(NoAnswer):
        transport.ask(GET, Deadline.within(SHORT_S))
    assert SHORT_S - 0.01 <= time.monotonic() - began < SHORT_S + MARGIN_S


def test_after_giving_up_more_answers_than_the_pool_holds_the_transport_still_answers(server, transport):
    server.on("GET", "/x", drip_head())
    for _ in range(Kind.QUERY.at_once + 1):
        with pytest.raises(NoAnswer):
            transport.ask(GET, Deadline.within(0.06))
    server.on("GET", "/x", answer({}))
    assert transport.ask(GET, Deadline.within(2)).status == 200


def test_an_answer_longer_than_a_mebibyte_is_not_read_to_its_end(server, transport):
    server.on("GET", "/x", endless())
    with pytest.raises(NoAnswer, match="1048576 bytes"):
        transport.ask(GET, Deadline.within(3))


def test_a_packed_answer_is_refused_because_it_could_unpack_to_anything(server, transport):
    server.on("GET", "/x", answer({}, headers="Content-Encoding: gzip\r\n"))
    with pytest.raises(NoAnswer):
        transport.ask(GET, Deadline.within(2))
    assert server.seen[0].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    "reply",
    [
        drop(),
        raw(b"SSH-2.0-OpenSSH\r\n"),
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}"),
        raw(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000),
    ],
    ids=["dropped", "not HTTP", "cut short", "endless head"],
)
def test_a_broken_answer_is_no_answer(server, transport, reply):
    server.on("GET", "/x", reply)
    with pytest.raises(NoAnswer):
        transport.ask(GET, Deadline.within(2))


def test_a_refused_connection_surely_sent_nothing():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with Transport(f"http://127.0.0.1:{port}") as transport, pytest.raises(NotSent):
        transport.ask(GET, Deadline.within(2))


@pytest.mark.parametrize("slowly", [b"", b"a" * 1000], ids=["hang", "drip"])
def test_a_handshake_that_does_not_end_sent_nothing(slowly):
    with socket.create_server(("127.0.0.1", 0)) as listener, contextlib.ExitStack() as stack:
        over = threading.Event()
        record = b"\x16\x03\x03\x40\x00"

        def shake() -> None:
            connection = stack.enter_context(listener.accept()[0])
            with contextlib.suppress(OSError):
                drip(record if slowly else b"", slowly)(connection, over)
            over.wait()

        thread = threading.Thread(target=shake)
        thread.start()
        began = time.monotonic()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}"
        with Transport(url) as transport, pytest.raises(NotSent):
            transport.ask(GET, Deadline.within(0.3))
        spent = time.monotonic() - began
        over.set()
        thread.join()
    assert spent < 0.3 + MARGIN_S


def test_a_connection_the_office_closed_meanwhile_is_not_used_again(server, transport):
    closing = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
    server.on("POST", "/x", closing)
    for _ in range(2):
        assert transport.ask(HttpRequest("POST", "/x", {}, b"{}"), Deadline.within(2)).status == 200
        server.wait_until_closed()


def test_a_request_whose_deadline_has_passed_is_not_sent(server, transport):
    with pytest.raises(NotSent):
        transport.ask(GET, Deadline.within(-0.1))
    assert server.seen == []


def test_a_full_pool_refuses_at_once_instead_of_queueing(server, transport):
    server.on("GET", "/x", hang())
    troubles: list[Exception] = []

    def waits() -> None:
        try:
            transport.ask(GET, Deadline.within(1.0))
        except (NoAnswer, NotSent) as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=waits) for _ in range(Kind.QUERY.at_once + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(trouble).__name__ for trouble in troubles) == ["NoAnswer"] * Kind.QUERY.at_once + [
        "NotSent"
    ]


def test_a_name_that_is_not_resolved_in_time_sent_nothing(monkeypatch):
    released = threading.Event()
    monkeypatch.setattr(bounded.socket, "getaddrinfo", lambda *_, **__: released.wait(5))
    began = time.monotonic()
    with Transport("http://office.invalid") as transport:
        with pytest.raises(NotSent):
            transport.ask(GET, Deadline.within(0.2))
        spent = time.monotonic() - began
        released.set()
    assert spent < 0.2 + MARGIN_S


def test_a_name_nobody_knows_sent_nothing(monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror

    monkeypatch.setattr(bounded.socket, "getaddrinfo", unknown)
    with Transport("http://office.invalid") as transport, pytest.raises(NotSent):
        transport.ask(GET, Deadline.within(2))


def test_a_name_with_a_dead_address_first_is_tried_at_the_next(server, transport, monkeypatch):
    port = int(server.url.rpartition(":")[2])
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in ("127.0.0.9", "127.0.0.1")
    ]
    monkeypatch.setattr(bounded.socket, "getaddrinfo", lambda *_, **__: found)
    inner = httpcore.SyncBackend.connect_tcp

    def connect(self, host, *rest):
        if host == "127.0.0.9":
            raise httpcore.ConnectError
        return inner(self, host, *rest)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    server.on("GET", "/x", answer({}))
    with Transport(f"http://office.invalid:{port}") as by_name:
        assert by_name.ask(GET, Deadline.within(2)).status == 200


def test_a_redirect_is_an_answer_and_not_followed(server, transport):
    server.on("GET", "/x", answer({}, status=302, headers="Location: /elsewhere\r\n"))
    assert transport.ask(GET, Deadline.within(2)).status == 302
    assert [one.path for one in server.seen] == ["/x"]


def test_a_cookie_of_one_answer_does_not_travel_with_the_next_request(server, transport):
    server.on("GET", "/x", answer({}, headers="Set-Cookie: who=13800138000\r\n"))
    transport.ask(GET, Deadline.within(2))
    transport.ask(GET, Deadline.within(2))
    assert "cookie" not in server.seen[1].headers


def test_a_proxy_of_the_environment_is_not_used(server, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    server.on("GET", "/x", answer({}))
    with Transport(server.url) as transport:
        assert transport.ask(GET, Deadline.within(2)).status == 200


def test_the_service_token_goes_with_every_request(server, transport):
    server.on("GET", "/x", answer({}))
    transport.ask(GET, Deadline.within(2))
    assert server.seen[0].headers["authorization"] == "Bearer t0ken"


def test_no_log_holds_the_address_that_was_asked_for(server, transport, caplog):
    server.on("GET", "/x", answer({}))
    with caplog.at_level(logging.DEBUG):
        transport.ask(HttpRequest("GET", "/x?number=13800138000", {}), Deadline.within(2))
    assert "13800138000" not in caplog.text


@pytest.mark.parametrize("url", ["ftp://office", "office:80", "http://", ""])
def test_an_address_that_is_not_http_is_refused_when_it_is_set(url):
    with pytest.raises(BadSettings):
        Transport(url)


def test_a_base_address_may_have_a_path(server):
    server.on("GET", "/bss/x", answer({}))
    with Transport(f"{server.url}/bss/") as transport:
        assert transport.ask(GET, Deadline.within(2)).status == 200
