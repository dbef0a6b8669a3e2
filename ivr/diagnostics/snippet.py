"""The source line a diagnostic points at, with a caret under the token."""

from __future__ import annotations

from collections.abc import Sequence

from ivr.diagnostics.span import Span
from ivr.diagnostics.visible import visible, width

MOST_CHARACTERS = 120
"""Characters of a source line shown; a longer one is cut round the token."""
_BEFORE_TOKEN = 40
"""Characters kept before the token of a line that is cut."""
_CUT = "…"


def snippet(
    span: Span, label: str, lines: Sequence[str], gutter: int, *, marker: str = "^"
) -> tuple[str, ...]:
    """Return the line of ``span``, the one before it, and markers under the token followed by ``label``.

    ``gutter`` is the width of the line numbers. Without such a line (no text at all, or the end of the file)
    nothing but the label is shown.
    """
    if not 1 <= span.line <= len(lines):
        return (f"{'':{gutter}} = {label}",)
    shown = []
    if span.line > 1 and (before := lines[span.line - 2]).strip():
        shown.append(f"{span.line - 1:{gutter}} | {_window(before, 1)[0]}".rstrip())
    line = lines[span.line - 1]
    text, offset = _window(line, span.column)
    start = span.column - 1 - offset
    token = text[start : start + span.length]
    shown.append(f"{span.line:{gutter}} | {text}".rstrip())
    shown.append(
        f"{'':{gutter}} | {' ' * width(text[:start])}{marker * max(1, width(token))} {label}".rstrip()
    )
    return tuple(shown)


def _window(line: str, column: int) -> tuple[str, int]:
    """Return what of ``line`` is shown, and how many characters column numbers shift by."""
    if len(line) <= MOST_CHARACTERS:
        return visible(line), 0
    first = max(0, column - 1 - _BEFORE_TOKEN)
    cut = visible(line[first : first + MOST_CHARACTERS])
    tail = _CUT if first + MOST_CHARACTERS < len(line) else ""
    return (_CUT + cut + tail, first - 1) if first else (cut + tail, 0)
