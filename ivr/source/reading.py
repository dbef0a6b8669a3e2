"""A file and its text, read into a tree with everything that is wrong with them as YAML."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.diagnostics.raw_text import lines_of, scan_characters, scan_lines
from ivr.diagnostics.span import Span
from ivr.diagnostics.yaml_errors import LastText, unreadable
from ivr.source.nodes import Node, Text
from ivr.source.tree import MOST_LEVELS, Stopped, Tree

MOST_BYTES = 256 * 1024
"""Largest file read; source: flow-language design section 9. The largest real one has under 100 KiB."""
MOST_KEPT = 2048
"""Trees kept, by file and text: a check after one file was changed reads that file only."""
_BOM = "\ufeff"
_KEEPS_ALL = frozenset({"duplicate", "anchor", "tag", "directive", "tab", "words_cut"})
"""Variants beside which the tree is still what its author meant, so that further checks make sense."""
_FOLLOWS = frozenset({"unclosed_bracket", "full_width"})
"""What an unquoted ``#:`` in brackets leads to, and so is not told beside it."""


def read_file(path: Path, shown_as: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Return the text of the file at ``path``, without a byte order mark, or what kept it from being read."""
    start = Span(shown_as, 1, 1)
    try:
        if not path.is_file():
            variant = "Y005.not_a_file" if path.exists() else "Y005.missing"
            return None, (problem(variant, start, file=shown_as),)
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        return None, (problem("Y005.not_readable", start, file=shown_as, reason=error.strerror or "?"),)
    if len(data) > MOST_BYTES:
        return None, (problem("Y001.too_big", start, limit=MOST_BYTES // 1024),)
    try:
        return data.decode("utf-8").removeprefix(_BOM), ()
    except UnicodeDecodeError as error:
        before = lines_of(data[: error.start].decode("utf-8"))
        at = Span(shown_as, len(before), len(before[-1]) + 1)
        return None, (problem("Y005.not_utf8", at, byte=f"0x{data[error.start]:02X}"),)


@lru_cache(maxsize=MOST_KEPT)
def read_source(file: str, text: str) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Return the tree of ``text`` and everything wrong with it as YAML; never raises, whatever the text.

    Without a tree the file could not be read to its end, or not as its author meant it. With a tree and
    diagnostics every value is there (of a key written twice, the first). Nothing but comments is an empty
    ``Text``.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        return None, (problem("Y001.too_big", Span(file, 1, 1), limit=MOST_BYTES // 1024),)
    text = text.removeprefix(_BOM)
    characters = scan_characters(file, text)
    if any(each.variant == "control_character" for each in characters):
        return None, characters
    lines = lines_of(text)
    tree = Tree(file, lines)
    stopped = _build(tree, text)
    raw = scan_lines(file, lines[: tree.reached], inside=tree.inside)
    found = (*characters, *raw, *tree.found)
    if stopped and stopped not in found:
        dropped_a_key = any(each.variant == "hash_key" for each in raw)
        found = found if dropped_a_key and stopped.variant in _FOLLOWS else (*found, stopped)
    if stopped or not all(each.variant in _KEEPS_ALL for each in found):
        return None, found
    return (Text("", Span(file, 1, 1)) if tree.root is None else tree.root), found


def _build(tree: Tree, text: str) -> Diagnostic | None:
    """Read all events into ``tree``; return what stopped it, if anything did."""
    parser = yaml.CSafeLoader(text)
    try:
        while (event := parser.get_event()) is not None:
            tree.take(event)
    except Stopped as refused:
        tree.reached = refused.diagnostic.span.line
        return refused.diagnostic
    except yaml.YAMLError as error:
        last = None if tree.last is None else LastText(*tree.last)
        stopped = unreadable(tree.file, tree.lines, error, last=last, levels=MOST_LEVELS)
        tree.reached = stopped.span.line
        if isinstance(error, yaml.MarkedYAMLError) and stopped.variant != "unclosed_quote":
            tree.reached = 1 if error.problem_mark is None else error.problem_mark.line + 1
        return stopped
    finally:
        parser.dispose()
    return None
