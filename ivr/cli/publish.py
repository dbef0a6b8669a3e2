"""``ivr publish``: make the checked flows the ones new calls begin on."""

from __future__ import annotations

import os

import click

from ivr.adapters.clock import SystemClock
from ivr.adapters.store.bundles import SqlBundles
from ivr.adapters.store.database import Database
from ivr.cli.settings import read_settings
from ivr.cli.wiring import checked_bundle

SHOWN = 12
"""Digits of a digest shown to people."""


@click.command()
def publish() -> None:
    """Check the flows and prompts, store them, and make them live for new calls.

    Calls under way end on the bundle they began with. Exits 1 when there is an error, and changes nothing.
    """
    settings = read_settings(os.environ)
    bundle = checked_bundle(settings.project)
    database = Database(settings.database_url)
    try:
        bundles = SqlBundles(database)
        if bundles.live() == bundle.digest:
            click.echo(f"{bundle.digest[:SHOWN]} is live already")
            return
        bundles.keep(bundle.digest, bundle.checked.files)
        release = bundles.release(bundle.digest, SystemClock().now())
        click.echo(f"release {release.number}: {bundle.digest[:SHOWN]} is live for new calls")
    finally:
        database.close()
