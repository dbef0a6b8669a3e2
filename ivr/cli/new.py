"""``ivr new flow NAME``: a small flow that works, with its words, to be changed into one's own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.resources import files as package_files
from pathlib import Path

import click

from ivr.adapters.files import read_files
from ivr.checks.check import check
from ivr.cli.saying import language_option, say
from ivr.cli.schema import FOLDER, write_schemas
from ivr.cli.settings import read_settings
from ivr.diagnostics.diagnostic import Diagnostic, Severity
from ivr.diagnostics.languages import default_language
from ivr.diagnostics.show import Form, show
from ivr.language import kinds
from ivr.language.reader import NOT_FLOWS, read_project
from ivr.language.reading_flows import RESERVED
from ivr.language.specs import Flow, Project, Step
from ivr.model.ids import Language
from ivr.wording.catalogue import COMMON
from ivr.wording.reader import OWN_LANGUAGES
from ivr.wording.templates import Hole

FAILED = 1
ROOM_FOR_ONE = 4
"""Keys of a menu with room for one more: five are the most a caller keeps in mind; domain notes, 3.3."""
_FREE_KEYS = "123456789"


@click.group()
def new() -> None:
    """Begin something new."""


@new.command()
@click.argument("name")
@language_option
@click.pass_context
def flow(context: click.Context, name: str, language: str | None) -> None:
    """Write the flow NAME and its words, ready to be changed; nothing that is there is touched.

    What is written passes ``ivr check``; how a call comes to it is told.
    """
    spoken = Language(language) if language else default_language(os.environ)
    folder = read_settings(os.environ).project
    there, _ = read_files(folder)
    project, _ = read_project(there)
    if project is None:
        raise click.UsageError(say("no_project_to_add_to", spoken))
    if (wrong := _cannot_be_called(name, project, spoken)) is not None:
        raise click.UsageError(wrong)
    written = starter(name, project)
    if taken := [file for file in written if (folder / file).exists()]:
        raise click.UsageError(say("there_already", spoken, files=", ".join(taken)))
    if found := _mistakes(written, there):
        click.echo(show(found, {**there, **written}, form=Form.TEXT, language=spoken), err=True)
        click.echo(say("nothing_written", spoken), err=True)
        context.exit(FAILED)
    for file, text in written.items():
        _write(folder / file, text)
        click.echo(file)
    if (folder / FOLDER).is_dir():  # the editor is to know the new flow too
        write_schemas(folder, spoken)
    click.echo()
    click.echo(how_to_reach(name, project, spoken))


def starter(name: str, project: Project) -> dict[str, str]:
    """Return the files of a new flow called ``name``: itself, and its words in every language that can be."""
    files = {f"flows/{name}.yaml": _filled("flow", flow=name)}
    for language, words in project.wording.languages.items():
        if language in OWN_LANGUAGES:
            bare = isinstance(words.joining["press"][0], Hole)  # then an offer brings its own "For"
            files[f"prompts/{language}/{name}.yaml"] = _filled(language, before="For " if bare else "")
    return files


def how_to_reach(name: str, project: Project, language: Language) -> str:
    """Return what to write, and where, for calls to come to the flow ``name``."""
    found = _menu(project)
    if found is None:
        return say("reach_somehow", language, flow=name)
    where, menu = found
    taken = {str(one.key) for one in (*menu.keys, *menu.answers)}
    taken |= {str(one.key) for one in project.hotline.everywhere}
    key = next((one for one in _FREE_KEYS if one not in taken), "10")
    lines = [say("reach_by_key", language, file=where.file, step=str(menu.name), line=f"{key}: {name}")]
    if menu.then is None:
        lines.append(say("reach_then", language, line=f"then: {menu.name}"))
    for spoken in project.wording.languages:
        file = f"prompts/{spoken}/{where.name}.yaml"
        lines.append(say("reach_words", language, file=file, prompt=str(menu.subject), flow=name))
    return "\n".join(lines)


def _menu(project: Project) -> tuple[Flow, Step] | None:
    """Return the menu of the first flow that has room for one more key, else its first menu."""
    first = project.flows.get(project.hotline.start)
    menus = (
        [] if first is None else [one for one in first.steps.values() if one.kind is kinds.MENU and one.keys]
    )
    if first is None or not menus:
        return None
    return first, next((one for one in menus if len(one.keys) <= ROOM_FOR_ONE), menus[0])


def _cannot_be_called(name: str, project: Project, language: Language) -> str | None:
    """Return why nothing new can be called ``name``, or None when it can."""
    files = {Path(one).stem for one in NOT_FLOWS} | {COMMON}
    if not name.isidentifier() or name in RESERVED or name in files:
        return say("no_name_for_a_flow", language, name=name)
    for step_flow in project.flows.values():
        if name == step_flow.name:
            return say("flow_there_already", language, name=name, file=step_flow.file)
        if name in step_flow.steps:
            return say("step_there_already", language, name=name, file=step_flow.file)
    if name in project.operations:
        return say("operation_there_already", language, name=name)
    return None


def _mistakes(written: Mapping[str, str], there: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """Return the errors in the new files; that nothing leads to the flow yet is a warning, and told here."""
    _, found = check({**there, **written})
    return tuple(one for one in found if one.span.file in written and one.severity is Severity.ERROR)


def _filled(template: str, **facts: str) -> str:
    text = (package_files("ivr.cli") / "starter" / f"{template}.yaml").read_text(encoding="utf-8")
    for name, fact in facts.items():
        text = text.replace(f"{{{name}}}", fact)
    return text


def _write(path: Path, text: str) -> None:
    """Write a file that is not there; raises ``FileExistsError`` when somebody was quicker."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
