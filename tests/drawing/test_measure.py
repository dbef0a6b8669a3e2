"""Text in a picture: how wide it is taken to be, and where it is broken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.drawing.measure import clipped, width, wrapped


def test_a_chinese_character_is_as_wide_as_it_is_high() -> None:
    assert width("余额，", 12) == 36
    assert width("余额", 12, mono=True) == 24


def test_what_stands_on_another_character_takes_no_room() -> None:
    assert width("e\u0301", 10) == width("e", 10)


def test_capitals_are_wider_than_small_letters_and_those_than_full_stops() -> None:
    assert width("W", 10) > width("E", 10) > width("e", 10) > width(".", 10)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("请选择您要的服务。", ("请选择您要", "的服务。")),  # about equally long
        ("一二三四五，六七", ("一二三四", "五，六七")),  # no line begins with a comma
        ("what would you all do", ("what would", "you all do")),
        ("每月共计{monthly}元", ("每月共计", "{monthly}元")),  # a hole is not broken
    ],
)
def test_lines_are_broken_where_a_reader_expects_it(text: str, lines: tuple[str, ...]) -> None:
    assert wrapped(text, 10, most=72, lines=3) == lines


def test_an_ellipsis_says_that_there_is_more() -> None:
    assert wrapped("一二三四五六七八九十", 10, most=40, lines=2) == ("一二三四", "五六七…")


def test_a_hole_is_not_cut_in_two() -> None:
    assert clipped("共{monthly}元", 10, most=50) == "共…"


@settings(max_examples=60)
@given(
    text=st.text(st.sampled_from("余额，。{a}wW iI.-_"), max_size=40),
    most=st.integers(20, 120),
    lines=st.integers(1, 4),
)
def test_no_line_is_wider_than_allowed_and_nothing_is_lost_without_an_ellipsis(
    text: str, most: int, lines: int
) -> None:
    found = wrapped(text, 10, most=most, lines=lines)
    assert len(found) <= lines
    assert all(width(line, 10) <= most for line in found)
    if not found or not found[-1].endswith("…"):
        assert "".join("".join(found).split()) == "".join(text.split())
