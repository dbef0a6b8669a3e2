"""Prompts recognised in what a caller heard and was texted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ivr.diagnostics.span import Span
from ivr.model.ids import Language
from ivr.model.money import Money
from ivr.model.values import Record, Value
from ivr.model.verbs import ItemOffer, Offer, Part, Phrase, PromptId, Say, Words
from ivr.scripts.recognise import MOST_CHARACTERS, REMEMBERED, Prompted, Recogniser
from ivr.scripts.spec import Wanted
from ivr.source.nodes import Text
from ivr.twiml.emit import Addresses, emit
from ivr.wording.catalogue import COMMON, Catalogue, Prompt
from ivr.wording.kinds import HOLE_KINDS, LANGUAGES, read
from ivr.wording.speech import ALOUD_AT_MOST, AUDIO, write_later, written
from ivr.wording.templates import EACH, Template, holes
from tests.language.projects import HOTLINE, project_of, shipped

ZH, EN = Language("zh-CN"), Language("en")
TAGS = {ZH: "cmn-CN", EN: "en-US"}
CHINA = ZoneInfo("Asia/Shanghai")
DUE = datetime(2026, 11, 25, 14, 5, tzinfo=CHINA)
PLAUSIBLE: dict[str, Value] = {
    "text": "视频会员 2",
    "phone": "13800138000",
    "port": "10661234",
    "code": "203112",
    "ticket": "202611230042",
    "digits": "100",
    "count": 2,
    "number": 12,
    "money": Money(620),
    "date": DUE.date(),
    "moment": DUE,
    AUDIO: "RE1",
}
SPAN = Span("tests/calls/x.yaml", 1, 1, 1)
ADDRESSES = Addresses("/turn", "/wait", lambda recording: f"/recordings/{recording}")


@pytest.fixture(scope="module")
def shipped_words() -> Catalogue:
    return project_of(shipped()).wording


@pytest.fixture(scope="module")
def recogniser(shipped_words: Catalogue) -> Recogniser:
    return Recogniser(shipped_words)


def wording(zh: str, en: str = "", /, **flows: str) -> Catalogue:
    """The catalogue of ``main``, in one language or two, and of other flows in Chinese."""
    files = {"flows/hotline.yaml": HOTLINE, "prompts/zh-CN/main.yaml": zh}
    files |= {f"prompts/zh-CN/{name}.yaml": text for name, text in flows.items()}
    if en:
        files |= {"flows/hotline.yaml": HOTLINE.replace("[zh-CN]", "[zh-CN, en]"), "prompts/en/main.yaml": en}
    return project_of(files).wording


def text(words: str) -> Text:
    return Text(words, SPAN)


def wanted(prompt: str, /, **values: str) -> Wanted:
    return Wanted(text(prompt), tuple((text(name), text(value)) for name, value in values.items()))


def on_the_line(words: Words, catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """What the carrier speaks for ``words``, as it reads a text, each with its language."""
    document = ET.fromstring(emit([Say((words,))], catalogue=catalogue, addresses=ADDRESSES))  # noqa: S314 -- our own document
    return tuple((" ".join((say.text or "").split()), say.attrib["language"]) for say in document.iter("Say"))


def facts(template: Template, catalogue: Catalogue, language: str, flow: str, *, items: int = 2) -> Record:
    """Plausible values for the holes of ``template``."""
    found: dict[str, Value] = {}
    for hole in holes(template):
        if hole.kind != EACH:
            found[hole.name] = PLAUSIBLE[hole.kind]
            continue
        each = catalogue.prompt(language, flow, hole.prompt)
        assert each is not None
        fields: dict[str, Value] = {}
        for one in (each.say, each.text):
            fields |= facts(one or (), catalogue, language, flow)
        found[hole.name] = (Record(fields),) * items
    return Record(found)


def every_prompt(catalogue: Catalogue) -> Iterator[tuple[Language, PromptId, Prompt]]:
    for words in catalogue.languages.values():
        for flow, prompts in words.prompts.items():
            for name, prompt in prompts.items():
                yield words.language, PromptId(flow, name), prompt


def is_among(found: tuple[Prompted, ...], name: PromptId, language: str, part: str) -> bool:
    return any(
        (one.flow, one.name, one.language, one.part) == (name.flow, name.name, language, part)
        for one in found
    )


def only(found: tuple[Prompted, ...]) -> Prompted:
    (one,) = found
    return one


def names(found: tuple[Prompted, ...]) -> list[str]:
    return [one.name for one in found]


# The project's own words, there and back


def test_every_prompt_is_recognised_by_the_first_words_heard(
    shipped_words: Catalogue, recogniser: Recogniser
) -> None:
    seen, unknown = 0, []
    for language, name, prompt in every_prompt(shipped_words):
        for part, template in ((Part.SAY, prompt.say), (Part.AGAIN, prompt.again)):
            if template is None or name == PromptId(COMMON, "service_name"):  # which is never said alone
                continue
            values = facts(template, shipped_words, language, name.flow)
            words, tag = on_the_line(Phrase(name, language, part, values), shipped_words)[0]
            found = recogniser.spoken(words, tag)
            seen += 1
            anyhow = recogniser.spoken(words, None)
            if not all(is_among(one, name, language, part.value) for one in (found, anyhow)):
                unknown.append((language, str(name), part.value, words))
    assert unknown == []
    assert seen > 150


def test_every_choice_is_recognised_by_how_it_is_offered(
    shipped_words: Catalogue, recogniser: Recogniser
) -> None:
    unknown = []
    for language, name, prompt in every_prompt(shipped_words):
        own = (*(prompt.choices or {}), *(("yes",) if prompt.yes else ()), *(("no",) if prompt.no else ()))
        for choice in own:
            words, tag = only_one(on_the_line(Offer(name, choice, "1", language), shipped_words))
            if not is_among(recogniser.spoken(words, tag), name, language, f"choice:{choice}"):
                unknown.append((language, str(name), choice, words))
    for words_of in shipped_words.languages.values():
        general = [("everywhere", choice) for choice in words_of.everywhere] + [("yes", "yes"), ("no", "no")]
        for prompt_name, choice in general:
            offer = Offer(PromptId(COMMON, prompt_name), choice, "*1", words_of.language)
            words, tag = only_one(on_the_line(offer, shipped_words))
            found = only(recogniser.spoken(words, tag))
            assert (found.flow, found.name, found.part) == (COMMON, prompt_name, f"choice:{choice}")
    assert unknown == []


def only_one(heard: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    (one,) = heard
    return one


@pytest.mark.parametrize("name", ["line", "one_service", "port_line"])
@pytest.mark.parametrize("language", [ZH, EN])
def test_an_item_is_recognised_with_what_stands_in_it(
    shipped_words: Catalogue, recogniser: Recogniser, language: Language, name: str
) -> None:
    prompt = shipped_words.prompt(language, "cancel_services", name)
    assert prompt is not None
    assert prompt.say is not None
    values = facts(prompt.say, shipped_words, language, "cancel_services")
    words, tag = only_one(
        on_the_line(ItemOffer(PromptId("cancel_services", name), "3", language, values), shipped_words)
    )
    found = next(one for one in recogniser.spoken(words, tag) if one.name == name)
    assert found.part == "item"
    assert found.holes == {
        hole.name: read(hole.kind, values[hole.name], language=language) for hole in holes(prompt.say)
    }


def test_every_text_is_recognised(shipped_words: Catalogue, recogniser: Recogniser) -> None:
    unknown = []
    for language, name, prompt in every_prompt(shipped_words):
        template = prompt.text or prompt.say
        if (
            template is None
            or AUDIO in {hole.kind for hole in holes(template)}
            or name.name == "service_name"
        ):
            continue
        values = facts(template, shipped_words, language, name.flow, items=9)
        words = written(Phrase(name, language, Part.TEXT, values), shipped_words)
        if not is_among(recogniser.written(words), name, language, "text"):
            unknown.append((language, str(name), words))
    for language, words_of in shipped_words.languages.items():
        for later, template in words_of.later.items():
            operation, outcome = later.split(".")
            values = facts(template, shipped_words, language, COMMON)
            words = write_later(operation, outcome, values, language=language, catalogue=shipped_words) or ""
            if not is_among(recogniser.written(words), PromptId("later", later), language, "later"):
                unknown.append((language, later, words))
    assert unknown == []


@pytest.mark.parametrize("language", [ZH, EN])
def test_a_long_list_is_recognised_by_its_first_piece(
    shipped_words: Catalogue, recogniser: Recogniser, language: Language
) -> None:
    name = PromptId("cancel_services", "your_services")
    prompt = shipped_words.prompt(language, name.flow, name.name)
    assert prompt is not None
    assert prompt.say is not None
    long = Record(
        {"name": "一家名字特别长的公司的视频会员和音乐会员" * 5, "port": "10661234", "price": Money(530)}
    )
    values = Record({"how_many": 12, "monthly": Money(6360), "services": (long,) * 12})
    first, *others = on_the_line(Phrase(name, language, Part.SAY, values), shipped_words)
    assert others
    found = recogniser.spoken(*first)
    assert names(found) == ["your_services"]
    assert found[0].holes == {
        "how_many": read("count", 12, language=language),
        "monthly": read("money", Money(6360), language=language),
    }
    assert recogniser.is_it(found[0], wanted("your_services", how_many="12", monthly="63.60"))
    assert recogniser.mismatch(found[0], wanted("your_services", services="x")) == ("services", "x", "")


def test_the_pieces_behind_the_first_are_its_rest_and_no_second_time(
    shipped_words: Catalogue, recogniser: Recogniser
) -> None:
    name = PromptId("other_services", "promises")
    first, *others = on_the_line(Phrase(name, EN), shipped_words)
    assert len(others) >= 2
    assert only(recogniser.spoken(*first)).part == "say"
    assert set(names(recogniser.written(first[0]))) == {"notice"}  # of either language; texts are not cut
    for piece in others:
        found = only(recogniser.spoken(*piece))
        assert (found.flow, found.name, found.part) == ("other_services", "promises", "rest")
        assert not recogniser.is_it(found, wanted("promises"))


def test_a_piece_from_the_middle_of_a_word_is_none(recogniser: Recogniser) -> None:
    assert names(recogniser.spoken("overage: villages", "en-US")) == ["notice"]


# Holes


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


TWO_HOLES = wording("two: 从{a:text}，端口{b:text}。")


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
