"""``ivr diff``: what callers will notice when one bundle takes the place of another."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from ivr.adapters.files import read_script_files
from ivr.adapters.store.bundles import SqlBundles
from ivr.adapters.store.database import Database
from ivr.bundle.bundle import Bundle, digest_of
from ivr.bundle.compare import Comparison, compare
from ivr.bundle.times import TimeChange, compare_times
from ivr.bundle.told import Told, tell_comparison, tell_times
from ivr.checks.check import accept
from ivr.cli.releases import SHOWN
from ivr.cli.saying import language_option, say
from ivr.cli.settings import read_settings
from ivr.cli.wiring import checked_bundle
from ivr.diagnostics.languages import default_language
from ivr.diagnostics.tell import tell
from ivr.errors import NotPublished
from ivr.model.ids import Digest, Language
from ivr.scripts.heard_otherwise import Compared, play_on_both
from ivr.scripts.suite import read_suite

FAILED = 1
LIVE, FILES = "live", "files"
SCRIPTS_NAMED = 5
"""Scripts named of those that are heard otherwise in the very same way; --json names all."""
FEWEST_DIGITS = 6
"""Digits of a digest that name it; fewer are the number of a release."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two: its bundle, and what it is called to people."""

    bundle: Bundle
    called: str


@dataclass(frozen=True, slots=True)
class _Found:
    """Everything that was compared; ``unread``: scripts that do not fit the newer bundle."""

    noticed: Comparison
    times: tuple[TimeChange, ...]
    played: int
    scripts: tuple[Compared, ...]
    unread: int


@click.command()
@click.argument("old", default=LIVE)
@click.argument("new", default=FILES)
@click.option("--scripts/--no-scripts", default=True, help="Play the call scripts on both and compare.")
@click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
@language_option
@click.pass_context
def diff(
    context: click.Context, *, old: str, new: str, scripts: bool, json_: bool, language: str | None
) -> None:
    """Tell what callers will notice when NEW takes the place of OLD.

    By default that is this project's files in the place of what is live. OLD and NEW are a release's number,
    the first digits of a digest, live or files. Told are flows, steps and their ways, words in each language,
    settings, how much longer or shorter callers listen before each goal, and the call scripts whose callers
    hear something else.
    """
    spoken = Language(language) if language else default_language(os.environ)
    settings = read_settings(os.environ)
    with closing(Database(settings.database_url)) as database:
        bundles = SqlBundles(database)
        try:
            before = _side(bundles, old, settings.project, spoken)
            after = _side(bundles, new, settings.project, spoken)
        except NotPublished as error:
            click.echo(f"ivr: {error}", err=True)
            context.exit(FAILED)
    project, other = before.bundle.checked.project, after.bundle.checked.project
    noticed = compare(project, other, language=spoken)
    times = tuple(compare_times(project, other))
    is_same = before.bundle.digest == after.bundle.digest
    played, differ, unread = (
        _play(before, after, settings.project, spoken) if scripts and not is_same else (0, (), 0)
    )
    found = _Found(noticed, times, played, differ, unread)
    if json_:
        click.echo(json.dumps(_document(found, before, after, spoken), ensure_ascii=False, indent=1))
    else:
        _print(found, before, after, spoken)


def _side(bundles: SqlBundles, wanted: str, project: Path, language: Language) -> _Side:
    """Return what ``wanted`` names; raise ``UsageError`` when that is nothing."""
    if wanted == FILES:
        return _Side(checked_bundle(project), say("the_files", language))
    if wanted == LIVE:
        newest = bundles.releases()[:1]
        if not newest:
            raise click.UsageError(say("nothing_live", language))
        digest, number = newest[0].digest, newest[0].number
    elif wanted.isdecimal() and len(wanted) < FEWEST_DIGITS:
        release = bundles.released(int(wanted))
        if release is None:
            raise click.UsageError(say("no_such_release", language, number=wanted))
        digest, number = release.digest, release.number
    else:
        named = [one for one in bundles.releases() if one.digest.startswith(wanted.lower())]
        if len(wanted) < FEWEST_DIGITS or len({one.digest for one in named}) != 1:
            raise click.UsageError(say("no_such_bundle", language, name=wanted))
        digest, number = named[0].digest, named[0].number
    return _Side(_stored(bundles, digest), say("the_release", language, number=number, digest=digest[:SHOWN]))


def _stored(bundles: SqlBundles, digest: Digest) -> Bundle:
    files = bundles.files(digest)
    if files is None or digest_of(files) != digest:
        raise NotPublished(f"bundle {digest} is not stored, or not as it was published")
    return Bundle(digest, accept(files))


def _play(
    before: _Side, after: _Side, project: Path, language: Language
) -> tuple[int, tuple[Compared, ...], int]:
    """Play the project's scripts on both; return how many, those that differ, and how many do not fit."""
    files, _ = read_script_files(project)
    suite = read_suite(files, after.bundle)
    label = say("playing_twice", language, scripts=len(suite.scripts))
    with click.progressbar(
        play_on_both(suite.scripts, before.bundle, after.bundle),
        length=len(suite.scripts),
        label=label,
        file=sys.stderr,
    ) as shown:
        differ = tuple(one for one in shown if not one.is_same)
    return len(suite.scripts), differ, len({one.span.file for one in suite.mistakes})


def _print(found: _Found, before: _Side, after: _Side, language: Language) -> None:
    click.echo(say("diff_between", language, old=before.called, new=after.called))
    old, new = before.bundle.checked.project, after.bundle.checked.project
    told = tell_comparison(found.noticed, old, new, language)
    _section("diff_noticed", told, language)
    _section("diff_times", tell_times(found.times, language), language)
    _section("diff_scripts", _tell_scripts(found.scripts, language), language)
    if found.played:
        facts = {"differ": len(found.scripts), "played": found.played}
        click.echo("\n" + say("diff_played", language, **facts))
    if found.unread:
        click.echo(say("diff_unread", language, unread=found.unread))
    if not told and not found.times and not found.scripts:
        is_same = before.bundle.digest == after.bundle.digest
        click.echo(say("diff_same" if is_same else "diff_unnoticed", language))


def _section(title: str, told: Sequence[Told], language: Language) -> None:
    if not told:
        return
    click.echo("\n" + say(title, language))
    for one in told:
        click.echo(f"  {one.sentence}")
        for mark, lines in (("- ", one.gone), ("+ ", one.new), ("", one.lines)):
            for line in lines:
                click.echo(f"    {mark}{line}")


def _tell_scripts(scripts: Sequence[Compared], language: Language) -> tuple[Told, ...]:
    """Return what is told of scripts that are heard otherwise, those with the same difference together."""
    alike: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Compared]] = {}
    for one in scripts:
        stuck = () if one.stuck is None else (tell(one.stuck, language).title,)
        alike.setdefault((one.before, (*one.now, *stuck)), []).append(one)
    return tuple(
        Told(say("diff_alike", language, scripts=len(group)), *change, lines=_named(group, language))
        for change, group in alike.items()
    )


def _named(group: Sequence[Compared], language: Language) -> tuple[str, ...]:
    named = tuple(
        say("diff_script", language, file=one.script.file, call=one.script.call)
        for one in group[:SCRIPTS_NAMED]
    )
    more = len(group) - SCRIPTS_NAMED
    return (*named, say("diff_more", language, more=more)) if more > 0 else named


def _document(found: _Found, before: _Side, after: _Side, language: Language) -> Mapping[str, object]:
    old, new = before.bundle.checked.project, after.bundle.checked.project
    told = tell_comparison(found.noticed, old, new, language)
    sentences = (*told, *tell_times(found.times, language), *_tell_scripts(found.scripts, language))
    return {
        "old": before.bundle.digest,
        "new": after.bundle.digest,
        "same": not (told or found.times or found.scripts),
        "told": [asdict(one) for one in sentences],
        **{name: list(rows) for name, rows in asdict(found.noticed).items()},
        "times": [asdict(one) for one in found.times],
        "scripts": {
            "played": found.played,
            "unread": found.unread,
            "differ": [
                {
                    "file": one.script.file,
                    "call": str(one.script.call),
                    "before": one.before,
                    "now": one.now,
                    "stuck": None if one.stuck is None else tell(one.stuck, language).title,
                }
                for one in found.scripts
            ],
        },
    }
