"""The ``ivr`` command."""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType

import click

from ivr.adapters.clock import LineClock
from ivr.errors import BadSettings, CannotSave

FAILED = 1
WRONG_USAGE = 2
COMMANDS = MappingProxyType(
    {
        name: f"ivr.cli.{name}"
        for name in (
            "bench",
            "call",
            "calls",
            "check",
            "diff",
            "draw",
            "explain",
            "explore",
            "new",
            "notice",
            "prompts",
            "publish",
            "releases",
            "rollback",
            "schema",
            "serve",
            "speak",
            "switch",
            "tell",
            "test",
            "work",
        )
    }
)
"""Each command and the module that holds it; loaded when asked for, so that ``ivr check`` starts at once."""


class _Group(click.Group):
    """Loads a command's module on use, and tells what cannot be used in one line, never as a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name]), cmd_name)
        return command

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
    clock = LineClock()
    ctx.obj = {"open_project": lambda: _open_project(clock), "tell_time": clock.tell}


def _open_project(clock: LineClock) -> object:
    """Open this project in process; only ``ivr call`` needs all that this imports."""
    return import_module("ivr.cli.wiring").open_project(clock)
