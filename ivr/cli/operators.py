"""Who types a command that changes what callers hear, and when that was."""

from __future__ import annotations

import getpass
import os
from datetime import datetime

import click

from ivr.cli.saying import say
from ivr.model.ids import Language

LONGEST_NAME = 128
"""Characters of a name that are kept; source: the column it is kept in."""
LONGEST_REASON = 500
"""Characters of a reason; whoever writes more wants a page, not a line in a list."""

by_option = click.option("--by", help="Who does this; default: the user of the operating system.")


def who(by: str | None, language: Language) -> str:
    """Return the name an act is kept under: ``by``, or the user of the operating system."""
    if by is None:
        return _user()[:LONGEST_NAME]
    if not by.strip() or not by.isprintable() or len(by) > LONGEST_NAME:
        raise click.BadParameter(say("bad_name", language, longest=LONGEST_NAME))
    return by.strip()


def reason(why: str | None, language: Language) -> str:
    """Return a reason as it is kept: one line, empty when none was given."""
    if why is None:
        return ""
    if not why.strip() or not why.isprintable() or len(why) > LONGEST_REASON:
        raise click.BadParameter(say("bad_reason", language, longest=LONGEST_REASON))
    return why.strip()


def local(at: datetime) -> str:
    """Return a moment as the one who types would read it on a clock here."""
    return f"{at.astimezone():%Y-%m-%d %H:%M:%S %Z}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user need not have a name
        return f"uid {os.getuid()}"
