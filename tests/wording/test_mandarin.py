from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import cn2an
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ivr.errors import BadValue
from ivr.model.money import MOST_YUAN, Money
from ivr.wording import mandarin
from ivr.wording.readings import DataSize, DataUnit, MonthDay, YearMonth

WHOLE = st.one_of(
    st.integers(0, 3000),
    st.integers(0, 10**12),
    # Sparse numbers are where zeros go wrong: a few figures among many noughts.
    st.dictionaries(st.integers(0, 11), st.integers(0, 9), max_size=4).map(
        lambda figures: sum(figure * 10**power for power, figure in figures.items())
    ),
)
FEN = st.one_of(st.integers(-30000, 30000), st.integers(-MOST_YUAN * 100, MOST_YUAN * 100))
FOREIGN = re.compile(r"[0-9A-Za-z%.]")


@given(WHOLE)
def test_every_whole_number_is_understood_by_another_reader(value):
    assert cn2an.cn2an(mandarin.number(value), "normal") == value


@given(WHOLE)
def test_every_whole_number_is_as_another_writer_writes_it_but_for_the_leading_two(value):
    # There it drops the 零 of an empty 万 group, and 一亿一千 would be heard as a hundred and ten million.
    assume(not (value > 10**8 and 1000 <= value % 10**8 < 10**4))
    expected = re.sub("^二(?=[百千万亿])", "两", cn2an.an2cn(str(value)))
    assert mandarin.number(value) == expected


@given(WHOLE)
def test_two_is_liang_only_at_the_very_start(value):
    assert "两" not in mandarin.number(value)[1:]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "零"),
        (2, "二"),
        (10, "十"),
        (12, "十二"),
        (22, "二十二"),
        (222, "两百二十二"),
        (1001, "一千零一"),
        (1100, "一千一百"),
        (2222, "两千二百二十二"),
        (10001, "一万零一"),
        (12000, "一万二千"),
        (20002, "两万零二"),
        (22000, "两万二千"),
        (101000, "十万一千"),
        (200000, "二十万"),
        (1000000, "一百万"),
        (20000000, "两千万"),
        (20020000, "两千零二万"),
        (100010000, "一亿零一万"),
        (100001000, "一亿零一千"),
        (100120000, "一亿零一十二万"),
        (220000000, "两亿二千万"),
        (1000010000, "十亿零一万"),
        (10**12, "一万亿"),
        (-5, "负五"),
        (Decimal("2.50"), "二点五"),
        (Decimal("2.00"), "二"),
        (Decimal("12.05"), "十二点零五"),
        (Decimal("200.2"), "二百点二"),
        (Decimal("-0.5"), "负零点五"),
    ],
)
def test_numbers_follow_the_rules_of_zero_ten_and_two(value, words):
    assert mandarin.number(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "零"),
        (1, "一"),
        (2, "两"),
        (12, "十二"),
        (20, "二十"),
        (22, "二十二"),
        (200, "两百"),
        (2002, "两千零二"),
    ],
)
def test_a_bare_two_before_a_measure_word_is_liang(value, words):
    assert mandarin.count(value) == words


@pytest.mark.parametrize(
    ("value", "words"), [(1, "第一"), (2, "第二"), (10, "第十"), (200, "第二百"), (2000, "第二千")]
)
def test_a_place_in_a_row_never_has_liang(value, words):
    assert mandarin.ordinal(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "百分之零"),
        (2, "百分之二"),
        (99, "百分之九十九"),
        (Decimal("100.0"), "百分之百"),
        (200, "百分之二百"),
        (Decimal("99.95"), "百分之九十九点九五"),
        (-5, "负百分之五"),
    ],
)
def test_a_percentage_never_has_liang(value, words):
    assert mandarin.percent(value) == words


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        ("0", "零元"),
        ("0.02", "两分"),
        ("0.10", "一角"),
        ("0.12", "一角二分"),
        ("0.22", "两角二分"),
        ("2.02", "两元零二分"),
        ("2.22", "两元二角二分"),
        ("10.01", "十元零一分"),
        ("12.00", "十二元"),
        ("12.05", "十二元零五分"),
        ("20.50", "二十元五角"),
        ("22", "二十二元"),
        ("110.50", "一百一十元五角"),
        ("200", "两百元"),
        ("2000.02", "两千元零二分"),
        ("20002", "两万零二元"),
        ("1000000", "一百万元"),
        ("-0.20", "欠费两角"),
        ("-12.30", "欠费十二元三角"),
    ],
)
def test_money_is_read_in_yuan_jiao_and_fen(yuan, words):
    assert mandarin.money(Money.parse(yuan)) == words


def _heard(words: str) -> int:
    """Return the fen a listener would write down, by a reader that shares nothing with ours."""
    parts = re.fullmatch(r"(?P<owed>欠费)?((?P<yuan>[^元]+)元)?零?((?P<jiao>.)角)?零?((?P<fen>.)分)?", words)
    assert parts is not None, words
    figures = {
        unit: cn2an.cn2an(parts[unit], "smart") if parts[unit] else 0 for unit in ("yuan", "jiao", "fen")
    }
    fen = int(figures["yuan"]) * 100 + int(figures["jiao"]) * 10 + int(figures["fen"])
    return -fen if parts["owed"] else fen


@given(FEN)
def test_every_amount_can_be_written_down_again_from_what_was_heard(fen):
    assert _heard(mandarin.money(Money(fen))) == fen


def test_no_two_amounts_up_to_three_hundred_yuan_sound_the_same():
    amounts = range(-30000, 30001)
    assert len({mandarin.money(Money(fen)) for fen in amounts}) == len(amounts)


@given(FEN)
def test_money_owed_is_never_called_negative_and_nothing_is_left_in_figures(fen):
    words = mandarin.money(Money(fen))
    assert "负" not in words
    assert words.startswith("欠费") is (fen < 0)
    assert not FOREIGN.search(words)


@given(st.decimals(-1000, 1000, places=2), st.dates(), st.times())
def test_numbers_days_and_times_leave_nothing_in_figures(value, day, clock):
    words = mandarin.number(value) + mandarin.percent(value) + mandarin.day(day) + mandarin.clock(clock)
    assert not FOREIGN.search(words)


@pytest.mark.parametrize(
    ("reader", "value", "words"),
    [
        (mandarin.phone, "13912345678", "幺三九,幺二三四,五六七八"),
        (mandarin.phone, "13800000000", "幺三八,四个零,四个零"),
        (mandarin.phone, "12345678", "幺二三四,五六七八"),
        (mandarin.phone, "1234567", "幺二三,四五六七"),
        (mandarin.phone, "123456789", "幺二三四五,六七八九"),
        (mandarin.phone, "116114", "幺幺六幺幺四"),
        (mandarin.digits, "0000", "四个零"),
        (mandarin.digits, "00", "两个零"),
        (mandarin.digits, "0", "零"),
        (mandarin.digits, "10000", "幺零零零零"),
        (mandarin.digits, "123456789012", "幺二三四五六七八九零幺二"),
        (mandarin.code, "203000", "二零三,零零零"),
        (mandarin.code, "000000", "六个零"),
        (mandarin.code, "1234", "幺二三四"),
        (mandarin.code, "12345678", "幺二三四,五六七八"),
        (mandarin.port, "10658888", "幺零六五,八八八八"),
        (mandarin.port, "10650000", "幺零六五,四个零"),
        (mandarin.port, "10086", "幺零零八六"),
        (mandarin.port, "1065888812", "幺零六五,八八八八,幺二"),
        (mandarin.ticket, "202611250001", "二零二六,幺幺二五,零零零幺"),
    ],
)
def test_digits_come_in_groups_that_can_be_written_down(reader, value, words):
    assert reader(value) == words


@pytest.mark.parametrize(
    ("amount", "unit", "words", "figures"),
    [
        (Decimal("1.50"), DataUnit.GIGABYTE, "一点五G", "1.5G"),
        (Decimal("2.00"), DataUnit.GIGABYTE, "两G", "2G"),
        (200, DataUnit.MEGABYTE, "两百兆", "200M"),
        (2, DataUnit.TERABYTE, "两T", "2T"),
    ],
)
def test_data_is_read_in_its_unit(amount, unit, words, figures):
    assert mandarin.data(DataSize(amount, unit)) == words
    assert mandarin.write_data(DataSize(amount, unit)) == figures


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5G畅享套餐", "五G畅享套餐"),
        ("拨打10086，转0000", "拨打幺零零八六，转四个零"),
        ("WAP", "WAP"),
        ("", ""),
    ],
)
def test_text_keeps_its_letters_and_has_its_digits_read(text, words):
    assert mandarin.text(text) == words


def test_text_messages_have_figures_with_mandarin_units():
    assert mandarin.write_money(Money.parse("20.5")) == "20.50元"
    assert mandarin.write_money(Money.parse("-12.30")) == "欠费12.30元"
    assert mandarin.write_ordinal(2) == "第2"
    assert mandarin.write_percent(Decimal("99.50")) == "99.5%"
    assert mandarin.write_day(date(2026, 11, 3)) == "2026年11月3日"
    assert mandarin.write_day(MonthDay(10, 1)) == "10月1日"
    assert mandarin.write_month(YearMonth(2009, 9)) == "2009年9月"
    assert mandarin.write_moment(datetime(2026, 11, 25, 14, 5, tzinfo=UTC)) == "11月25日14:05"


@pytest.mark.parametrize(
    "value", [10**12 + 1, -(10**12) - 1, Decimal("NaN"), Decimal("1e99999"), Decimal("1e-99999")]
)
def test_a_number_nobody_could_follow_is_refused_at_once(value):
    with pytest.raises(BadValue):
        mandarin.number(value)


def test_a_very_long_way_to_write_nothing_is_still_nothing():
    assert mandarin.number(Decimal("0e-999999")) == "零"
