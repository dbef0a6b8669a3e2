"""The browser phone over HTTP. It answers this machine's own browser only."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, jsonify, render_template, request

from ivr.errors import BadValue
from ivr.line.asks import Opening
from ivr.line.state import Heard
from ivr.model.ids import Msisdn, msisdn
from ivr.model.values import Json
from ivr.ports import PhoneBook
from ivr.web.phone.acts import read_act
from ivr.web.phone.calls import NoSuchCall, PhoneCall, PhoneCalls, Stretch
from ivr.web.phone.recordings import MOST_BYTES, KeptRecordings

ANONYMOUS = "anonymous"
"""How a carrier writes a withheld number."""
_COUNTRY = "+86"


def make_phone(  # noqa: C901 -- one small function per route
    calls: PhoneCalls,
    *,
    book: PhoneBook,
    recordings: KeptRecordings,
    origin: str,
) -> Blueprint:
    """Return the page and what its script talks to."""
    phone = Blueprint(
        "phone", __name__, template_folder="page", static_folder="page", static_url_path="/phone/page"
    )

    @phone.before_request
    def refuse_strangers() -> None:
        # A page elsewhere must not reach it through this machine's browser: neither by a name of its own
        # that leads to loopback, nor by a form.
        if not _is_loopback(urlsplit(f"//{request.host}").hostname or ""):
            abort(403, "the browser phone answers on loopback only")
        sender = request.headers.get("Origin")
        if sender is not None and urlsplit(sender).netloc != request.host:
            abort(403, "the browser phone answers its own page only")

    @phone.get("/")
    def page() -> str:
        return render_template("phone.html")

    @phone.get("/phone/numbers")
    def numbers() -> Response:
        return jsonify([{"number": one.number, "about": one.about} for one in book.subscribers()])

    @phone.get("/phone/texts")
    def texts() -> Response:
        number = msisdn(request.args.get("number", ""))
        return jsonify([] if number is None else list(book.texts(number)))

    @phone.post("/phone/calls")
    def begin() -> Response:
        body = _body()
        caller = body.get("from")
        number = msisdn(caller) if isinstance(caller, str) else None
        if number is None and caller != ANONYMOUS:
            abort(400, "a call comes from a mobile number of eleven digits, or is anonymous")
        return told(calls.begin(_as_written(number)))

    @phone.post("/phone/calls/<name>/act")
    def act(name: str) -> Response:
        body = _body()
        turn = body.get("turn")
        if not isinstance(turn, int):
            abort(400, "an act names its turn")
        try:
            return told(found(name).act(turn, lambda opening: read_act(body, opening)))
        except BadValue as error:
            abort(400, str(error))

    @phone.put("/phone/calls/<name>/recording")
    def record(name: str) -> Response:
        request.max_content_length = MOST_BYTES
        found(name)
        try:
            recordings.said(name, request.get_data())
        except BadValue as error:
            abort(400, str(error))
        return Response(status=204)

    def found(name: str) -> PhoneCall:
        try:
            return calls.get(name)
        except NoSuchCall as error:
            abort(404, str(error))

    def told(stretch: Stretch) -> Response:
        heard = [_heard(one, origin) for one in stretch.heard]
        return jsonify(
            call=stretch.call,
            turn=stretch.turn,
            heard=heard,
            complaints=[f"{one.code}: {one.text}" for one in stretch.complaints],
            opening=None if stretch.opening is None else _opening(stretch.opening),
            ended=stretch.ended,
        )

    return phone


def _as_written(number: Msisdn | None) -> str:
    return ANONYMOUS if number is None else f"{_COUNTRY}{number}"


def _body() -> dict[str, Json]:
    if request.mimetype != "application/json":
        abort(415, "the browser phone talks JSON")
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        abort(400, "a JSON object was expected")
    return body


def _heard(heard: Heard, origin: str) -> dict[str, Json]:
    return {
        "at": heard.at,
        "kind": heard.kind.value,
        "text": heard.text,
        "language": heard.language,
        "url": heard.url.removeprefix(origin),
        "cut": heard.cut,
    }


def _opening(opening: Opening) -> dict[str, Json]:
    return {
        "start": opening.start,
        "until": opening.until,
        "doing": opening.doing.value,
        "keys": opening.takes.keys,
        "speech": opening.takes.speech,
        "queued": opening.queued_since is not None,
    }


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
