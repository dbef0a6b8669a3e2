"""``ivr draw``: a flow as a picture, with what no call script took."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from ivr.cli.settings import read_settings
from ivr.cli.wiring import checked_bundle
from ivr.diagnostics.diagnostic import near_names
from ivr.scripts import drawing
from ivr.scripts.drawing import NOTHING_NEVER, Never


@click.command(name="draw")
@click.argument("flow", required=False)
@click.option("--format", "form", type=click.Choice(["mermaid"]), default="mermaid", show_default=True)
@click.option(
    "--cover",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What `ivr test --cover --json` wrote; what no script took is drawn in red.",
)
def draw(flow: str | None, *, form: str, cover: Path | None) -> None:  # noqa: ARG001 -- one format so far
    """Draw FLOW as mermaid text; without it, every flow."""
    project = checked_bundle(read_settings(os.environ).project).checked.project
    if flow is not None and flow not in project.flows:
        near = near_names(flow, project.flows) or tuple(project.flows)
        raise click.UsageError(f"there is no flow `{flow}`; there is {', '.join(near)}")
    never = NOTHING_NEVER if cover is None else _never(cover)
    for name in [flow] if flow is not None else list(project.flows):
        if flow is None:
            click.echo(f"%% {name}")
        click.echo(drawing.draw(project.flows[name], project, never=never), nl=False)


def _never(path: Path) -> Never:
    try:
        cover = json.loads(path.read_text(encoding="utf-8"))["cover"]
        return Never(frozenset(cover["steps"]["never"]), frozenset(cover["ways"]["never"]))
    except (ValueError, KeyError, TypeError):
        raise click.UsageError(
            f"{path} is no coverage report; write one with: ivr test --cover --json > {path.name}"
        ) from None
