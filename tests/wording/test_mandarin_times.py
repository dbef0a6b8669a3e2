from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from ivr.wording import mandarin
from ivr.wording.readings import Duration, DurationUnit, MonthDay, YearMonth


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        ("00:05", "凌晨零点零五分"),
        ("02:02", "凌晨两点零二分"),
        ("05:59", "凌晨五点五十九分"),
        ("06:00", "早上六点"),
        ("08:59", "早上八点五十九分"),
        ("09:00", "上午九点"),
        ("11:59", "上午十一点五十九分"),
        ("12:30", "中午十二点三十分"),
        ("13:00", "下午一点"),
        ("14:00", "下午两点"),
        ("17:59", "下午五点五十九分"),
        ("18:00", "晚上六点"),
        ("22:20", "晚上十点二十分"),
        ("23:59", "晚上十一点五十九分"),
    ],
)
def test_times_name_the_part_of_the_day(clock, words):
    assert mandarin.clock(time.fromisoformat(clock)) == words


def test_a_year_is_read_figure_by_figure_and_a_month_and_a_day_as_numbers():
    assert mandarin.day(date(2010, 2, 2)) == "二零一零年二月二日"
    assert mandarin.day(date(2000, 12, 31)) == "二零零零年十二月三十一日"
    assert mandarin.day(MonthDay(10, 20)) == "十月二十日"
    assert mandarin.month(YearMonth(2009, 9)) == "二零零九年九月"


def test_a_moment_is_read_in_the_zone_it_carries():
    in_london = datetime(2026, 11, 25, 6, 5, tzinfo=UTC)
    assert mandarin.moment(in_london) == "十一月二十五日早上六点零五分"


@pytest.mark.parametrize(
    ("amount", "unit", "words", "figures"),
    [
        (48, DurationUnit.HOUR, "四十八小时", "48小时"),
        (2, DurationUnit.DAY, "两天", "2天"),
        (12, DurationUnit.DAY, "十二天", "12天"),
        (1, DurationUnit.MINUTE, "一分钟", "1分钟"),
        (2, DurationUnit.MINUTE, "两分钟", "2分钟"),
        (2, DurationUnit.SECOND, "两秒", "2秒"),
        (30, DurationUnit.SECOND, "三十秒", "30秒"),
        (60, DurationUnit.SECOND, "一分钟", "1分钟"),
        (90, DurationUnit.SECOND, "一分三十秒", "1分30秒"),
        (122, DurationUnit.SECOND, "两分二秒", "2分2秒"),
        (200, DurationUnit.DAY, "两百天", "200天"),
        (Decimal("2.5"), DurationUnit.HOUR, "二点五小时", "2.5小时"),
    ],
)
def test_a_duration_keeps_the_unit_it_was_given_in(amount, unit, words, figures):
    assert mandarin.duration(Duration(amount, unit)) == words
    assert mandarin.write_duration(Duration(amount, unit)) == figures


def test_the_minutes_of_one_day_all_sound_different():
    start = datetime(2026, 1, 1, tzinfo=UTC)
    minutes = [(start + timedelta(minutes=minute)).time() for minute in range(24 * 60)]
    assert len({mandarin.clock(minute) for minute in minutes}) == len(minutes)
