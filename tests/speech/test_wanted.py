"""What is rendered is what is said: no sentence of the project is left to the carrier without a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ivr.model.ids import Language
from ivr.model.money import Money
from ivr.model.pace import Pace
from ivr.model.values import Record, Value
from ivr.model.verbs import ItemOffer, Offer, Part, Phrase, PromptId
from ivr.speech.clip import Shape
from ivr.speech.joining import Pieces, joint
from ivr.speech.spelling import spell
from ivr.speech.wanted import VOCABULARY, paces, wanted
from ivr.wording.catalogue import COMMON, Prompt
from ivr.wording.speech import Utterance, spoken
from ivr.wording.templates import Hole
from tests.language.projects import HOTLINE, project_of
from tests.web.inside import OWN

WORDING = OWN.project.wording
WANTED = wanted(OWN.project)
SENTENCES = {(one.language, one.text) for one in WANTED if one.shape is Shape.WHOLE}
PIECES = {
    language: Pieces(one.text for one in WANTED if one.language == language and one.shape is Shape.PIECE)
    for language in WORDING.languages
}
NAME = {"zh-CN": "一", "en": "one"}
"""A name of something, in words that are there: what the office names is its own."""


def example(hole: Hole, language: str) -> Value:
    values: dict[str, Value] = {
        "text": NAME[language],
        "money": Money(123456),
        "count": 12,
        "date": date(2026, 12, 31),
        "moment": datetime(2026, 11, 25, 14, 5, tzinfo=UTC),
        "ticket": "202611250001",
        "port": "10658888",
        "phone": "13800138000",
    }
    if hole.kind == "each":
        return ()
    return values[hole.kind]


def phrases() -> Iterator[Phrase]:
    for language, words in WORDING.languages.items():
        for flow, prompts in words.prompts.items():
            for name, prompt in prompts.items():
                for part, template in ((Part.SAY, prompt.say), (Part.AGAIN, prompt.again)):
                    if template is None or any(
                        isinstance(one, Hole) and one.kind == "audio" for one in template
                    ):
                        continue
                    facts = {one.name: example(one, language) for one in template if isinstance(one, Hole)}
                    yield Phrase(PromptId(flow, name), Language(language), part, Record(facts))


def can_be_played(heard: Utterance) -> bool:
    text = heard.text.strip()
    return (heard.language, text) in SENTENCES or joint(text, PIECES[heard.language]) is not None


@pytest.mark.parametrize(
    "phrase", list(phrases()), ids=lambda one: f"{one.language} {one.prompt} {one.part.value}"
)
def test_every_sentence_has_a_sound(phrase: Phrase) -> None:
    for heard in spoken(phrase, WORDING):
        assert isinstance(heard, Utterance)
        assert can_be_played(heard), heard


@pytest.mark.parametrize("language", WORDING.languages)
def test_a_choice_has_a_sound_under_every_key(language: str) -> None:
    def prompts() -> Iterator[tuple[PromptId, Prompt]]:
        for flow, each in WORDING.languages[language].prompts.items():
            yield from ((PromptId(flow, name), prompt) for name, prompt in each.items())

    for name, prompt in prompts():
        for choice in prompt.choices or {}:
            for key in "123456789":
                (heard,) = spoken(Offer(name, choice, key, Language(language)), WORDING)
                assert isinstance(heard, Utterance)
                assert can_be_played(heard), heard


def test_what_a_menu_offers_is_one_sentence_in_one_language() -> None:
    assert ("zh-CN", "查询余额，请按一。") in SENTENCES
    assert ("en", "For your balance, press one.") in SENTENCES
    assert ("en", "For English, press five.") in SENTENCES
    assert ("zh-CN", "普通话，请按五。") in SENTENCES
    (person,) = spoken(Offer(PromptId(COMMON, "everywhere"), "agent", "0", Language("zh-CN")), WORDING)
    assert isinstance(person, Utterance)
    assert ("zh-CN", person.text) in SENTENCES


def test_an_item_of_a_list_is_joined_with_its_key() -> None:
    facts = Record({"name": "一", "port": "10658888", "price": Money(500)})
    offer = ItemOffer(PromptId("cancel_services", "one_service"), "3", Language("zh-CN"), facts)
    (heard,) = spoken(offer, WORDING)
    assert isinstance(heard, Utterance)
    assert can_be_played(heard)


def test_everything_wanted_can_be_spelt_and_nothing_is_wanted_twice() -> None:
    for one in WANTED:
        assert spell(one.text, one.language)
    assert len({(one.language, one.text, one.shape, one.pace) for one in WANTED}) == len(WANTED)
    names = {(one.language, one.name) for one in WANTED}
    assert len(names) == len(WANTED), "two recordings would have the same name"


def test_everything_is_wanted_at_both_paces() -> None:
    usual = [one for one in WANTED if one.pace is Pace.USUAL]
    assert [replace(one, pace=Pace.SLOW) for one in usual] == [one for one in WANTED if one.pace is Pace.SLOW]


@pytest.mark.parametrize(
    ("step", "everywhere", "slow"),
    [
        ("go: ask", "9: repeat", False),
        ("pace: slow, go: ask", "9: repeat", True),
        ("go: ask", "9: slower", True),
    ],
)
def test_a_hotline_that_is_never_slow_wants_no_slow_words(step: str, everywhere: str, slow: bool) -> None:
    settings = HOTLINE + f"everywhere: {{{everywhere}}}\n"
    flow = (
        "flow: main\noutcomes: {told: done}\nsteps:\n"
        f"  first: {{say: hello, {step}}}\n  ask: {{menu: ask, keys: {{1: done}}}}\n  done: {{end: told}}\n"
    )
    project = project_of({"flows/hotline.yaml": settings, "flows/main.yaml": flow})
    assert (Pace.SLOW in paces(project)) is slow


def test_texts_that_are_only_sent_are_not_rendered() -> None:
    assert not [one for one in WANTED if "【" in one.text]
    assert {one.place for one in WANTED if one.text == "二十元"} == {VOCABULARY}
