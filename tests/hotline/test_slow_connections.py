"""A carrier is answered whoever else is connected and does not go on: contract, section 4."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from ivr.caller.transport import sign
from ivr.cli.serve import THREADS
from ivr.cli.worker import ARRIVES_WITHIN_S
from tests.hotline.calling import call
from tests.hotline.office import TheOffice
from tests.hotline.patience import PROMISED_S
from tests.hotline.running import served
from tests.web.inside import CALLER, TOKEN, standard


@pytest.fixture(scope="module")
def hotline(project: Path, office: TheOffice) -> Iterator[str]:
    with served(project, office=office.url) as url:
        yield url


STUCK = [
    b"",
    b"POST /voice HTTP/1.1\r\nContent-Le",
    b"POST /voice HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nCallSid=CA",
]


@contextmanager
def connected(url: str, times: int) -> Iterator[list[socket.socket]]:
    parts = urlsplit(url)
    with ExitStack() as stack:
        yield [
            stack.enter_context(socket.create_connection((str(parts.hostname), parts.port or 80)))
            for _ in range(times)
        ]


@pytest.mark.parametrize("begun", STUCK)
def test_connections_that_do_not_go_on_hold_up_nobody(hotline: str, begun: bytes) -> None:
    with connected(hotline, THREADS + 8) as stuck:
        for one in stuck:
            one.sendall(begun)
        one_call = call(hotline, "press: 1", "hang_up")
        assert max(one_call.timed.spent_s) < PROMISED_S
        for one in stuck:
            one.sendall(b"x")  # a little more of it
        assert max(call(hotline, "hang_up").timed.spent_s) < PROMISED_S


def test_a_connection_that_does_not_go_on_is_closed(hotline: str) -> None:
    with connected(hotline, len(STUCK)) as stuck:
        for one, begun in zip(stuck, STUCK, strict=True):
            one.sendall(begun)
            one.settimeout(ARRIVES_WITHIN_S + 3)
        for one in stuck:
            with suppress(ConnectionResetError):  # what was sent of it lies there unread
                assert one.recv(1) == b""


def test_a_request_that_arrives_in_pieces_is_answered(hotline: str) -> None:
    form = standard("CApieces", CALLER, "10086", status="ringing")
    body = urlencode(form).encode()
    head = (
        f"POST /voice HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"X-Twilio-Signature: {sign(TOKEN, hotline + '/voice', form.items())}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode()
    request = head + body
    with connected(hotline, 1) as (one,):
        one.settimeout(5)
        for _ in range(2):  # the second on the same connection
            for place in range(0, len(request), 150):
                one.sendall(request[place : place + 150])
                time.sleep(0.005)
            answer = b""
            while b"</Response>" not in answer:
                piece = one.recv(4096)
                assert piece, answer
                answer += piece
            assert answer.startswith(b"HTTP/1.1 200")
        one.sendall(request + request)  # two at once, one behind the other
        answer = b""
        while answer.count(b"</Response>") < 2:
            piece = one.recv(4096)
            assert piece, answer
            answer += piece
