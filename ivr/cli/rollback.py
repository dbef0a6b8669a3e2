"""``ivr rollback``: let new calls begin on an earlier release again."""

from __future__ import annotations

import json
import os
from contextlib import closing

import click

from ivr.adapters.clock import SystemClock
from ivr.adapters.store.bundles import SqlBundles
from ivr.adapters.store.database import Database
from ivr.bundle.history import one_before
from ivr.cli.operators import by_option, local, reason, who
from ivr.cli.releases import SHOWN, as_row
from ivr.cli.rendering import Rendering, tell
from ivr.cli.saying import language_option, say
from ivr.cli.settings import read_settings
from ivr.diagnostics.languages import default_language
from ivr.errors import NotPublished
from ivr.model.ids import Language
from ivr.model.stored import Release
from ivr.programs import Programs

FAILED = 1


@click.command()
@click.argument("release", required=False, type=click.IntRange(1))
@click.option("--why", help="Why, in one line, for whoever reads the list of releases.")
@by_option
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
@language_option
@click.pass_context
def rollback(
    context: click.Context,
    *,
    release: int | None,
    why: str | None,
    by: str | None,
    json_: bool,
    language: str | None,
) -> None:
    """Go back to RELEASE, a number of ivr releases; by default to the one before the present one.

    The next call begins on it, on every server; calls under way end on the bundle they began with. Nothing is
    checked or played anew: it was when it was published. Exits 1 when that bundle cannot be run.
    """
    spoken = Language(language) if language else default_language(os.environ)
    name, because = who(by, spoken), reason(why, spoken)
    settings = read_settings(os.environ)
    with closing(Database(settings.database_url)) as database:
        bundles = SqlBundles(database)
        target = _target(bundles, release, spoken)
        if bundles.live() == target.digest:
            if json_:
                click.echo(json.dumps({"rolled_back": False, "release": None}))
            else:
                click.echo(say("live_already", spoken, digest=target.digest[:SHOWN]))
            return
        try:
            program = Programs(bundles).get(target.digest)
        except NotPublished as error:
            click.echo(say("cannot_go_back", spoken, number=target.number, reason=error), err=True)
            context.exit(FAILED)
        made = bundles.release(
            target.digest, SystemClock().now(), who=name, why=because, back_to=target.number
        )
    with Rendering(settings, spoken) as rendering:  # afterwards: going back is in a hurry
        tell(rendering.project(program.project))
    if json_:
        click.echo(json.dumps({"rolled_back": True, "release": as_row(made)}, ensure_ascii=False))
        return
    facts = {"number": made.number, "earlier": target.number, "digest": made.digest[:SHOWN]}
    click.echo(say("rolled_back", spoken, at=local(target.at), **facts))


def _target(bundles: SqlBundles, number: int | None, language: Language) -> Release:
    """Return the release to go back to; raise ``UsageError`` when there is none."""
    if number is not None:
        named = bundles.released(number)
        if named is None:
            raise click.UsageError(say("no_such_release", language, number=number))
        return named
    found = one_before(bundles.releases())
    if found is None:
        raise click.UsageError(say("nothing_earlier", language))
    return found
