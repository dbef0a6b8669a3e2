"""``ivr switch``: what operators turn at run time, always with an end."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import timedelta

import click

from ivr.adapters.clock import SystemClock
from ivr.adapters.store.bundles import SqlBundles
from ivr.adapters.store.database import Database
from ivr.adapters.store.operators import SqlSwitches
from ivr.cli.operators import by_option, local, who
from ivr.cli.saying import language_option, say
from ivr.cli.settings import read_settings
from ivr.diagnostics.diagnostic import near_names
from ivr.diagnostics.languages import default_language
from ivr.diagnostics.span import Span
from ivr.errors import BadSettings, NotPublished
from ivr.language.specs import Project, Switch
from ivr.model.ids import Language
from ivr.model.stored import Turned
from ivr.programs import Programs
from ivr.shape import seconds
from ivr.source.nodes import Text

_UNITS = ((24 * 3600, "d"), (3600, "h"), (60, "m"), (1, "s"))


def live_project(database: Database) -> Project:
    """Return what the live bundle's designers wrote."""
    try:
        return Programs(SqlBundles(database)).live().project
    except NotPublished as error:
        raise BadSettings(str(error)) from error


def known_name(name: str, known: Sequence[str], language: Language) -> None:
    """Raise ``BadParameter`` for a name that is not among ``known``, with the near ones or else all."""
    if name not in known:
        names = near_names(name, known) or tuple(known)
        key = "no_such_name" if names else "nothing_to_turn"
        raise click.BadParameter(say(key, language, name=name, names=", ".join(names)))


def how_long(written: str, longest_s: int, what: str, language: Language) -> timedelta:
    """Return a duration typed on the command line, at most ``longest_s``."""
    read = seconds(Text(written, Span("--for", 1, 1)), [])
    if read is None or read > longest_s:
        raise click.BadParameter(say("bad_length", language, longest=_as_typed(longest_s), name=what))
    return timedelta(seconds=read)


def _as_typed(length_s: int) -> str:
    """Return a length of time as it would be typed, such as ``12h``."""
    size, unit = next((size, unit) for size, unit in _UNITS if length_s % size == 0)
    return f"{length_s // size}{unit}"


@click.command()
@click.argument("name", required=False)
@click.argument("position", required=False, type=click.Choice(["on", "off"]))
@click.option("--for", "length", help="How long, such as 30m or 2h; it goes back by itself.")
@by_option
@click.option("--audit", is_flag=True, help="List who turned what and when, newest first.")
@click.option("--json", "json_", is_flag=True, help="Print one JSON document; with the list, the audit too.")
@language_option
def switch(  # noqa: PLR0913 -- one per option
    *,
    name: str | None,
    position: str | None,
    length: str | None,
    by: str | None,
    audit: bool,
    json_: bool,
    language: str | None,
) -> None:
    """Turn the switch NAME on or off for a while; without NAME, list the switches and how they stand.

    The next step of every call on every server, also of calls under way, sees the new position. Every
    position was checked when the flows were published.
    """
    spoken = Language(language) if language else default_language(os.environ)
    with closing(Database(read_settings(os.environ).database_url)) as database:
        project, switches = live_project(database), SqlSwitches(database)
        now = SystemClock().now()
        if name is None:
            past = [one for one in switches.turned() if isinstance(one.what, bool)]
            stand = {one.name: one for one in switches.holding(now) if isinstance(one.what, bool)}
            _list(project, stand, past, spoken, audit=audit, json_=json_)
            return
        known_name(name, tuple(project.switches), spoken)
        if position is None or length is None:
            raise click.UsageError(say("position_and_length", spoken))
        until = now + how_long(length, project.switches[name].longest_s, name, spoken)
        made = Turned(name, position == "on", now, until, who(by, spoken))
        switches.turn(name, on=made.what is True, since=now, until=until, who=made.who)
    if json_:
        click.echo(json.dumps({"switch": turned_row(made)}, ensure_ascii=False))
        return
    click.echo(say("turned", spoken, name=name, position=say(position, spoken), until=local(until)))


def _list(
    project: Project,
    stand: Mapping[str, Turned],
    past: Sequence[Turned],
    language: Language,
    *,
    audit: bool,
    json_: bool,
) -> None:
    if json_:
        rows = [_row(one, stand.get(str(one.name))) for one in project.switches.values()]
        document = {"switches": rows, "audit": [turned_row(one) for one in past]}
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    if audit:
        for turned in past:
            click.echo(audit_line(turned, say("on" if turned.what else "off", language), language))
        return
    for one in project.switches.values():
        held = stand.get(str(one.name))
        position = say("on" if (one.default if held is None else held.what) else "off", language)
        until = () if held is None else (say("until_by", language, until=local(held.until), who=held.who),)
        click.echo("  ".join((str(one.name), position, *until, one.means)))


def _row(one: Switch, held: Turned | None) -> Mapping[str, object]:
    return {
        "name": str(one.name),
        "on": one.default if held is None else held.what,
        "default": one.default,
        "until": None if held is None else held.until.isoformat(),
        "who": None if held is None else held.who,
        "longest_s": one.longest_s,
        "means": one.means,
    }


def audit_line(one: Turned, what: str, language: Language) -> str:
    """Return what an operator did, as one line of a list."""
    key = "until_by" if one.until > one.since else "done_by"
    return (
        f"{local(one.since)}  {one.name}  {what}  {say(key, language, until=local(one.until), who=one.who)}"
    )


def turned_row(one: Turned) -> Mapping[str, object]:
    """Return what an operator did, as programs read it."""
    what: Mapping[str, object] = (
        {"on": one.what}
        if isinstance(one.what, bool)
        else {"texts": {name: str(text) for name, text in one.what.items()}}
    )
    since, until = one.since.isoformat(), one.until.isoformat()
    return {"name": one.name, **what, "since": since, "until": until, "who": one.who}
