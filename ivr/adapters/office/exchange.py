"""What one operation may ask of the office: TM Forum resources, one key, one deadline.

How an HTTP answer is taken:

- a read: 200 or 206, or it is ``Unavailable``; asked once more after a lost connection or a 5xx, if there is
  time;
- a change: 2xx is its answer. Not sent, a 4xx, or a 503 by which the office itself declares (with a TMF
  ``Error``) that it did nothing, is ``Unavailable``; a 409 that declares a reason of the office's own is
  ``Declined``. Everything else is ``Unsure``: a 503 without an ``Error`` may come from a proxy that lost the
  office after handing over, a 409 about the key says that it is known and perhaps being worked on, a 408 that
  somebody on the way gave up.
"""

from __future__ import annotations

import string
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from ivr.adapters.office.faults import Declined, Misshapen, Unavailable, Unsure, once_sent
from ivr.adapters.office.guard import Kind
from ivr.adapters.office.http import HttpAnswer, HttpRequest, NoAnswer, NotSent
from ivr.adapters.office.shapes import Object, an_object, objects, optional_text, parse, text, write

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ivr.adapters.office.deadline import Deadline
    from ivr.adapters.office.http import Transport

JSON = "application/json;charset=utf-8"
"""As TM Forum's v4 definitions spell it."""
FORM = "application/x-www-form-urlencoded"
RETRY_LEAST_S = 0.7
"""A read is repeated only with this much time left (reliability notes, section 5)."""
RETRY_PAUSE_S = 0.1
"""The middle of the 50 to 150 ms of reliability notes, section 5; calls are spread by themselves."""
PAGE = 100
MOST_PAGES = 10
"""Longest list read, in pages: no caller has a thousand of anything, so the office did not filter."""
ABOUT_THE_KEY = "idempotencyKey"
"""How the codes of a 409 begin that speak of the key, not of the request: still running, or used for another.
TM Forum declares no code for these; this is the project's convention (TM Forum notes, section 3.3)."""

_OK = 200
_PARTIAL = 206
_BAD_REQUEST = 400
_SERVER_ERROR = 500
_RETRIED = frozenset({_SERVER_ERROR, 502, 503, 504})
_DIGITS_OF_A_COUNT = 9
_SAFE_IN_HEADER = string.punctuation.replace("%", "")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One operation's dealings with the office, under one key and until one deadline.

    ``kind`` is that of its changes; what it reads is a query.
    """

    transport: Transport
    key: str
    deadline: Deadline
    pause: Callable[[float], None] = field(default=time.sleep)
    kind: Kind = Kind.CHANGE

    def hurried(self, seconds: float) -> Exchange:
        """Return the same exchange with at most ``seconds`` left, for what may be done without."""
        return replace(self, deadline=self.deadline.sooner(seconds))

    def one(self, path: str) -> Object:
        """Return the resource at ``path``; raise ``Unavailable`` when it cannot be read."""
        return an_object(parse(self._read(path).body), "the body")

    def all(self, path: str, query: Mapping[str, str]) -> tuple[Object, ...]:
        """Return the whole list, page by page, each id once; the office may have ignored ``query``."""
        found: dict[str, Object] = {}
        seen = 0
        for _ in range(MOST_PAGES):
            asked = {**query, "limit": str(PAGE)} | ({"offset": str(seen)} if seen else {})
            answer = self._read(f"{path}?{urlencode(asked)}")
            page = objects(parse(answer.body), "the body")
            known = len(found)
            for entry in page:
                if found.setdefault(text(entry, "id"), entry) != entry:
                    raise Misshapen("id")
            seen += len(page)
            if len(found) == known or not _more(answer, seen):
                return tuple(found.values())
        raise Unavailable("a list without an end")

    def create(self, path: str, body: Object) -> Object:
        """POST ``body`` and return what was made; raise ``Unavailable`` or ``Unsure``."""
        return self._change("POST", path, JSON, body)

    def amend(self, path: str, body: Object) -> Object:
        """PATCH ``body`` (JSON merge: an array replaces the whole array) and return the outcome."""
        return self._change("PATCH", path, "application/merge-patch+json", body)

    def submit(self, path: str, form: Mapping[str, str]) -> HttpAnswer:
        """POST a form once and return the answer as it is, without ever naming what was in it."""
        try:
            return self.transport.ask(
                HttpRequest("POST", path, self._headers(FORM), urlencode(form).encode()), self.deadline
            )
        except (NotSent, NoAnswer) as trouble:
            raise Unavailable(str(trouble)) from trouble

    def _read(self, path: str) -> HttpAnswer:
        request = HttpRequest("GET", path, self._headers(None))
        try:
            answer = self.transport.ask(request, self.deadline)
        except (NotSent, NoAnswer):
            if self.deadline.left() < RETRY_LEAST_S:
                raise Unavailable("the office did not answer a read") from None
            answer = self._read_again(request)
        else:
            if (
                answer.status in _RETRIED
                and "retry-after" not in answer.headers
                and self.deadline.left() >= RETRY_LEAST_S
            ):
                answer = self._read_again(request)
        if answer.status not in {_OK, _PARTIAL}:
            raise Unavailable(f"a read was answered {answer.status}")
        return answer

    def _read_again(self, request: HttpRequest) -> HttpAnswer:
        self.pause(RETRY_PAUSE_S)
        try:
            return self.transport.ask(request, self.deadline)
        except (NotSent, NoAnswer):
            raise Unavailable("the office did not answer a read, nor its repeat") from None

    def _change(self, method: str, path: str, content_type: str, body: Object) -> Object:
        headers = self._headers(content_type) | {"Idempotency-Key": _in_header(self.key)}
        try:
            answer = self.transport.ask(
                HttpRequest(method, path, headers, write(body), self.kind), self.deadline
            )
        except NotSent as trouble:
            raise Unavailable(f"not sent: {trouble}") from trouble
        except NoAnswer as trouble:
            raise Unsure(f"no answer: {trouble}") from trouble
        if _OK <= answer.status < 300:
            with once_sent():
                return an_object(parse(answer.body), "the body")
        raise _trouble(answer)

    def _headers(self, content_type: str | None) -> dict[str, str]:
        headers = {"x-correlator": _in_header(self.key)}
        if content_type is not None:
            headers["Content-Type"] = content_type
        return headers


def segment(identifier: str) -> str:
    """Return an id as one segment of a path; ids come from the office and are not trusted either."""
    return quote(identifier, safe="")


def _trouble(answer: HttpAnswer) -> Unavailable | Unsure:
    said = f"a change was answered {answer.status}"
    code = _declared(answer)
    match answer.status:
        case 408:
            return Unsure(said)
        case 409 if code is None or code.startswith(ABOUT_THE_KEY):
            return Unsure(said)
        case 409:
            return Declined(said)
        case 503 if code is not None:
            return Unavailable(said)
        case status if _BAD_REQUEST <= status < _SERVER_ERROR:
            return Unavailable(said)
        case _:
            return Unsure(said)


def _declared(answer: HttpAnswer) -> str | None:
    """Return the code of the TMF ``Error`` in an answer, or None when it holds none."""
    try:
        error = an_object(parse(answer.body), "the body")
        return text(error, "code") if optional_text(error, "reason") is not None else None
    except Misshapen:
        return None


def _more(answer: HttpAnswer, seen: int) -> bool:
    total = answer.headers.get("x-total-count", "")
    if total.isascii() and total.isdigit() and len(total) <= _DIGITS_OF_A_COUNT:
        return seen < int(total)
    return answer.status == _PARTIAL or seen % PAGE == 0


def _in_header(key: str) -> str:
    # A key names an operation, which may be Chinese; a header may not.
    return quote(key, safe=_SAFE_IN_HEADER)
