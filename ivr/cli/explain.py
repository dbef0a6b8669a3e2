"""``ivr explain CODE``: a rule's manual page."""

from __future__ import annotations

import os

import click

from ivr.diagnostics.codes import codes, words
from ivr.diagnostics.diagnostic import near_names
from ivr.diagnostics.languages import LANGUAGES, default_language
from ivr.diagnostics.manual import manual_index, manual_page
from ivr.diagnostics.tell import fill
from ivr.diagnostics.visible import clipped, visible
from ivr.model.ids import Language

WRONG_USAGE = 2
"""Exit code of a command that was called wrongly; source: contract section 2."""
LONGEST_SHOWN = 40
"""Characters of an unknown code repeated to whoever typed it."""


@click.command()
@click.argument("code", required=False)
@click.option("--language", type=click.Choice(LANGUAGES), help="Default: Chinese in a Chinese locale.")
@click.pass_context
def explain(context: click.Context, code: str | None, language: str | None) -> None:
    """Print the manual page of CODE, or the list of all codes."""
    spoken = Language(language) if language else default_language(os.environ)
    if code is None:
        click.echo(manual_index(spoken))
        return
    wanted = code.strip().upper().partition(".")[0]
    if wanted in codes():
        click.echo(manual_page(wanted, spoken))
        return
    said = words(spoken)
    asked = clipped(visible(code), LONGEST_SHOWN)
    near = near_names(wanted, codes())
    names = said["between"].join(f"`{each}`" for each in near)
    message = fill(said["no_such_code"], {"code": asked})
    click.echo(f"{message} {fill(said['near'], {'names': names})}" if near else message, err=True)
    context.exit(WRONG_USAGE)
