"""Full-width and curly punctuation where YAML's own belongs: ``：``, ``，``, “ ”.

All of it may stand inside a sentence. It is told only where it can hardly be meant as one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import Enum

from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.diagnostics.span import Span


class Place(Enum):
    """Where a text stands: after its key, on a line of its own, or in a list in brackets."""

    BESIDE = "beside"
    ALONE = "alone"
    LISTED = "listed"


_KEY_LIKE = re.compile(r"\s*(?:[-－—]\s+)?[^\s：:,，{}\[\]\"'#]+(：)")
_NAME_THEN_WIDE_COLON = re.compile(r"(?:[a-z_][a-z0-9_]*|\d{1,2}|[*#])(：)")
_NAME_THEN_COLON = re.compile(r"(\w+):(?!//)\S")
_WIDE_COMMA = re.compile("[，、]")
_WIDE_FORM = re.compile("[\uff01-\uff5e]")
_WIDE_BRACKETS = re.compile(r"[［｛].*[］｝]")
_CURLY = re.compile("[“‘][^“”‘’]*[”’]")
_IN_BRACKETS = re.compile("[，：｝］]")


def in_key(key: str, span: Span, *, has_value: bool) -> Diagnostic | None:
    """Return what the plain ``key`` was written with instead of YAML's own signs."""
    if key.isascii() and (has_value or ":" not in key):
        return None
    if "：" in key:
        return _wide(_within(span, key.index("：")), "：")
    if _CURLY.fullmatch(key):
        return problem("Y001.curly_quotes", span)
    if wide := _WIDE_FORM.search(key):
        return _wide(_within(span, wide.start()), wide[0])
    if not has_value and (match := _NAME_THEN_COLON.match(key)):
        return problem("Y001.no_space", _within(span, match.end(1)), name=match[1])
    return None


def in_value(value: str, span: Span, *, place: Place) -> Diagnostic | None:
    """Return what the plain ``value`` was written with instead of YAML's own signs."""
    if value.isascii() and ":" not in value:
        return None
    if place is Place.ALONE and (match := _NAME_THEN_WIDE_COLON.match(value)):
        return _wide(_within(span, match.start(1)), "：")
    if place is Place.ALONE and value.isascii() and (match := _NAME_THEN_COLON.match(value)):
        return problem("Y001.no_space", _within(span, match.end(1)), name=match[1])
    if place is Place.LISTED and (comma := _WIDE_COMMA.search(value)):
        return problem("Y001.full_width", _within(span, comma.start()), written=comma[0], instead=",")
    if _CURLY.fullmatch(value):
        return problem("Y001.curly_quotes", span)
    if _WIDE_BRACKETS.fullmatch(value):
        return _wide(_within(span, 0), value[0])
    return None


def in_broken_lines(
    file: str, lines: Sequence[str], first: int, last: int, *, bracketed: bool
) -> Diagnostic | None:
    """Return the full-width sign that most likely broke lines ``first`` to ``last`` (from 1), if one did."""
    for number in range(max(1, first), min(last, len(lines)) + 1):
        line = lines[number - 1]
        match = _KEY_LIKE.match(line)
        at = match.start(1) if match else -1
        if at < 0 and bracketed and (sign := _IN_BRACKETS.search(line)):
            at = sign.start()
        if at >= 0:
            return _wide(Span(file, number, at + 1), line[at])
    return None


def _wide(span: Span, written: str) -> Diagnostic:
    return problem("Y001.full_width", span, written=written, instead=unicodedata.normalize("NFKC", written))


def _within(span: Span, offset: int) -> Span:
    if offset >= span.length:  # a text folded over several lines: its span covers the first
        return span
    return Span(span.file, span.line, span.column + offset)
