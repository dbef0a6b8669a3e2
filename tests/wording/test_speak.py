from __future__ import annotations

import pytest
from click.testing import CliRunner

from ivr.cli.speak import speak
from ivr.wording.kinds import HOLE_KINDS


@pytest.mark.parametrize("arguments", [("money", "--", "-12.30"), ("money", "-12.30")])
def test_an_amount_owed_is_read_with_or_without_the_two_dashes(arguments):
    result = CliRunner().invoke(speak, arguments)
    assert (result.exit_code, result.stdout) == (0, "欠费十二元三角\n")


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("percent", "0.5%", "百分之零点五"),
        ("duration", "2 months", "两个月"),
        ("duration", "30m", "三十分钟"),
        ("duration", "30min", "三十分钟"),
        ("duration", "1 hour", "一小时"),
        ("data", "1.50 GB", "一点五G"),
        ("data", "500M", "五百兆"),
        ("date", "2009-12-31", "二零零九年十二月三十一日"),
        ("date", "02-29", "二月二十九日"),
        ("month", "2009-09", "二零零九年九月"),
        ("time", "9:05", "上午九点零五分"),
        ("moment", "2026-11-25T14:05", "十一月二十五日下午两点零五分"),
        ("moment", "2026-11-25T14:05:59+00:00", "十一月二十五日下午两点零五分"),
        ("phone", "+86 138-0013-8000", "幺三八,零零幺三,八零零零"),
    ],
)
def test_a_value_may_be_typed_the_way_people_write_it(kind, value, words):
    result = CliRunner().invoke(speak, (kind, value))
    assert (result.exit_code, result.stdout) == (0, f"{words}\n")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("number", "1e5"),
        ("number", ""),
        ("number", "１２"),
        ("number", "1000000000001"),
        ("number", "0.123456789"),
        ("money", "12.345"),
        ("money", "twelve"),
        ("phone", "anonymous"),
        ("phone", "138****"),
        ("digits", "12a"),
        ("digits", ""),
        ("code", "12 34"),
        ("port", "+1065"),
        ("ticket", "T-1"),
        ("date", "2026-02-29"),
        ("date", "02-30"),
        ("date", "tomorrow"),
        ("month", "2026-13"),
        ("month", "November"),
        ("time", "24:00"),
        ("time", "14:5"),
        ("moment", "2026-11-25"),
        ("moment", "2026-11-31T14:05"),
        ("duration", "48"),
        ("duration", "2 fortnights"),
        ("duration", "-2h"),
        ("count", "-1"),
        ("ordinal", "0"),
        ("ordinal", "1.5"),
        ("percent", "all"),
        ("data", "2"),
        ("data", "2PB"),
        ("data", "-2GB"),
    ],
)
def test_what_cannot_be_read_is_wrong_usage_and_says_what_can_be(kind, value):
    result = CliRunner().invoke(speak, (kind, "--", value))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"{value!r} cannot be read as {kind}" in result.stderr
    example = result.stderr.rpartition(f"ivr speak {kind} ")[2].strip()
    assert CliRunner().invoke(speak, (kind, example)).exit_code == 0


@pytest.mark.parametrize(
    "arguments", [("colour", "red"), ("money",), ("money", "1", "--language", "fr"), ("money", "1", "2")]
)
def test_an_unknown_kind_or_language_or_a_missing_value_is_wrong_usage(arguments):
    result = CliRunner().invoke(speak, arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error: " in result.stderr


def test_every_kind_that_is_read_can_be_asked_for_but_free_text():
    kinds = next(part for part in speak.params if part.name == "kind").type.choices
    assert set(kinds) == {name for name, kind in HOLE_KINDS.items() if kind.spoken} - {"text"}
