"""What stands in the holes of a prompt that was heard."""

from __future__ import annotations

from datetime import datetime

from hypothesis import assume, given
from hypothesis import strategies as st

from ivr.model.money import Money
from ivr.model.values import Record, Value
from ivr.scripts.recognise import Recogniser
from ivr.wording.catalogue import COMMON
from ivr.wording.kinds import HOLE_KINDS, LANGUAGES, read
from ivr.wording.speech import ALOUD_AT_MOST, AUDIO
from ivr.wording.templates import EACH
from tests.scripts.recognising import (
    CHINA,
    TWO_HOLES,
    ZH,
    names,
    only,
    wanted,
    wording,
)


def kinds_with_values() -> st.SearchStrategy[tuple[str, Value]]:
    numbers = st.one_of(st.integers(0, 10**12), st.decimals(0, 10**6, places=2))
    figures = st.from_regex(r"[0-9]{2,32}", fullmatch=True)
    moments = st.datetimes(datetime(1, 1, 1), datetime(9999, 1, 1), timezones=st.just(CHINA))  # noqa: DTZ001
    of_kind: dict[str, st.SearchStrategy[Value]] = {
        "money": st.integers(-(10**14), 10**14).map(Money),
        "ordinal": st.integers(1, 10**12),
        "phone": st.from_regex(r"1[3-9][0-9]{9}|[0-9]{3}\*{4}[0-9]{4}|[0-9]{5,12}", fullmatch=True),
        **dict.fromkeys(("number", "count", "percent", "data", "duration"), numbers),
        **dict.fromkeys(("digits", "port", "code", "ticket"), figures),
        **dict.fromkeys(("date", "month", "time", "moment"), moments),
    }
    assert of_kind.keys() | {"text", AUDIO, EACH} == HOLE_KINDS.keys()
    return st.sampled_from(sorted(of_kind)).flatmap(lambda kind: st.tuples(st.just(kind), of_kind[kind]))


AROUND = {
    language: Recogniser(
        wording(
            "\n".join(f"a_{kind}: 甲 {{x:{kind}}}乙{{x:text}}" for kind in HOLE_KINDS if kind != EACH),
            "ok: ok",
        )
        if language == ZH
        else wording(
            "ok: 好", "\n".join(f"a_{kind}: One {{x:{kind}}}, two" for kind in HOLE_KINDS if kind != EACH)
        )
    )
    for language in LANGUAGES
}


@given(typed=kinds_with_values(), language=st.sampled_from(LANGUAGES), is_text=st.booleans())
def test_whatever_a_hole_is_read_as_stands_in_it(
    typed: tuple[str, Value], language: str, is_text: bool
) -> None:
    kind, value = typed
    read_as = read(kind, value, language=language, written=is_text)
    words = f"甲 {read_as}乙丙" if language == ZH else f"One {read_as}, two"
    found = AROUND[language].written(words) if is_text else AROUND[language].spoken(words, None)
    assert [one.holes for one in found if one.name == f"a_{kind}"] == [{"x": read_as}]


@given(first=st.text("甲乙，端口 a1", max_size=12), second=st.text("甲乙，端口 a1", max_size=12))
def test_whatever_stands_in_two_holes_makes_up_the_text_again(first: str, second: str) -> None:
    recogniser = Recogniser(TWO_HOLES)
    words = " ".join(f"从{first}，端口{second}。".split())
    assume("  " not in f"从{first}，端口{second}。")
    found = only(recogniser.spoken(words, None))
    assert f"从{found.holes['a']}，端口{found.holes['b']}。" == words
    assert len(found.holes["a"]) <= len(first)


def test_the_first_of_two_holes_holds_as_little_as_it_can() -> None:
    found = only(Recogniser(TWO_HOLES).spoken("从甲，端口乙，端口丙。", None))
    assert found.holes == {"a": "甲", "b": "乙，端口丙"}


def test_a_value_is_at_least_one_word_and_makes_any_words_behind_it_a_prompt() -> None:
    found = only(Recogniser(wording("it: '{n:count}{what:text}'")).spoken("两项业务", None))
    assert found.holes == {"n": "两", "what": "项业务"}


def test_of_a_hole_that_stands_twice_the_first_counts() -> None:
    recogniser = Recogniser(wording("twice: 第{n:number}号，共{n:count}项"))
    found = only(recogniser.spoken("第二号，共两项", None))
    assert found.holes == {"n": "二"}
    assert recogniser.is_it(found, wanted("twice", n="2"))


def test_a_hole_does_not_swallow_words_its_kind_is_not_read_with() -> None:
    short = "left: 余额为{left:money}。"
    recogniser = Recogniser(
        wording(f"{short}\nuntil: 余额为{{left:money}}，到{{day:date}}为止。我们会通知您。")
    )
    assert names(recogniser.spoken("余额为六元，到二零二六年十二月三十一日为止。我们会通知您。", None)) == [
        "until"
    ]
    assert names(recogniser.spoken("余额为六元。", None)) == ["left"]
    assert names(recogniser.spoken("余额为。", None)) == ["notice"]  # a value is at least one word


def test_a_list_may_be_empty_and_names_what_it_is_read_with(recogniser: Recogniser) -> None:
    full, later = recogniser.written(
        "【中国移动】已取消：手机报、视频会员。没有取消：彩铃。如有疑问请致电10086。"
    )
    assert later.part == "later"
    assert recogniser.listed(later) == recogniser.listed(full)
    assert [(one.flow, one.name, one.part) for one in recogniser.listed(full)] == [
        (COMMON, "service_name", "listed")
    ] * 2
    assert not recogniser.is_it(recogniser.listed(full)[0], wanted("service_name"))
    half = only(recogniser.written("【中国移动】您的代收费业务：。每月共0.00元。"))
    assert half.holes == {"services": "", "monthly": "0.00元"}
    assert recogniser.listed(half) == ()
    own = Record({"name": "手机报", "port": "10661234", "price": Money(500)})
    services = ", ".join(["x"] * (ALOUD_AT_MOST + len(own)))
    offered = only(recogniser.spoken(f"您订了两项代收费业务，每月共五元：{services}。", "cmn-CN"))
    assert [(one.flow, one.name) for one in recogniser.listed(offered)] == [("cancel_services", "line")]
