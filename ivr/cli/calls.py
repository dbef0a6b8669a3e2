"""``ivr calls``: how calls went, and one of them as a call script."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence

import click

from ivr.adapters.store.bundles import SqlBundles
from ivr.adapters.store.calls import SqlCalls
from ivr.adapters.store.database import Database
from ivr.adapters.store.operators import SqlSwitches
from ivr.adapters.store.owed import obligations_of
from ivr.bundle.bundle import Bundle
from ivr.caller.steps import Step
from ivr.checks.check import accept
from ivr.cli.settings import read_settings
from ivr.model.ids import CallSid
from ivr.scripts.from_record import Kept, Written, write_record

SHOWN = 50
"""Calls listed unless asked otherwise."""


@click.command()
@click.option("--limit", type=click.IntRange(1, 10_000), default=SHOWN, show_default=True)
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
@click.option("--script", "sid", metavar="SID", help="Print a call script of the call SID instead.")
def calls(*, limit: int, json_: bool, sid: str | None) -> None:
    """List the records of the calls that ended last, newest first.

    With --script, print one call as a call script: what was secret is other digits in it.
    """
    database = Database(read_settings(os.environ).database_url)
    try:
        if sid is not None:
            click.echo(as_file(script_of(database, CallSid(sid), title=f"Call {sid}")), nl=False)
            return
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


def script_of(database: Database, sid: CallSid, *, title: str, acts: Sequence[Step] | None = None) -> Written:
    """Return the script of a stored call that is over; raise ``UsageError`` when there is none.

    ``acts`` is what the caller did, where it is known better than from the records.
    """
    store = SqlCalls(database)
    stored = store.call(sid)
    if stored is None:
        raise click.UsageError(f"there is no call {sid}; list them with: ivr calls")
    call = stored.call
    if acts is None and not call.is_over:
        raise click.UsageError(f"call {sid} is not over yet")
    files = SqlBundles(database).files(call.bundle)
    if files is None:
        raise click.UsageError(f"the flows that call {sid} ran on are not stored any more")
    outside = SqlSwitches(database).outside(call.started)
    kept = Kept(call, store.log(sid), obligations_of(database, sid), outside)
    return write_record(kept, Bundle(call.bundle, accept(files)), title=title, acts=acts)


def as_file(written: Written) -> str:
    """Return a script as it is saved; the first line says so when the call went another way."""
    if written.differs is None:
        return written.text
    note = f"# Played again, this call goes another way at {written.differs}; the records do not say why."
    return f"{note}\n{written.text}"
