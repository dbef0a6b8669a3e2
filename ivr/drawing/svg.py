"""A set picture as one SVG document: no script, font or file beside it; dark where its reader's screen is."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from urllib.parse import quote
from xml.etree import ElementTree as ET

from ivr.drawing.layout import Point
from ivr.drawing.measure import wrapped
from ivr.drawing.outlines import arrow_head, arrow_line, number, on_outline, outline
from ivr.drawing.picture import Picture
from ivr.drawing.setting import LEADING, Block, SetArrow, SetBox, SetPicture
from ivr.drawing.view import View

_SVG = "http://www.w3.org/2000/svg"
_MARGIN, _LEAST_WIDTH = 20.0, 440.0
"""Pixels around the picture; pixels the lines above it have at least."""
_HEADING, _NOTE = 18.0, 12.0
"""Pixels to the em, as in ``style.css``."""
_NOTE_LINES = 3
_BASELINE = 0.35
"""How far below the foot of the letters a line ends, in ems."""


def to_svg(set_: SetPicture, view: View, *, address: Callable[[str | None], str]) -> str:
    """Return the document; ``address`` says where a flow's picture is, and with None that of the whole."""
    picture = set_.picture
    wide = max(set_.size.width, _LEAST_WIDTH)
    notes = _notes(set_, view, wide)
    head = _MARGIN + _HEADING + _NOTE * (len(notes) * LEADING + 0.5) + _MARGIN
    size = (number(wide + 2 * _MARGIN), number(head + set_.size.height + _MARGIN))
    root = ET.Element(
        "svg",
        {
            "xmlns": _SVG,
            "width": size[0],
            "height": size[1],
            "viewBox": f"0 0 {size[0]} {size[1]}",
            "lang": str(picture.language),
            "role": "graphics-document",
            "aria-labelledby": "picture-title picture-notes",
        },
    )
    ET.SubElement(root, "title", {"id": "picture-title"}).text = _clean(picture.title)
    ET.SubElement(root, "desc", {"id": "picture-notes"}).text = _clean(" ".join(notes))
    ET.SubElement(root, "style").text = _style()
    ET.SubElement(root, "rect", {"class": "paper", "width": "100%", "height": "100%"})
    _heading(root, set_, view, notes, address)
    left = _MARGIN + (wide - set_.size.width) / 2
    body = ET.SubElement(root, "g", {"transform": f"translate({number(left)} {number(head)})"})
    boxes = {one.box.name: one for one in set_.boxes}
    arrows = sorted(
        set_.arrows, key=lambda one: (one.arrow.never, not one.arrow.light)
    )  # what matters on top
    for arrow in arrows:
        _arrow(body, arrow, boxes)
    for one in set_.boxes:
        _box(body, one, address)
    for arrow in arrows:
        _label(body, arrow)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"


@cache
def _style() -> str:
    return (files("ivr.drawing") / "style.css").read_text(encoding="utf-8")


def _notes(set_: SetPicture, view: View, wide: float) -> tuple[str, ...]:
    """Return the lines under the title: what it is about, and what pale and red mean where they are seen."""
    picture = set_.picture
    legend = (
        view.say("light") if any(arrow.light for arrow in picture.arrows) else "",
        view.say("never") if _any_never(picture) else "",
    )
    notes = (*picture.notes, " ".join(part for part in legend if part))
    return tuple(line for note in notes for line in wrapped(note, _NOTE, most=wide, lines=_NOTE_LINES))


def _any_never(picture: Picture) -> bool:
    return any(arrow.never for arrow in picture.arrows) or any(box.never for box in picture.boxes)


def _heading(
    root: ET.Element,
    set_: SetPicture,
    view: View,
    notes: tuple[str, ...],
    address: Callable[[str | None], str],
) -> None:
    down = _MARGIN + _HEADING
    _text(root, set_.picture.title, "heading", Point(_MARGIN, down))
    if not set_.picture.whole:
        link = ET.SubElement(root, "a", {"href": quote(address(None))})
        right = _MARGIN + max(set_.size.width, _LEAST_WIDTH)
        _text(link, view.say("whole"), "note", Point(right, down), anchor="end")
    down += _NOTE / 2
    for note in notes:
        down += _NOTE * LEADING
        _text(root, note, "note", Point(_MARGIN, down))


def _box(parent: ET.Element, one: SetBox, address: Callable[[str | None], str]) -> None:
    box = one.box
    if box.flow is not None:
        parent = ET.SubElement(parent, "a", {"href": quote(address(box.flow))})
    names = (box.shape.name.lower(), "light" if box.light else "", "never" if box.never else "")
    group = ET.SubElement(parent, "g", {"class": " ".join(filter(None, names))})
    ET.SubElement(group, "title").text = _clean(box.told or box.title)
    outline(group, box.shape, one.block.middle, one.block.size)
    _block(group, one.block)


def _arrow(parent: ET.Element, one: SetArrow, boxes: dict[str, SetBox]) -> None:
    start, end = boxes[one.arrow.start], boxes[one.arrow.end]
    group = ET.SubElement(parent, "g", {"class": _way_class(one)})
    words = " / ".join(line.text for line in one.arrow.lines if line.text)
    told = f"{start.box.title or start.box.told} → {end.box.title}"
    ET.SubElement(group, "title").text = _clean(f"{told}: {words}" if words else told)
    corners = (
        on_outline(start.box.shape, start.block.middle, start.block.size, one.corners[0], one.corners[1]),
        *one.corners[1:-1],
        on_outline(end.box.shape, end.block.middle, end.block.size, one.corners[-1], one.corners[-2]),
    )
    ET.SubElement(group, "path", {"class": "arrow", "d": arrow_line(corners)})
    ET.SubElement(group, "polygon", {"class": "head", "points": arrow_head(corners[-2], corners[-1])})


def _way_class(one: SetArrow) -> str:
    names = ("way", "light" if one.arrow.light else "", "never" if one.arrow.never else "")
    return " ".join(filter(None, names))


def _label(parent: ET.Element, one: SetArrow) -> None:
    if one.label is None:
        return
    middle, size = one.label.middle, one.label.size
    group = ET.SubElement(parent, "g", {"class": _way_class(one)})
    facts = {
        "class": "back",
        "x": number(middle.x - size.width / 2),
        "y": number(middle.y - size.height / 2),
        "width": number(size.width),
        "height": number(size.height),
    }
    ET.SubElement(group, "rect", facts)
    _block(group, one.label)


def _block(group: ET.Element, block: Block) -> None:
    down = block.middle.y - sum(line.size * LEADING for line in block.lines) / 2
    for line in block.lines:
        down += line.size * LEADING
        style = f"{line.style} never" if line.never else line.style
        _text(group, line.text, style, Point(block.middle.x, down - line.size * _BASELINE), anchor="middle")


def _text(parent: ET.Element, text: str, name: str, at: Point, *, anchor: str = "start") -> None:
    facts = {"class": name, "x": number(at.x), "y": number(at.y)}
    if anchor != "start":
        facts["text-anchor"] = anchor
    ET.SubElement(parent, "text", facts).text = _clean(text)


def _clean(text: str) -> str:
    """Return ``text`` without what XML cannot hold and no reader can see."""
    return "".join(character for character in text if character.isprintable())
