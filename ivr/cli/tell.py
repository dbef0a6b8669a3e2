"""``ivr tell``: a flow in sentences."""

from __future__ import annotations

import json
import os
from dataclasses import asdict

import click

from ivr.cli.saying import language_option, say
from ivr.cli.settings import read_settings
from ivr.cli.wiring import checked_bundle
from ivr.diagnostics.diagnostic import near_names
from ivr.diagnostics.languages import default_language
from ivr.model.ids import Language
from ivr.telling.flow import page_of, tell_flow


@click.command()
@click.argument("flow", required=False)
@language_option
@click.option("--json", "json_", is_flag=True, help="The same as one JSON document.")
def tell(flow: str | None, *, language: str | None, json_: bool) -> None:
    """Tell FLOW in sentences, step by step; without it, every flow.

    What the caller hears, what can be chosen and where it leads, what silence and wrong keys do, what the
    office is asked and what each answer leads to.
    """
    project = checked_bundle(read_settings(os.environ).project).checked.project
    spoken = Language(language) if language else default_language(os.environ)
    if flow is not None and flow not in project.flows:
        near = ", ".join(near_names(flow, project.flows) or project.flows)
        raise click.UsageError(say("no_such_name", spoken, name=f"`{flow}`", names=near))
    names = tuple(project.flows) if flow is None else (flow,)
    told = [tell_flow(project.flows[name], project=project, language=spoken) for name in names]
    if json_:
        click.echo(json.dumps({"flows": [asdict(one) for one in told]}, ensure_ascii=False))
    else:
        click.echo("\n\n".join(page_of(one) for one in told), nl=False)
