"""The test vectors of ``reference/domain-10086.md`` section 4.2, through the command as anyone would ask.

Rows of kinds that ``ivr speak`` has; keys are prompts, and the noun after a count is the prompt's.
"""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from ivr.cli.speak import speak

VECTORS = (
    (2, "number", "2", "二", "two"),
    (4, "number", "11", "十一", "eleven"),
    (6, "number", "20", "二十", "twenty"),
    (8, "number", "100", "一百", "one hundred"),
    (10, "number", "110", "一百一十", "one hundred and ten"),
    (12, "number", "200", "两百", "two hundred"),
    (14, "number", "1010", "一千零一十", "one thousand and ten"),
    (16, "number", "2002", "两千零二", "two thousand and two"),
    (18, "number", "10000", "一万", "ten thousand"),
    (20, "number", "10010", "一万零一十", "ten thousand and ten"),
    (22, "number", "100000", "十万", "one hundred thousand"),
    (24, "number", "1010101", "一百零一万零一百零一", "one million ten thousand one hundred and one"),
    (26, "number", "100000001", "一亿零一", "one hundred million and one"),
    (28, "money", "0.01", "一分", "one fen"),
    (30, "money", "0.05", "五分", "five fen"),
    (32, "money", "0.20", "两角", "twenty fen"),
    (34, "money", "0.50", "五角", "fifty fen"),
    (36, "money", "1.01", "一元零一分", "one yuan and one fen"),
    (38, "money", "2.00", "两元", "two yuan"),
    (40, "money", "2.20", "两元二角", "two yuan and twenty fen"),
    (42, "money", "10", "十元", "ten yuan"),
    (44, "money", "11", "十一元", "eleven yuan"),
    (46, "money", "20.50", "二十元五角", "twenty yuan and fifty fen"),
    (48, "money", "99.99", "九十九元九角九分", "ninety-nine yuan and ninety-nine fen"),
    (50, "money", "100.01", "一百元零一分", "one hundred yuan and one fen"),
    (52, "money", "101", "一百零一元", "one hundred and one yuan"),
    (54, "money", "102.30", "一百零二元三角", "one hundred and two yuan and thirty fen"),
    (56, "money", "1001", "一千零一元", "one thousand and one yuan"),
    (58, "money", "1000.05", "一千元零五分", "one thousand yuan and five fen"),
    (60, "money", "10001", "一万零一元", "ten thousand and one yuan"),
    (
        62,
        "money",
        "123456.78",
        "十二万三千四百五十六元七角八分",
        "one hundred and twenty-three thousand four hundred and fifty-six yuan and seventy-eight fen",
    ),
    (64, "money", "-0.05", "欠费五分", "five fen overdue"),
    (66, "money", "-100.00", "欠费一百元", "one hundred yuan overdue"),
    (
        68,
        "phone",
        "13800138000",
        "幺三八,零零幺三,八零零零",
        "one three eight, zero zero one three, eight zero zero zero",
    ),
    (
        70,
        "phone",
        "138****8000",
        "幺三八开头,尾号八零零零",
        "the number starting one three eight, ending eight zero zero zero",
    ),
    (72, "phone", "10086", "幺零零八六", "one zero zero eight six"),
    (72, "digits", "10086", "幺零零八六", "one zero zero eight six"),
    (74, "digits", "12381", "幺二三八幺", "one two three eight one"),
    (76, "digits", "110", "幺幺零", "one one zero"),
    (78, "code", "00000", "五个零", "five zeros"),
    (78, "digits", "00000", "五个零", "five zeros"),
    (80, "code", "203112", "二零三,幺幺二", "two zero three, one one two"),
    (88, "date", "2026-11-03", "二零二六年十一月三日", "November third, twenty twenty-six"),
    (90, "date", "10-10", "十月十日", "October tenth"),
    (92, "time", "00:00", "凌晨零点", "midnight"),
    (94, "time", "02:00", "凌晨两点", "two a.m."),
    (96, "time", "12:00", "中午十二点", "twelve noon"),
    (98, "time", "22:02", "晚上十点零二分", "ten oh two p.m."),
    (100, "duration", "2h", "两小时", "two hours"),
    (102, "duration", "2mo", "两个月", "two months"),
    (104, "duration", "5mo", "五个月", "five months"),
    (106, "count", "12", "十二", "twelve"),
    (108, "ordinal", "2", "第二", "two"),
    (110, "count", "237", "两百三十七", "two hundred and thirty-seven"),
    (112, "percent", "100", "百分之百", "one hundred percent"),
    (114, "percent", "0.5", "百分之零点五", "zero point five percent"),
    (116, "data", "1.50GB", "一点五G", "one point five gigabytes"),
    (118, "data", "2GB", "两G", "two gigabytes"),
)


def _ask(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(speak, arguments)
    return result.exit_code, result.output


@pytest.mark.parametrize(("row", "kind", "value", "mandarin", "english"), VECTORS)
def test_every_vector_is_read_as_the_reference_says(row, kind, value, mandarin, english):
    assert _ask(kind, "--", value) == (0, f"{mandarin}\n")
    assert _ask("--language", "en", kind, "--", value) == (0, f"{english}\n")
