"""The SVG document: what designers write cannot break it, and whoever cannot see it is told."""

from __future__ import annotations

import pytest

from ivr.drawing.outlines import number
from ivr.drawing.picture import Arrow, Box, Line, Picture, Shape
from ivr.drawing.setting import set_picture
from ivr.drawing.view import Never
from tests.drawing.seen import EVERY_PICTURE, IN_CHINESE, SVG, WHOLE, document, picture, set_, view
from tests.web.inside import EN, ZH

HOSTILE = "<script>alert(\"1\")</script> & 'quoted' ]]> \x0b\u202e"


def hostile() -> Picture:
    boxes = (Box("a", Shape.ASK, HOSTILE, (HOSTILE,), HOSTILE, HOSTILE, HOSTILE), Box("b", Shape.END, "b"))
    return Picture(HOSTILE, ZH, boxes, (Arrow("a", "b", (Line(HOSTILE),)),), (HOSTILE,))


def test_what_designers_write_is_text_and_never_markup() -> None:
    root = document(set_picture(hostile()))
    assert {one.tag.removeprefix(SVG) for one in root.iter()} == {
        "svg", "title", "desc", "style", "rect", "text", "g", "path", "polygon", "a",
    }  # fmt: skip
    assert root.findtext(f"{SVG}title") == "<script>alert(\"1\")</script> & 'quoted' ]]> "
    links = [str(one.get("href")) for one in root.iter(f"{SVG}a")]
    assert all("<" not in link and " " not in link for link in links)


def test_nothing_is_fetched_and_nothing_runs() -> None:
    for one in document(set_("main")).iter():
        assert one.tag.removeprefix(SVG) not in {"script", "image", "foreignObject", "use"}
        assert not [name for name in one.attrib if name.startswith("on")]
    assert "url(" not in str(document(set_("main")).findtext(f"{SVG}style"))


@pytest.mark.parametrize("name", ["agent", WHOLE])
def test_every_box_and_every_arrow_tells_what_it_is(name: str) -> None:
    root = document(set_(name))
    assert root.get("aria-labelledby") == "picture-title picture-notes"
    assert root.findtext(f"{SVG}desc")
    told = [
        one.findtext(f"{SVG}title") for one in root.iter(f"{SVG}g") if one.find(f"{SVG}title") is not None
    ]
    drawn = picture(name)
    assert len(told) == len(drawn.boxes) + len(drawn.arrows)
    assert all(told)


def test_the_words_cut_short_in_a_box_are_whole_where_it_is_pointed_at() -> None:
    told = [one.text or "" for one in document(set_("other_services")).iter(f"{SVG}title")]
    assert any("八项承诺" in one and len(one) > 100 for one in told)


@pytest.mark.parametrize("name", EVERY_PICTURE)
def test_every_picture_is_as_large_as_it_says(name: str) -> None:
    root = document(set_(name))
    wide, high = float(root.attrib["width"]), float(root.attrib["height"])
    assert root.attrib["viewBox"].split() == ["0", "0", root.attrib["width"], root.attrib["height"]]
    assert set_(name).size.width < wide
    assert set_(name).size.height < high


def test_pale_and_red_are_explained_only_where_they_are_seen() -> None:
    plain = document(set_("cancel_these")).findtext(f"{SVG}desc") or ""
    assert "浅色" in plain
    assert "红色" not in plain
    never = view(never=Never({"cancel_these.sorry"}))
    red = document(set_picture(picture("cancel_these", never)), never)
    assert "红色" in str(red.findtext(f"{SVG}desc"))
    assert [one.get("class") for one in red.iter(f"{SVG}g") if "never" in str(one.get("class"))] == [
        "end never"
    ]


def test_a_flow_links_to_the_flows_it_uses_and_to_the_whole() -> None:
    links = [one.get("href") for one in document(set_("main")).iter(f"{SVG}a")]
    assert links[0] == "None.svg"
    assert {"balance.svg", "agent.svg"} <= set(links)


def test_a_flow_with_a_chinese_name_is_linked_by_an_address() -> None:
    boxes = (Box("a", Shape.FLOW, "余额", flow="余额"),)
    root = document(set_picture(Picture("a", EN, boxes, (), whole=True)), IN_CHINESE)
    assert [one.get("href") for one in root.iter(f"{SVG}a")] == ["%E4%BD%99%E9%A2%9D.svg"]


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0, "0"), (-0.01, "0"), (12.0, "12"), (12.34, "12.3"), (-7.25, "-7.2"), (1e6, "1000000")],
)
def test_numbers_are_said_to_a_tenth_and_no_further(value: float, said: str) -> None:
    assert number(value) == said
