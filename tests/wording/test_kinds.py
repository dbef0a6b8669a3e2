from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.errors import BadValue
from ivr.model.money import Money
from ivr.model.values import Record
from ivr.wording.kinds import HOLE_KINDS, LANGUAGES, read

EXAMPLES = {
    "text": "彩铃",
    "digits": "10086",
    "phone": "13800138000",
    "number": 2,
    "money": Money.parse("20.50"),
    "date": date(2026, 11, 25),
    "moment": datetime(2026, 11, 25, 14, 5, tzinfo=UTC),
}
"""A value of each flow type that is read; a recording and a list are not."""
READ = [name for name, kind in HOLE_KINDS.items() if kind.spoken]
DIGIT_KINDS = frozenset({"digits", "phone", "port", "code", "ticket"})


@pytest.mark.parametrize(
    ("kind", "value", "spoken", "written"),
    [
        ("text", "5G套餐", "五G套餐", "5G套餐"),
        ("digits", "0000", "四个零", "0000"),
        ("phone", "13800138000", "幺三八,零零幺三,八零零零", "13800138000"),
        ("phone", "138****8000", "幺三八开头,尾号八零零零", "138****8000"),
        ("code", "203112", "二零三,幺幺二", "203112"),
        ("port", "10658888", "幺零六五,八八八八", "10658888"),
        ("ticket", "202611250001", "二零二六,幺幺二五,零零零幺", "202611250001"),
        ("number", 2, "二", "2"),
        ("number", Decimal("1.50"), "一点五", "1.5"),
        ("number", Decimal("-0.5"), "负零点五", "-0.5"),
        ("count", 2, "两", "2"),
        ("ordinal", 2, "第二", "第2"),
        ("duration", 48, "四十八小时", "48小时"),
        ("percent", 99, "百分之九十九", "99%"),
        ("data", Decimal("1.50"), "一点五G", "1.5G"),
        ("money", Money(-1230), "欠费十二元三角", "欠费12.30元"),
        ("date", date(2026, 11, 3), "二零二六年十一月三日", "2026年11月3日"),
        ("date", EXAMPLES["moment"], "二零二六年十一月二十五日", "2026年11月25日"),
        ("month", date(2009, 9, 1), "二零零九年九月", "2009年9月"),
        ("time", EXAMPLES["moment"], "下午两点零五分", "14:05"),
        ("moment", EXAMPLES["moment"], "十一月二十五日下午两点零五分", "11月25日14:05"),
    ],
)
def test_a_hole_is_spoken_to_callers_and_written_in_texts(kind, value, spoken, written):
    assert read(kind, value, language="zh-CN") == spoken
    assert read(kind, value, language="zh-CN", written=True) == written


@pytest.mark.parametrize("kind", READ)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("written", [False, True])
def test_a_kind_reads_the_types_it_accepts_and_refuses_the_others(kind, language, written):
    for name, value in EXAMPLES.items():
        if name in HOLE_KINDS[kind].accepts and not (name == "text" and kind in DIGIT_KINDS):
            assert read(kind, value, language=language, written=written)
        else:
            with pytest.raises(BadValue, match=f"^{kind}: "):
                read(kind, value, language=language, written=written)


@pytest.mark.parametrize("kind", sorted(DIGIT_KINDS))
def test_text_is_read_as_digits_only_when_it_is_all_digits(kind):
    assert read(kind, "106588", language="zh-CN")
    for wrong in ("A106", "", "１０６", "106 588x"):
        with pytest.raises(BadValue, match=f"^{kind}: "):
            read(kind, wrong, language="zh-CN")


@pytest.mark.parametrize("value", [True, Record({}), ("1", "2")])
def test_a_yes_a_record_and_a_list_are_never_read(value):
    for kind in READ:
        with pytest.raises(BadValue, match=f"^{kind}: "):
            read(kind, value, language="en")


@pytest.mark.parametrize("kind", ["audio", "each"])
def test_recordings_and_lists_are_put_together_not_read(kind):
    with pytest.raises(BadValue, match="put together"):
        read(kind, "x", language="zh-CN")


def test_an_unknown_kind_or_language_names_those_there_are():
    with pytest.raises(BadValue, match=r"no kind 'colour'.*money"):
        read("colour", "red", language="en")
    with pytest.raises(BadValue, match=r"'fr'.*zh-CN, en"):
        read("money", Money(1), language="fr")


def test_a_moment_without_a_zone_is_refused():
    for kind in ("moment", "time"):
        with pytest.raises(BadValue, match="time zone"):
            read(kind, datetime(2026, 11, 25, 14, 5), language="en")  # noqa: DTZ001 that it has none is the point


def test_what_could_not_be_read_is_not_repeated_where_it_could_be_logged():
    with pytest.raises(BadValue) as wrong:
        read("phone", "secret-words", language="en")
    assert "secret" not in str(wrong.value)


@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_text_is_read_without_a_single_ascii_digit(text, language):
    spoken = read("text", text, language=language)
    assert not any(figure in spoken for figure in "0123456789")
    assert read("text", text, language=language, written=True) == text


@given(st.text(alphabet="0123456789", min_size=1, max_size=30), st.sampled_from(sorted(DIGIT_KINDS)))
def test_groups_lose_no_digit_and_add_none(digits, kind):
    said = read(kind, digits, language="en").replace(",", "").split()
    # A counted run, "four zeros", stands for so many of them.
    counts = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
    if set(digits) == {"0"} and len(digits) > 1:
        assert said[-1] == "zeros"
        return
    total = sum(counts[said[at - 1]] - 1 if word == "zeros" else 1 for at, word in enumerate(said))
    assert total == len(digits)


def test_every_kind_says_in_a_line_what_it_is_and_takes_known_types():
    known = {*EXAMPLES, "audio", "list"}
    for name, kind in HOLE_KINDS.items():
        assert kind.name == name
        assert kind.accepts
        assert kind.accepts <= known
        assert kind.doc.endswith(".")
        assert set(kind.spoken) == set(kind.written)
        assert set(kind.spoken) in (set(), set(LANGUAGES))
