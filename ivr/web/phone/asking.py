"""The line's requests, handed to the application in this process, signed as a carrier signs them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from twilio.request_validator import RequestValidator
from werkzeug.test import Client, EnvironBuilder

from ivr.line.asks import Failure, Fetch, Purpose, Reply, Trouble
from ivr.web.signature import HEADER

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def asker(
    app: WSGIApplication, *, origin: str, token: str | None, told: Callable[[Fetch], None]
) -> Callable[[Fetch], Reply | Failure]:
    """Return what answers a line's requests to ``origin`` from ``app``; ``told`` hears of every one."""
    client = Client(app)
    parts = urlsplit(origin)

    def ask(fetch: Fetch) -> Reply | Failure:
        if not fetch.url.startswith(f"{origin}/"):
            return Failure(Trouble.HOST, "the browser phone reaches this hotline only")
        told(fetch)
        target = fetch.url.removeprefix(origin)
        builder = EnvironBuilder(
            path=target,
            base_url=f"{parts.scheme}://{parts.netloc}",
            method=fetch.method,
            data=dict(fetch.params) if fetch.method == "POST" else None,
            environ_overrides={"RAW_URI": target},
        )
        if token is not None and fetch.purpose is not Purpose.AUDIO:
            params = dict(fetch.params) if fetch.method == "POST" else {}
            builder.headers[HEADER] = RequestValidator(token).compute_signature(fetch.url, params)
        answer = client.open(builder, buffered=True)  # a sound is a file, which is to be closed
        return Reply(
            answer.status_code,
            answer.get_data()[: fetch.limit_bytes + 1],
            answer.headers.get("Content-Type"),
            location=answer.headers.get("Location"),
            content_language=answer.headers.get("Content-Language"),
        )

    return ask
