"""A deadline that holds for a whole exchange, however slowly the other side drips.

HTTP clients bound each read, not their sum. Measured over loopback with httpx 0.28, time-outs of 0.4 s and a
server that sends a byte every 0.1 s: a body checked between its pieces ended after 0.44 s, but a head of 69
bytes took 6.9 s, checked or not, for nothing of ours runs before the head is complete. So every connect, read
and write here gets what is left until the deadline and no more: 0.40 s in both cases, without a thread that
would go on listening, and the connection is closed.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import httpcore

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Iterator

RESOLVERS = 2
"""Threads that ask for the office's address. The system's resolver takes no timeout (5 s and more when its
server is silent), so it is asked on a thread and left behind at the deadline; two, so that a lost question
does not block the next."""
WRITE_PIECE = 16 * 1024
"""Bytes written between two looks at the clock; our requests are smaller."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment of the clock ``elapsed``, in seconds that never run backwards."""

    at: float
    elapsed: Callable[[], float] = time.monotonic

    @classmethod
    def within(cls, seconds: float, elapsed: Callable[[], float] = time.monotonic) -> Deadline:
        """Return the deadline ``seconds`` from now."""
        return cls(elapsed() + seconds, elapsed)

    def left(self) -> float:
        """Return the seconds that are left; zero or below when it has passed."""
        return self.at - self.elapsed()

    def sooner(self, seconds: float) -> Deadline:
        """Return this deadline, or the one ``seconds`` from now if that is earlier."""
        return replace(self, at=min(self.at, self.elapsed() + seconds))


_current: ContextVar[Deadline] = ContextVar("deadline")


@contextmanager
def holding(deadline: Deadline) -> Iterator[None]:
    """Bound everything ``BoundedNetwork`` does in this thread by ``deadline``."""
    token = _current.set(deadline)
    try:
        yield
    finally:
        _current.reset(token)


def _allowed(timeout: float | None, too_late: type[httpcore.TimeoutException]) -> float:
    left = _current.get().left()
    if left <= 0:
        raise too_late("the deadline has passed")
    return left if timeout is None else min(timeout, left)


class BoundedStream(httpcore.NetworkStream):
    """A connection each of whose reads and writes ends at the deadline in force."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what has arrived, or raise ``httpcore.ReadTimeout``."""
        return self._inner.read(max_bytes, timeout=_allowed(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send ``buffer``, or raise ``httpcore.WriteTimeout``."""
        for start in range(0, len(buffer), WRITE_PIECE):
            piece = buffer[start : start + WRITE_PIECE]
            self._inner.write(piece, timeout=_allowed(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Return the connection after the handshake, which Python bounds as a whole; closed if that fails."""
        try:
            allowed = _allowed(timeout, httpcore.ConnectTimeout)
        except httpcore.ConnectTimeout:
            self._inner.close()  # the pool closes what shook hands in vain, not what never began
            raise
        return BoundedStream(self._inner.start_tls(ssl_context, server_hostname, allowed))

    def get_extra_info(self, info: str) -> object:
        """Return what is known about the connection under the name ``info``."""
        return self._inner.get_extra_info(info)


class BoundedNetwork(httpcore.NetworkBackend):
    """Connections whose every step, the look-up of the name included, ends at the deadline in force.

    ``inner`` makes them; without it they are real.
    """

    def __init__(self, inner: httpcore.NetworkBackend | None = None) -> None:
        self._inner = inner or httpcore.SyncBackend()
        self._resolvers = ThreadPoolExecutor(RESOLVERS, thread_name_prefix="office-address")

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Return a connection to the first address of ``host`` that takes one."""
        trouble: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in self._addresses(host, port):
            allowed = _allowed(timeout, httpcore.ConnectTimeout)
            try:
                return BoundedStream(
                    self._inner.connect_tcp(address, port, allowed, local_address, socket_options)
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as refused:
                trouble = refused
        raise trouble or httpcore.ConnectError("the office's name has no address")

    def close(self) -> None:
        """Let the resolvers go."""
        self._resolvers.shutdown(wait=False, cancel_futures=True)

    def _addresses(self, host: str, port: int) -> tuple[str, ...]:
        try:
            return (str(ipaddress.ip_address(host)),)
        except ValueError:
            asked = self._resolvers.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        try:
            found = asked.result(timeout=_allowed(None, httpcore.ConnectTimeout))
        except TimeoutError:
            asked.cancel()
            raise httpcore.ConnectTimeout("the office's name was not resolved in time") from None
        except OSError:
            raise httpcore.ConnectError("the office's name cannot be resolved") from None
        return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
