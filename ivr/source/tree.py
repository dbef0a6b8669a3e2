"""The tree, from parser events with a stack, never by recursion: a file cannot exhaust anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import yaml

from ivr.diagnostics.diagnostic import Diagnostic, Related, problem
from ivr.diagnostics.punctuation import Place, in_key, in_value
from ivr.diagnostics.raw_text import MOST_PROBLEMS
from ivr.diagnostics.span import Span
from ivr.source.nodes import Items, Node, Table, Text

MOST_LEVELS = 40
"""Deepest nesting read; source: flow-language design section 9. A flow needs six."""
_MERGE_KEY = "<<"
_new = tuple.__new__


class _Mark(Protocol):
    line: int
    column: int


class Stopped(Exception):
    """Nothing after this can be read."""

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
class Tree:
    """What was read so far; ``reached`` is the line at which reading stopped, None at the end."""

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
            raise Stopped(self.found.pop())
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
            raise Stopped(problem("Y001.second_document", self._span(event)))
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
            raise Stopped(problem("Y001.too_deep", span, limit=MOST_LEVELS))
        if self.open and self.open[-1].is_map and self.open[-1].key is None:
            raise Stopped(problem("Y001.key_not_text", span))
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
