"""``ivr check``: every mistake in flows, prompts and call scripts, at once."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ivr.adapters.files import read_files, read_script_files
from ivr.checks.check import check as check_files
from ivr.cli.settings import read_settings
from ivr.diagnostics.languages import LANGUAGES, default_language
from ivr.diagnostics.show import Form, exit_code, show
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
@click.pass_context
def check(
    context: click.Context,
    *,
    directory: Path | None,
    form: str,
    language: str | None,
    strict: bool,
    json_: bool,
) -> None:
    """Check the flows, prompts and call scripts in DIRECTORY, by default this project's.

    Exits 1 when there is an error. Scripts are held against flows that have none.
    """
    project = directory or read_settings(os.environ).project
    files, unread = read_files(project)
    checked, found = check_files(files)
    scripts, unread_scripts = read_script_files(project)
    mistakes = () if checked is None else read_scripts(scripts, project=checked.project)[1]
    told = (*unread, *found, *unread_scripts, *mistakes)
    spoken = Language(language) if language else default_language(os.environ)
    text = show(told, {**files, **scripts}, form=Form.JSON if json_ else Form(form), language=spoken)
    if text:
        click.echo(text)
    context.exit(exit_code(told, strict=strict))
