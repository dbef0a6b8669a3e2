"""Simulated calls for the benchmark, and the application with nothing behind that is their limit."""

from __future__ import annotations

import statistics
import time
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from flask import Flask, Response, abort, request
from twilio.request_validator import RequestValidator

from ivr.caller.converse import place_call
from ivr.caller.person import ScriptedPerson
from ivr.caller.steps import HangUp, Numbered, Press, Silence
from ivr.line.asks import Failure, Fetch, Reply
from ivr.line.carrier import Carrier
from ivr.line.state import Line, Parties
from ivr.scripts.direct import ask
from ivr.scripts.stage import NOON, TOKEN, VOICE_URL

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

CALLS = 60
"""Calls made on each side, of about six turns."""
CALLER, CALLED = "+8613800138000", "10086"
STEPS = (Press("1"), Silence(), Press("2"), HangUp())
"""The balance is heard, nothing more is wanted, goodbye."""
_DOCUMENT = (
    '<Response><Gather action="/voice" numDigits="1" timeout="6"><Say>ready</Say></Gather>'
    "<Redirect>/voice</Redirect></Response>"
)


class Playable(Protocol):
    """What calls can be made on."""

    def new_line(self, caller: str, called: str, carrier: Carrier, *, at: datetime | None = None) -> Line:
        """Return the line of a new call."""

    def send(self, fetch: Fetch) -> Reply | Failure:
        """Answer one request."""

    def move_to(self, seconds: float) -> None:
        """Follow the line's clock."""


class Emptiness:
    """An application that checks the signature and asks for a key, again and again."""

    def __init__(self) -> None:
        app = Flask("empty")
        validator = RequestValidator(TOKEN)

        @app.post("/voice")
        def voice() -> Response:
            if not validator.validate(VOICE_URL, request.form, request.headers["X-Twilio-Signature"]):
                abort(403)
            return Response(_DOCUMENT, content_type="text/xml")

        self._app: WSGIApplication = app.wsgi_app
        self._ids = 0

    def new_line(self, caller: str, called: str, carrier: Carrier, *, at: datetime | None = None) -> Line:
        """Return the line of a new call."""
        return Line(Parties(self._id("CA"), self._id("AC"), caller, called), self._id, at or NOON, carrier)

    def send(self, fetch: Fetch) -> Reply:
        """Answer one request."""
        return ask(self._app, fetch, TOKEN, lambda: 0.0)

    def move_to(self, seconds: float) -> None:
        """Take no notice: nothing is owed here."""

    def _id(self, prefix: str) -> str:
        self._ids += 1
        return f"{prefix}{self._ids:032x}"


def time_turns(stage: Playable) -> float:
    """Return the median seconds a turn takes, everything included, over ``CALLS`` calls."""
    spent = []
    for _ in range(CALLS):
        line = stage.new_line(CALLER, CALLED, Carrier())
        person = ScriptedPerson(tuple(Numbered(step, 1) for step in STEPS))
        began = time.perf_counter()
        place_call(line, VOICE_URL, person=person, sender=stage, clock=stage.move_to)
        spent.append((time.perf_counter() - began) / len(line.requested))
    return statistics.median(spent)
