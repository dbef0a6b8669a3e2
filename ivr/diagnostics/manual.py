"""The manual of codes: one page each, and a list of all."""

from __future__ import annotations

from ivr.diagnostics.codes import codes, page, variants, words
from ivr.model.ids import Language

_INDENT = "  "


def manual_page(code: str, language: Language) -> str:
    """Return the page of ``code``; raise ``LookupError`` for a code that does not exist."""
    said, entry = words(language), page(code, language)
    severities = dict.fromkeys(said[variant.severity.value] for variant in variants(code).values())
    parts = [f"{code} ({said['between'].join(severities)})"]
    for heading, text in (
        ("finds", entry.finds),
        ("matters", entry.matters),
        ("example", entry.example),
        ("instead", entry.instead),
    ):
        body = "\n".join(f"{_INDENT}{line}".rstrip() for line in text.rstrip().splitlines())
        parts.append(f"{said[heading]}\n{body}")
    return "\n\n".join(parts)


def manual_index(language: Language) -> str:
    """Return every code with the first line of what it finds."""
    return "\n".join(f"{code}  {page(code, language).finds.splitlines()[0]}" for code in codes())
