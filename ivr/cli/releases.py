"""``ivr releases``: what was live when."""

from __future__ import annotations

import json
import os

import click

from ivr.adapters.store.bundles import SqlBundles
from ivr.adapters.store.database import Database
from ivr.cli.settings import read_settings

SHOWN = 12
"""Digits of a digest shown to people."""


@click.command()
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
def releases(*, json_: bool) -> None:
    """List what was live when, newest first."""
    database = Database(read_settings(os.environ).database_url)
    try:
        found = SqlBundles(database).releases()
    finally:
        database.close()
    if json_:
        rows = [{"number": one.number, "digest": one.digest, "at": one.at.isoformat()} for one in found]
        click.echo(json.dumps({"releases": rows}))
        return
    for one in found:
        click.echo(f"{one.number:>4}  {one.digest[:SHOWN]}  {one.at:%Y-%m-%d %H:%M:%S} UTC")
