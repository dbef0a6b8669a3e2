"""A picture can be read: nothing stands on anything else, text fits its box, arrows end at their boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.drawing.layout import Point, Size
from ivr.drawing.picture import Arrow, Box, Line, Picture, Shape
from ivr.drawing.setting import LEADING, Block, SetPicture, set_picture
from tests.drawing.seen import EVERY_PICTURE, set_
from tests.web.inside import EN, ZH

TOUCH = 1.0
"""Pixels two things may share: lines have a breadth, and places are rounded."""


@dataclass(frozen=True, slots=True)
class Area:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Area) -> bool:
        return (
            self.left + TOUCH < other.right
            and other.left + TOUCH < self.right
            and self.top + TOUCH < other.bottom
            and other.top + TOUCH < self.bottom
        )


def area(middle: Point, size: Size) -> Area:
    half, rise = size.width / 2, size.height / 2
    return Area(middle.x - half, middle.y - rise, middle.x + half, middle.y + rise)


def solid(drawn: SetPicture) -> list[Area]:
    """Return the areas of boxes and labels."""
    labels = (one.label for one in drawn.arrows if one.label is not None)
    return [area(one.middle, one.size) for one in (*(box.block for box in drawn.boxes), *labels)]


def through(drawn: SetPicture) -> Iterator[tuple[str, str]]:
    """Yield each arrow and the box it runs through."""
    for one in drawn.arrows:
        for start, end in pairwise(one.corners):
            left, right = sorted((start.x, end.x))
            top, bottom = sorted((start.y, end.y))
            piece = Area(left - TOUCH, top - TOUCH, right + TOUCH, bottom + TOUCH)
            for box in drawn.boxes:
                room = area(box.block.middle, box.block.size)
                inside = Area(room.left + 1, room.top + 1, room.right - 1, room.bottom - 1)
                if piece.meets(inside):
                    yield f"{one.arrow.start} to {one.arrow.end}", box.box.name


def is_readable(drawn: SetPicture) -> None:
    assert [pair for pair in combinations(solid(drawn), 2) if pair[0].meets(pair[1])] == []
    assert list(through(drawn)) == []
    boxes = {one.box.name: area(one.block.middle, one.block.size) for one in drawn.boxes}
    for one in drawn.arrows:
        for corner, name in ((one.corners[0], one.arrow.start), (one.corners[-1], one.arrow.end)):
            room = boxes[name]
            assert room.left - TOUCH <= corner.x <= room.right + TOUCH
            assert room.top - TOUCH <= corner.y <= room.bottom + TOUCH
    for room in solid(drawn):
        assert min(room.left, room.top) > -TOUCH
        assert room.right < drawn.size.width + TOUCH
        assert room.bottom < drawn.size.height + TOUCH


@pytest.mark.parametrize("name", EVERY_PICTURE)
def test_every_picture_of_this_project_can_be_read(name: str) -> None:
    is_readable(set_(name))


def test_an_english_picture_can_be_read_too() -> None:
    is_readable(set_("cancel_services", EN))


@pytest.mark.parametrize("name", ["balance", "complaint", "cancel_these"])
def shares(block: Block) -> tuple[float, float]:
    """Return how much of the width and of the height of its area a text takes."""
    wide = max((line.width for line in block.lines), default=0.0)
    return wide / block.size.width, sum(line.size * LEADING for line in block.lines) / block.size.height


@pytest.mark.parametrize("name", ["balance", "complaint", "cancel_these"])
def test_what_is_written_fits_the_shape_it_is_written_in(name: str) -> None:
    for one in set_(name).boxes:
        wide, high = shares(one.block)
        assert wide + high <= 1.0 if one.box.shape is Shape.DECIDE else max(wide, high) < 1.0
    for arrow in set_(name).arrows:
        if arrow.label is not None:
            assert max(shares(arrow.label)) <= 1.01  # sizes are rounded


def test_the_same_picture_is_laid_out_the_same_every_time() -> None:
    again = set_picture(set_("agent").picture)
    assert again == set_("agent")


def test_keys_stand_from_left_to_right_where_that_costs_nothing() -> None:
    keys = (Box("menu", Shape.ASK, "menu"), *(Box(key, Shape.END, key) for key in "12345"))
    arrows = tuple(Arrow("menu", key, (Line(f"{key} 查询"),)) for key in "12345")
    drawn = set_picture(Picture("menu", ZH, keys, arrows))
    places = {one.box.name: one.block.middle.x for one in drawn.boxes}
    assert sorted("12345", key=places.__getitem__) == list("12345")


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    names = [str(number) for number in range(draw(st.integers(1, 6)))]
    words = st.sampled_from(["", "ok", "1 查询余额", "subscriber.number == “”", "w" * 40])
    boxes = tuple(
        Box(name, draw(st.sampled_from(Shape)), f"step_{name}", words=draw(words)) for name in names
    )
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=8, unique=True))
    arrows = tuple(
        Arrow(
            start, end, tuple(Line(draw(words)) for _ in range(draw(st.integers(0, 3)))), draw(st.booleans())
        )
        for start, end in pairs
    )
    return Picture("any", ZH, boxes, arrows)


@settings(max_examples=12, deadline=None)
@given(drawn=pictures())
def test_any_flow_can_be_laid_out_even_one_that_leads_to_itself(drawn: Picture) -> None:
    found = set_picture(drawn)
    assert [pair for pair in combinations(solid(found), 2) if pair[0].meets(pair[1])] == []
    assert all(len(one.corners) > 1 for one in found.arrows)
