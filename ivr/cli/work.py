"""``ivr work``: do what is due, once, and say how much that was."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime

import click

from ivr.cli.settings import read_settings
from ivr.cli.wiring import office_of, open_services, web_config
from ivr.web.app import open_hotline


@dataclass(frozen=True, slots=True)
class _StoppedClock:
    at: datetime

    def now(self) -> datetime:
        return self.at


@click.command()
@click.option(
    "--now",
    type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]),
    help="Run what is due by then (UTC).",
)
def work(*, now: datetime | None) -> None:
    """Run due jobs: what a process that died left undone, and texts to be tried again.

    ``ivr serve`` does this by itself all the time.
    """
    settings = read_settings(os.environ)
    clock = None if now is None else _StoppedClock(now.replace(tzinfo=UTC))
    with (
        office_of(settings, settings.var / "office.db") as url,
        open_services(settings, office_url=url, clock=clock) as services,
    ):
        hotline = open_hotline(web_config(settings, "http://127.0.0.1:8010"), services)
        taken = hotline.sweep.once()
        hotline.close()
    click.echo(f"{taken} done")
