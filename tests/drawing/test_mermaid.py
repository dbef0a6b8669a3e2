"""Mermaid text: what no script took is red, what is pale is dotted, and no name can break the text."""

from __future__ import annotations

from ivr.drawing.mermaid import NEVER, to_mermaid
from ivr.drawing.picture import Arrow, Box, Line, Picture, Shape
from ivr.drawing.view import Never
from tests.drawing.seen import PROJECT, picture, view
from tests.web.inside import EN


def test_every_step_is_drawn_and_nothing_is_red_without_coverage() -> None:
    drawn = to_mermaid(picture("cancel_these"))
    assert drawn.startswith("flowchart TD\n")
    assert all(step in drawn for step in PROJECT.flows["cancel_these"].steps)
    assert NEVER not in drawn


def test_what_no_script_took_is_red() -> None:
    drawn = to_mermaid(
        picture("cancel_these", view(EN, Never({"cancel_these.sure"}, {"cancel_these.sure yes"})))
    )
    assert f"classDef never {NEVER}" in drawn
    assert "class n1 never" in drawn
    red = next(line for line in drawn.splitlines() if line.startswith("  linkStyle "))
    arrows = [line for line in drawn.splitlines() if "-->" in line or "-.->" in line]
    assert "To stop them" in arrows[int(red.split()[1])] or "|1 " in arrows[int(red.split()[1])]


def test_silence_and_failures_are_dotted() -> None:
    arrows = [line for line in to_mermaid(picture("prove_it", view(EN))).splitlines() if "->" in line]
    assert any("-.->|silence" in line for line in arrows)
    assert any("-->|6 digits|" in line for line in arrows)


def test_no_name_can_break_the_text() -> None:
    boxes = (Box("a", Shape.SAY, 'a"]; end'), Box("b", Shape.END, "b|}"))
    drawn = to_mermaid(Picture("any", EN, boxes, (Arrow("a", "b", (Line('x|"y'),)),)))
    assert drawn.splitlines()[1:] == [
        '  n0["a#34;#93;#59; end"]',
        '  n1(["b#124;#125;"])',
        "  n0 -->|x#124;#34;y| n1",
    ]
