"""``ivr prompts``: what callers hear, rendered, verified, and listed for a studio."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import click

from ivr.adapters.files import read_files
from ivr.adapters.voice.build import RECORDED, Building, Trouble, plan_build
from ivr.adapters.voice.built import read_index
from ivr.adapters.voice.check import check_built
from ivr.adapters.voice.espeak import EspeakVoice, engine_name
from ivr.adapters.voice.several import PROCESSES, SeveralVoices
from ivr.cli.saying import language_option, say
from ivr.cli.settings import Settings, read_settings
from ivr.diagnostics.languages import default_language
from ivr.diagnostics.show import Form, show
from ivr.errors import NoVoice
from ivr.language.reader import read_project
from ivr.language.specs import Project
from ivr.model.ids import Language
from ivr.model.pace import Pace
from ivr.speech.clip import Shape, Wanted
from ivr.speech.wanted import wanted

FAILED = 1
json_option = click.option("--json", "json_", is_flag=True, help="Print one JSON document.")


@click.group()
def prompts() -> None:
    """Render what callers hear, verify it, list it for a studio."""


@prompts.command()
@json_option
@language_option
def build(*, json_: bool, language: str | None) -> None:
    """Render what has no sound yet, and take what people recorded.

    Sounds are kept in var/audio, by everything they depend on, so a second build makes only what is new.
    Recordings in prompts/recorded/LANGUAGE/ come first. Exits 1 when something cannot be spoken; everything
    else is built all the same.
    """
    settings, spoken = read_settings(os.environ), _language(language)
    building = _planned(settings)
    began = time.perf_counter()
    made = len(building.missing)
    with SeveralVoices() as voice:
        label = say("sounds_to_make", spoken, count=made)
        try:
            steps = building.steps(lambda: voice, at_once=PROCESSES)
            with click.progressbar(
                steps, length=made, label=label, file=sys.stderr, hidden=not made
            ) as shown:
                for _ in shown:
                    pass
        except NoVoice as error:
            _give_up(error, spoken)
    clips = tuple(one for one in building.finish().clips if one.until is None)
    took = time.perf_counter() - began
    recorded = sum(one.recorded for one in clips)
    if json_:
        told: dict[str, object] = {"sounds": len(clips), "made": made, "recorded": recorded}
        seconds = round(sum(one.seconds for one in clips), 1)
        _print_json({**told, "speech_s": seconds, "took_s": round(took, 2)}, building.troubles, spoken)
    else:
        minutes = f"{sum(one.seconds for one in clips) / 60:.1f}"
        facts: dict[str, object] = {"count": len(clips), "minutes": minutes, "made": made}
        click.echo(say("sounds_built", spoken, took=f"{took:.1f}", recorded=recorded, **facts))
    _tell(building.troubles, spoken, err=json_)


@prompts.command()
@json_option
@language_option
def check(*, json_: bool, language: str | None) -> None:
    """Verify every sound: its form, its length, and that it is heard.

    No voice may fall into another language on the way. Exits 1 when there is a fault.
    """
    settings, spoken = read_settings(os.environ), _language(language)
    if read_index(settings.audio) is None:
        click.echo(say("nothing_built", spoken), err=True)
        raise SystemExit(FAILED)
    building = _planned(settings)
    troubles = list(building.troubles)
    with EspeakVoice() as voice:
        looked = check_built(building, voice)
        try:
            with click.progressbar(looked, length=len(building.planned), file=sys.stderr) as shown:
                for _, found in shown:
                    troubles.extend(found)
        except NoVoice as error:
            _give_up(error, spoken)
    if json_:
        _print_json({"checked": len(building.planned)}, troubles, spoken)
    else:
        facts: dict[str, object] = {"count": len(building.planned), "troubles": len(troubles)}
        click.echo(say("sounds_checked", spoken, **facts))
    _tell(troubles, spoken, err=json_)


@prompts.command(name="list")
@click.option("--script", is_flag=True, help="Print what to record, for a studio.")
@json_option
@language_option
def list_(*, script: bool, json_: bool, language: str | None) -> None:
    """List everything that is said, as far as it is known before a call, and the name of its recording."""
    settings, spoken = read_settings(os.environ), _language(language)
    needed = wanted(_project(settings))
    index = read_index(settings.audio)
    there = {} if index is None else {one.wanted: one for one in index.clips}
    if script:
        _print_script(needed, spoken)
        return
    rows: list[dict[str, object]] = []
    for one in needed:
        sound = there.get(one)
        source = None if sound is None else "recorded" if sound.recorded else "rendered"
        seconds = None if sound is None else round(sound.seconds, 1)
        rows.append(
            {
                "name": one.name,
                "language": one.language,
                "shape": one.shape.value,
                "pace": one.pace.value,
                "place": one.place,
                "text": one.text,
                "seconds": seconds,
                "source": source,
            }
        )
    if json_:
        click.echo(json.dumps({"prompts": rows}, ensure_ascii=False))
        return
    for row in rows:
        length = "     -" if row["seconds"] is None else f"{row['seconds']:5} s"
        click.echo(
            f"{row['name']}  {row['language']:5}  {row['pace']:5}  {length}  {row['place']}  {row['text']}"
        )


def _print_script(needed: Iterable[Wanted], language: Language) -> None:
    def group(one: Wanted) -> tuple[str, str]:
        return one.language, "studio_about" if one.pace is Pace.USUAL else "studio_slow"

    for (of, about), each in groupby(sorted(needed, key=group), key=group):
        lines = tuple(each)
        example = lines[0].name
        click.echo(say(about, language, of=of, count=len(lines), example=example))
        for shape in Shape:
            click.echo(f"\n{say(f'studio_{shape.value}', language)}\n")
            for one in lines:
                if one.shape is shape:
                    click.echo(f"{one.name}  {one.text}")
        click.echo()


def _project(settings: Settings) -> Project:
    """Return the project as it is read, unchecked: words are words. Exit 1 when it cannot be read."""
    files, unread = read_files(settings.project)
    project, found = read_project(files)
    if project is None or unread or found:
        language = default_language(os.environ)
        click.echo(show((*unread, *found), files, form=Form.TEXT, language=language), err=True)
        raise SystemExit(FAILED)
    return project


def _planned(settings: Settings) -> Building:
    return plan_build(
        wanted(_project(settings)),
        folder=settings.audio,
        recorded=settings.project / "prompts" / RECORDED,
        engine=engine_name(),
        manners=settings.voices,
    )


def _language(written: str | None) -> Language:
    return Language(written) if written else default_language(os.environ)


def _give_up(error: NoVoice, language: Language) -> None:
    click.echo(say("voice_missing", language, reason=error), err=True)
    raise SystemExit(FAILED)


def _tell(troubles: Sequence[Trouble], language: Language, *, err: bool) -> None:
    for one in troubles:
        where = _where(one)
        sentence = say(f"fault_{one.found.fault.value}", language, detail=one.found.detail)
        click.echo(f"{where}: {sentence}", err=err)
    if troubles:
        raise SystemExit(FAILED)


def _where(one: Trouble) -> str:
    file = "" if one.file is None else one.file.name
    if one.wanted is None:
        return file
    pace = "" if one.wanted.pace is Pace.USUAL else f" ({one.wanted.pace.value})"
    words = f"{one.wanted.language} {one.wanted.place} “{one.wanted.text}”{pace}"
    return f"{words} ({file})" if file else words


def _print_json(told: Mapping[str, object], troubles: Sequence[Trouble], language: Language) -> None:
    rows = [
        {
            "fault": one.found.fault.value,
            "why": say(f"fault_{one.found.fault.value}", language, detail=one.found.detail),
            "language": None if one.wanted is None else one.wanted.language,
            "pace": None if one.wanted is None else one.wanted.pace.value,
            "place": None if one.wanted is None else one.wanted.place,
            "text": None if one.wanted is None else one.wanted.text,
            "file": None if one.file is None else one.file.name,
        }
        for one in troubles
    ]
    click.echo(json.dumps({**told, "faults": rows}, ensure_ascii=False))
