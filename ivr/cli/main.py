"""The ``ivr`` command."""

from __future__ import annotations

import click

from ivr.cli.call import call
from ivr.cli.calls import calls
from ivr.cli.check import check
from ivr.cli.explain import explain
from ivr.cli.publish import publish, releases
from ivr.cli.serve import serve
from ivr.cli.speak import speak
from ivr.cli.wiring import open_project
from ivr.errors import BadSettings, CannotSave

FAILED = 1
WRONG_USAGE = 2


class _Group(click.Group):
    """Tells what cannot be used in one line, never as a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BadSettings as error:
            click.echo(f"ivr: {error}", err=True)
            ctx.exit(WRONG_USAGE)
        except CannotSave as error:
            click.echo(f"ivr: the database cannot be used: {error}", err=True)
            ctx.exit(FAILED)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ivr-10086")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Call flows for the 10086 hotline, declared in YAML."""
    ctx.obj = {"open_project": open_project}


for command in (call, calls, check, explain, publish, releases, serve, speak):
    main.add_command(command)
