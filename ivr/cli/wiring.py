"""Where ports meet adapters."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from ivr.adapters.clock import SystemClock
from ivr.adapters.files import read_files
from ivr.adapters.messengers import OfficeMessenger
from ivr.adapters.office import TmForumOffice
from ivr.adapters.recordings import CarrierRecordings
from ivr.adapters.store.attempts import SqlAttempts
from ivr.adapters.store.bundles import SqlBundles
from ivr.adapters.store.calls import SqlCalls
from ivr.adapters.store.database import Database
from ivr.adapters.store.operators import SqlSwitches
from ivr.adapters.store.tickets import SqlTickets
from ivr.adapters.voice.library import Library
from ivr.bundle.bundle import Bundle, make_bundle
from ivr.caller.steps import Step
from ivr.checks.check import check
from ivr.cli.call import Opened
from ivr.cli.calls import as_file, script_of
from ivr.cli.embedded import embedded_office
from ivr.cli.settings import Settings, read_settings, secret_key
from ivr.diagnostics.languages import default_language
from ivr.diagnostics.show import Form, show
from ivr.model.ids import CallSid
from ivr.model.stored import Release
from ivr.ports import Clock, Services
from ivr.web.app import open_hotline
from ivr.web.config import WebConfig

FAILED = 1


@contextmanager
def open_services(
    settings: Settings, *, office_url: str, database_url: str | None = None, clock: Clock | None = None
) -> Iterator[Services]:
    """Yield the ports on their real adapters, and close them.

    ``database_url`` None is the one of the settings; ``clock`` None is the machine's.
    """
    database = Database(database_url or settings.database_url)
    office = TmForumOffice(office_url, token=settings.office_token)
    recordings = CarrierRecordings(settings.recordings_url, next(iter(settings.auth_tokens), None))
    try:
        yield Services(
            clock=clock or SystemClock(),
            office=office,
            messenger=OfficeMessenger(office.transport),
            calls=SqlCalls(database),
            bundles=SqlBundles(database),
            attempts=SqlAttempts(database),
            tickets=SqlTickets(database),
            switches=SqlSwitches(database),
            recordings=recordings,
            secret_key=secret_key(settings),
            audio=Library(settings.audio) if settings.plays else None,
        )
    finally:
        recordings.close()
        office.close()
        database.close()


def checked_bundle(project: Path) -> Bundle:
    """Return the bundle of a project's files; tell what is wrong and exit 1 when there is an error."""
    files, unread = read_files(project)
    checked, found = check(files)
    if checked is None or unread:
        click.echo(
            show((*unread, *found), files, form=Form.TEXT, language=default_language(os.environ)), err=True
        )
        raise SystemExit(FAILED)
    return make_bundle(checked)


def publish_bundle(services: Services, bundle: Bundle, *, who: str = "", why: str = "") -> Release | None:
    """Store a bundle and make it live; None when it is live already."""
    if services.bundles.live() == bundle.digest:
        return None
    services.bundles.keep(bundle.digest, bundle.checked.files)
    return services.bundles.release(bundle.digest, services.clock.now(), who=who, why=why)


@contextmanager
def open_project(clock: Clock) -> Iterator[Opened]:
    """Yield this project as a WSGI application on ``clock``, and what writes a call to it as a script.

    Calls go to a database of their own, which is gone afterwards, and to the back office of the settings or
    an embedded one.
    """
    settings = read_settings(os.environ)
    bundle = checked_bundle(settings.project)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="ivr-call-"))
        url = stack.enter_context(office_of(settings, None))
        database_url = f"sqlite:///{folder}/call.db"
        services = stack.enter_context(
            open_services(settings, office_url=url, database_url=database_url, clock=clock)
        )
        publish_bundle(services, bundle)
        config = web_config(settings, "http://127.0.0.1:8010")
        hotline = open_hotline(config, services)
        stack.callback(hotline.close)
        token = settings.auth_tokens[0] if settings.auth_tokens else None

        def write(sid: str, acts: Sequence[Step], title: str) -> str:
            hotline.sweep.once()  # what a hang-up left waiting belongs to the call
            database = Database(database_url)
            try:
                return as_file(script_of(database, CallSid(sid), title=title, acts=acts))
            finally:
                database.close()

        yield Opened(hotline.app, f"{config.origin}/voice", token, write)


def web_config(settings: Settings, address: str) -> WebConfig:
    """Return what the web layer is configured with when it listens at ``address``."""
    return WebConfig(settings.public_url or address, settings.auth_tokens, settings.trusts_caller_id)


@contextmanager
def office_of(settings: Settings, database: Path | None) -> Iterator[str]:
    """Yield the back office's address: the one of the settings, or an embedded one."""
    if settings.office_url is not None:
        yield settings.office_url
        return
    with embedded_office(database, token=settings.office_token) as url:
        yield url
