"""``ivr draw``: a flow, or the whole hotline, as a picture, with what no call script took."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import click

from ivr.cli.settings import read_settings
from ivr.cli.wiring import checked_bundle
from ivr.diagnostics.diagnostic import near_names
from ivr.diagnostics.languages import LANGUAGES, default_language
from ivr.drawing.flow import picture_of
from ivr.drawing.hotline import picture_of_hotline
from ivr.drawing.mermaid import to_mermaid
from ivr.drawing.picture import Picture
from ivr.drawing.setting import set_picture
from ivr.drawing.svg import to_svg
from ivr.drawing.view import NOTHING_NEVER, Never, View
from ivr.model.ids import Language
from ivr.scripts.drawing import never_in

SVG, MERMAID = "svg", "mermaid"
_WHOLE = "whole-hotline"
"""The name of the picture of the whole hotline; no flow can have it, a flow's name has no hyphen."""
_ENDINGS = {SVG: "svg", MERMAID: "mmd"}


@click.command(name="draw")
@click.argument("flow", required=False)
@click.option("--format", "form", type=click.Choice([SVG, MERMAID]), default=SVG, show_default=True)
@click.option(
    "--cover",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What `ivr test --cover --json` wrote; what no script took is drawn in red.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write into this folder instead; without FLOW, every flow too, each linked to the others.",
)
@click.option("--language", type=click.Choice(LANGUAGES), help="Default: Chinese in a Chinese locale.")
def draw(flow: str | None, *, form: str, cover: Path | None, out: Path | None, language: str | None) -> None:
    """Draw FLOW, or without it the whole hotline, as SVG or as mermaid text.

    Steps are drawn by their kind, every way out of them as an arrow; silence, wrong keys and failures are
    paler. Another flow is a link to FLOW.svg beside the picture.
    """
    project = checked_bundle(read_settings(os.environ).project).checked.project
    if flow is not None and flow not in project.flows:
        near = near_names(flow, project.flows) or tuple(project.flows)
        raise click.UsageError(f"there is no flow `{flow}`; there is {', '.join(near)}")
    spoken = Language(language) if language else default_language(os.environ)
    view = View(project, spoken, NOTHING_NEVER if cover is None else _never(cover))
    write = _as_svg if form == SVG else _as_mermaid
    if out is None:
        click.echo(write(_picture(flow, view), view), nl=False)
        return
    for name in (flow,) if flow is not None else (None, *project.flows):
        _save(out / f"{name or _WHOLE}.{_ENDINGS[form]}", _picture(name, view), view, write)


def _picture(flow: str | None, view: View) -> Picture:
    return picture_of_hotline(view) if flow is None else picture_of(view.project.flows[flow], view)


def _as_svg(picture: Picture, view: View) -> str:
    return to_svg(set_picture(picture), view, address=lambda flow: f"{flow or _WHOLE}.svg")


def _as_mermaid(picture: Picture, _: View) -> str:
    return to_mermaid(picture)


def _save(path: Path, picture: Picture, view: View, write: Callable[[Picture, View], str]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(write(picture, view), encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"{path} cannot be written: {error.strerror}") from None
    click.echo(path)


def _never(path: Path) -> Never:
    try:
        never = never_in(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        never = None
    if never is None:
        raise click.UsageError(
            f"{path} is no coverage report; write one with: ivr test --cover --json > {path.name}"
        )
    return never
