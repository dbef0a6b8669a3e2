"""What commands say to operators and designers, in Chinese and English: sentences are data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import click
import yaml

from ivr.diagnostics.languages import LANGUAGES
from ivr.diagnostics.tell import fill
from ivr.model.ids import Language

_FOLDER = files("ivr.cli") / "sentences"

language_option = click.option(
    "--language", type=click.Choice(LANGUAGES), help="Default: Chinese in a Chinese locale."
)


def say(key: str, language: Language, **facts: object) -> str:
    """Return a sentence with its ``{holes}`` filled; raise ``KeyError`` for one that is not there."""
    return fill(said(language)[key], {name: str(fact) for name, fact in facts.items()})


@cache
def said(language: Language) -> Mapping[str, str]:
    """Return every sentence of commands in ``language``, by key."""
    text = (_FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    read: dict[str, str] = yaml.load(text, Loader=yaml.CSafeLoader)
    return MappingProxyType(read)
