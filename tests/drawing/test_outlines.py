"""Arrows in a drawing: they bend where they are led, and end on the shape of their box."""

from __future__ import annotations

import pytest

from ivr.drawing.layout import Point, Size
from ivr.drawing.outlines import arrow_head, arrow_line, on_outline
from ivr.drawing.picture import Shape

MIDDLE, SIZE = Point(100, 50), Size(80, 40)
ABOVE, BESIDE = Point(80, 0), Point(200, 60)


@pytest.mark.parametrize(
    ("shape", "meets"),
    [(Shape.SAY, Point(80, 30)), (Shape.DECIDE, Point(80, 40)), (Shape.ASK, Point(80, 30))],
)
def test_an_arrow_from_above_ends_on_the_outline_and_not_on_the_rectangle_around_it(
    shape: Shape, meets: Point
) -> None:
    assert on_outline(shape, MIDDLE, SIZE, Point(80, 30), ABOVE) == meets


@pytest.mark.parametrize(
    ("shape", "meets"),
    [(Shape.SAY, Point(140, 60)), (Shape.DECIDE, Point(120, 60)), (Shape.ASK, Point(134, 60))],
)
def test_an_arrow_from_the_side_ends_on_the_outline_too(shape: Shape, meets: Point) -> None:
    assert on_outline(shape, MIDDLE, SIZE, Point(140, 60), BESIDE) == meets


def test_an_arrow_bends_at_its_corners_and_goes_straight_through_what_is_none() -> None:
    corners = (Point(0, 0), Point(0, 20), Point(0, 50), Point(40, 50))
    assert arrow_line(corners) == "M0 0L0 44Q0 50 6 50L34 50"


def test_the_head_of_an_arrow_points_where_it_goes() -> None:
    assert arrow_head(Point(0, 0), Point(0, 20)) == "-4,13 0,20 4,13"
    assert arrow_head(Point(50, 0), Point(0, 0)) == "7,-4 0,0 7,4"
