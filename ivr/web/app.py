"""The Flask application. Nothing is made at import; ``create_app`` is given everything."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

from flask import Blueprint, Flask
from werkzeug.exceptions import HTTPException

from ivr.adapters.clock import RealWaiting
from ivr.aftermath import Aftermath
from ivr.errors import CannotSave
from ivr.jobs.sweep import Sweep, Sweeper
from ivr.jobs.truth import Truth
from ivr.model.ids import CallSid
from ivr.performer import Performer
from ivr.ports import PhoneBook, Services, Waiting
from ivr.programs import Programs
from ivr.turn.turns import Turns
from ivr.twiml.limits import BODY_BYTES
from ivr.web.audio import make_audio
from ivr.web.config import WebConfig
from ivr.web.documents import Documents
from ivr.web.health import make_health
from ivr.web.phone.asking import asker
from ivr.web.phone.calls import PhoneCalls
from ivr.web.phone.recordings import KeptRecordings
from ivr.web.phone.routes import make_phone
from ivr.web.recordings import make_recordings
from ivr.web.voice import make_voice

POOL = 32
"""Operations in flight per process: as many as there are request threads."""


@dataclass(frozen=True, slots=True)
class Hotline:
    """A running hotline: the application, and what must be stopped with it."""

    app: Flask
    performer: Performer
    sweep: Sweep
    sweeper: Sweeper

    def close(self) -> None:
        """Stop sweeping and finish what is under way."""
        if self.sweeper.is_running:
            self.sweeper.stop()
        self.performer.close()


def create_app(config: WebConfig, services: Services) -> Flask:
    """Return the application; its background work begins with it and ends with the process."""
    hotline = open_hotline(config, services)
    hotline.sweeper.start()
    return hotline.app


def open_hotline(
    config: WebConfig,
    services: Services,
    *,
    reached: Callable[[str], None] = lambda _point: None,
    pool: Executor | None = None,
    waiting: Waiting | None = None,
    phone_book: PhoneBook | None = None,
) -> Hotline:
    """Return the application and its background work, which has not begun to sweep.

    ``reached`` is told the numbered points of every turn; crash tests die there. ``pool`` performs what is
    owed and ``waiting`` lets time pass; without them threads do, in real time. With a ``phone_book`` there is
    a phone in the browser: it keeps its calls in this process, and lets whoever reaches it call as anybody.
    """
    said = None if phone_book is None else KeptRecordings(services.recordings)
    services = services if said is None else replace(services, recordings=said)
    app = Flask("ivr", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = BODY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = BODY_BYTES
    programs = Programs(services.bundles)
    performer = Performer(
        services,
        pool=pool or ThreadPoolExecutor(POOL, thread_name_prefix="office"),
        where=partial(_where, services, programs),
        reached=reached,
    )
    documents = Documents(config, services.secret_key, services.audio)
    aftermath = Aftermath(services, performer=performer, programs=programs)
    turns = Turns(
        services,
        performer=performer,
        programs=programs,
        aftermath=aftermath,
        emitter=documents.emitter(),
        waiting=waiting or RealWaiting(),
        reached=reached,
    )
    voice = make_voice(
        config,
        services=services,
        turns=turns,
        aftermath=aftermath,
        programs=programs,
        documents=documents,
    )
    app.register_blueprint(voice)
    app.register_blueprint(make_recordings(services, documents))
    app.register_blueprint(make_audio(services))
    app.register_blueprint(make_health(services, programs))
    if phone_book is not None and said is not None:
        app.register_blueprint(_phone(app, config, services, phone_book=phone_book, said=said))
    app.register_error_handler(HTTPException, _plain)
    truth = Truth(services, performer=performer, programs=programs)
    sweep = Sweep(services, performer=performer, aftermath=aftermath, truth=truth)
    return Hotline(app, performer, sweep, Sweeper(sweep))


def _phone(
    app: Flask, config: WebConfig, services: Services, *, phone_book: PhoneBook, said: KeptRecordings
) -> Blueprint:
    ask = asker(app.wsgi_app, origin=config.origin, token=next(iter(config.tokens), None), told=said.told)
    calls = PhoneCalls(f"{config.origin}/voice", ask, now=services.clock.now)
    return make_phone(calls, book=phone_book, recordings=said, origin=config.origin)


def _where(services: Services, programs: Programs, sid: CallSid) -> str:
    """Return the step a call is at, as far as it can be read, for the log."""
    try:
        stored = services.calls.call(sid)
    except CannotSave:
        return f"a step of call {sid} that cannot be read"
    return programs.where(None if stored is None else stored.call)


def _plain(error: HTTPException) -> tuple[str, int, dict[str, str]]:
    """Answer an HTTP error in one plain line: no page, no detail of ours."""
    return f"{error.description}\n", error.code or 500, {"Content-Type": "text/plain; charset=utf-8"}
