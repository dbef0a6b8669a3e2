"""``ivr schema``: what an editor needs to help while flows are written."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from ivr.adapters.files import read_files
from ivr.cli.saying import language_option
from ivr.cli.settings import read_settings
from ivr.diagnostics.languages import default_language
from ivr.language.reader import read_project
from ivr.language.schema import every
from ivr.language.schema.known import NOTHING_KNOWN, names_of
from ivr.language.schema.pieces import Schema
from ivr.model.ids import Language
from ivr.scripts import schema as of_scripts
from ivr.source.reading import read_source

FILES = {**every.FILES, **of_scripts.FILES}
"""Each schema and the files it is for, as an editor's settings list them."""
FOLDER = ".ivr"
"""Where the schemas are kept in a project; ``.vscode/settings.json`` names it too."""


@click.command()
@click.argument("which", type=click.Choice(tuple(FILES)), default="flow", metavar="[WHICH]")
@click.option("--write", is_flag=True, help=f"Write every schema to {FOLDER}/ instead.")
@language_option
def schema(which: str, *, write: bool, language: str | None) -> None:
    """Print the JSON Schema of WHICH files, with this project's own names filled in.

    WHICH is flow (the default), hotline, operations, switches, calendar, prompts, common, script or usual.
    Editors that use yaml-language-server offer names with what they mean, show a prompt's words, and mark
    mistakes.
    """
    project = read_settings(os.environ).project
    spoken = Language(language) if language else default_language(os.environ)
    if not write:
        click.echo(_text(_schemas(project, spoken)[which]), nl=False)
        return
    for name in write_schemas(project, spoken):
        click.echo(name)


def write_schemas(project: Path, language: Language) -> tuple[str, ...]:
    """Write every schema of ``project`` and return the names of the files."""
    folder = project / FOLDER
    folder.mkdir(exist_ok=True)
    written = []
    for name, one in _schemas(project, language).items():
        file = f"{name}.schema.json"
        (folder / file).write_text(_text(one), encoding="utf-8")
        written.append(f"{FOLDER}/{file}")
    return tuple(written)


def _schemas(project: Path, language: Language) -> dict[str, Schema]:
    """Return the schemas; files that cannot be read now are left out: they are being edited."""
    files, _ = read_files(project)
    read, _ = read_project(
        {file: text for file, text in files.items() if read_source(file, text)[0] is not None}
    )
    known = NOTHING_KNOWN if read is None else names_of(read)
    return {**every.schemas(known, language), **of_scripts.script_schemas(known, language)}


def _text(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
