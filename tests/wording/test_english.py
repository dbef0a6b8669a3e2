from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from ivr.model.money import MOST_YUAN, Money
from ivr.wording import english
from ivr.wording.readings import DataSize, DataUnit, Duration, DurationUnit, MonthDay, YearMonth

WHOLE = st.one_of(
    st.integers(0, 3000),
    st.integers(0, 10**12),
    st.dictionaries(st.integers(0, 11), st.integers(0, 9), max_size=4).map(
        lambda figures: sum(figure * 10**power for power, figure in figures.items())
    ),
)


@given(WHOLE)
def test_every_whole_number_is_as_another_writer_writes_it_but_for_commas(value):
    assert english.number(value) == num2words(value, lang="en").replace(",", "")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "zero"),
        (21, "twenty-one"),
        (1000000, "one million"),
        (20002, "twenty thousand and two"),
        (10**12, "one trillion"),
        (-5, "minus five"),
        (Decimal("12.05"), "twelve point zero five"),
        (Decimal("-0.50"), "minus zero point five"),
    ],
)
def test_numbers_have_the_british_and(value, words):
    assert english.number(value) == words


def test_years_are_said_as_another_writer_says_them():
    years = (*range(1000, 2200), 2999, 3000, 3005, 9999)
    # It writes "oh-five" with a hyphen, which nobody hears.
    expected = [num2words(year, lang="en", to="year").replace("oh-", "oh ") for year in years]
    assert [english.month(YearMonth(year, 1)) for year in years] == [f"January {said}" for said in expected]


@pytest.mark.parametrize(
    ("year", "words"),
    [
        (1999, "nineteen ninety-nine"),
        (1900, "nineteen hundred"),
        (1905, "nineteen oh five"),
        (2000, "two thousand"),
        (2009, "two thousand and nine"),
        (2010, "twenty ten"),
        (2026, "twenty twenty-six"),
        (2099, "twenty ninety-nine"),
    ],
)
def test_a_month_has_its_year_without_a_pause(year, words):
    assert english.month(YearMonth(year, 9)) == f"September {words}"


@pytest.mark.parametrize("day", range(1, 32))
def test_days_are_ordinals(day):
    assert english.day(MonthDay(1, day)) == f"January {num2words(day, lang='en', to='ordinal')}"


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        ("0", "zero yuan"),
        ("0.10", "ten fen"),
        ("10.01", "ten yuan and one fen"),
        ("110.50", "one hundred and ten yuan and fifty fen"),
        ("-12.30", "twelve yuan and thirty fen overdue"),
    ],
)
def test_money_is_read_in_yuan_and_fen(yuan, words):
    assert english.money(Money.parse(yuan)) == words


@given(st.integers(-MOST_YUAN * 100, MOST_YUAN * 100))
def test_money_leaves_nothing_in_figures_and_is_never_negative(fen):
    words = english.money(Money(fen))
    assert re.fullmatch(r"[a-z -]+", words)
    assert "minus" not in words
    assert words.endswith(" overdue") is (fen < 0)


def test_no_two_amounts_up_to_three_hundred_yuan_sound_the_same():
    amounts = range(-30000, 30001)
    assert len({english.money(Money(fen)) for fen in amounts}) == len(amounts)


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        ("00:05", "twelve oh five a.m."),
        ("05:59", "five fifty-nine a.m."),
        ("09:00", "nine a.m."),
        ("12:01", "twelve oh one p.m."),
        ("12:30", "twelve thirty p.m."),
        ("13:00", "one p.m."),
        ("14:05", "two oh five p.m."),
        ("23:59", "eleven fifty-nine p.m."),
    ],
)
def test_times_are_by_the_twelve_hour_clock(clock, words):
    assert english.clock(time.fromisoformat(clock)) == words


def test_the_minutes_of_one_day_all_sound_different():
    start = datetime(2026, 1, 1, tzinfo=UTC)
    minutes = [(start + timedelta(minutes=minute)).time() for minute in range(24 * 60)]
    assert len({english.clock(minute) for minute in minutes}) == len(minutes)


def test_a_moment_is_a_day_without_its_year_and_a_time():
    assert (
        english.moment(datetime(2026, 11, 25, 14, 5, tzinfo=UTC))
        == "November twenty-fifth at two oh five p.m."
    )


@pytest.mark.parametrize(
    ("amount", "unit", "words", "figures"),
    [
        (1, DurationUnit.HOUR, "one hour", "1 hour"),
        (48, DurationUnit.HOUR, "forty-eight hours", "48 hours"),
        (30, DurationUnit.SECOND, "thirty seconds", "30 seconds"),
        (60, DurationUnit.SECOND, "one minute", "1 minute"),
        (90, DurationUnit.SECOND, "one minute and thirty seconds", "1 minute 30 seconds"),
        (121, DurationUnit.SECOND, "two minutes and one second", "2 minutes 1 second"),
        (Decimal("0.5"), DurationUnit.HOUR, "zero point five hours", "0.5 hours"),
    ],
)
def test_a_duration_keeps_the_unit_it_was_given_in(amount, unit, words, figures):
    assert english.duration(Duration(amount, unit)) == words
    assert english.write_duration(Duration(amount, unit)) == figures


def test_data_is_read_in_its_unit():
    assert english.data(DataSize(1, DataUnit.GIGABYTE)) == "one gigabyte"
    assert english.data(DataSize(500, DataUnit.MEGABYTE)) == "five hundred megabytes"
    assert english.write_data(DataSize(Decimal("1.50"), DataUnit.GIGABYTE)) == "1.5 GB"


@pytest.mark.parametrize(
    ("reader", "value", "words"),
    [
        (english.digits, "0000", "four zeros"),
        (english.digits, "0", "zero"),
        (english.phone, "13800000000", "one three eight, four zeros, four zeros"),
        (english.port, "10658888", "one zero six five, eight eight eight eight"),
        (english.ticket, "202611250001", "two zero two six, one one two five, zero zero zero one"),
        (english.code, "1234", "one two three four"),
    ],
)
def test_digits_come_in_groups_that_can_be_written_down(reader, value, words):
    assert reader(value) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mobile 5G, 12 months", "Mobile five G, one two months"),
        ("A1", "A one"),
        ("dial 10086", "dial one zero zero eight six"),
    ],
)
def test_text_has_its_digits_read_apart_from_its_letters(text, words):
    assert english.text(text) == words


def test_text_messages_have_figures_with_english_units():
    assert english.write_money(Money.parse("20.5")) == "20.50 yuan"
    assert english.write_money(Money.parse("-12.30")) == "overdue 12.30 yuan"
    assert english.write_ordinal(2) == "2"
    assert english.write_percent(99) == "99%"
    assert english.write_day(date(2026, 11, 3)) == "3 Nov 2026"
    assert english.write_day(MonthDay(10, 1)) == "1 Oct"
    assert english.write_month(YearMonth(2009, 9)) == "Sep 2009"
    assert english.write_moment(datetime(2026, 11, 25, 14, 5, tzinfo=UTC)) == "25 Nov 14:05"
