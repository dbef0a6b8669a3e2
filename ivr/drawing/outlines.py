"""The lines of a drawing: the outline of each shape, and arrows that end on it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from xml.etree import ElementTree as ET

from ivr.drawing.layout import Point, Size
from ivr.drawing.picture import Shape
from ivr.drawing.setting import SLANT

_BEND, _HEAD, _WING = 6.0, 7.0, 4.0
"""Pixels: of a bend, of an arrow's head, of half its breadth."""
_BAR = 6.0
"""Pixels between the two lines at the sides of a double box."""


def outline(group: ET.Element, shape: Shape, middle: Point, size: Size) -> None:
    """Draw a shape into ``group``: what a box is, at a glance."""
    half, rise = size.width / 2, size.height / 2
    match shape:
        case Shape.DECIDE | Shape.ASK:
            inner = half - _slant(shape, size)
            corners = (
                (inner, -rise),
                (half, 0.0),
                (inner, rise),
                (-inner, rise),
                (-half, 0.0),
                (-inner, -rise),
            )
            points = " ".join(f"{number(middle.x + x)},{number(middle.y + y)}" for x, y in corners)
            ET.SubElement(group, "polygon", {"class": "box", "points": points})
        case Shape.WORK | Shape.FLOW:
            _rectangle(group, middle, size, 2.0)
            for x in (middle.x - half + _BAR, middle.x + half - _BAR):
                ends = f"M{number(x)} {number(middle.y - rise)}V{number(middle.y + rise)}"
                ET.SubElement(group, "path", {"class": "box", "d": ends})
        case Shape.START | Shape.END | Shape.PLACE:
            _rectangle(group, middle, size, min(rise, 16.0))
        case Shape.SAY:
            _rectangle(group, middle, size, 3.0)


def on_outline(shape: Shape, middle: Point, size: Size, port: Point, other: Point) -> Point:
    """Return where an arrow from ``port``, on the rectangle around a shape, to ``other`` meets the shape."""
    slant, half, rise = _slant(shape, size), size.width / 2, size.height / 2
    if not slant:
        return port
    if abs(port.x - other.x) < abs(port.y - other.y):
        inside = max(0.0, abs(port.x - middle.x) - (half - slant)) / slant * rise
        return Point(port.x, port.y + (inside if port.y < middle.y else -inside))
    inside = abs(port.y - middle.y) / rise * slant
    return Point(port.x + (inside if port.x < middle.x else -inside), port.y)


def arrow_line(corners: Sequence[Point]) -> str:
    """Return the path through ``corners`` with rounded bends, up to where the arrow's head begins."""
    parts = [f"M{_at(corners[0])}"]
    bends = _without_straight(corners)
    for (before, corner), (_, after) in pairwise(pairwise(bends)):
        parts.append(
            f"L{_at(_towards(corner, before, _BEND))}Q{_at(corner)} {_at(_towards(corner, after, _BEND))}"
        )
    return "".join((*parts, f"L{_at(_towards(corners[-1], corners[-2], _HEAD - 1))}"))


def arrow_head(before: Point, tip: Point) -> str:
    """Return the corners of an arrow's head that comes from ``before`` and points to ``tip``."""
    back = _towards(tip, before, _HEAD)
    upright = abs(tip.x - before.x) < abs(tip.y - before.y)
    x, y = (_WING, 0.0) if upright else (0.0, _WING)
    wings = (Point(back.x - x, back.y - y), tip, Point(back.x + x, back.y + y))
    return " ".join(f"{number(one.x)},{number(one.y)}" for one in wings)


def number(value: float) -> str:
    """Return a number of pixels to a tenth, without what need not be said."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")  # adding nought makes minus nought nought


def _slant(shape: Shape, size: Size) -> float:
    """Return how far the corners of a shape stand in."""
    match shape:
        case Shape.DECIDE:
            return size.width / 2
        case Shape.ASK:
            return SLANT
        case _:
            return 0.0


def _rectangle(group: ET.Element, middle: Point, size: Size, corner: float) -> None:
    facts = {
        "class": "box",
        "x": number(middle.x - size.width / 2),
        "y": number(middle.y - size.height / 2),
        "width": number(size.width),
        "height": number(size.height),
        "rx": number(corner),
    }
    ET.SubElement(group, "rect", facts)


def _without_straight(corners: Sequence[Point]) -> list[Point]:
    """Return ``corners`` without those an arrow goes straight through."""
    bends = [corners[0]]
    for corner, after in pairwise(corners[1:]):
        before = bends[-1]
        if not (before.x == corner.x == after.x or before.y == corner.y == after.y):
            bends.append(corner)
    return [*bends, corners[-1]]


def _at(point: Point) -> str:
    return f"{number(point.x)} {number(point.y)}"


def _towards(here: Point, there: Point, far: float) -> Point:
    """Return the point ``far`` pixels from ``here`` on the way ``there``, halfway at most."""
    length = abs(there.x - here.x) + abs(there.y - here.y)
    share = min(far / length, 0.5) if length else 0.0
    return Point(here.x + (there.x - here.x) * share, here.y + (there.y - here.y) * share)
