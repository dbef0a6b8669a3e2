"""Every code, its variants and sentences, read from ``sentences/`` when first asked for and then kept.

``sentences/<CODE>.yaml`` is neutral: each variant with its ``severity`` and its ``facts`` (name: kind).
``sentences/<language>/<CODE>.yaml`` has ``page`` (finds, matters, example, instead) and ``variants``, each
with ``title``, ``label``, ``why``, ``help`` and, where a second place is shown, ``related`` (label key:
sentence).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import TypeAlias

import yaml

from ivr.diagnostics.severity import Severity
from ivr.model.ids import Language

Fact: TypeAlias = str | int | tuple[str, ...]
"""What a rule hands over: a name or text, a number, or several names."""

_FOLDER = files("ivr.diagnostics") / "sentences"
_CODE_FILE = re.compile(r"([A-Z]\d{3})\.yaml")


class Kind(Enum):
    """What a hole of a sentence takes; a list and a path are tuples, a path is joined by arrows."""

    TEXT = "text"
    NUMBER = "number"
    LIST = "list"
    PATH = "path"


@dataclass(frozen=True, slots=True)
class Variant:
    """One way a code's rule can be broken."""

    severity: Severity
    facts: tuple[tuple[str, Kind], ...]


@dataclass(frozen=True, slots=True)
class Sentences:
    """What one variant says in one language, as templates with ``{holes}``."""

    title: str
    label: str
    why: str
    help: str
    related: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A code's manual page in one language."""

    finds: str
    matters: str
    example: str
    instead: str


@cache
def codes() -> tuple[str, ...]:
    """Return every code, sorted."""
    found = (_CODE_FILE.fullmatch(entry.name) for entry in _FOLDER.iterdir())
    return tuple(sorted(match[1] for match in found if match))


@cache
def variants(code: str) -> Mapping[str, Variant]:
    """Return a code's variants by name; raise ``LookupError`` for a code that does not exist."""
    return MappingProxyType({name: _variant(_map(entry)) for name, entry in _read(f"{code}.yaml").items()})


@cache
def sentences(code: str, language: Language) -> Mapping[str, Sentences]:
    """Return what each variant of ``code`` says; raise ``LookupError`` when there are no such sentences."""
    entries = _map(_read(f"{language}/{code}.yaml")["variants"])
    return MappingProxyType({name: _sentences(_map(entry)) for name, entry in entries.items()})


@cache
def page(code: str, language: Language) -> Page:
    """Return the manual page of ``code``; raise ``LookupError`` when there is none."""
    entry = _map(_read(f"{language}/{code}.yaml")["page"])
    return Page(*(_text(entry, name) for name in ("finds", "matters", "example", "instead")))


@cache
def words(language: Language) -> Mapping[str, str]:
    """Return the words that stand round every diagnostic: headings, joiners, the summary."""
    entries = _read(f"{language}/words.yaml")
    return MappingProxyType({name: _text(entries, name) for name in entries})


def _variant(entry: Mapping[str, object]) -> Variant:
    facts = _map(entry["facts"]) if entry.get("facts") else {}
    return Variant(Severity(entry["severity"]), tuple((name, Kind(kind)) for name, kind in facts.items()))


def _sentences(entry: Mapping[str, object]) -> Sentences:
    related = _map(entry["related"]) if "related" in entry else {}
    title, label, why, mend = (_text(entry, name) for name in ("title", "label", "why", "help"))
    return Sentences(title, label, why, mend, tuple((name, _text(related, name)) for name in related))


@cache
def _read(path: str) -> Mapping[str, object]:
    file: Traversable = _FOLDER
    for part in path.split("/"):
        file = file / part
    if not file.is_file():
        raise LookupError(f"there are no sentences in {path}")
    return _map(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


def _map(entry: object) -> dict[str, object]:
    if not isinstance(entry, dict):
        raise TypeError(f"a map was expected in sentences/, not {entry!r}")
    return {str(name): value for name, value in entry.items()}


def _text(entry: Mapping[str, object], name: str) -> str:
    value = entry[name]
    if not isinstance(value, str) or not value.strip():
        raise TypeError(f"text was expected for {name} in sentences/, not {value!r}")
    return value
