"""The carrier's webhooks: signature, form, turn, document. No route decides where a call goes next."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Blueprint, Response, abort, request

from ivr.aftermath import Aftermath
from ivr.engine.queueing import CALL_BACK_KEY, while_queued
from ivr.errors import BadValue, CannotSave, NotPublished
from ivr.ports import Services
from ivr.programs import Programs
from ivr.turn.turns import Turns
from ivr.twiml.emit import CONTENT_TYPE
from ivr.twiml.limits import PARAMETERS
from ivr.twiml.parse import arrival_of, event_of, is_over, queue_seconds, sid_of
from ivr.web.config import WebConfig
from ivr.web.documents import Documents
from ivr.web.signature import HEADER, is_signed, raw_target

MOST_TURNS = 9999
"""Highest turn number that is an address of ours; calls are ended far below it (flow-language, rule 18)."""

log = logging.getLogger("ivr.web")


def make_voice(  # noqa: C901 -- one small function per route
    config: WebConfig,
    *,
    services: Services,
    turns: Turns,
    aftermath: Aftermath,
    programs: Programs,
    documents: Documents,
) -> Blueprint:
    """Return the routes the carrier calls."""
    voice = Blueprint("voice", __name__)

    @voice.before_request
    def refuse_the_unsigned() -> None:
        form = request.form
        if config.tokens:
            url = config.origin + raw_target(request.environ)
            if not is_signed(config.tokens, url, form, request.headers.get(HEADER)):
                log.warning("refused %s: its signature does not verify", request.path)
                abort(403)
        if len(form) > PARAMETERS or any(len(values) > 1 for _, values in form.lists()):
            abort(400, "a webhook has at most 100 parameters, each once")

    def answered(answer: Callable[[], str]) -> Response:
        try:
            return Response(answer(), content_type=CONTENT_TYPE)
        except BadValue as error:
            abort(400, str(error))
        except (CannotSave, NotPublished) as error:
            log.critical("cannot take calls: %s", error)
            abort(503, "the hotline cannot take calls right now")
        except Exception:
            log.exception("%s failed", request.path)
            return Response(documents.sorry(), content_type=CONTENT_TYPE)

    @voice.post("/voice", strict_slashes=False)
    def arrive() -> Response:
        def answer() -> str:
            arrived = arrival_of(request.form, services.clock.now(), vouched=config.trusts_caller_id)
            return turns.take(arrived.sid, 0, arrived)

        return answered(answer)

    @voice.post(f"/voice/turn/<int(max={MOST_TURNS}):number>", strict_slashes=False)
    def turn(number: int) -> Response:
        def answer() -> str:
            event = event_of(request.form, services.clock.now())
            return turns.take(sid_of(request.form), number, event)

        return answered(answer)

    @voice.post(f"/voice/wait/<int(max={MOST_TURNS}):number>", strict_slashes=False)
    def wait(number: int) -> Response:
        def answer() -> str:
            sid = sid_of(request.form)
            if request.form.get("Digits") == CALL_BACK_KEY:
                aftermath.call_back(sid)
            stored = services.calls.call(sid)
            if stored is None:  # a new beginning must not run inside the queue; its action leads there
                return documents.leave()
            program = programs.get(stored.call.bundle)
            verbs = while_queued(program, stored.call, queue_seconds(request.form))
            return documents.emit_waiting(program, verbs, stored.call, number)

        return answered(answer)

    @voice.post("/voice/status", strict_slashes=False)
    def status() -> Response:
        try:
            if is_over(request.form):
                aftermath.hang_up(sid_of(request.form))
        except BadValue as error:
            abort(400, str(error))
        except (CannotSave, NotPublished) as error:
            log.critical("cannot take the end of a call: %s", error)
            abort(503, "the hotline cannot save right now")
        except Exception:  # the carrier cannot mend it and must not be told 5xx
            log.exception("%s failed", request.path)
        return Response(status=204)

    return voice
