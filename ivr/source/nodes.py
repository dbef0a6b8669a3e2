"""Text, lists and maps that know where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Self, TypeAlias, cast

from ivr.diagnostics.span import Span


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
