"""Which prompt was heard or texted, by which name and with which values, and what that costs."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.model.money import Money
from ivr.model.values import Value
from ivr.scripts.recognise import MOST_CHARACTERS, REMEMBERED, Prompted, Recogniser
from ivr.wording.catalogue import Catalogue
from ivr.wording.kinds import read
from tests.scripts.recognising import (
    DUE,
    TWO_HOLES,
    ZH,
    names,
    only,
    wanted,
    wording,
)

# Which prompt


def test_two_prompts_with_the_same_words_are_both_returned(recogniser: Recogniser) -> None:
    found = recogniser.spoken("Nothing was changed.", "en-US")
    assert {(one.flow, one.name) for one in found} == {
        ("cancel_services", "nothing_changed"),
        ("cancel_these", "kept"),
    }


def test_the_prompt_with_more_words_of_its_own_comes_first() -> None:
    recogniser = Recogniser(wording("wide: 您好{name:text}\nnarrow: 您好{name:text}先生\nexact: 您好王先生"))
    assert names(recogniser.spoken("您好王先生", None)) == ["exact", "narrow", "wide"]
    assert names(recogniser.written("您好王先生")) == ["exact", "narrow", "wide"]


@given(words=st.text("甲乙丙丁戊xyz?", min_size=1, max_size=30))
def test_strange_words_can_only_be_a_notice(shipped_words: Catalogue, words: str) -> None:
    recogniser = Recogniser(TWO_HOLES)
    assert [(one.name, one.holes) for one in recogniser.spoken(words, "cmn-CN")] == [
        ("notice", {"text": words})
    ]


def test_what_is_no_words_at_all_and_a_language_of_nobodys_are_nothing(recogniser: Recogniser) -> None:
    assert recogniser.spoken("", "cmn-CN") == recogniser.spoken("  ", None) == recogniser.written("") == ()
    assert recogniser.spoken("您好，欢迎致电中国移动。", "en-US")[0].name == "notice"
    assert recogniser.spoken("您好，欢迎致电中国移动。", "fr-FR") == ()


def test_a_notice_is_recognised_by_its_words_and_hides_nothing(recogniser: Recogniser) -> None:
    found = only(recogniser.spoken("今晚系统升级。", "cmn-CN"))
    assert recogniser.is_it(found, wanted("notice", text="今晚系统升级。"))
    assert not recogniser.is_it(found, wanted("notice", text="明晚系统升级。"))
    assert names(recogniser.spoken("请稍候。", "cmn-CN")) == ["one_moment"]


def test_an_item_of_any_words_is_not_taken_for_a_notice(recogniser: Recogniser) -> None:
    found = only(recogniser.spoken("手机报，请按一。", "cmn-CN"))
    assert (found.name, found.part, found.holes) == ("service_name", "item", {"name": "手机报"})


def test_a_choice_offered_in_another_language_belongs_to_the_call(recogniser: Recogniser) -> None:
    found = only(recogniser.spoken("For English, press five.", "en-US"))
    assert (found.language, found.part) == ("zh-CN", "choice:other_language")


def test_a_prompt_of_the_projects_own_comes_before_ours() -> None:
    assert names(Recogniser(wording("mine: '{words:text}'")).spoken("什么", None)) == ["mine", "notice"]


def test_what_is_only_read_in_lists_is_never_said_alone() -> None:
    later = "later: {lodge: {ok: '好：{parts:each part}'}}\npart: '{name:text}'"
    recogniser = Recogniser(wording("ok: 好", common=later))
    assert names(recogniser.spoken("什么", None)) == names(recogniser.written("什么")) == ["notice"]
    assert names(recogniser.spoken("什么，请按一。", None)) == ["part"]


def test_a_long_text_that_is_whole_is_no_piece_as_well() -> None:
    recogniser = Recogniser(wording(f"long: 您好{'，很长的话' * 50}{{x:text}}完\nodd: '（{{x:text}}）完了'"))
    assert only(recogniser.spoken(f"您好{'，很长的话' * 50}。完", None)).holes == {"x": "。"}
    assert names(recogniser.spoken(f"您好{'，很长的话' * 40}，", None)) == ["long"]
    assert names(recogniser.spoken(f"（{'，别的话' * 80}", None)) == [
        "notice"
    ]  # a mark alone begins anything


def test_words_around_a_recording_are_the_prompt_and_its_rest() -> None:
    recogniser = Recogniser(
        wording("right: 您{who:text}说的是{words:audio} 对吗\nalone: '{words:audio}还要吗'")
    )
    assert only(recogniser.spoken("您刚才说的是", None)) == Prompted(
        "main", "right", "zh-CN", "say", {"who": "刚才"}
    )
    assert only(recogniser.spoken("对吗", None)).part == "rest"
    assert only(recogniser.spoken("还要吗", None)).part == "say"


def test_spaces_of_the_wording_are_those_of_the_line() -> None:
    recogniser = Recogniser(
        wording(
            "spaced: '  好   {n:count}  项 \n\n  完  '\nask: {say: 选, choices: {main: '查询 '}}",
            common="joining: {press: '{offer:text} 请按{key:text}'}",
        )
    )
    assert only(recogniser.spoken("查询 请按一", None)).part == "choice:main"
    assert only(recogniser.spoken("好 两 项 完", None)).holes == {"n": "两"}
    assert only(recogniser.written("好   2  项\n完")).holes == {"n": "2"}


def test_control_signs_the_carrier_never_gets_are_not_expected() -> None:
    recogniser = Recogniser(wording("hello: 您好{name:text}。"))
    found = only(recogniser.spoken("您好王先生。", None))
    assert recogniser.is_it(found, wanted("hello", name="王\x01先生"))
    assert recogniser.is_it(only(recogniser.written("您好王  先生。")), wanted("hello", name="王  先生"))


# Names and values


FLOWS = wording("thanks: 谢谢您", balance="{thanks: 谢谢光临, parting: 改天见}", common="sorry: 对不起")


def test_a_bare_name_is_any_flows_and_a_full_one_its_own_or_the_common_one() -> None:
    recogniser = Recogniser(FLOWS)
    mine, theirs, common = (only(recogniser.spoken(one, None)) for one in ("谢谢您", "谢谢光临", "对不起"))
    assert recogniser.is_it(mine, wanted("thanks"))
    assert recogniser.is_it(theirs, wanted("thanks"))
    assert recogniser.is_it(mine, wanted("main.thanks"))
    assert not recogniser.is_it(mine, wanted("balance.thanks"))
    assert recogniser.is_it(common, wanted("balance.sorry"))
    assert recogniser.is_it(common, wanted("common.sorry"))
    assert not recogniser.is_it(common, wanted("thanks"))
    assert not recogniser.is_it(mine, wanted("common.thanks"))


def test_a_flow_with_words_of_its_own_does_not_say_the_common_ones() -> None:
    recogniser = Recogniser(FLOWS)
    common = only(recogniser.spoken("感谢您的来电，再见。", None))
    assert recogniser.is_it(common, wanted("main.parting"))
    assert not recogniser.is_it(common, wanted("balance.parting"))
    assert recogniser.is_it(only(recogniser.spoken("改天见", None)), wanted("balance.parting"))


def test_the_truth_told_later_is_named_in_full(recogniser: Recogniser) -> None:
    found = recogniser.written("【中国移动】回电申请已登记，编号202611230042，11月25日14:05前给您回电。")
    assert [one.flow for one in found] == ["agent", "later"]
    full = wanted("later.ask_call_back.ok", ticket="202611230042", due="2026-11-25 14:05")
    assert [recogniser.is_it(one, full) for one in found] == [False, True]
    assert [recogniser.is_it(one, wanted("promised", ticket="202611230042")) for one in found] == [
        True,
        False,
    ]
    assert not any(recogniser.is_it(one, wanted("ask_call_back.ok")) for one in found)
    assert not any(recogniser.is_it(one, wanted("later.ask_call_back.unavailable")) for one in found)


def test_a_choice_is_not_its_question(recogniser: Recogniser) -> None:
    assert recogniser.is_it(only(recogniser.spoken("请选择您要的服务。", None)), wanted("services"))
    assert not recogniser.is_it(only(recogniser.spoken("查询余额，请按一。", None)), wanted("services"))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("cmn-CN", "您的话费余额为六元三角，余额不多了，请及时充值。"),
        ("en-US", "Your balance is six yuan and thirty fen, which is low. Please top up soon."),
    ],
)
def test_another_value_is_told_from_another_prompt(recogniser: Recogniser, language: str, words: str) -> None:
    found = only(recogniser.spoken(words, language))
    assert recogniser.is_it(found, wanted("low", left="6.30"))
    assert recogniser.is_it(found, wanted("low", left="6.3"))
    assert not recogniser.is_it(found, wanted("low", left="6.20"))
    expected = read("money", Money(620), language=found.language)
    assert recogniser.mismatch(found, wanted("low", left="6.20")) == ("left", expected, found.holes["left"])
    assert recogniser.mismatch(found, wanted("low", left="6.30")) is None
    assert recogniser.mismatch(found, wanted("zero", left="6.20")) is None


def test_a_hole_the_wording_lacks_and_a_value_that_is_none_do_not_fit(recogniser: Recogniser) -> None:
    found = only(recogniser.spoken("您的话费余额为六元三角，余额不多了，请及时充值。", None))
    assert recogniser.mismatch(found, wanted("low", left="6.30", until="2026-12-31")) == (
        "until",
        "2026-12-31",
        "",
    )
    assert recogniser.mismatch(found, wanted("low", left="much")) == ("left", "much", "六元三角")


def test_the_second_time_is_held_against_its_own_wording(recogniser: Recogniser) -> None:
    found = only(recogniser.spoken("共两项，每月共十三元。", None))
    assert (found.name, found.part) == ("offer", "again")
    assert recogniser.is_it(found, wanted("offer", how_many="2", monthly="13"))


@pytest.mark.parametrize(
    ("kind", "value", "moment"),
    [("moment", "2026-11-25 14:05", DUE), ("moment", "2026-11-25T06:05+00:00", DUE), ("time", "2026-11-25 14:05", DUE),
     ("date", "2026-11-25", DUE), ("month", "2026-11-25", DUE), ("percent", "99.5", Decimal("99.5")), ("duration", "48", 48)],
)  # fmt: skip
def test_values_are_read_by_the_kind_of_their_hole(kind: str, value: str, moment: Value) -> None:
    recogniser = Recogniser(wording(f"it: 好{{x:{kind}}}"))
    found = only(recogniser.spoken("好" + read(kind, moment, language=ZH), None))
    assert recogniser.is_it(found, wanted("it", x=value))
    if isinstance(moment, datetime):
        other = only(recogniser.spoken("好" + read(kind, moment + timedelta(40, 3600), language=ZH), None))
        assert not recogniser.is_it(other, wanted("it", x=value))


# Time and room


def test_a_hostile_text_costs_no_more_than_its_length() -> None:
    holes_in_a_row = "，".join(f"{{h{one}:text}}" for one in range(12))
    recogniser = Recogniser(
        wording(f"many: 甲{holes_in_a_row}丁\nmoney: 甲{{a:money}}{{b:money}}元{{c:money}}丁")
    )
    started = time.process_time()
    for evil in (
        "甲" + "，" * (MOST_CHARACTERS - 2),
        "甲" + "一" * (MOST_CHARACTERS - 3) + "丁",
        "甲" + "元" * 9000 + "丁x",
    ):
        recogniser.spoken(evil, None)
        recogniser.written(evil)
    assert time.process_time() - started < 20  # with backtracking, longer than the universe will last
    assert recogniser.spoken("甲" * (MOST_CHARACTERS + 1), None) == ()
    assert recogniser.written("甲" * (MOST_CHARACTERS + 1)) == ()


def test_a_text_heard_again_is_not_looked_up_again_and_the_memory_is_bounded() -> None:
    recogniser = Recogniser(TWO_HOLES)
    first = recogniser.spoken("从一，端口二。", None)
    assert recogniser.spoken("从一，端口二。", None) is first
    for other in range(REMEMBERED):
        recogniser.spoken(f"从{other}，端口二。", None)
    assert recogniser.spoken("从一，端口二。", None) is not first
