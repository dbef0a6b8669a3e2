"""``ivr switch``: what operators turn at run time, always with an end."""

from __future__ import annotations

import getpass
import os
from datetime import timedelta

import click

from ivr.adapters.clock import SystemClock
from ivr.adapters.store.bundles import SqlBundles
from ivr.adapters.store.database import Database
from ivr.adapters.store.operators import SqlSwitches
from ivr.cli.settings import read_settings
from ivr.diagnostics.diagnostic import near_names
from ivr.diagnostics.span import Span
from ivr.errors import BadSettings, NotPublished
from ivr.language.specs import Project
from ivr.programs import Programs
from ivr.shape import seconds
from ivr.source import Text


def live_project(database: Database) -> Project:
    """Return what the live bundle's designers wrote."""
    try:
        return Programs(SqlBundles(database)).live().project
    except NotPublished as error:
        raise BadSettings(str(error)) from error


def how_long(written: str, longest_s: int, what: str) -> timedelta:
    """Return a duration typed on the command line, at most ``longest_s``."""
    read = seconds(Text(written, Span("--for", 1, 1)), [])
    if read is None or read > longest_s:
        raise click.BadParameter(
            f"write a length of time such as 30m or 2h, at most {longest_s // 60} minutes for {what}"
        )
    return timedelta(seconds=read)


@click.command()
@click.argument("name", required=False)
@click.argument("position", required=False, type=click.Choice(["on", "off"]))
@click.option("--for", "length", help="How long; it goes back by itself.")
def switch(*, name: str | None, position: str | None, length: str | None) -> None:
    """Turn the switch NAME on or off for a while; without NAME, list the switches and how they stand.

    The next step of every call, also of calls under way, sees the new position.
    """
    database = Database(read_settings(os.environ).database_url)
    try:
        known = live_project(database).switches
        now = SystemClock().now()
        if name is None:
            turned = SqlSwitches(database).outside(now).switches
            for one in known.values():
                on = turned.get(str(one.name), one.default)
                click.echo(f"{one.name}  {'on' if on else 'off'}  {one.means}")
            return
        if name not in known:
            near = near_names(name, known)
            raise click.BadParameter(f"there is no switch {name}; there are {', '.join(near or known)}")
        if position is None or length is None:
            raise click.UsageError("say on or off, and --for how long")
        until = now + how_long(length, known[name].longest_s, name)
        SqlSwitches(database).turn(name, on=position == "on", since=now, until=until, who=getpass.getuser())
        click.echo(f"{name} is {position} until {until:%Y-%m-%d %H:%M} UTC")
    finally:
        database.close()
