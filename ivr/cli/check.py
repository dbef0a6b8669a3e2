"""``ivr check``: every mistake in flows, prompts and call scripts, at once."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from ivr.adapters.clock import SystemClock
from ivr.adapters.files import read_files, read_script_files
from ivr.adapters.voice.library import Library
from ivr.checks.check import check as check_files
from ivr.cli.settings import Settings, read_settings
from ivr.diagnostics.languages import LANGUAGES, default_language
from ivr.diagnostics.show import Form, exit_code, show
from ivr.heard.document import as_document
from ivr.heard.seconds import Length, unrendered
from ivr.heard.table import as_text
from ivr.heard.times import times_of
from ivr.model.ids import Language
from ivr.scripts.reading import read_scripts


@click.command()
@click.argument("directory", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--format", "form", type=click.Choice([one.value for one in Form]), default="text", show_default=True
)
@click.option("--language", type=click.Choice(LANGUAGES), help="Default: Chinese in a Chinese locale.")
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--json", "json_", is_flag=True, help="Short for --format json.")
@click.option("--times", "times_", is_flag=True, help="Also how long callers listen; as text or JSON.")
@click.pass_context
def check(  # noqa: PLR0913 -- one for each option
    context: click.Context,
    *,
    directory: Path | None,
    form: str,
    language: str | None,
    strict: bool,
    json_: bool,
    times_: bool,
) -> None:
    """Check the flows, prompts and call scripts in DIRECTORY, by default this project's.

    Exits 1 when there is an error. Scripts are held against flows that have none.
    """
    given = {} if directory is None else {"IVR_PROJECT": str(directory)}
    settings = read_settings({**os.environ, **given})
    project, audio = settings.project, _built(settings)
    files, unread = read_files(project)
    checked, found = check_files(files, at=SystemClock().now(), audio=audio)
    scripts, unread_scripts = read_script_files(project)
    mistakes = () if checked is None else read_scripts(scripts, project=checked.project)[1]
    told = (*unread, *found, *unread_scripts, *mistakes)
    spoken = Language(language) if language else default_language(os.environ)
    shape = Form.JSON if json_ else Form(form)
    if times_ and shape not in (Form.TEXT, Form.JSON):
        raise click.UsageError("--times prints text or JSON, so it takes --format text or json")
    text = show(told, {**files, **scripts}, form=shape, language=spoken)
    if times_ and checked is not None:
        times, limits = times_of(checked.project, audio), checked.project.hotline.listening
        if shape is Form.TEXT:
            text = f"{text}\n\n{as_text(times, limits, spoken)}"
        else:
            document = {**json.loads(text), "times": as_document(times, limits)}
            text = json.dumps(document, ensure_ascii=False, indent=2)
    if text:
        click.echo(text)
    context.exit(exit_code(told, strict=strict))


def _built(settings: Settings) -> Length:
    """Return what knows how long the sounds are that are built here, and played."""
    library = Library(settings.audio)
    if not settings.plays or library.index is None:
        return unrendered
    return lambda sentence: library.seconds(sentence.text.strip(), sentence.language)
