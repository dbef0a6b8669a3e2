"""A line for authors about each kind, field and setting, in Chinese and English.

English about kinds and their fields stands in the table of kinds; everything else in ``<language>.yaml``,
under ``kind.<kind>``, ``<kind>.<field>``, ``field.<field>`` or ``<file or part>.<setting>``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from ivr.diagnostics.languages import ENGLISH
from ivr.language.kinds import Field, Kind
from ivr.model.ids import Language


@cache
def lines(language: Language) -> Mapping[str, str]:
    """Return every line of ``language``; raise ``LookupError`` for a language without."""
    file = files("ivr.language.lines") / f"{language}.yaml"
    if not file.is_file():
        raise LookupError(f"there is nothing about the language in {language}")
    entries: dict[str, str] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return MappingProxyType(entries)


def line_of(setting: str, language: Language) -> str:
    """Return the line about a setting such as ``hotline.start``; empty where nobody has written one."""
    return lines(language).get(setting, "")


def line_of_kind(kind: Kind, language: Language) -> str:
    """Return the line about a kind of step."""
    return kind.doc if language == ENGLISH else lines(language)[f"kind.{kind.name}"]


def line_of_field(field: Field, kind: Kind, language: Language) -> str:
    """Return the line about a field of a step of ``kind``."""
    if language == ENGLISH:
        return field.doc
    known = lines(language)
    return known.get(f"{kind.name}.{field.name}") or known[f"field.{field.name}"]
