"""The transport to the back office: one pooled client, every exchange guarded and inside a true deadline."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

import httpcore
import httpx

from ivr.adapters.office.deadline import BoundedNetwork, Deadline, holding
from ivr.adapters.office.guard import MOST_AT_ONCE, Fared, Guard, Kind, Refused
from ivr.errors import BadSettings, IvrError

if TYPE_CHECKING:
    from types import TracebackType

CONNECT_S = 0.5
WRITE_S = 0.5
POOL_S = 0.05
"""Reliability notes, section 5: a connection that is not free at once is refused, not queued for."""
READ_S = 8.0
"""An operation's longest time-out (architecture, section 4); the deadline handed in is what really bounds."""
KEEP_ALIVE_S = 5.0
"""httpx's own default; an idle connection kept longer is one a server may be closing as a change is sent."""
_SERVER_ERROR = 500
MOST_BYTES = 1024 * 1024
"""Longest answer read; reliability notes, section 5."""


class NotSent(IvrError):
    """The request surely did not leave."""


class NoAnswer(IvrError):
    """The request may have left and no complete answer came back."""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """A complete answer; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request: ``path`` with its query, relative to the office's address; never shows its body."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = field(default=b"", repr=False)
    kind: Kind = Kind.QUERY


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Bounded(httpx.BaseTransport):
    """httpx's own transport cannot be given a network; this one hands over to a pool that has ours."""

    def __init__(self, network: httpcore.NetworkBackend | None) -> None:
        self._network = BoundedNetwork(network)
        self._pool = httpcore.ConnectionPool(
            max_connections=MOST_AT_ONCE,
            keepalive_expiry=KEEP_ALIVE_S,
            network_backend=self._network,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        self._pool.close()
        self._network.close()


class Transport:
    """Connections to one back office, shared by everything that talks to it; safe between threads.

    Time is that of ``guard``. ``network`` makes the connections; without it they are real.
    """

    def __init__(
        self,
        base_url: str,
        *,
        token: str | None = None,
        guard: Guard | None = None,
        network: httpcore.NetworkBackend | None = None,
    ) -> None:
        self.guard = guard or Guard()
        parts = urlsplit(base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise BadSettings("the back office's address starts with http:// or https:// and names a host")
        # httpx writes every address it asks for at INFO, and ours hold subscribers' numbers.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._base = base_url.rstrip("/")
        self._client = httpx.Client(
            transport=_Bounded(network),
            timeout=httpx.Timeout(connect=CONNECT_S, read=READ_S, write=WRITE_S, pool=POOL_S),
            follow_redirects=False,
            trust_env=False,
            # A cookie kept from one subscriber's answer would travel with the next subscriber's request.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            headers={"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "ivr-10086"},
        )
        if token is not None:
            self._client.headers["Authorization"] = f"Bearer {token}"

    def deadline(self, seconds: float) -> Deadline:
        """Return the deadline ``seconds`` from now."""
        return Deadline.within(seconds, self.guard.elapsed)

    def ask(self, request: HttpRequest, deadline: Deadline) -> HttpAnswer:
        """Return the whole answer to ``request`` before ``deadline``.

        Raises ``NotSent`` or ``NoAnswer``; a status is never an error here.
        """
        if deadline.left() <= 0:
            raise NotSent("the deadline had passed")
        try:
            with self.guard.passing(request.kind, given_s=deadline.left()) as fared:
                return self._within(request, deadline, fared)
        except Refused as refused:
            raise NotSent(str(refused)) from refused

    def _within(self, request: HttpRequest, deadline: Deadline, fared: Fared) -> HttpAnswer:
        fared.well = False
        with holding(deadline):
            try:
                answer = self._exchanged(request, deadline)
            except (
                httpcore.ConnectError,
                httpcore.ConnectTimeout,
                httpcore.PoolTimeout,
                httpcore.LocalProtocolError,
            ) as trouble:
                raise NotSent(type(trouble).__name__) from trouble
            except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as trouble:
                raise NoAnswer(type(trouble).__name__) from trouble
        fared.well = answer.status < _SERVER_ERROR  # a 4xx is an answer like any other
        return answer

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _exchanged(self, request: HttpRequest, deadline: Deadline) -> HttpAnswer:
        with self._client.stream(
            request.method,
            self._base + request.path,
            headers=dict(request.headers),
            content=request.body or None,
        ) as answer:
            if answer.headers.get("content-encoding", "identity").lower() != "identity":
                raise NoAnswer("an encoding that was not asked for")
            body = bytearray()
            for piece in answer.iter_raw():
                body += piece
                if len(body) > MOST_BYTES:
                    raise NoAnswer(f"an answer longer than {MOST_BYTES} bytes")
                if deadline.left() <= 0:
                    raise NoAnswer("the deadline passed while the answer arrived")
            return HttpAnswer(answer.status_code, dict(answer.headers), bytes(body))
