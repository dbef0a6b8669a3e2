"""The table in ``docs/office.md``: made by the calls themselves. ``make docs`` writes it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.office_table.judging import faults, label
from tests.office_table.rows import COLUMNS, ROWS, Row
from tests.office_table.world import World

PAGE = Path(__file__).parents[2] / "docs" / "office.md"
BEGINS = (
    "<!-- Made by `make docs` from the calls of tests/office_table; change what is done, not this table. -->"
)
ENDS = "<!-- Here ends what is made. -->"
HEADING = ("Asked for", *(one.title for one in COLUMNS))
MEANS_NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table as it was played, and what was wrong with its calls."""

    row: Row
    cells: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def text(self) -> str:
        return _line(("<br>".join(self.row.words), *self.cells))


def play(row: Row, world: World) -> Line:
    """Make every call of a row."""
    cells: list[str] = []
    wrong: list[str] = []
    for column in COLUMNS:
        if not column.is_for(row):
            cells.append(MEANS_NOTHING)
            continue
        told: list[str] = []
        for once in (True, False):
            played = world.played(row, row.fault(column, once=once))
            told.append(label(row, played))
            lasting = "once" if once else "to the call's end"
            wrong += [f"{column.title} {lasting}: {one}" for one in faults(row, played)]
        once_, lasting_ = told
        cells.append(once_ if once_ == lasting_ else f"once: {once_}<br>lasting: {lasting_}")
    return Line(row, tuple(cells), tuple(wrong))


def parts(page: str) -> tuple[str, str, str]:
    """Return the page before the table, the table, and the page after it."""
    before, begun, rest = page.partition(f"{BEGINS}\n\n")
    table, ended, after = rest.partition(f"\n\n{ENDS}")
    assert begun, f"no line of the page is: {BEGINS}"
    assert ended, f"no line of the page is: {ENDS}"
    return before + begun, table, ended + after


def write() -> None:
    """Write the table into the page."""
    logging.disable(logging.WARNING)  # an office that misbehaves is what is wanted
    with closing(World()) as world:
        lines = [play(row, world).text for row in ROWS]
    before, _, after = parts(PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(before + "\n".join((*heading(), *lines)) + after, encoding="utf-8")


def heading() -> Sequence[str]:
    """Return the first two lines of the table."""
    return _line(HEADING), _line("---" for _ in HEADING)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
