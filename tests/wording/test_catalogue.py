"""Which words a name means, in which language, and what a caller may say for a choice."""

from __future__ import annotations

import pytest

from ivr.language.reader import read_project
from ivr.model.ids import Language
from ivr.model.verbs import Offer, PromptId
from ivr.wording.catalogue import Catalogue, ChoiceWords, Prompt
from ivr.wording.reader import own_wording
from tests.language.projects import HOTLINE, project_of

ZH, EN = Language("zh-CN"), Language("en")
FILES = {
    "flows/hotline.yaml": HOTLINE.replace("[zh-CN]", "[zh-CN, en]"),
    "prompts/zh-CN/main.yaml": "hello: 您好\nask:\n  say: 请选择\n  again: 请再选\n  text: 请回复\n  tells: [price]\n"
    "  choices:\n    balance: {say: 查询余额, heard: [余额]}\n    plain: 只有一句\n    english: {in: en}\n"
    "    yes: {say: 走是这步, heard: [这步]}\n"
    "sure: {say: 确定吗, yes: 停止, no: {say: 保留, heard: 算了}}\n",
    "prompts/zh-CN/common.yaml": "hello_all: 大家好\none_moment: 稍等\neverywhere: {agent: {say: 人工, heard: [找人]}, "
    "back: {heard: [返回]}}\nno: {say: 不是, heard: [否]}\nkeys: {'1': 幺}\n",
    "prompts/en/main.yaml": "hello: Hello\nask: {say: Choose, choices: {english: English}}\n",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return project_of(FILES).wording


def prompt(catalogue: Catalogue, language: str, name: str, *, flow: str = "main") -> Prompt:
    found = catalogue.prompt(language, flow, name)
    assert found is not None
    return found


def choice(
    catalogue: Catalogue, name: str, choice_: str, *, flow: str = "main", language: Language = ZH
) -> ChoiceWords:
    found = catalogue.choice(Offer(PromptId(flow, name), choice_, "1", language))
    assert found is not None
    return found


def test_a_name_is_looked_up_in_the_flow_then_in_common_then_in_ours(catalogue: Catalogue) -> None:
    assert prompt(catalogue, "zh-CN", "hello").say == ("您好",)
    assert prompt(catalogue, "zh-CN", "hello_all").say == ("大家好",)
    assert (
        prompt(catalogue, "zh-CN", "apology").say
        == own_wording().languages["zh-CN"].prompts["common"]["apology"].say
    )


def test_a_common_prompt_of_the_project_replaces_ours(catalogue: Catalogue) -> None:
    assert prompt(catalogue, "zh-CN", "one_moment", flow="common").say == ("稍等",)
    assert prompt(catalogue, "en", "one_moment", flow="common").say == ("One moment, please.",)


def test_a_name_nobody_wrote_and_a_language_nobody_speaks_are_nothing(catalogue: Catalogue) -> None:
    assert catalogue.prompt("zh-CN", "main", "nothing") is None
    assert catalogue.prompt("zh-CN", "other", "hello") is None
    assert catalogue.prompt("fr", "main", "hello") is None
    assert catalogue.choice(Offer(PromptId("main", "ask"), "balance", "1", Language("fr"))) is None


def test_a_prompt_is_one_line_or_has_parts(catalogue: Catalogue) -> None:
    found = prompt(catalogue, "zh-CN", "ask")
    assert (found.say, found.again, found.text, found.tells) == (
        ("请选择",),
        ("请再选",),
        ("请回复",),
        frozenset({"price"}),
    )
    plain = prompt(catalogue, "zh-CN", "hello")
    assert (plain.again, plain.text, plain.choices, plain.yes, plain.tells) == (
        None,
        None,
        None,
        None,
        frozenset(),
    )


def test_a_choice_is_a_line_or_has_phrases(catalogue: Catalogue) -> None:
    assert (choice(catalogue, "ask", "balance").say, choice(catalogue, "ask", "balance").heard) == (
        ("查询余额",),
        ("余额",),
    )
    assert choice(catalogue, "ask", "plain").say == ("只有一句",)
    assert choice(catalogue, "ask", "english").spoken_in == "en"
    assert catalogue.choice(Offer(PromptId("main", "ask"), "none", "1", ZH)) is None
    assert catalogue.choice(Offer(PromptId("main", "nothing"), "none", "1", ZH)) is None


def test_yes_and_no_are_the_questions_own_or_everybodys(catalogue: Catalogue) -> None:
    assert choice(catalogue, "sure", "yes").say == ("停止",)
    assert choice(catalogue, "sure", "no").heard == ("算了",)
    assert choice(catalogue, "hello", "yes").say == ("是",)
    assert choice(catalogue, "hello", "no").say == ("不是",)
    assert choice(catalogue, "hello", "no", language=EN).say == ("no",)


def test_a_choice_that_leads_to_a_step_called_yes_has_its_own_words(catalogue: Catalogue) -> None:
    assert choice(catalogue, "ask", "yes").say == ("走是这步",)


def test_the_keys_of_everywhere_have_words_of_their_own(catalogue: Catalogue) -> None:
    assert choice(catalogue, "everywhere", "agent", flow="common").say == ("人工",)
    assert catalogue.choice(Offer(PromptId("common", "everywhere"), "repeat", "9", ZH)) is None


@pytest.mark.parametrize(
    ("flow", "name", "choice_", "heard"),
    [
        ("main", "ask", "balance", ("余额", "查询余额")),
        ("main", "ask", "plain", ("只有一句",)),
        ("common", "everywhere", "back", ("返回",)),
        ("common", "everywhere", "repeat", ()),
        ("main", "sure", "yes", ("停止",)),
    ],
)
def test_the_offered_words_may_be_said_too(
    catalogue: Catalogue, flow: str, name: str, choice_: str, heard: tuple[str, ...]
) -> None:
    assert catalogue.heard(Offer(PromptId(flow, name), choice_, "1", ZH)) == heard


def test_names_of_keys_can_be_replaced_one_by_one(catalogue: Catalogue) -> None:
    assert (catalogue.languages["zh-CN"].keys["1"], catalogue.languages["zh-CN"].keys["2"]) == ("幺", "二")


def test_our_own_sentences_are_complete_in_every_language() -> None:
    own = own_wording().languages
    assert set(own) == {"zh-CN", "en"}
    for words in own.values():
        assert set(words.keys) == set("0123456789*#")
        assert set(words.joining) == {"press", "between", "and_more", "none"}
        common = words.prompts["common"]
        said = {"apology", "one_moment", "still_working", "call_again", "parting", "notice"}
        assert set(common) == said | {"paging", "waiting"}
        assert set(common["paging"].choices or {}) == {"next", "previous"}
        assert set(common["waiting"].choices or {}) == {"call_back"}
        assert words.yes.say
        assert words.no.heard
        assert all((words.carrier.say_language, words.carrier.voice, words.carrier.listen_language))


@pytest.mark.parametrize(
    ("file", "text", "rule", "place"),
    [
        ("prompts/zh-CN/main.yaml", "a: [b]", "Y002.not_a_map", "1:4"),
        ("prompts/zh-CN/main.yaml", "a: {sya: b}", "Y002.unknown_field", "1:5"),
        ("prompts/zh-CN/main.yaml", "a: {say: [b]}", "Y002.not_text", "1:10"),
        ("prompts/zh-CN/main.yaml", "a: {say: '{b'}", "P120.template", "1:10"),
        ("prompts/zh-CN/main.yaml", "a: {choices: [b]}", "Y002.not_a_map", "1:14"),
        ("prompts/zh-CN/main.yaml", "a: {choices: {b: {in: fr}}}", "Y002.bad_choice", "1:23"),
        ("prompts/zh-CN/main.yaml", "a: {choices: {b: {said: c}}}", "Y002.unknown_field", "1:19"),
        ("prompts/zh-CN/main.yaml", "a: {choices: {b: {heard: {c: d}}}}", "Y002.not_a_list", "1:26"),
        ("prompts/zh-CN/main.yaml", "a: {yes: [b]}", "Y002.not_a_map", "1:10"),
        ("prompts/zh-CN/common.yaml", "carrier: {say: [a], voice: b, listen: c}", "Y002.not_text", "1:16"),
        ("prompts/zh-CN/common.yaml", "carrier: {say: a, voice: b}", "Y002.missing_field", "1:10"),
        ("prompts/zh-CN/common.yaml", "carrier: a", "Y002.not_a_map", "1:10"),
        ("prompts/zh-CN/common.yaml", "keys: [a]", "Y002.not_a_map", "1:7"),
        ("prompts/zh-CN/common.yaml", "joining: {press: '{offer'}", "P120.template", "1:18"),
        ("prompts/zh-CN/common.yaml", "everywhere: a", "Y002.not_a_map", "1:13"),
        ("prompts/zh-CN/common.yaml", "yes: {say: [a]}", "Y002.not_text", "1:12"),
    ],
)
def test_words_in_a_bad_shape_are_told_at_their_place(file: str, text: str, rule: str, place: str) -> None:
    _, found = read_project({"flows/hotline.yaml": HOTLINE, file: text})
    assert (rule, f"{file}:{place}") in [(f"{one.code}.{one.variant}", str(one.span)) for one in found]


def test_a_name_in_two_places_is_told_in_the_flows_file() -> None:
    files = {"prompts/zh-CN/main.yaml": "sorry: 抱歉", "prompts/zh-CN/common.yaml": "sorry: 对不起"}
    _, found = read_project({"flows/hotline.yaml": HOTLINE, **files})
    assert [(one.code, str(one.span)) for one in found] == [("P110", "prompts/zh-CN/main.yaml:1:1")]


def test_a_flow_may_have_its_own_words_for_one_of_our_sentences() -> None:
    wording = project_of({"prompts/zh-CN/main.yaml": "one_moment: 我看看"}).wording
    assert prompt(wording, "zh-CN", "one_moment").say == ("我看看",)


def test_a_language_without_a_file_is_left_out() -> None:
    wording = project_of(
        {"flows/hotline.yaml": FILES["flows/hotline.yaml"], "prompts/en/main.yaml": "a: b"}
    ).wording
    assert set(wording.languages) == {"en"}
