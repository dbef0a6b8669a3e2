"""Whether a webhook was really sent by the carrier. Fails closed: whatever cannot be verified is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlsplit

from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

HEADER = "X-Twilio-Signature"


def raw_target(environ: Mapping[str, object]) -> str:
    """Return path and query exactly as they were requested; a decoded path would not verify.

    Werkzeug and gunicorn keep them in ``RAW_URI`` or ``REQUEST_URI``; a WSGI transport without a socket has
    only the decoded path.
    """
    for name in ("RAW_URI", "REQUEST_URI"):
        raw = environ.get(name)
        if isinstance(raw, str) and raw:
            if raw.startswith("/"):
                return raw
            parts = urlsplit(raw)  # a proxy may send the absolute form
            return parts.path + (f"?{parts.query}" if parts.query else "")
    path = quote(str(environ.get("SCRIPT_NAME", "")) + str(environ.get("PATH_INFO", "")))
    query = str(environ.get("QUERY_STRING", ""))
    return path + (f"?{query}" if query else "")


class _Form(dict[str, list[str]]):
    """A form as the validator reads it fastest: names, and all values of one."""

    getall = dict.__getitem__


def is_signed(tokens: Sequence[str], url: str, form: MultiDict[str, str], signature: str | None) -> bool:
    """Return whether ``signature`` is one of ``tokens``' over ``url`` and ``form``.

    ``url`` is the configured public address and the raw target, never what a header claims.
    """
    if not signature:
        return False
    values = _Form(form.lists())
    try:
        return any(RequestValidator(token).validate(url, values, signature) for token in tokens)
    except Exception:  # noqa: BLE001 -- the validator raises for odd ports and names; those are not signed
        return False
