"""The carrier's webhooks: signature, form, turn, document. No route decides where a call goes next."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Blueprint, Response, abort, request

from ivr.engine.program import Program
from ivr.engine.queueing import while_queued
from ivr.errors import BadValue, CannotSave, NotPublished
from ivr.model.ids import Language
from ivr.model.verbs import HangUp, Leave, Phrase, PromptId, Say, Verb
from ivr.ports import Services
from ivr.programs import Programs
from ivr.turn import Emitter, Turns
from ivr.twiml.emit import CONTENT_TYPE, Addresses, emit, redirect_to, wait_and_return_to
from ivr.twiml.limits import PARAMETERS
from ivr.twiml.parse import arrival_of, event_of, is_over, queue_seconds, sid_of
from ivr.web.config import WebConfig
from ivr.web.signature import HEADER, is_signed, raw_target
from ivr.wording.reader import own_wording

PAUSE_S = 1
"""How long a caller waits between two looks at a turn that another delivery runs."""
MOST_TURNS = 9999
"""Highest turn number that is an address of ours; calls are ended far below it (flow-language, rule 18)."""

log = logging.getLogger("ivr.web")


def addresses_at(config: WebConfig, number: int) -> Addresses:
    """Return where the carrier goes on with turn ``number``."""
    return Addresses(f"{config.prefix}/voice/turn/{number}", f"{config.prefix}/voice/wait/{number}")


def make_emitter(config: WebConfig) -> Emitter:
    """Return how verbs become documents at this address."""

    def addresses(number: int) -> Addresses:
        return addresses_at(config, number)

    def document(program: Program, verbs: tuple[Verb, ...], number: int) -> str:
        return emit(verbs, catalogue=program.project.wording, addresses=addresses(number))

    def redirect(number: int | None) -> str:
        return redirect_to(f"{config.prefix}/voice" if number is None else addresses(number).turn)

    def sorry() -> str:
        own = own_wording()
        words = tuple(Phrase(PromptId("common", "call_again"), Language(name)) for name in own.languages)
        return emit((Say(words), HangUp()), catalogue=own, addresses=addresses(0))

    return Emitter(
        emit=document,
        redirect=redirect,
        wait=lambda number: wait_and_return_to(addresses(number).turn, seconds=PAUSE_S),
        sorry=sorry,
    )


def make_voice(  # noqa: C901 -- one small function per route
    config: WebConfig, *, services: Services, turns: Turns, programs: Programs, emitter: Emitter
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
            return Response(emitter.sorry(), content_type=CONTENT_TYPE)

    @voice.post("/voice", strict_slashes=False)
    def arrive() -> Response:
        def answer() -> str:
            arrived = arrival_of(request.form, services.clock.now())
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
            stored = services.calls.call(sid_of(request.form))
            if stored is None:  # a new beginning must not run inside the queue; its action leads there
                return emit((Leave(),), catalogue=own_wording(), addresses=addresses_at(config, number))
            program = programs.get(stored.call.bundle)
            verbs = while_queued(program, stored.call, queue_seconds(request.form))
            return emitter.emit(program, verbs, number)

        return answered(answer)

    @voice.post("/voice/status", strict_slashes=False)
    def status() -> Response:
        try:
            if is_over(request.form):
                turns.hang_up(sid_of(request.form))
        except BadValue as error:
            abort(400, str(error))
        except (CannotSave, NotPublished) as error:
            log.critical("cannot take the end of a call: %s", error)
            abort(503, "the hotline cannot save right now")
        return Response(status=204)

    return voice
