"""Four renderings of one list of diagnostics, and the exit code it comes to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

from ivr.diagnostics.codes import words
from ivr.diagnostics.diagnostic import Diagnostic
from ivr.diagnostics.raw_text import lines_of
from ivr.diagnostics.severity import Severity
from ivr.diagnostics.snippet import snippet
from ivr.diagnostics.tell import fill, tell
from ivr.diagnostics.visible import visible
from ivr.model.ids import Language


class Form(Enum):
    """How diagnostics are shown: for people, for editors, for programs, for a pull request."""

    TEXT = "text"
    SHORT = "short"
    JSON = "json"
    GITHUB = "github"


def show(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, str], *, form: Form, language: Language
) -> str:
    """Return ``diagnostics`` in ``form`` and ``language``, sorted by place, without a last line break.

    ``sources`` maps each file to its text; a file that is not there is told without its line.
    """
    listed = in_order(diagnostics)
    match form:
        case Form.TEXT:
            return _as_text(listed, sources, language)
        case Form.SHORT:
            return "\n".join(_as_line(each, language) for each in listed)
        case Form.JSON:
            return _as_json(listed, language)
        case Form.GITHUB:
            return "\n".join(_as_annotation(each, language) for each in listed)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return ``diagnostics`` sorted by file, line, column and code, each once."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=_place))


def count(diagnostics: Iterable[Diagnostic], severity: Severity) -> int:
    """Return how many of ``diagnostics`` are of ``severity``."""
    return sum(each.severity is severity for each in diagnostics)


def exit_code(diagnostics: Iterable[Diagnostic], *, strict: bool = False) -> int:
    """Return 1 if there is an error, or anything at all when ``strict``; else 0."""
    listed = tuple(diagnostics)
    return int(bool(listed) if strict else count(listed, Severity.ERROR) > 0)


def summary(diagnostics: Sequence[Diagnostic], language: Language) -> str:
    """Return one line with the number of errors and warnings, or a friendly one when there are none."""
    said = words(language)
    parts = []
    for severity in Severity:
        if number := count(diagnostics, severity):
            key = f"one_{severity.value}" if number == 1 else f"many_{severity.value}s"
            parts.append(fill(said[key], {"count": str(number)}))
    return said["between"].join(parts) if parts else said["nothing"]


def _place(diagnostic: Diagnostic) -> tuple[str, int, int, str, str, str]:
    span = diagnostic.span
    last = repr(diagnostic.facts)  # any fixed order will do
    return span.file, span.line, span.column, diagnostic.code, diagnostic.variant, last


def _as_text(listed: Sequence[Diagnostic], sources: Mapping[str, str], language: Language) -> str:
    lines = {file: lines_of(text) for file, text in sources.items()}
    blocks = [_block(each, lines, language) for each in listed]
    return "\n\n".join([*blocks, summary(listed, language)])


def _block(diagnostic: Diagnostic, lines: Mapping[str, Sequence[str]], language: Language) -> str:
    said, told, span = words(language), tell(diagnostic, language), diagnostic.span
    gutter = max(len(str(place.line)) for place in (span, *(place for place, _ in told.related)))
    bar = f"{'':{gutter}} |"
    shown = [
        f"{said[diagnostic.severity.value]}[{diagnostic.code}]{said['colon']}{told.title}",
        f"{'':{gutter}}--> {visible(str(span))}",
        bar,
        *snippet(span, told.label, lines.get(span.file, ()), gutter),
        bar,
    ]
    for place, label in told.related:
        second = snippet(place, label, lines.get(place.file, ()), gutter, marker="-")
        shown += [f"{'':{gutter}}::: {visible(str(place))}", bar, *second, bar]
    for heading, text in (("why", told.why), ("help", told.help), ("more", f"ivr explain {diagnostic.code}")):
        shown.append(f"{'':{gutter}} = {said[heading]}{text}")
    return "\n".join(shown)


def _as_line(diagnostic: Diagnostic, language: Language) -> str:
    """Keep the severity untranslated: editors look for it."""
    title = tell(diagnostic, language).title
    return f"{visible(str(diagnostic.span))}: {diagnostic.severity.value}[{diagnostic.code}]: {title}"


def _as_json(listed: Sequence[Diagnostic], language: Language) -> str:
    entries = [_entry(each, language) for each in listed]
    document = {
        "diagnostics": entries,
        "errors": count(listed, Severity.ERROR),
        "warnings": count(listed, Severity.WARNING),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _entry(diagnostic: Diagnostic, language: Language) -> dict[str, object]:
    told, span = tell(diagnostic, language), diagnostic.span
    return {
        "code": diagnostic.code,
        "variant": diagnostic.variant,
        "severity": diagnostic.severity.value,
        "file": visible(span.file),
        "line": span.line,
        "column": span.column,
        "length": span.length,
        "title": told.title,
        "label": told.label,
        "why": told.why,
        "help": told.help,
        "related": [
            {"file": visible(place.file), "line": place.line, "column": place.column, "label": label}
            for place, label in told.related
        ],
    }


def _as_annotation(diagnostic: Diagnostic, language: Language) -> str:
    """Return a workflow command: https://docs.github.com/actions/reference/workflow-commands-for-github-actions."""
    said, told, span = words(language), tell(diagnostic, language), diagnostic.span
    properties = {
        "file": visible(span.file),
        "line": str(span.line),
        "col": str(span.column),
        "endColumn": str(span.column + span.length),
        "title": f"{diagnostic.code} {told.title}",
    }
    where = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = f"{told.label}\n{said['why']}{told.why}\n{said['help']}{told.help}"
    return f"::{diagnostic.severity.value} {where}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
