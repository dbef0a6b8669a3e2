"""Whatever the office does, what a caller hears and is texted is true, and nothing is done twice or lost.

Every operation, in every flow that asks for it, with every way the stub can misbehave: for the first request
only, and until the call is over. Hotline, client, messenger and stub are the real ones; only the wire between
them and the clock are made up, so that an office that is silent for a minute costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from backend_stub.faults import OPERATIONS, Mode
from ivr.language import kinds
from tests.office_table.judging import faults
from tests.office_table.office import SEND_TEXT
from tests.office_table.rows import COLUMNS, ROWS, Row
from tests.office_table.table import PAGE, Line, heading, parts, play
from tests.office_table.world import World
from tests.web.inside import BUNDLE

FLOWS = BUNDLE.checked.project.flows
WRITTEN = parts(PAGE.read_text(encoding="utf-8"))[1].splitlines()
STALE = "make docs writes it anew"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with closing(World()) as one:
        yield one


@pytest.fixture(scope="module")
def lines(world: World) -> dict[str, Line]:
    """Keep what was played: two tests look at it."""
    return {}


def rows() -> list[object]:
    """Return every row; both tests of one run in the same process, so that its calls are made once."""
    return [pytest.param(row, id=row.name, marks=pytest.mark.xdist_group(row.name)) for row in ROWS]


def played(row: Row, world: World, lines: dict[str, Line]) -> Line:
    if row.name not in lines:
        lines[row.name] = play(row, world)
    return lines[row.name]


@pytest.mark.parametrize("row", rows())
def test_what_is_said_is_true_and_nothing_is_done_twice_or_lost(
    row: Row, world: World, lines: dict[str, Line]
) -> None:
    assert played(row, world, lines).wrong == ()


@pytest.mark.parametrize("row", rows())
def test_the_page_tells_what_callers_hear(row: Row, world: World, lines: dict[str, Line]) -> None:
    assert played(row, world, lines).text in WRITTEN, STALE


def test_the_page_has_these_rows_and_columns_and_no_others() -> None:
    first, second, *others = WRITTEN
    assert [first, second] == [*heading()], STALE
    assert len(others) == len(ROWS), STALE


# nothing is left out --------------------------------------------------------------------------------


def test_every_way_to_misbehave_has_a_column() -> None:
    assert {Mode(one.how["mode"]) for one in COLUMNS} == set(Mode)


def test_every_operation_of_the_office_misbehaves_in_a_row() -> None:
    assert {row.sick[0] for row in ROWS if len(row.sick) == 1} == set(OPERATIONS)


def test_every_flow_that_asks_for_something_has_a_row() -> None:
    asked = {
        (str(step.subject), str(flow.name))
        for flow in FLOWS.values()
        for step in flow.steps.values()
        if step.kind is kinds.DO
    }
    asked.remove(("check_password", "prove_it"))  # which asks for whoever calls it
    asked |= {
        ("check_password", str(flow.name))
        for flow in FLOWS.values()
        for step in flow.steps.values()
        if step.kind is kinds.FLOW and step.subject == "prove_it"
    }
    asked |= {
        (SEND_TEXT, str(flow.name)) for flow in FLOWS.values() for step in flow.steps.values() if step.text
    }
    assert {(row.operation, row.flow) for row in ROWS} == asked, (
        "rows are listed in tests/office_table/rows.py"
    )


# the oracle can tell ----------------------------------------------------------------------------------


def test_a_cancellation_that_is_told_and_was_not_made_is_found(world: World) -> None:
    row = next(row for row in ROWS if row.operation == "end_services")
    true = world.played(row, None)
    assert faults(row, true) == []
    untouched = [replace(one, products=true.held[0].products, orders=()) for one in true.held]
    lies = faults(row, replace(true, held=tuple(untouched)))
    assert [lie.partition(":")[0].partition(" ")[0] for lie in lies] == ["cancel_these.all_gone", "texted"]


def test_a_complaint_that_is_lodged_twice_is_found(world: World) -> None:
    row = next(row for row in ROWS if row.operation == "lodge_complaint")
    once = world.played(row, None)
    assert faults(row, once) == []
    (ticket,) = once.held[-1].tickets
    twice = replace(once.held[-1], tickets=(ticket, {**ticket, "id": "TT2"}))
    assert "2 tickets, not 1" in faults(row, replace(once, held=(*once.held[:-1], twice)))
