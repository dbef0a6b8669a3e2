"""``ivr speak``: how a value is read aloud, as text."""

from __future__ import annotations

from datetime import timedelta, timezone

import click

from ivr.errors import BadValue
from ivr.wording.kinds import LANGUAGES, MANDARIN, read
from ivr.wording.typed import EXAMPLES, typed_value

CHINA = timezone(timedelta(hours=8), "UTC+08:00")
"""The zone of a moment typed without one. China has one zone and no summer time."""
_KINDS = tuple(kind for kind in EXAMPLES if kind != "text")
"""Text is read as it is: there would be nothing to show."""


_HELP = f"""Print how VALUE is read aloud to a caller.

KIND is one of {", ".join(_KINDS)}.

\b
ivr speak money 20.50
ivr speak money -- -12.30
ivr speak duration 48h --language en
"""


# A negative amount looks like an option; unknown ones are taken as values, so ``--`` may be left out.
@click.command(help=_HELP, context_settings={"ignore_unknown_options": True})
@click.argument("kind", metavar="KIND", type=click.Choice(_KINDS))
@click.argument("value", metavar="VALUE")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=MANDARIN,
    show_default=True,
    help="The language it is read in.",
)
def speak(kind: str, value: str, language: str) -> None:
    """Print how ``value`` is read aloud; a value that cannot be read is wrong usage (exit 2)."""
    try:
        words = read(kind, typed_value(kind, value, CHINA), language=language)
    except BadValue as wrong:
        reason = str(wrong).removeprefix(f"{kind}: ")
        raise click.UsageError(
            f"{value!r} cannot be read as {kind}: {reason}. For example: ivr speak {kind} {EXAMPLES[kind]}"
        ) from wrong
    click.echo(words)
