"""HTTP for the line: real, or straight into a WSGI application; the same code either way."""

from __future__ import annotations

import logging
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import httpx
from twilio.request_validator import RequestValidator

from ivr.line.asks import Failure, Fetch, Purpose, Reply, Trouble

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_HEADERS = {"User-Agent": "TwilioProxy/1.1", "Accept": "*/*"}  # as on real requests (twiml.md 2.7)
_FORM = "application/x-www-form-urlencoded; charset=UTF-8"
_LOG = logging.getLogger(__name__)


class Transport:
    """One call's HTTP client: it keeps the cookies of the call. Close it when the call is over."""

    def __init__(self, client: httpx.Client, *, token: str | None = None) -> None:
        self._client = client
        self._token = token

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def send(self, fetch: Fetch) -> Reply | Failure:
        """Send one request, without following redirects; nothing is raised for what the network does."""
        start = time.monotonic()
        try:
            return self._send(fetch, start)
        except httpx.HTTPError as error:
            return Failure(_trouble(error), str(error) or type(error).__name__, time.monotonic() - start)
        except (httpx.InvalidURL, UnicodeError) as error:
            return Failure(Trouble.ADDRESS, str(error))

    def _send(self, fetch: Fetch, start: float) -> Reply | Failure:
        if not fetch.cookies:
            self._client.cookies.clear()
        target = httpx.URL(fetch.url)
        user = (target.username, target.password) if target.userinfo else None
        request = self._request(fetch, target.copy_with(userinfo=b""))
        response = self._client.send(request, stream=True, auth=None)
        if response.status_code == HTTPStatus.UNAUTHORIZED and user is not None:
            challenge = response.headers.get("WWW-Authenticate", "")
            response.close()
            auth = (
                httpx.DigestAuth(*user) if challenge.lower().startswith("digest") else httpx.BasicAuth(*user)
            )
            response = self._client.send(self._request(fetch, request.url), stream=True, auth=auth)
        try:
            return _reply(fetch, response, start)
        finally:
            response.close()

    def _request(self, fetch: Fetch, url: httpx.URL) -> httpx.Request:
        headers = dict(_HEADERS)
        body: bytes | None = None
        if fetch.method == "POST":
            headers["Content-Type"] = _FORM
            body = urlencode(fetch.params).encode()
        if fetch.token is not None:
            headers["I-Twilio-Idempotency-Token"] = fetch.token
        if self._token is not None and fetch.signed:
            params = fetch.params if fetch.method == "POST" else ()
            with_port = fetch.purpose is Purpose.MESSAGE
            headers["X-Twilio-Signature"] = sign(self._token, str(url), params, with_port=with_port)
        timeout = httpx.Timeout(fetch.limit_s, connect=min(fetch.connect_s, fetch.limit_s))
        return self._client.build_request(fetch.method, url, headers=headers, content=body, timeout=timeout)


def sign(token: str, url: str, params: Iterable[tuple[str, str]], *, with_port: bool = False) -> str:
    """Return ``X-Twilio-Signature`` (twiml.md section 4).

    Over HTTPS the port is left out, but not for texts: ``with_port`` (4.2). ``url`` is the address as sent,
    without user and fragment; for a GET there are no ``params``.
    """
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.port is not None and not with_port:
        url = parts._replace(netloc=parts.netloc.rpartition(":")[0]).geturl()
    values: dict[str, list[str]] = {}
    for name, value in params:
        values.setdefault(name, []).append(value)
    return str(RequestValidator(token).compute_signature(url, _Form(values)))


def over_network(*, token: str | None = None) -> Transport:
    """Return a transport over real HTTP."""
    return Transport(httpx.Client(follow_redirects=False, trust_env=False), token=token)


def in_process(app: WSGIApplication, *, origin: str, token: str | None = None) -> Transport:
    """Return a transport that calls ``app`` for the host of ``origin``; other hosts cannot be reached."""
    parts = urlsplit(origin)
    client = httpx.Client(
        transport=httpx.MockTransport(_unreachable),
        mounts={f"{parts.scheme}://{parts.netloc}": _InProcess(app)},
        follow_redirects=False,
        trust_env=False,
    )
    return Transport(client, token=token)


class _Form:
    """Parameters as the signature library reads a form: names, and all values of one."""

    def __init__(self, values: dict[str, list[str]]) -> None:
        self._values = values
        self.getall = self._values.__getitem__

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


class _InProcess(httpx.BaseTransport):
    """``httpx.WSGITransport`` that also tells the application the raw target, as servers do (4.3)."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        raw = request.url.raw_path.decode("ascii")

        def with_target(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            environ["REQUEST_URI"] = environ["RAW_URI"] = raw
            return self._app(environ, start_response)

        try:
            return httpx.WSGITransport(app=with_target).handle_request(request)
        except Exception:  # noqa: BLE001 -- an application may break in any way; servers log it and answer 500
            _LOG.exception("the application broke at %s", request.url)
            return httpx.Response(HTTPStatus.INTERNAL_SERVER_ERROR, text="the application broke")


def _reply(fetch: Fetch, response: httpx.Response, start: float) -> Reply | Failure:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        elapsed_s = time.monotonic() - start
        if elapsed_s > fetch.limit_s:
            return Failure(Trouble.TIMEOUT, f"no whole answer within {fetch.limit_s:g} s", elapsed_s)
        if len(body) > fetch.limit_bytes:
            break
    headers = response.headers
    return Reply(
        response.status_code,
        bytes(body[: fetch.limit_bytes + 1]),
        headers.get("Content-Type"),
        headers.get("Content-Language"),
        headers.get("Location"),
        time.monotonic() - start,
    )


def _trouble(error: httpx.HTTPError) -> Trouble:
    match error:
        case httpx.ConnectTimeout() | httpx.ConnectError() if _stems_from(error, ssl.SSLError):
            return Trouble.TLS
        case httpx.ConnectError() if _stems_from(error, socket.gaierror):
            return Trouble.HOST
        case httpx.ConnectTimeout() | httpx.ConnectError():
            return Trouble.CONNECTION
        case httpx.TimeoutException():
            return Trouble.TIMEOUT
        case httpx.UnsupportedProtocol():
            return Trouble.ADDRESS
        case _:
            return Trouble.PROTOCOL


def _stems_from(error: BaseException, kind: type[BaseException]) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, kind):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def _unreachable(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError(f"{request.url.host} is not part of this project", request=request)
