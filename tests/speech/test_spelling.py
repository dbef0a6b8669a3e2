"""An engine gets words of one language and nothing it would have to guess at."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.errors import BadValue
from ivr.speech.spelling import MOST_CHARACTERS, PAUSES, lexicon, refuse_unspeakable, spell

ZH, EN = "zh-CN", "en"


@pytest.mark.parametrize(
    ("text", "language", "spelt"),
    [
        ("次月双倍返还。", ZH, "次月双倍返huan2。"),
        ("重听，请按九。", ZH, "chong2听，请按九。"),
        ("您的话费余额为", ZH, "您的话费余额wei2"),
        ("欠费一分", ZH, "欠费yi4分"),
        ("下午两点十一分", ZH, "下午两点十一分"),
        ("请致电10086", ZH, "请致电幺零零八六"),
        ("超过99.5%", ZH, "超过百分之九十九点五"),
        ("１０％", ZH, "百分之十"),
        ("每月1.5元", ZH, "每月一点五元"),
        ("一点五G", ZH, "一点五吉"),
        ("VIP会员", ZH, "微爱批会员"),
        ("Call 10086.", EN, "Call one zero zero eight six."),
        ("more than 99% of calls", EN, "more than ninety-nine percent of calls"),
        ("this month's charges", EN, "this month's charges"),
    ],
)
def test_figures_signs_and_heteronyms_are_settled(text: str, language: str, spelt: str) -> None:
    assert spell(text, language) == spelt


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("看hello视频", ZH, "hello is not Mandarin"),
        ("余额$20", ZH, r"\$ cannot be read in Mandarin"),
        ("手机报 is on", EN, "手 cannot be read in English"),
        ("您好\x07", ZH, r"U\+0007 is a control character"),
        ("您" * (MOST_CHARACTERS + 1), ZH, "1001 characters are more than the 1000"),
        ("。", ZH, "no words"),
        ("", EN, "no words"),
        ("bonjour", "fr", "nothing is spoken in 'fr'"),
    ],
)
def test_what_cannot_be_said_in_a_language_is_refused_and_told(text: str, language: str, told: str) -> None:
    with pytest.raises(BadValue, match=told):
        spell(text, language)


@settings(max_examples=60)
@given(
    st.text(
        alphabet=st.sampled_from([*"一分返还重听您好，。0123456789%.VIPxG ", "１", "Ａ", "\x00"]), max_size=30
    )
)
def test_whatever_is_written_no_figure_sign_or_letter_reaches_a_mandarin_voice(text: str) -> None:
    try:
        spelt = spell(text, ZH)
    except BadValue:
        return
    for word in lexicon(ZH).words.values():
        spelt = spelt.replace(word, "")
    rest = re.sub(r"[\u4e00-\u9fff]", "", spelt)
    assert set(rest) <= {*PAUSES, *" -'’·"}


def test_an_engine_is_never_given_what_it_stumbles_over() -> None:
    refuse_unspeakable("返huan2")
    for text in ("您" * 10_000, "\x01\x02", "a\x00b", " ，"):
        with pytest.raises(BadValue):
            refuse_unspeakable(text)
