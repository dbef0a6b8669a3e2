"""A back office on loopback that answers, or fails to, exactly as a test says."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import parse_qs, urlsplit

DRIP_S = 0.05


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    def json(self):
        return json.loads(self.body)


Reply = Callable[[socket.socket, threading.Event], bool]
"""Does what a reply does on the connection; True when the connection may serve another request."""


def raw(data: bytes, *, keep: bool = False) -> Reply:
    def reply(connection: socket.socket, _: threading.Event) -> bool:
        connection.sendall(data)
        return keep

    return reply


def answer(body: object = None, *, status: int = 200, headers: str = "") -> Reply:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n{headers}Content-Length: {len(data)}\r\n\r\n"
    return raw(head.encode() + data, keep=True)


def drop() -> Reply:
    return raw(b"")


def hang() -> Reply:
    def reply(_: socket.socket, over: threading.Event) -> bool:
        over.wait()
        return False

    return reply


def drip(at_once: bytes, slowly: bytes) -> Reply:
    def reply(connection: socket.socket, over: threading.Event) -> bool:
        connection.sendall(at_once)
        for byte in slowly:
            if over.wait(DRIP_S):
                return False
            connection.sendall(bytes([byte]))
        return False

    return reply


def drip_head() -> Reply:
    return drip(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a" * 10_000)


def drip_body() -> Reply:
    return drip(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n", b" " * 10_000)


def endless() -> Reply:
    def reply(connection: socket.socket, over: threading.Event) -> bool:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not over.is_set():
            connection.sendall(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
        return False

    return reply


FAULT = {"code": "60", "reason": "too busy"}
"""A TM Forum Error: the office itself speaks."""


@dataclass
class Server:
    """Replies by method and start of path; the last reply of a rule stands for all later requests."""

    rules: list[tuple[str, str, list[Reply]]] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._threads[0].join()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._listener.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def on(self, method: str, path: str, *replies: Reply) -> None:
        self.rules.insert(0, (method, path, list(replies)))

    def asked(self, method: str, path: str = "") -> list[Seen]:
        return [one for one in self.seen if one.method == method and one.path.startswith(path)]

    def wait_until_closed(self) -> None:
        """Return when every connection accepted so far is over."""
        for thread in self._threads[1:]:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,))
            with self._lock:
                self._open.append(connection)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream:
            try:
                while self._exchange(connection, stream):
                    pass
            except OSError:
                pass  # the client left: what these tests are about
            with self._lock:
                self._open.remove(connection)

    def _exchange(self, connection: socket.socket, stream) -> bool:
        line = stream.readline()
        if not line:
            return False
        method, target, _ = line.decode().split()
        headers = {}
        while (line := stream.readline().decode().strip()) != "":
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = stream.read(int(headers.get("content-length", "0")))
        parts = urlsplit(target)
        self.seen.append(Seen(method, parts.path, parse_qs(parts.query), headers, body))
        return self._reply(method, parts.path)(connection, self._over)

    def _reply(self, method: str, path: str) -> Reply:
        for rule_method, start, replies in self.rules:
            if rule_method == method and path.startswith(start):
                return replies.pop(0) if len(replies) > 1 else replies[0]
        return answer({"code": "20", "reason": "not here"}, status=404)
