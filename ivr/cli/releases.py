"""``ivr releases``: what was live when, by whom and why."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import closing

import click

from ivr.adapters.store.bundles import SqlBundles
from ivr.adapters.store.database import Database
from ivr.cli.operators import local
from ivr.cli.saying import language_option, say
from ivr.cli.settings import read_settings
from ivr.diagnostics.languages import default_language
from ivr.model.ids import Language
from ivr.model.stored import Release

SHOWN = 12
"""Digits of a digest shown to people."""


@click.command()
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
@language_option
def releases(*, json_: bool, language: str | None) -> None:
    """List what was live when, newest first: the first one is what new calls begin on."""
    spoken = Language(language) if language else default_language(os.environ)
    with closing(Database(read_settings(os.environ).database_url)) as database:
        found = SqlBundles(database).releases()
    if json_:
        click.echo(json.dumps({"releases": [as_row(one) for one in found]}, ensure_ascii=False))
        return
    for one in found:
        about = [say("back_to", spoken, number=one.back_to)] if one.back_to else []
        about += [one.why] if one.why else []
        head = f"{one.number:>4}  {one.digest[:SHOWN]}  {local(one.at)}  {one.who}"
        click.echo("  ".join((head, *about)).rstrip())


def as_row(one: Release) -> Mapping[str, object]:
    """Return a release as programs read it."""
    return {
        "number": one.number,
        "digest": one.digest,
        "at": one.at.isoformat(),
        "who": one.who,
        "why": one.why,
        "back_to": one.back_to,
    }
