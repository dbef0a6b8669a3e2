"""``ivr notice``: words operators put up at run time, always with an end."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import closing

import click

from ivr.adapters.clock import SystemClock
from ivr.adapters.store.database import Database
from ivr.adapters.store.operators import SqlSwitches
from ivr.cli.operators import by_option, local, who
from ivr.cli.rendering import Rendering, tell
from ivr.cli.saying import language_option, say
from ivr.cli.settings import read_settings
from ivr.cli.switch import audit_line, how_long, known_name, live_project, turned_row
from ivr.diagnostics.languages import default_language
from ivr.language.specs import NoticePlace, Project
from ivr.model.ids import Language
from ivr.model.speaking import speaking_s
from ivr.model.stored import Turned
from ivr.model.values import Record

LONGEST_UP_S = 31 * 24 * 3600
"""No notice stays up longer than a month."""


@click.command()
@click.argument("place", required=False)
@click.option("--say", "words", help="The words in the hotline's first language.")
@click.option("--say-en", help="The words in English; without them English callers hear nothing there.")
@click.option("--for", "length", help="How long, such as 30m or 2h; it goes away by itself.")
@click.option("--down", is_flag=True, help="Take down what is up at PLACE before its end.")
@by_option
@click.option("--audit", is_flag=True, help="List who put up what and when, newest first.")
@click.option("--json", "json_", is_flag=True, help="Print one JSON document; with the list, the audit too.")
@language_option
def notice(  # noqa: PLR0913 -- one per option
    *,
    place: str | None,
    words: str | None,
    say_en: str | None,
    length: str | None,
    down: bool,
    by: str | None,
    audit: bool,
    json_: bool,
    language: str | None,
) -> None:
    """Put up words at PLACE for a while; without PLACE, list the places and what is up.

    The next caller who comes by that place hears them, on every server.
    """
    spoken = Language(language) if language else default_language(os.environ)
    settings = read_settings(os.environ)
    with closing(Database(settings.database_url)) as database:
        project, switches = live_project(database), SqlSwitches(database)
        now = SystemClock().now()
        up = {one.name: one for one in switches.holding(now) if isinstance(one.what, Record)}
        if place is None:
            past = [one for one in switches.turned() if isinstance(one.what, Record)]
            _list(project, up, past, spoken, audit=audit, json_=json_)
            return
        known_name(place, tuple(project.notices), spoken)
        if down:
            if words is not None or say_en is not None or length is not None:
                raise click.UsageError(say("down_alone", spoken))
            if place not in up:
                raise click.UsageError(say("nothing_up", spoken, place=place))
            made = Turned(place, Record({}), now, now, who(by, spoken))
        else:
            texts = _texts(words, say_en, project, place, spoken)
            if length is None:
                raise click.UsageError(say("words_and_length", spoken))
            until = now + how_long(length, LONGEST_UP_S, place, spoken)
            made = Turned(place, Record(texts), now, until, who(by, spoken))
            with Rendering(settings, spoken) as rendering:  # before the first caller can hear it
                tell(rendering.notice(place, texts, project, until))
        switches.put_up(place, _plain(made), since=made.since, until=made.until, who=made.who)
    if json_:
        click.echo(json.dumps({"notice": turned_row(made)}, ensure_ascii=False))
        return
    click.echo(say("taken_down" if down else "put_up", spoken, place=place, until=local(made.until)))
    for one in () if down else project.hotline.languages:
        if one not in _plain(made):
            click.echo(say("not_in_language", spoken, place=place, spoken=one), err=True)


def _texts(
    words: str | None, say_en: str | None, project: Project, place: str, language: Language
) -> dict[str, str]:
    """Return the words by language; raise ``UsageError`` for words that cannot be put up there."""
    if words is None:
        raise click.UsageError(say("words_and_length", language))
    texts = {str(project.hotline.languages[0]): words} | ({} if say_en is None else {"en": say_en})
    for text in texts.values():
        if not text.strip() or not text.isprintable():
            raise click.BadParameter(say("bad_words", language))
    longest_s = project.notices[place].longest_s
    takes_s = max(speaking_s(text) for text in texts.values())
    if takes_s > longest_s:
        raise click.BadParameter(
            say("too_long", language, takes=f"{takes_s:.0f}", place=place, longest=longest_s)
        )
    return {name: text.strip() for name, text in texts.items()}


def _plain(one: Turned) -> dict[str, str]:
    """Return a notice's texts by language; none for one that was taken down."""
    return {name: str(text) for name, text in one.what.items()} if isinstance(one.what, Record) else {}


def _list(
    project: Project,
    up: Mapping[str, Turned],
    past: Sequence[Turned],
    language: Language,
    *,
    audit: bool,
    json_: bool,
) -> None:
    if json_:
        rows = [_row(one, up.get(str(one.name))) for one in project.notices.values()]
        document = {"notices": rows, "audit": [turned_row(one) for one in past]}
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    if audit:
        for one in past:
            click.echo(audit_line(one, _said(one) or say("down", language), language))
        return
    for place in project.notices:
        held = up.get(place)
        if held is None:
            click.echo(f"{place}  -")
        else:
            until = say("until_by", language, until=local(held.until), who=held.who)
            click.echo(f"{place}  {_said(held)}  {until}")


def _said(one: Turned) -> str:
    return " | ".join(_plain(one).values())


def _row(one: NoticePlace, held: Turned | None) -> Mapping[str, object]:
    return {
        "name": str(one.name),
        "texts": None if held is None else _plain(held),
        "until": None if held is None else held.until.isoformat(),
        "who": None if held is None else held.who,
        "longest_s": one.longest_s,
    }
