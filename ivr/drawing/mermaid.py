"""A picture as mermaid text, for pages that draw it themselves."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ivr.drawing.picture import Arrow, Box, Picture, Shape

NEVER = "stroke:#c00,stroke-width:2px,stroke-dasharray:5 3"
"""How what no script took is drawn."""
_BETWEEN: Mapping[Shape, tuple[str, str]] = MappingProxyType(
    {
        Shape.START: ('(("', '"))'),
        Shape.SAY: ('["', '"]'),
        Shape.ASK: ('{{"', '"}}'),
        Shape.DECIDE: ('{"', '"}'),
        Shape.WORK: ('[["', '"]]'),
        Shape.FLOW: ('[["', '"]]'),
        Shape.END: ('(["', '"])'),
        Shape.PLACE: ('(["', '"])'),
    }
)
_SAFE = frozenset(" _-.:→·")


def to_mermaid(picture: Picture) -> str:
    """Return ``picture`` as a mermaid flowchart."""
    numbers = {box.name: f"n{number}" for number, box in enumerate(picture.boxes)}
    lines = ["flowchart TD", *(f"  {numbers[box.name]}{_box(box)}" for box in picture.boxes)]
    lines += (f"  {numbers[one.start]} {_arrow(one)} {numbers[one.end]}" for one in picture.arrows)
    missed = [numbers[box.name] for box in picture.boxes if box.never]
    if missed:
        lines += [f"  classDef never {NEVER}", f"  class {','.join(missed)} never"]
    red = [str(number) for number, arrow in enumerate(picture.arrows) if arrow.never]
    if red:
        lines.append(f"  linkStyle {','.join(red)} {NEVER}")
    return "\n".join(lines) + "\n"


def _box(box: Box) -> str:
    opened, closed = _BETWEEN[box.shape]
    return f"{opened}{'<br/>'.join(_plain(line) for line in (box.title, *box.does)) or ' '}{closed}"


def _arrow(arrow: Arrow) -> str:
    line = "-.->" if arrow.light else "-->"
    words = "<br/>".join(_plain(one.text) for one in arrow.lines if one.text)
    return f"{line}|{words}|" if words else line


def _plain(text: str) -> str:
    """Return ``text`` as it may stand in a label: mermaid reads quotes and brackets as its own."""
    return "".join(c if c.isalnum() or c in _SAFE else f"#{ord(c)};" for c in text)
