"""``ivr publish``: make the checked flows the ones new calls begin on."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import closing

import click

from ivr.adapters.clock import SystemClock
from ivr.adapters.store.bundles import SqlBundles
from ivr.adapters.store.database import Database
from ivr.cli.operators import by_option, reason, who
from ivr.cli.rehearsal import Rehearsed, check_project, rehearse
from ivr.cli.releases import SHOWN, as_row
from ivr.cli.rendering import Rendering, tell
from ivr.cli.saying import language_option, say
from ivr.cli.settings import read_settings
from ivr.diagnostics.diagnostic import Diagnostic
from ivr.diagnostics.languages import default_language
from ivr.diagnostics.show import Form, show
from ivr.model.ids import Language
from ivr.model.stored import Release
from ivr.scripts.transcript import as_lines

FAILED = 1


@click.command()
@click.option("--why", help="Why, in one line, for whoever reads the list of releases.")
@by_option
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
@language_option
@click.pass_context
def publish(
    context: click.Context, *, why: str | None, by: str | None, json_: bool, language: str | None
) -> None:
    """Check the flows and prompts, play the call scripts, store all, and make it live for new calls.

    Calls under way end on the bundle they began with. Exits 1 and changes nothing when there is an error,
    when a script fails, or when the scripts take less than hotline.yaml asks for under coverage.
    """
    spoken = Language(language) if language else default_language(os.environ)
    settings = read_settings(os.environ)
    name, because = who(by, spoken), reason(why, spoken)
    rehearsed = check_project(settings.project)
    with closing(Database(settings.database_url)) as database:
        bundles = SqlBundles(database)
        if rehearsed.bundle is not None and bundles.live() == rehearsed.bundle.digest:
            _tell(None, rehearsed, spoken, json_=json_)
            return
        rehearsed = rehearse(rehearsed, settings.project, spoken)
        if rehearsed.bundle is None or not rehearsed.is_fit:
            _refuse(rehearsed, spoken, json_=json_)
            context.exit(FAILED)
        digest = rehearsed.bundle.digest
        with Rendering(settings, spoken) as rendering:  # before the first caller can hear it
            tell(rendering.project(rehearsed.bundle.checked.project))
        bundles.keep(digest, rehearsed.bundle.checked.files)
        release = bundles.release(digest, SystemClock().now(), who=name, why=because)
        _tell(release, rehearsed, spoken, json_=json_)


def _tell(release: Release | None, rehearsed: Rehearsed, language: Language, *, json_: bool) -> None:
    """Say which release was made; None: the bundle is live already."""
    if rehearsed.found and not json_:  # warnings do not stand in the way
        click.echo(show(rehearsed.found, rehearsed.sources, form=Form.SHORT, language=language), err=True)
    if json_:
        document = {"published": release is not None, "release": release and as_row(release)}
        click.echo(json.dumps(document, ensure_ascii=False))
    elif release is None:
        digest = rehearsed.bundle.digest if rehearsed.bundle else ""
        click.echo(say("live_already", language, digest=digest[:SHOWN]))
    else:
        facts = {"number": release.number, "digest": release.digest[:SHOWN], "scripts": rehearsed.played}
        click.echo(say("published", language, **facts))


def _refuse(rehearsed: Rehearsed, language: Language, *, json_: bool) -> None:
    """Say what stands in the way."""
    if json_:
        failing = [
            {
                "file": one.script.file,
                "call": str(one.script.call),
                "failures": _as_json(one.failures, rehearsed, language),
            }
            for one in rehearsed.failed
        ]
        document = {
            "published": False,
            "release": None,
            "diagnostics": _as_json(rehearsed.found, rehearsed, language),
            "failing": failing,
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    for one in rehearsed.failed:
        click.echo(f"✗ {one.script.file}  {one.script.call}", err=True)
        click.echo("\n".join(as_lines(one.transcript)), err=True)
        click.echo(show(one.failures, rehearsed.sources, form=Form.TEXT, language=language), err=True)
    if text := show(rehearsed.found, rehearsed.sources, form=Form.TEXT, language=language):
        click.echo(text, err=True)
    key = "not_published_failing" if rehearsed.failed else "not_published"
    facts = {"failed": len(rehearsed.failed), "played": rehearsed.played}
    click.echo(say(key, language, **facts), err=True)


def _as_json(found: Sequence[Diagnostic], rehearsed: Rehearsed, language: Language) -> object:
    return json.loads(show(found, rehearsed.sources, form=Form.JSON, language=language))["diagnostics"]
