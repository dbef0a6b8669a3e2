"""What the raw text of a file shows before, and beside, what YAML makes of it.

YAML drops an unquoted ``#:`` as a comment, takes a tab inside a sentence, and cannot tell a wide space from a
letter; these are found here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice

from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.diagnostics.span import Span

MOST_PROBLEMS = 20
"""Problems of one kind told per file: whoever has more has one cause, and nobody reads on."""

_BREAK = re.compile(r"\r\n|\r|\n")
# What YAML 1.2 (section 5.1) refuses, and the line breaks that only YAML 1.1 knows.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_HIDDEN = re.compile(
    "[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)  # no width, or turn text round
_WIDE_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_SCANNED = re.compile("[#\t\u00a0\u2000-\u200a\u202f\u205f\u3000]")
"""What a line has something of wherever a scan could find anything."""
_INDENT = re.compile(r"[^\S\r\n]*")
_HASH_KEY = re.compile(r"[:：](?:\s|$)")
_HASH_WORDS = re.compile(r"号|键")
_QUOTED = re.compile(r"""(?:^|[:,\[{?-])\s*(?:"(?:\\.|[^"\\])*"?|'(?:''|[^'])*'?)""")
_COMMENT = re.compile(r"(?:^|\s)#")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of one line: the column of its ``#``, from 1, and the text after it."""

    column: int
    text: str


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of ``text`` as YAML and editors count them; fewer breaks than ``str.splitlines``."""
    return tuple(_BREAK.split(text))


def comment_of(line: str) -> Comment | None:
    """Return the comment that ends ``line``, taking no notice of a ``#`` within quotes."""
    unquoted = _QUOTED.sub(lambda quoted: "x" * len(quoted[0]), line)
    match = _COMMENT.search(unquoted)
    return Comment(match.end(), line[match.end() :]) if match else None


def scan_characters(file: str, text: str) -> tuple[Diagnostic, ...]:
    """Return a Y005 for each character that YAML refuses or that nobody can see."""
    found = []
    for variant, pattern in (("control_character", _CONTROL), ("hidden_character", _HIDDEN)):
        for match in islice(pattern.finditer(text), MOST_PROBLEMS):
            span = span_at(file, text, match.start())
            found.append(problem(f"Y005.{variant}", span, character=f"U+{ord(match[0]):04X}"))
    return tuple(found)


def scan_lines(file: str, lines: Sequence[str], *, inside: AbstractSet[int]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the indentation and the comments of ``lines``.

    ``inside`` holds the numbers of lines that continue a text begun above, where anything may stand.
    """
    found: list[Diagnostic] = []
    for number, line in enumerate(lines, 1):
        if not _SCANNED.search(line) or number in inside or not line.strip():
            continue
        if (indent := scan_indent(file, number, line)) is not None:
            found.append(indent)
        comment = comment_of(line)
        if comment and _HASH_KEY.match(comment.text):
            found.append(problem("Y003.hash_key", Span(file, number, comment.column, 2)))
        elif comment and _HASH_WORDS.match(comment.text) and line[: comment.column - 1].strip():
            length = len(comment.text.rstrip()) + 1
            found.append(problem("Y003.words_cut", Span(file, number, comment.column, length)))
        if len(found) >= MOST_PROBLEMS:
            break
    return tuple(found)


def scan_indent(file: str, number: int, line: str) -> Diagnostic | None:
    """Return a Y001 if the spaces that ``line`` begins with hold a tab or a wide space."""
    match = _INDENT.match(line)
    indent = match[0] if match else ""
    if len(indent) == len(line) or line[len(indent)] == "#":
        return None
    if "\t" in indent:
        return problem("Y001.tab", Span(file, number, indent.index("\t") + 1))
    if wide := _WIDE_SPACE.search(indent):
        return problem("Y001.wide_space", Span(file, number, wide.start() + 1))
    return None


def span_at(file: str, text: str, offset: int) -> Span:
    """Return the place of the character at ``offset``."""
    before = lines_of(text[:offset])
    return Span(file, len(before), len(before[-1]) + 1)
