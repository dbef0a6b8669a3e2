"""``ivr serve``: the hotline, under gunicorn."""

from __future__ import annotations

import ipaddress
import os
from contextlib import ExitStack

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from ivr.adapters.files import read_files
from ivr.adapters.office.http import Transport
from ivr.adapters.office.phone_book import OfficePhoneBook
from ivr.bundle.bundle import digest_of
from ivr.cli.logs import set_up_logs
from ivr.cli.operators import who
from ivr.cli.saying import say
from ivr.cli.settings import Settings, read_settings
from ivr.cli.voicing import voicing
from ivr.cli.wiring import checked_bundle, office_of, open_services, publish_bundle, web_config
from ivr.cli.worker import PatientWorker
from ivr.diagnostics.languages import default_language
from ivr.errors import BadSettings
from ivr.web.app import open_hotline
from ivr.web.config import WebConfig

THREADS = 32
"""Request threads per worker. A turn may wait 1.8 s for the office, so this many calls may wait at once."""
GRACEFUL_S = 20
"""How long turns under way get to finish at the end; source: reliability notes, section 6."""
KEEP_ALIVE_S = 75
"""Longer than a carrier's pause between two turns, so that it need not connect anew."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8010, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True)
@click.option("--watch", is_flag=True, help="Publish every edit without errors; on loopback only.")
def serve(*, host: str, port: int, workers: int, watch: bool) -> None:
    """Run the hotline. On an empty database it publishes the flows it finds.

    Without TWILIO_AUTH_TOKEN signatures are not checked, and it listens on loopback only. With --watch the
    next call hears what was edited; an edit with errors is told and changes nothing.
    """
    settings = read_settings(os.environ)
    if watch and not _is_loopback(host):
        raise BadSettings(say("only_loopback", default_language(os.environ), host=host))
    if not settings.auth_tokens and not _is_loopback(host):
        raise BadSettings(
            f"TWILIO_AUTH_TOKEN is not set, so anybody could pretend to be the carrier; "
            f"set it, or listen on 127.0.0.1 instead of {host}"
        )
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}"
    with ExitStack() as stack:
        office_url = stack.enter_context(office_of(settings, settings.var / "office.db"))
        _publish_first(settings, office_url, watched=watch)
        if watch:
            from ivr.cli.watching import watching  # noqa: PLC0415 -- only those who design need its library

            stack.enter_context(watching())
        stack.enter_context(voicing(settings))
        _Server(
            settings,
            web_config(settings, address),
            office_url,
            {
                "bind": f"{shown}:{port}",
                "workers": workers,
                "worker_class": PatientWorker,
                "threads": THREADS,
                "graceful_timeout": GRACEFUL_S,
                "keepalive": KEEP_ALIVE_S,
                "loglevel": "warning",
                "control_socket_disable": True,
                "when_ready": lambda _server: _say_where(settings.public_url or address, address),
            },
            # It keeps its calls in one process, and whoever reaches it may call as anybody.
            with_phone=workers == 1 and _is_loopback(host),
        ).run()


def _say_where(public: str, address: str) -> None:
    click.echo(f"10086 hotline on {public}")
    click.echo(f"Call it from another terminal: .venv/bin/ivr call --url {address}/voice", err=True)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _publish_first(settings: Settings, office_url: str, *, watched: bool) -> None:
    """Publish what is found when nothing was ever published; tell when the files are not what is live."""
    language = default_language(os.environ)
    with open_services(settings, office_url=office_url) as services:
        live = services.bundles.live()
        if live is None:
            bundle = checked_bundle(settings.project)
            publish_bundle(services, bundle, who=who(None, language), why=say("why_first", language))
        elif not watched and digest_of(read_files(settings.project)[0]) != live:
            click.echo(say("not_what_is_live", language), err=True)


class _Server(BaseApplication):  # type: ignore[misc] # gunicorn ships no types
    """Gunicorn, configured in code. The application is made in each worker, after the fork."""

    def __init__(
        self,
        settings: Settings,
        web: WebConfig,
        office_url: str,
        options: dict[str, object],
        *,
        with_phone: bool,
    ) -> None:
        self._settings = settings
        self._web = web
        self._office_url = office_url
        self._options = options
        self._with_phone = with_phone
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        set_up_logs()
        stack = ExitStack()
        services = stack.enter_context(open_services(self._settings, office_url=self._office_url))
        book = None
        if self._with_phone:
            transport = stack.enter_context(Transport(self._office_url, token=self._settings.office_token))
            book = OfficePhoneBook(transport)
        hotline = open_hotline(self._web, services, phone_book=book)
        stack.callback(hotline.close)
        hotline.sweeper.start()
        self.cfg.set("worker_exit", lambda _server, _worker: stack.close())
        return hotline.app
