"""``ivr notice``: words operators put up at run time, always with an end."""

from __future__ import annotations

import getpass
import os

import click

from ivr.adapters.clock import SystemClock
from ivr.adapters.store.database import Database
from ivr.adapters.store.operators import SqlSwitches
from ivr.cli.settings import read_settings
from ivr.cli.switch import how_long, live_project
from ivr.diagnostics.diagnostic import near_names
from ivr.line.say import speaking_s
from ivr.model.values import Record

LONGEST_UP_S = 31 * 24 * 3600
"""No notice stays up longer than a month."""


@click.command()
@click.argument("place", required=False)
@click.option("--say", help="The words in the hotline's first language.")
@click.option("--say-en", help="The words in English; without them English callers hear nothing there.")
@click.option("--for", "length", help="How long; it goes away by itself.")
def notice(*, place: str | None, say: str | None, say_en: str | None, length: str | None) -> None:
    """Put up words at PLACE for a while; without PLACE, list the places and what is up."""
    database = Database(read_settings(os.environ).database_url)
    try:
        project = live_project(database)
        now = SystemClock().now()
        if place is None:
            up = SqlSwitches(database).outside(now).notices
            for name in project.notices:
                texts = up.get(name)
                said = " | ".join(str(text) for text in texts.values()) if isinstance(texts, Record) else "-"
                click.echo(f"{name}  {said}")
            return
        if place not in project.notices:
            near = near_names(place, project.notices)
            raise click.BadParameter(
                f"there is no place {place}; there are {', '.join(near or project.notices)}"
            )
        if say is None or not say.strip() or length is None:
            raise click.UsageError("give the words with --say, and --for how long")
        said_by = {str(project.hotline.languages[0]): say} | ({"en": say_en} if say_en else {})
        longest_s = project.notices[place].longest_s
        takes_s = max(speaking_s(text) for text in said_by.values())
        if takes_s > longest_s:
            raise click.BadParameter(
                f"these words take about {takes_s:.0f} seconds to say; {place} has room for {longest_s}"
            )
        until = now + how_long(length, LONGEST_UP_S, place)
        SqlSwitches(database).put_up(place, said_by, since=now, until=until, who=getpass.getuser())
        click.echo(f"{place} says this until {until:%Y-%m-%d %H:%M} UTC")
    finally:
        database.close()
