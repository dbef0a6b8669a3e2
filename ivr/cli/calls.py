"""``ivr calls``: how calls went."""

from __future__ import annotations

import json
import os

import click

from ivr.adapters.store.calls import SqlCalls
from ivr.adapters.store.database import Database
from ivr.cli.settings import read_settings

SHOWN = 50
"""Calls listed unless asked otherwise."""


@click.command()
@click.option("--limit", type=click.IntRange(1, 10_000), default=SHOWN, show_default=True)
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
def calls(*, limit: int, json_: bool) -> None:
    """List the records of the calls that ended last, newest first."""
    database = Database(read_settings(os.environ).database_url)
    try:
        records = SqlCalls(database).records(limit=limit)
    finally:
        database.close()
    if json_:
        rows = [
            {
                "call": one.sid,
                "started": one.started.isoformat(),
                "ended": one.ended.isoformat(),
                "duration_s": one.duration_s,
                "disposition": one.disposition,
                "finished": list(one.finished),
                "steps": list(one.steps),
                "no_inputs": one.no_inputs,
                "no_matches": one.no_matches,
                "errors": one.errors,
            }
            for one in records
        ]
        click.echo(json.dumps({"calls": rows}))
        return
    for one in records:
        click.echo(f"{one.started:%Y-%m-%d %H:%M:%S}  {one.duration_s:>6.1f} s  {one.disposition}  {one.sid}")
