"""From prompt ids and facts to the words heard or written."""

from __future__ import annotations

from datetime import date

import pytest

from ivr.model.ids import Language
from ivr.model.money import Money
from ivr.model.values import Record, Value
from ivr.model.verbs import Offer, Part, Phrase, PromptId
from ivr.wording.catalogue import Catalogue
from ivr.wording.speech import Utterance, spoken, written
from tests.language.projects import HOTLINE, project_of

ZH, EN = Language("zh-CN"), Language("en")
FILES = {
    "flows/hotline.yaml": HOTLINE.replace("[zh-CN]", "[zh-CN, en]"),
    "prompts/zh-CN/main.yaml": "left:\n  say: 余额{left:money}，到{until:date}。\n  again: 还有{left:money}。\n"
    "  text: 余额{left:money}，有效期{until:date}\n"
    "plain: 您好\nonly_text: {text: 短信}\nquiet: {choices: {a: b}}\n"
    "offer: 您订了{services:each line}。\nline: {say: '{name:text}每月{price:money}', text: '{name:text}{price:money}'}\n"
    "ask: {say: 请选择, choices: {balance: 查询余额, english: {in: en}, lost: {in: en}}}\n"
    "sure: {say: 确定吗, yes: 停止}\n",
    "prompts/zh-CN/common.yaml": "everywhere: {agent: {say: 人工服务}}\n",
    "prompts/en/main.yaml": "ask: {say: Choose, choices: {english: English}}\n",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return project_of(FILES).wording


def phrase(name: str, part: Part = Part.SAY, /, **facts: Value) -> Phrase:
    return Phrase(PromptId("main", name), ZH, part, Record(facts))


def service(number: int) -> Record:
    return Record({"name": f"业务{'甲乙丙丁戊己庚'[number]}", "price": Money(500)})


FIGURES: dict[str, Value] = {"left": Money(2050), "until": date(2026, 12, 31)}


def test_a_hole_is_read_aloud_by_its_kind(catalogue: Catalogue) -> None:
    assert spoken(phrase("left", Part.SAY, **FIGURES), catalogue) == Utterance(
        "余额二十元五角，到二零二六年十二月三十一日。", ZH
    )


def test_a_text_is_written_not_read(catalogue: Catalogue) -> None:
    assert written(phrase("left", Part.TEXT, **FIGURES), catalogue) == "余额20.50元，有效期2026年12月31日"


def test_the_second_time_has_words_of_its_own_or_the_same(catalogue: Catalogue) -> None:
    assert spoken(phrase("left", Part.AGAIN, **FIGURES), catalogue).text == "还有二十元五角。"
    assert spoken(phrase("plain", Part.AGAIN), catalogue).text == "您好"


def test_a_text_without_words_of_its_own_is_what_is_said(catalogue: Catalogue) -> None:
    assert written(phrase("plain", Part.TEXT), catalogue) == "您好"


def test_a_list_is_read_item_by_item(catalogue: Catalogue) -> None:
    heard = spoken(phrase("offer", services=(service(0), service(1))), catalogue)
    assert heard.text == "您订了业务甲每月五元、业务乙每月五元。"
    assert spoken(phrase("offer", services=service(0)), catalogue).text == "您订了业务甲每月五元。"
    assert spoken(phrase("offer", services=()), catalogue).text == "您订了。"


def test_of_a_long_list_five_are_read_aloud_and_all_are_written(catalogue: Catalogue) -> None:
    services = tuple(service(number) for number in range(7))
    heard = spoken(phrase("offer", services=services), catalogue).text
    assert heard.count("业务") == 5
    assert heard.endswith("，另外还有两项。")
    assert written(phrase("offer", services=services), catalogue).count("业务") == 7
    assert "还有" not in spoken(phrase("offer", services=services[:5]), catalogue).text


@pytest.mark.parametrize(
    ("name", "choice", "key", "heard"),
    [
        ("ask", "balance", "1", Utterance("查询余额，请按一。", ZH)),
        ("ask", "balance", "*", Utterance("查询余额，请按星号键。", ZH)),
        ("ask", "balance", "12", Utterance("查询余额，请按一 二。", ZH)),
        ("ask", "english", "5", Utterance("For English, press five. ", EN)),
        ("sure", "yes", "1", Utterance("停止，请按一。", ZH)),
        ("sure", "no", "2", Utterance("否，请按二。", ZH)),
    ],
)
def test_a_choice_is_offered_with_its_key(
    catalogue: Catalogue, name: str, choice: str, key: str, heard: Utterance
) -> None:
    assert spoken(Offer(PromptId("main", name), choice, key, ZH), catalogue) == heard


def test_a_key_of_everywhere_is_offered_in_the_same_way(catalogue: Catalogue) -> None:
    offer = Offer(PromptId("common", "everywhere"), "agent", "0", ZH)
    assert spoken(offer, catalogue).text == "人工服务，请按零。"


@pytest.mark.parametrize(
    "words",
    [
        phrase("nothing"),
        phrase("only_text"),
        phrase("quiet"),
        phrase("left"),
        phrase("offer", services=("甲",)),
        Offer(PromptId("main", "ask"), "nothing", "1", ZH),
        Offer(PromptId("main", "ask"), "balance", "x", ZH),
        Offer(PromptId("common", "everywhere"), "back", "*", ZH),
    ],
)
def test_what_the_checks_should_have_found_is_an_exception(
    catalogue: Catalogue, words: Phrase | Offer
) -> None:
    with pytest.raises(KeyError):
        spoken(words, catalogue)
