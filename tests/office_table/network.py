"""A network without sockets: connections to one WSGI application, on a clock that is moved by hand.

What is above the socket is the real thing: httpx, its pool, HTTP/1.1, and our deadlines. An answer's bytes are
there at once; when they *arrive* is what the application said it waited. A read that would have to wait longer
than it may moves the clock by what it may, and is over.
"""

from __future__ import annotations

import io
import socket
import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote

import httpcore

from ivr.scripts.virtual import VirtualTime

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_END_OF_HEAD = b"\r\n\r\n"


@dataclass(slots=True)
class AheadOfTime:
    """The time of work that is done at once: how far it is ahead of the call it is done for, in seconds.

    ``waited_s`` is how much later still the application is that answers it.
    """

    call: VirtualTime
    ahead_s: float = 0.0
    waited_s: float = 0.0

    def elapsed(self) -> float:
        return self.call.elapsed() + self.ahead_s

    def now(self) -> datetime:
        return self.call.now() + timedelta(seconds=self.ahead_s)

    def at_the_office(self) -> datetime:
        return self.now() + timedelta(seconds=self.waited_s)

    def pause(self, seconds: float) -> None:
        self.ahead_s += seconds

    def spent(self) -> float:
        """Return what the work took, and be level with the call again."""
        spent_s, self.ahead_s = self.ahead_s, 0.0
        return spent_s


class Waits(threading.Event):
    """What the application waits for when it is told to be late: nobody sleeps, it is only later."""

    def __init__(self, time: AheadOfTime) -> None:
        super().__init__()
        self._time = time

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None, "for ever is no time"
        self._time.waited_s += timeout
        return False


class Plug(socket.socket):
    """The connection as the application sees it, which it may only pull."""

    pulled = False

    def shutdown(self, how: int) -> None:
        self.pulled = True


@dataclass(slots=True)
class Network(httpcore.NetworkBackend):
    """Makes connections to ``app``, whoever is asked for; ``plug`` is the one all of them have."""

    app: WSGIApplication
    time: AheadOfTime
    plug: Plug

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        return Stream(self)


@dataclass(slots=True)
class Stream(httpcore.NetworkStream):
    """One connection: answers each request when its last byte is written."""

    network: Network
    asked: bytes = b""
    coming: deque[tuple[float, bytes]] = field(default_factory=deque)
    """Bytes by when they arrive; none at all: the connection is closed then."""

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.asked += buffer
        head, ended, body = self.asked.partition(_END_OF_HEAD)
        if not ended:
            return
        first, *lines = head.decode("ascii").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        if len(body) >= int(headers.get("content-length", "0")):
            self.asked = b""
            self._answer(first, headers, body)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        time = self.network.time
        assert self.coming, "read before anything was asked"
        due, piece = self.coming[0]
        if timeout is not None and due > time.elapsed() + timeout:
            time.pause(timeout)
            raise httpcore.ReadTimeout
        time.pause(max(0.0, due - time.elapsed()))
        if len(piece) > max_bytes:
            self.coming[0] = (due, piece[max_bytes:])
        elif piece:
            self.coming.popleft()
        return piece[:max_bytes]

    def close(self) -> None:
        self.coming.clear()

    def get_extra_info(self, info: str) -> object:
        return None

    def _answer(self, first: str, headers: dict[str, str], body: bytes) -> None:
        """Have the application answer; its bytes arrive as it waits between them."""
        time, plug = self.network.time, self.network.plug
        plug.pulled, time.waited_s = False, 0.0
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, answered: list[tuple[str, str]], _exc: object = None) -> object:
            begun.append((status, answered))
            return None

        environ = _environ(first, headers, body) | {"werkzeug.socket": plug}
        pieces = [
            (time.elapsed() + time.waited_s, piece)
            for piece in self.network.app(environ, start_response)  # type: ignore[arg-type] # writes nothing itself
        ]
        whole = time.elapsed() + time.waited_s
        if plug.pulled:
            self.coming.append((whole, b""))
            return
        self.coming.append((pieces[0][0] if pieces else whole, _head(*begun[-1])))
        self.coming.extend((due, piece) for due, piece in pieces if piece)


def _environ(first: str, headers: dict[str, str], body: bytes) -> dict[str, object]:
    method, target, protocol = first.split(" ")
    path, _, query = target.partition("?")
    named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    return named | {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(path, encoding="latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "office",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": protocol,
        "CONTENT_TYPE": headers.get("content-type", ""),
        "CONTENT_LENGTH": headers.get("content-length", "0"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def _head(status: str, headers: list[tuple[str, str]]) -> bytes:
    assert HTTPStatus(int(status[:3]))
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join(lines).encode("latin-1") + _END_OF_HEAD
