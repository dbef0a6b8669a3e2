from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, parse_qsl

import pytest
from twilio.request_validator import RequestValidator

TOKEN = "12345"
ORIGIN = "http://hotline.example"


@dataclass
class TinyHotline:
    """A WSGI application of a few pages that keeps what it was sent."""

    pages: dict[str, tuple[str, str] | str] = field(default_factory=dict)
    received: list[dict[str, object]] = field(default_factory=list)
    cookie: str | None = None

    def __call__(self, environ: dict[str, object], start_response: Callable[..., object]) -> Iterable[bytes]:
        length = int(str(environ.get("CONTENT_LENGTH") or 0))
        body = environ["wsgi.input"].read(length).decode()  # type: ignore[attr-defined]
        query = str(environ.get("QUERY_STRING", ""))
        path = str(environ["PATH_INFO"])
        request: dict[str, object] = {
            "method": environ["REQUEST_METHOD"],
            "path": path,
            "target": environ.get("REQUEST_URI"),
            "form": dict(parse_qsl(body, keep_blank_values=True)),
            "query": parse_qs(query),
            "headers": {name[5:]: value for name, value in environ.items() if name.startswith("HTTP_")},
            "type": environ.get("CONTENT_TYPE"),
            "raw": body,
        }
        self.received.append(request)
        page = self.pages.get(path)
        if page is None:
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"no"]
        status, text = page if isinstance(page, tuple) else ("200 OK", page)
        headers = [("Content-Type", "text/xml; charset=utf-8")]
        if status.startswith("3"):
            headers.append(("Location", text))
        if status.startswith("401") and "AUTHORIZATION" in request["headers"]:  # type: ignore[operator]
            status = "200 OK"
        if status.startswith("401"):
            headers.append(("WWW-Authenticate", 'Basic realm="x"'))
        if self.cookie is not None:
            headers.append(("Set-Cookie", self.cookie))
        start_response(status, headers)
        return [f"<Response>{text}</Response>".encode()]

    def signed_rightly(self, url: str) -> bool:
        """Whether the last request carries the signature of ``url``."""
        last = self.received[-1]
        headers = last["headers"]
        assert isinstance(headers, dict)
        signature = headers.get("X_TWILIO_SIGNATURE", "")
        return bool(RequestValidator(TOKEN).validate(url, last["form"], signature))


@pytest.fixture
def hotline() -> TinyHotline:
    return TinyHotline()


@pytest.fixture
def new_id() -> Callable[[str], str]:
    counter: Iterator[int] = itertools.count(1)
    return lambda prefix: f"{prefix}{next(counter):032x}"
