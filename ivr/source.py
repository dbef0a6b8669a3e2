"""YAML text as a tree of located text.

The tree is built from parser events with a stack, never by recursion: a file cannot exhaust anything. All
scalars stay text exactly as written (``0000``, ``12:30``, ``no``, ``null``); the table of kinds types them
later. Whatever YAML has for programs (anchors, aliases, tags, merge keys, several documents) is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Protocol, Self, TypeAlias, cast

import yaml

from ivr.diagnostics.diagnostic import Diagnostic, Related, problem
from ivr.diagnostics.punctuation import Place, in_key, in_value
from ivr.diagnostics.raw_text import MOST_PROBLEMS, lines_of, scan_characters, scan_lines
from ivr.diagnostics.span import Span
from ivr.diagnostics.yaml_errors import LastText, unreadable

MOST_BYTES = 256 * 1024
"""Largest file read; source: flow-language design section 9. The largest real one has under 100 KiB."""
MOST_LEVELS = 40
"""Deepest nesting read; same source. A flow needs six."""

MOST_KEPT = 2048
"""Trees kept, by file and text: a check after one file was changed reads that file only."""
_new = tuple.__new__
_BOM = "\ufeff"
_MERGE_KEY = "<<"
_KEEPS_ALL = frozenset({"duplicate", "anchor", "tag", "directive", "tab", "words_cut"})
"""Variants beside which the tree is still what its author meant, so that further checks make sense."""
_FOLLOWS = frozenset({"unclosed_bracket", "full_width"})
"""What an unquoted ``#:`` in brackets leads to, and so is not told beside it."""


class Text(str):
    """A scalar exactly as written; ``quoted`` says whether it stood in quotes or in a block (``|``)."""

    __slots__ = ("quoted", "span")

    quoted: bool
    span: Span

    def __new__(cls, text: str, span: Span, *, quoted: bool = False) -> Self:
        """Return ``text`` with its place."""
        self = str.__new__(cls, text)
        self.span = span
        self.quoted = quoted
        return self

    def part(self, start: int, length: int) -> Span:
        """Return the place of ``length`` characters from ``start``; the whole text if escapes hide it."""
        quote = int(self.quoted)
        if self.span.length != len(self) + 2 * quote:
            return self.span
        return Span(self.span.file, self.span.line, self.span.column + quote + start, max(1, length))


class Items(tuple["Node", ...]):  # noqa: SLOT001 -- a tuple cannot have slots of its own
    """A list in the order written."""

    span: Span

    def __new__(cls, items: Iterable[Node], span: Span) -> Self:
        """Return ``items`` with the place of the list."""
        self = super().__new__(cls, items)
        self.span = span
        return self


class Table(Mapping[str, "Node"]):
    """An immutable map in the order written; its keys are ``Text`` and know their places."""

    __slots__ = ("_entries", "span")

    def __init__(self, entries: Iterable[tuple[Text, Node]], span: Span) -> None:
        self._entries: dict[str, tuple[Text, Node]] = {entry[0]: entry for entry in entries}
        self.span = span

    def __getitem__(self, name: str) -> Node:
        return self._entries[name][1]

    def __iter__(self) -> Iterator[Text]:
        return cast("Iterator[Text]", iter(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return f"Table({dict(self.items())!r})"

    def key_span(self, name: str) -> Span:
        """Return the place of the key ``name``; raise ``KeyError`` if it is not there."""
        return self._entries[name][0].span

    def entries(self) -> tuple[tuple[Text, Node], ...]:
        """Return each key, with its place, and its value."""
        return tuple(self._entries.values())


Node: TypeAlias = Text | Table | Items


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
    tree = _Tree(file, lines)
    stopped = _build(tree, text)
    raw = scan_lines(file, lines[: tree.reached], inside=tree.inside)
    found = (*characters, *raw, *tree.found)
    if stopped and stopped not in found:
        dropped_a_key = any(each.variant == "hash_key" for each in raw)
        found = found if dropped_a_key and stopped.variant in _FOLLOWS else (*found, stopped)
    if stopped or not all(each.variant in _KEEPS_ALL for each in found):
        return None, found
    return (Text("", Span(file, 1, 1)) if tree.root is None else tree.root), found


def _build(tree: _Tree, text: str) -> Diagnostic | None:
    """Read all events into ``tree``; return what stopped it, if anything did."""
    parser = yaml.CSafeLoader(text)
    try:
        while (event := parser.get_event()) is not None:
            tree.take(event)
    except _Stopped as refused:
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


class _Mark(Protocol):
    line: int
    column: int


class _Stopped(Exception):
    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.variant)
        self.diagnostic = diagnostic


@dataclass(slots=True)
class _Open:
    """A list or map whose end has not been met; ``key`` waits for its value."""

    span: Span
    is_map: bool
    bracketed: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, tuple[Text, Node]] = field(default_factory=dict)
    key: Text | None = None


@dataclass(slots=True)
class _Tree:
    file: str
    lines: tuple[str, ...]
    root: Node | None = None
    last: tuple[Span, int, bool] | None = None
    found: list[Diagnostic] = field(default_factory=list)
    inside: set[int] = field(default_factory=set)
    open: list[_Open] = field(default_factory=list)
    reached: int | None = None

    def take(self, event: yaml.Event) -> None:
        """Put one parser event into the tree; stream ends and document ends say nothing."""
        if len(self.found) >= MOST_PROBLEMS:
            raise _Stopped(self.found.pop())
        if isinstance(event, yaml.ScalarEvent):  # one for each word of every file, so it is asked first
            self._text(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end(event)
        elif isinstance(event, yaml.AliasEvent):
            self.found.append(problem("Y001.alias", self._span(event), name=str(event.anchor)))
            self._put(Text("", self._span(event)))
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(event)

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        if self.root is not None:
            raise _Stopped(problem("Y001.second_document", self._span(event)))
        if event.version or event.tags:
            self.found.append(problem("Y001.directive", self._span(event)))

    def _text(self, event: yaml.ScalarEvent) -> None:
        span, quoted = self._span(event), bool(event.style)
        if event.anchor or event.tag:
            self._refuse_extras(event, span)
        stop: _Mark = event.end_mark  # type: ignore[assignment] # events always have one, whatever their type says
        end = stop.line + (stop.column > 0)
        self.last = (span, end, quoted)
        if end > span.line:
            self.inside.update(range(span.line + 1, end + 1))
        self._put(Text(event.value, span, quoted=quoted))

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        span = self._span(event)
        if event.anchor or event.tag:
            self._refuse_extras(event, span)
        if len(self.open) >= MOST_LEVELS:
            raise _Stopped(problem("Y001.too_deep", span, limit=MOST_LEVELS))
        if self.open and self.open[-1].is_map and self.open[-1].key is None:
            raise _Stopped(problem("Y001.key_not_text", span))
        self.open.append(_Open(span, isinstance(event, yaml.MappingStartEvent), bool(event.flow_style)))

    def _end(self, event: yaml.CollectionEndEvent) -> None:
        done = self.open.pop()
        span = done.span
        stop: _Mark = event.end_mark  # type: ignore[assignment] # as above
        if done.bracketed and stop.line + 1 == span.line:
            span = Span(span.file, span.line, span.column, stop.column - span.column + 1)
        self._put(Table(done.entries.values(), span) if done.is_map else Items(done.items, span))

    def _put(self, node: Node) -> None:
        if not self.open:
            self.root = node
            self._hint(node, Place.ALONE)
            return
        into = self.open[-1]
        if not into.is_map:
            into.items.append(node)
            self._hint(node, Place.LISTED if into.bracketed else Place.BESIDE)
        elif into.key is None and isinstance(node, Text):
            into.key = self._key(node, into)
        elif into.key is not None:
            key, into.key = into.key, None
            into.entries.setdefault(key, (key, node))
            if not key.quoted and (wrong := in_key(key, key.span, has_value=node != "")) is not None:
                self.found.append(wrong)
            alone = isinstance(node, Text) and node.span.line > key.span.line
            self._hint(node, Place.ALONE if alone else Place.BESIDE)

    def _key(self, key: Text, into: _Open) -> Text:
        if key in into.entries:
            related = (Related(into.entries[key][0].span, "first"),)
            self.found.append(problem("Y001.duplicate", key.span, related=related, key=key))
        if key == _MERGE_KEY and not key.quoted:
            self.found.append(problem("Y001.merge_key", key.span))
        return key

    def _hint(self, node: Node, place: Place) -> None:
        if isinstance(node, Text) and not node.quoted and node:
            wrong = in_value(node, node.span, place=place)
            if wrong is not None:
                self.found.append(wrong)

    def _refuse_extras(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, span: Span) -> None:
        if event.anchor:
            self.found.append(problem("Y001.anchor", span, name=str(event.anchor)))
        if event.tag:
            self.found.append(problem("Y001.tag", span))

    def _span(self, event: yaml.Event) -> Span:
        start: _Mark = event.start_mark  # type: ignore[assignment] # as above
        stop: _Mark = event.end_mark  # type: ignore[assignment] # as above
        line, column = start.line, start.column
        end = stop.column if stop.line == line else len(self.lines[line].rstrip())
        # A named tuple is made through Python; this is the same without that.
        return _new(Span, (self.file, line + 1, column + 1, end - column if end > column else 1))
