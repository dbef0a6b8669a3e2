"""What the YAML parser's complaint means to somebody who does not know YAML.

libyaml says what it expected; here the line it stopped at is looked at for what people really type.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.diagnostics.punctuation import in_broken_lines
from ivr.diagnostics.raw_text import scan_indent
from ivr.diagnostics.span import Span


@dataclass(frozen=True, slots=True)
class LastText:
    """The last text read before the parser gave up: its place, its last line, whether in quotes."""

    span: Span
    end_line: int
    quoted: bool


def unreadable(
    file: str, lines: Sequence[str], error: yaml.YAMLError, *, last: LastText | None, levels: int
) -> Diagnostic:
    """Return the Y001 that ``error`` comes to; ``levels`` is the deepest nesting that is read."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return problem("Y001.unreadable", Span(file, 1, 1))
    said, during = error.problem or "", error.context or ""
    at = _place(file, lines, error.problem_mark)
    began = _place(file, lines, error.context_mark) if error.context_mark else at
    if "nesting depth" in said:  # libyaml's own limit, met before its events reach ours
        return problem("Y001.too_deep", at, limit=levels)
    if "alias" in during:
        return problem("Y001.star", began)
    return (
        _indent(lines, at)
        or _full_width(file, lines, (began, at), during)
        or _unclosed(lines, (began, at), said, during, last)
        or _misplaced(lines, (began, at), said, last)
        or problem("Y001.unreadable", at)
    )


def _indent(lines: Sequence[str], at: Span) -> Diagnostic | None:
    tab = problem("Y001.tab", at) if _character(lines, at) == "\t" else None
    return scan_indent(at.file, at.line, lines[at.line - 1]) or tab


def _full_width(file: str, lines: Sequence[str], places: tuple[Span, Span], during: str) -> Diagnostic | None:
    began, at = places
    if "quoted scalar" in during or "block scalar" in during:
        return None
    bracketed = "flow" in during
    first = began.line if bracketed or "simple key" in during else at.line - 1
    return in_broken_lines(file, lines, first, at.line, bracketed=bracketed)


def _unclosed(
    lines: Sequence[str], places: tuple[Span, Span], said: str, during: str, last: LastText | None
) -> Diagnostic | None:
    began, at = places
    if last and last.quoted and last.end_line > last.span.line and last.end_line == at.line:
        return problem("Y001.unclosed_quote", last.span)
    if "quoted scalar" in during:
        return problem("Y001.bad_escape", at) if "escape" in said else problem("Y001.unclosed_quote", began)
    if "flow" in during:
        return problem("Y001.unclosed_bracket", began, bracket=_character(lines, began))
    return None


def _misplaced(
    lines: Sequence[str], places: tuple[Span, Span], said: str, last: LastText | None
) -> Diagnostic | None:
    began, at = places
    character = _character(lines, at)
    if "cannot start any token" in said or "expected alphabetic" in said:
        return problem("Y001.reserved", at, character=character)
    if "mapping values are not allowed" in said:
        line_start = Span(at.file, at.line, _first_column(lines[at.line - 1]))
        folded = last and last.span.line < last.end_line
        return problem("Y001.indent", line_start) if folded else problem("Y001.second_colon", at)
    if "could not find expected ':'" in said:
        length = max(1, len(lines[began.line - 1].rstrip()) - began.column + 1)
        return problem("Y001.no_colon", Span(began.file, began.line, began.column, length))
    if "block sequence entries" in said:
        return problem("Y001.dash", at)
    if character in "]}":
        return problem("Y001.stray_bracket", at, bracket=character)
    if "did not find expected" in said and last and last.quoted and last.end_line == at.line:
        return problem("Y001.after_quote", at)
    if "did not find expected key" in said or "'-' indicator" in said:
        return problem("Y001.indent", Span(at.file, at.line, _first_column(lines[at.line - 1])))
    if "document" in said or "directive" in said:
        return problem("Y001.directive", at)
    return None


def _place(file: str, lines: Sequence[str], mark: yaml.Mark) -> Span:
    """Return the place of ``mark``; the end of the file is the end of its last line with something on."""
    line = min(mark.line, len(lines) - 1)
    if not lines[line].strip() and line == len(lines) - 1:
        while line and not lines[line].strip():
            line -= 1
        return Span(file, line + 1, max(1, len(lines[line].rstrip())))
    return Span(file, line + 1, min(mark.column, len(lines[line])) + 1)


def _character(lines: Sequence[str], at: Span) -> str:
    line = lines[at.line - 1]
    return line[at.column - 1] if at.column <= len(line) else " "


def _first_column(line: str) -> int:
    return len(line) - len(line.lstrip()) + 1
