"""What is counted is what a caller hears: the estimate against the words that are really said."""

from __future__ import annotations

import pytest

from ivr.heard.ear import Ear
from ivr.heard.examples import USUAL
from ivr.heard.questions import question
from ivr.heard.seconds import OWN_WORDS_S, unrendered
from ivr.language import kinds
from ivr.language.specs import Project
from ivr.model.ids import Language
from ivr.model.speaking import speaking_s
from ivr.model.values import Record
from ivr.model.verbs import ItemOffer, Offer, Part, Phrase, PromptId, Words
from ivr.wording.kinds import HOLE_KINDS
from ivr.wording.speech import ALOUD_AT_MOST, Utterance, spoken
from ivr.wording.templates import EACH, Template, holes
from tests.language.projects import project_of, shipped

ZH, EN = Language("zh-CN"), Language("en")
LANGUAGES = pytest.mark.parametrize("language", [ZH, EN])


@pytest.fixture(scope="module")
def project() -> Project:
    return project_of(shipped())


def facts(project: Project, language: Language, flow: str, template: Template, items: int) -> Record:
    found = {}
    for hole in holes(template):
        if hole.kind == EACH:
            each = project.wording.prompt(language, flow, hole.prompt)
            assert each is not None
            item = Record({one.name: USUAL[one.kind] for one in holes(each.say or ())})
            found[hole.name] = (item,) * items
        else:
            found[hole.name] = USUAL.get(hole.kind, "recording")
    return Record(found)


def said_s(words: Words, project: Project) -> float:
    heard = spoken(words, project.wording)
    return sum(speaking_s(one.text) if isinstance(one, Utterance) else OWN_WORDS_S for one in heard)


def test_every_kind_of_hole_that_is_read_has_a_usual_value() -> None:
    assert USUAL.keys() == {name for name, kind in HOLE_KINDS.items() if kind.spoken}


@LANGUAGES
def test_every_prompt_takes_as_long_as_what_is_said(project: Project, language: Language) -> None:
    ear = Ear(project, language, unrendered)
    compared = 0
    for flow in project.flows:
        for name, prompt in project.wording.languages[language].prompts[flow].items():
            for again, template in ((False, prompt.say), (True, prompt.again)):
                if template is None:
                    continue
                words = [
                    Phrase(PromptId(flow, name), language, Part.AGAIN if again else Part.SAY, facts_of)
                    for facts_of in (
                        facts(project, language, flow, template, items) for items in (1, ALOUD_AT_MOST + 3)
                    )
                ]
                found = ear.phrase(flow, name, again=again)
                expected = tuple(said_s(one, project) for one in words)
                assert (found.shortest_s, found.longest_s) == pytest.approx(expected), (flow, name)
                compared += 1
    assert compared > 50


@LANGUAGES
def test_every_option_takes_as_long_as_its_offer(project: Project, language: Language) -> None:
    ear = Ear(project, language, unrendered)
    asking = [
        (flow, step) for flow in project.flows.values() for step in flow.steps.values() if step.kind.asks
    ]
    compared = 0
    for flow, step in asking:
        for option in question(flow, step, project, ear).options:
            prompt = PromptId(str(flow.name), str(step.subject))
            words: Words = Offer(prompt, option.name, option.key, language)
            if option.item:
                each = project.wording.prompt(language, prompt.flow, option.name)
                assert each is not None
                item = Record({one.name: USUAL[one.kind] for one in holes(each.say or ())})
                words = ItemOffer(PromptId(prompt.flow, option.name), option.key, language, item)
            elif not option.way:
                words = Offer(PromptId("common", "paging"), option.name, option.key, language)
            assert option.takes_s == pytest.approx(said_s(words, project)), (step.name, option.name)
            compared += 1
    assert compared > 30
    assert any(step.kind is kinds.CONFIRM for _, step in asking)
