"""HTTP as the carrier does it: standard parameters, retries, redirects, failures (2, 3.1)."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlsplit

from ivr.line.address import Overrides, resolve, split_overrides, with_query
from ivr.line.asks import Failure, Fetch, Params, Purpose, Reply, Running, Trouble
from ivr.line.element import read_xml
from ivr.line.limits import AUDIO_BYTES, DOCUMENT_BYTES, HTTP_REDIRECTS
from ivr.line.media import MARKUP_TYPES, content_type
from ivr.line.reading import check_address
from ivr.line.state import CarrierFault, Goto, Line, Requested, complain

API_VERSION = "2010-04-01"
"""``ApiVersion`` (2.3)."""
_PLACES = ("City", "State", "Zip", "Country")
_KEEPS_METHOD = frozenset({307, 308})
_REDIRECTS = frozenset({301, 302, 303, *_KEEPS_METHOD})
_CODES = {
    Trouble.CONNECTION: "11205",
    Trouble.TIMEOUT: "11205",
    Trouble.PROTOCOL: "11206",
    Trouble.HOST: "11210",
    Trouble.TLS: "11220",
    Trouble.ADDRESS: "11100",
}
_BAD_STATUS = "11200"
_GUESSED = tuple((f"{side}{place}", "") for side in ("From", "To", "Caller", "Called") for place in _PLACES)
_IDS = frozenset({"CallSid", "AccountSid"})


def standard_params(line: Line) -> Params:
    """Return the parameters every fetch carries, the geographic ones empty as they often are (2.2, 2.3)."""
    parties = line.parties
    vouched = line.carrier.stir_verstat
    return (
        ("CallSid", parties.call_sid),
        ("AccountSid", parties.account_sid),
        ("From", parties.caller),
        ("To", parties.called),
        ("Caller", parties.caller),
        ("Called", parties.called),
        ("CallStatus", line.status.value),
        ("ApiVersion", API_VERSION),
        ("Direction", "inbound"),
        *_GUESSED,
        *(() if vouched is None else (("StirVerstat", vouched),)),
    )


def request(line: Line, goto: Goto, purpose: Purpose) -> Running[tuple[str, Reply]]:
    """Send one request, follow redirects, and return the final address and a 2xx reply.

    The address returned is the base for what the document names (5.3). Audio is a plain GET without
    parameters and is not listed (6.2). Raises ``CarrierFault``.
    """
    url, overrides = split_overrides(check_address(goto.url))
    method, added, asked = goto.method, goto.params, ""
    for _ in range(HTTP_REDIRECTS + 1):
        params = () if purpose is Purpose.AUDIO else _merged(_standard(line, goto), added)
        sent = with_query(url, params) if method == "GET" else url
        base = sent if line.carrier.get_base_keeps_parameters else url
        asked = asked or base
        if purpose is not Purpose.AUDIO:
            line.requested.append(Requested(round(line.now, 3), method, sent, added))
        reply = yield from _attempts(line, _fetch(line, method, sent, params, purpose, overrides), overrides)
        if reply.status not in _REDIRECTS or reply.location is None:
            if not 200 <= reply.status < 300:
                raise CarrierFault(_BAD_STATUS, f"{method} {url} was answered {reply.status}")
            return (base if line.carrier.redirect_moves_base else asked), reply
        if purpose is not Purpose.AUDIO:
            complain(line, str(reply.status), f"{url} redirects: what the verb added is not sent on (2.7)")
        added = ()
        method = method if reply.status in _KEEPS_METHOD else "GET"
        url, _ = split_overrides(check_address(resolve(url, reply.location)))
    raise CarrierFault("11215", f"more than {HTTP_REDIRECTS} redirects from {goto.url}")


def notify(line: Line, goto: Goto) -> Running[None]:
    """Send an asynchronous callback; whatever comes back changes nothing but the log (2.1, 3.1)."""
    try:
        url, reply = yield from request(line, goto, Purpose.NOTICE)
        _check_acknowledgement(url, reply)
    except CarrierFault as fault:
        code = "15003" if fault.complaint.code == _BAD_STATUS else fault.complaint.code
        complain(line, code, fault.complaint.text)


def _check_acknowledgement(url: str, reply: Reply) -> None:
    """Raise ``CarrierFault`` unless a callback was answered 204, or with an (empty) document (3.1)."""
    if reply.status == HTTPStatus.NO_CONTENT:
        return
    kind, charset = content_type(reply.content_type)
    if kind not in MARKUP_TYPES:
        raise CarrierFault("12300", f"{url} answered a callback {kind or 'without a Content-Type'}")
    read_xml(reply.body, charset=charset)


def _standard(line: Line, goto: Goto) -> Params:
    params = standard_params(line) if goto.standard is None else goto.standard
    return tuple(pair for pair in params if pair[0] in _IDS) if goto.brief else params


def _merged(standard: Params, added: Params) -> Params:
    names = {name for name, _ in added}
    return tuple(pair for pair in standard if pair[0] not in names) + added


def _fetch(
    line: Line, method: str, sent: str, params: Params, purpose: Purpose, overrides: Overrides
) -> Fetch:
    audio = purpose is Purpose.AUDIO
    return Fetch(
        line.now,
        method,
        sent,
        params,
        purpose,
        token=None if audio else line.new_id("IT"),
        limit_bytes=AUDIO_BYTES if audio else DOCUMENT_BYTES,
        limit_s=min(overrides.read_s, overrides.total_s),
        connect_s=overrides.connect_s,
        signed=not audio or line.carrier.signs_audio,
        cookies=line.carrier.keeps_cookies,
    )


def _attempts(line: Line, fetch: Fetch, overrides: Overrides) -> Running[Reply]:
    """Try as often as the policy says, with one idempotency token and one time budget (2.6)."""
    spent = 0.0
    for attempt in range(overrides.retries + 1):
        limit_s = min(overrides.read_s, overrides.total_s - spent)
        answer = yield fetch if limit_s == fetch.limit_s else replace(fetch, limit_s=limit_s)
        if not isinstance(answer, Reply | Failure):
            raise TypeError(f"a fetch was answered by {answer!r}")
        outcome: Reply | Failure = answer
        if isinstance(answer, Reply) and answer.elapsed_s > limit_s:
            outcome = Failure(Trouble.TIMEOUT, "no answer in time", limit_s)
        spent += min(outcome.elapsed_s, limit_s)
        word = outcome.status if isinstance(outcome, Reply) else outcome.trouble
        if attempt == overrides.retries or not overrides.again(word) or spent >= overrides.total_s:
            break
    if line.carrier.count_fetch_time or isinstance(outcome, Failure):
        line.now += spent
    if isinstance(outcome, Failure):
        place = urlsplit(fetch.url)._replace(query="").geturl()
        raise CarrierFault(_CODES[outcome.trouble], f"{fetch.method} {place}: {outcome.text}")
    return outcome
