"""``ivr work``: do what is due, once, and say how much that was."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import click

from ivr.cli.settings import read_settings
from ivr.cli.wiring import office_of, open_services
from ivr.jobs.sweep import sweep
from ivr.performer import Performer


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
    with (
        office_of(settings, settings.var / "office.db") as url,
        open_services(settings.database_url, office_url=url, office_token=settings.office_token) as opened,
    ):
        clock = opened.clock if now is None else _StoppedClock(now.replace(tzinfo=UTC))
        services = replace(opened, clock=clock)
        performer = Performer(services)
        taken = sweep(services, performer)
        performer.close()
    click.echo(f"{taken} done")
