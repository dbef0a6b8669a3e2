"""A picture set: the lines of text in each box and on each arrow, how large, and where all of it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ivr.drawing.layout import Point, Size, lay_out
from ivr.drawing.measure import clipped, width, wrapped
from ivr.drawing.picture import Arrow, Box, Picture, Shape

LEADING = 1.35
"""Height of a line, in ems."""
SLANT = 12.0
"""Pixels the corners of a hexagon stand in."""
_TITLE, _DOES, _WORDS, _LABEL = 13.0, 11.0, 12.0, 12.0
"""Pixels to the em, as in ``style.css``: a step's name, what it does, what is heard, words on an arrow."""
_TITLE_MOST, _WORDS_MOST, _LABEL_MOST = 230.0, 168.0, 190.0
"""Pixels after which a line is broken."""
_TITLE_LINES, _WORDS_LINES, _ABOUT_LINES, _LABEL_LINES = 3, 2, 4, 2
_PADDING, _LABEL_PADDING = 11.0, 3.0
"""Pixels between an edge and what is written inside it."""
_START = 18.0
_MONOSPACED = ("title", "does")


@dataclass(frozen=True, slots=True)
class Written:
    """A line of text, its class in ``style.css``, and pixels to the em."""

    text: str
    style: str
    size: float
    never: bool = False

    @property
    def width(self) -> float:
        """Pixels it takes at most."""
        return width(self.text, self.size, mono=self.style in _MONOSPACED)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of text around a middle, in an area of a size."""

    lines: tuple[Written, ...]
    middle: Point
    size: Size


@dataclass(frozen=True, slots=True)
class SetBox:
    """A box, where it is and what is written in it."""

    box: Box
    block: Block


@dataclass(frozen=True, slots=True)
class SetArrow:
    """An arrow, the corners it goes through, and what is written on it."""

    arrow: Arrow
    corners: tuple[Point, ...]
    label: Block | None


@dataclass(frozen=True, slots=True)
class SetPicture:
    """A picture with a place for everything."""

    picture: Picture
    boxes: tuple[SetBox, ...]
    arrows: tuple[SetArrow, ...]
    size: Size


def set_picture(picture: Picture) -> SetPicture:
    """Return ``picture`` with its text broken into lines and a place for everything."""
    texts = [_in_box(box) for box in picture.boxes]
    sizes = [_box_size(box, lines) for box, lines in zip(picture.boxes, texts, strict=True)]
    labels = [_on_arrow(arrow) for arrow in picture.arrows]
    label_sizes = [_padded(_extent(lines), _LABEL_PADDING) if lines else None for lines in labels]
    layout = lay_out(picture, sizes, label_sizes)
    return SetPicture(
        picture,
        tuple(
            SetBox(box, Block(lines, middle, size))
            for box, lines, middle, size in zip(picture.boxes, texts, layout.middles, sizes, strict=True)
        ),
        tuple(
            SetArrow(arrow, route.corners, Block(lines, route.label, size) if route.label and size else None)
            for arrow, lines, route, size in zip(
                picture.arrows, labels, layout.routes, label_sizes, strict=True
            )
        ),
        layout.size,
    )


def _in_box(box: Box) -> tuple[Written, ...]:
    shown = _ABOUT_LINES if box.shape is Shape.FLOW else _WORDS_LINES
    title = wrapped(box.title, _TITLE, most=_TITLE_MOST, lines=_TITLE_LINES, mono=True)
    words = wrapped(box.words, _WORDS, most=_WORDS_MOST, lines=shown)
    return (
        *(Written(line, "title", _TITLE) for line in title),
        *(Written(clipped(line, _DOES, most=_TITLE_MOST, mono=True), "does", _DOES) for line in box.does),
        *(Written(line, "words", _WORDS) for line in words),
    )


def _on_arrow(arrow: Arrow) -> tuple[Written, ...]:
    return tuple(
        Written(text, "label", _LABEL, line.never)
        for line in arrow.lines
        for text in wrapped(line.text, _LABEL, most=_LABEL_MOST, lines=_LABEL_LINES)
    )


def _extent(lines: Sequence[Written]) -> Size:
    """Return how much room lines take."""
    wide = max((line.width for line in lines), default=0.0)
    return Size(round(wide, 1), round(sum(line.size * LEADING for line in lines), 1))


def _padded(size: Size, across: float, down: float = 0.0) -> Size:
    return Size(round(size.width + 2 * across, 1), round(size.height + 2 * down, 1))


def _box_size(box: Box, lines: Sequence[Written]) -> Size:
    """Return the size of the upright rectangle a box fits in, so that its lines fit in its shape."""
    text = _extent(lines)
    match box.shape:
        case Shape.START:
            return _padded(text, _PADDING, _PADDING / 2) if lines else Size(_START, _START)
        case Shape.DECIDE:  # a text fits in a diamond when its shares of both sides add up to one at most
            return _padded(Size(round(text.width * 1.5, 1), round(text.height * 3, 1)), _PADDING)
        case Shape.ASK:
            return _padded(text, _PADDING + SLANT, _PADDING / 2)
        case Shape.WORK | Shape.FLOW:
            return _padded(text, _PADDING * 1.7, _PADDING / 2)
        case Shape.END | Shape.PLACE:
            return _padded(text, _PADDING * 1.3, _PADDING / 2)
        case Shape.SAY:
            return _padded(text, _PADDING, _PADDING / 2)
