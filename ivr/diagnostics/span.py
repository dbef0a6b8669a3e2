"""Where in an author's file something stands."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A place in one line of one file; line and column count from 1, columns and length count characters.

    A tuple, because every word of every file has one: a frozen dataclass takes three times as long to make.
    """

    file: str
    line: int
    column: int
    length: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"
