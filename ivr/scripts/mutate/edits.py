"""Changes to the text of one file, made at places the located tree knows.

The text is changed, not the tree: what an author is shown are their own lines, with their comments.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ivr.diagnostics.span import Span
from ivr.source.nodes import Items, Node, Table, Text

_BRACKETS = {"{": "}", "[": "]"}
_EMPTY = "[]"


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The characters from ``start`` to ``end``, offsets from 0, become ``new``; edits that overlap join."""

    start: int
    end: int
    new: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Lines as they are and as they become; ``line`` is the first one's number. No ``new``: left out."""

    line: int
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file that was read without mistakes, and where in it the parts of its tree stand."""

    file: str
    text: str
    _starts: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        starts = [0]
        for line in self.text.splitlines(keepends=True):  # a text that was read has no breaks but YAML's
            starts.append(starts[-1] + len(line))
        object.__setattr__(self, "_starts", tuple(starts))

    def offset(self, span: Span) -> int:
        """Return where ``span`` begins."""
        return self._starts[span.line - 1] + span.column - 1

    def whole(self, node: Node) -> tuple[int, int] | None:
        """Return where ``node`` begins and ends; None for what runs over lines or is empty."""
        start = self.offset(node.span)
        if isinstance(node, Text):
            end = start + node.span.length
            return (start, end) if self._is_written(node, self.text[start:end]) else None
        children = node if isinstance(node, Items) else tuple(node.values())
        last = self.whole(children[-1]) if children else (start + 1, start + 1)
        if last is None:
            return None
        closing = _BRACKETS.get(self.text[start])
        return (start, last[1]) if closing is None else (start, self._closed(last[1], closing))

    def written(self, node: Node) -> str | None:
        """Return ``node`` as it is written, quotes and all."""
        place = self.whole(node)
        return None if place is None else self.text[slice(*place)]

    # edits: none at all when the place cannot be changed ------------------------------------------

    def replaced(self, node: Node, new: str) -> tuple[Edit, ...]:
        """Return what puts ``new`` in the place of ``node``."""
        place = self.whole(node)
        return () if place is None else (Edit(*place, new),)

    def swapped(self, one: Node, other: Node) -> tuple[Edit, ...]:
        """Return what makes two nodes change places."""
        first, second = self.written(one), self.written(other)
        if first is None or second is None:
            return ()
        return (*self.replaced(one, second), *self.replaced(other, first))

    def without(self, table: Table, name: str) -> tuple[Edit, ...]:
        """Return what leaves the entry ``name`` out of ``table``."""
        entries = table.entries()
        at = next(number for number, (key, _) in enumerate(entries) if key == name)
        key, value = entries[at]
        place, start = self.whole(value), self.offset(key.span)
        if place is None:
            return ()
        if not self._is_bracketed(table):
            return self._lines(start, place[1])
        if at + 1 < len(entries):
            return (Edit(start, self.offset(entries[at + 1][0].span)),)
        before = self.whole(entries[at - 1][1]) if at else (start, start)
        return () if before is None else (Edit(before[1], place[1]),)

    def shorter(self, node: Node) -> tuple[Edit, ...]:
        """Return what leaves the last one out of a list; one thing stands for a list of it."""
        if not isinstance(node, Items):
            return self.replaced(node, _EMPTY)
        places = [self.whole(one) for one in node]
        if not places or places[-1] is None:
            return ()
        start, end = places[-1]
        before = places[-2] if len(places) > 1 else (start, start)
        if before is None:
            return ()
        if self._is_bracketed(node):
            return (Edit(before[1], end),)
        return self._lines(start, end) if len(places) > 1 else (Edit(self.offset(node.span), end, _EMPTY),)

    def wrapped(self, node: Text, before: str, after: str) -> tuple[Edit, ...]:
        """Return what puts something before and after a text, within its quotes if it has some."""
        place = self.whole(node)
        if place is None:
            return ()
        start, end = place[0] + node.quoted, place[1] - node.quoted
        return Edit(start, start, before), Edit(end, end, after)

    # what edits come to ---------------------------------------------------------------------------

    def applied(self, edits: Iterable[Edit]) -> str:
        """Return the text with ``edits`` made."""
        return _applied(self.text, edits)

    def changes(self, edits: Iterable[Edit]) -> tuple[Change, ...]:
        """Return the lines that ``edits`` change, in order."""
        groups: list[tuple[int, int, list[Edit]]] = []
        for edit in sorted(edits):
            first, last = self._line(edit.start), self._line(max(edit.start, edit.end - 1))
            if groups and first <= groups[-1][1]:
                before, until, together = groups[-1]
                groups[-1] = before, max(until, last), [*together, edit]
            else:
                groups.append((first, last, [edit]))
        return tuple(self._change(*group) for group in groups)

    def _change(self, first: int, last: int, edits: list[Edit]) -> Change:
        start, end = self._starts[first], self._starts[last + 1]
        old = self.text[start:end]
        new = _applied(old, (Edit(one.start - start, one.end - start, one.new) for one in edits))
        return Change(first + 1, tuple(old.splitlines()), tuple(new.splitlines()))

    def _lines(self, start: int, end: int) -> tuple[Edit, ...]:
        """Return what leaves out the lines from ``start`` to ``end``; in block form nothing shares them."""
        first, last = self._line(start), self._line(end - 1)
        return (Edit(self._starts[first], self._starts[last + 1]),)

    def _line(self, offset: int) -> int:
        """Return the number of a line, from 0."""
        return min(bisect_right(self._starts, offset) - 1, len(self._starts) - 2)

    def _is_bracketed(self, node: Table | Items) -> bool:
        return self.text[self.offset(node.span)] in _BRACKETS

    def _is_written(self, text: Text, written: str) -> bool:
        if not text.quoted:
            return written == text
        return len(written) > 1 and written[0] == written[-1] and written[0] in "\"'"

    def _closed(self, at: int, closing: str) -> int:
        """Return where the bracket is closed after its last part: only commas and comments lie between."""
        while self.text[at] != closing:
            at = self._starts[self._line(at) + 1] if self.text[at] == "#" else at + 1
        return at + 1


def _applied(text: str, edits: Iterable[Edit]) -> str:
    return "".join(_pieces(text, sorted(edits)))


def _pieces(text: str, edits: list[Edit]) -> Iterator[str]:
    at = 0
    for edit in edits:
        yield text[at : edit.start]
        yield edit.new
        at = max(at, edit.end)
    yield text[at:]
