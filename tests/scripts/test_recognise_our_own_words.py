"""The project's own words, over the line and recognised again."""

from __future__ import annotations

import pytest

from ivr.model.ids import Language
from ivr.model.money import Money
from ivr.model.values import Record
from ivr.model.verbs import ItemOffer, Offer, Part, Phrase, PromptId
from ivr.scripts.recognise import Recogniser
from ivr.wording.catalogue import COMMON, Catalogue
from ivr.wording.kinds import read
from ivr.wording.speech import AUDIO, write_later, written
from ivr.wording.templates import holes
from tests.scripts.recognising import (
    EN,
    ZH,
    every_prompt,
    facts,
    is_among,
    names,
    on_the_line,
    only,
    wanted,
)


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
