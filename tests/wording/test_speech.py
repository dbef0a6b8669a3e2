"""From prompt ids and facts to the words heard or written."""

from __future__ import annotations

from datetime import date

import pytest

from ivr.model.ids import Language
from ivr.model.money import Money
from ivr.model.values import Record, Value
from ivr.model.verbs import ItemOffer, Offer, Part, Phrase, PromptId, Words
from ivr.wording.catalogue import Catalogue
from ivr.wording.speech import Heard, Recorded, Utterance, spoken, write_later, written
from tests.language.projects import HOTLINE, project_of

ZH, EN = Language("zh-CN"), Language("en")
FILES = {
    "flows/hotline.yaml": HOTLINE.replace("[zh-CN]", "[zh-CN, en]"),
    "prompts/zh-CN/main.yaml": "left:\n  say: 余额{left:money}，到{until:date}。\n  again: 还有{left:money}。\n"
    "  text: 余额{left:money}，有效期{until:date}\n"
    "plain: 您好\nheard: 您说{words:audio}对吗\nalone: '{words:audio}'\nonly_text: {text: 短信}\nquiet: {choices: {a: b}}\n"
    "offer: 您订了{services:each line}。\nline: {say: '{name:text}每月{price:money}', text: '{name:text}{price:money}'}\n"
    "ask: {say: 请选择, choices: {balance: 查询余额, english: {in: en}, lost: {in: en}}}\n"
    "sure: {say: 确定吗, yes: 停止}\n",
    "prompts/zh-CN/common.yaml": "everywhere: {agent: {say: 人工服务}}\n"
    "later: {lodge: {ok: '您的投诉已受理，编号{ticket:ticket}'}}\n",
    "prompts/en/main.yaml": "ask: {say: Choose, choices: {english: English}}\n",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return project_of(FILES).wording


def phrase(name: str, part: Part = Part.SAY, /, **facts: Value) -> Phrase:
    return Phrase(PromptId("main", name), ZH, part, Record(facts))


def text_of(words: Words, catalogue: Catalogue) -> str:
    """The one piece that is heard."""
    (heard,) = spoken(words, catalogue)
    assert isinstance(heard, Utterance)
    return heard.text


def service(number: int) -> Record:
    return Record({"name": f"业务{'甲乙丙丁戊己庚'[number]}", "price": Money(500)})


FIGURES: dict[str, Value] = {"left": Money(2050), "until": date(2026, 12, 31)}


def test_a_hole_is_read_aloud_by_its_kind(catalogue: Catalogue) -> None:
    said = "余额二十元五角，到二零二六年十二月三十一日。"
    assert spoken(phrase("left", Part.SAY, **FIGURES), catalogue) == (Utterance(said, ZH),)


def test_a_text_is_written_not_read(catalogue: Catalogue) -> None:
    assert written(phrase("left", Part.TEXT, **FIGURES), catalogue) == "余额20.50元，有效期2026年12月31日"


def test_the_second_time_has_words_of_its_own_or_the_same(catalogue: Catalogue) -> None:
    assert text_of(phrase("left", Part.AGAIN, **FIGURES), catalogue) == "还有二十元五角。"
    assert text_of(phrase("plain", Part.AGAIN), catalogue) == "您好"


def test_a_text_without_words_of_its_own_is_what_is_said(catalogue: Catalogue) -> None:
    assert written(phrase("plain", Part.TEXT), catalogue) == "您好"


def test_a_list_is_read_item_by_item(catalogue: Catalogue) -> None:
    heard = text_of(phrase("offer", services=(service(0), service(1))), catalogue)
    assert heard == "您订了业务甲每月五元、业务乙每月五元。"
    assert text_of(phrase("offer", services=service(0)), catalogue) == "您订了业务甲每月五元。"


def test_a_list_of_nothing_says_so_in_the_middle_of_a_sentence(catalogue: Catalogue) -> None:
    assert text_of(phrase("offer", services=()), catalogue) == "您订了无。"


def test_of_a_long_list_five_are_read_aloud_and_all_are_written(catalogue: Catalogue) -> None:
    services = tuple(service(number) for number in range(7))
    heard = text_of(phrase("offer", services=services), catalogue)
    assert heard.count("业务") == 5
    assert heard.endswith("，另外还有两项。")
    assert written(phrase("offer", services=services), catalogue).count("业务") == 7
    assert "还有" not in text_of(phrase("offer", services=services[:5]), catalogue)


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
    assert spoken(Offer(PromptId("main", name), choice, key, ZH), catalogue) == (heard,)


def test_an_item_of_a_list_is_offered_with_its_key(catalogue: Catalogue) -> None:
    offer = ItemOffer(PromptId("main", "line"), "3", ZH, service(0))
    assert text_of(offer, catalogue) == "业务甲每月五元，请按三。"


def test_what_a_caller_said_is_played_where_its_hole_stands(catalogue: Catalogue) -> None:
    heard: tuple[Heard, ...] = (Utterance("您说", ZH), Recorded("RE1"), Utterance("对吗", ZH))
    assert spoken(phrase("heard", words="RE1"), catalogue) == heard
    assert spoken(phrase("alone", words="RE1"), catalogue) == (Recorded("RE1"),)


@pytest.mark.parametrize(("name", "heard"), [("next", "后五项，请按八。"), ("previous", "前五项，请按八。")])
def test_turning_a_page_is_offered_in_our_own_words(catalogue: Catalogue, name: str, heard: str) -> None:
    assert text_of(Offer(PromptId("common", "paging"), name, "8", ZH), catalogue) == heard


def test_what_turned_out_later_is_written_in_the_words_for_it(catalogue: Catalogue) -> None:
    facts: dict[str, Value] = {"ticket": "202611230042"}
    told = write_later("lodge", "ok", facts, language="zh-CN", catalogue=catalogue)
    assert told == "您的投诉已受理，编号202611230042"
    assert write_later("lodge", "refused", facts, language="zh-CN", catalogue=catalogue) is None
    assert write_later("lodge", "ok", facts, language="fr", catalogue=catalogue) is None


def test_a_key_of_everywhere_is_offered_in_the_same_way(catalogue: Catalogue) -> None:
    offer = Offer(PromptId("common", "everywhere"), "agent", "0", ZH)
    assert text_of(offer, catalogue) == "人工服务，请按零。"


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
