"""What a caller says: the longest phrase, negations, whole Latin words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.engine.outcome import Answerable, Ignored, Match, NoInput, NoMatch, judge
from ivr.model.events import Digits, Silence, Speech
from tests.engine.phone import MORNING, Phone

Dialling = Callable[..., Phone]
CHOICES = (
    Answerable("1", "key:1", ("取消", "cancel")),
    Answerable("2", "key:2", ("取消一项", "cancel one", "不取消了")),
    Answerable("3", "key:3", ("余额", "my balance", "5G套餐")),
    Answerable("0", "key:0", ("人工", "op")),
)


def meant(text: str) -> str:
    match judge(Speech(MORNING, text), CHOICES):
        case Match(trigger=trigger):
            return trigger
        case NoMatch():
            return "no match"
        case NoInput():
            return "no input"
        case Ignored():
            return "ignored"


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("取消", "key:1"),
        ("我要取消。", "key:1"),
        ("取消一项吧", "key:2"),
        ("不要取消", "no match"),
        ("我不想取消", "no match"),
        ("别取消", "no match"),
        ("没有取消", "no match"),
        ("不取消了", "key:2"),
        ("您好，我想查余额！", "key:3"),
        ("五G套餐", "no match"),
        ("我要5g套餐", "key:3"),
        ("Cancel.", "key:1"),
        ("please CANCEL one", "key:2"),
        ("cancellation", "no match"),
        ("don't cancel", "no match"),
        ("do not cancel", "no match"),
        ("my   balance?", "key:3"),
        ("my, balance", "key:3"),
        ("my - balance", "key:3"),
        ("stop it", "no match"),
        ("op", "key:0"),
        ("天气怎么样", "no match"),
        ("", "no input"),
        ("。！?", "no input"),
    ],
)
def test_speech_means_a_choice_or_nothing(text: str, way: str) -> None:
    assert meant(text) == way


@pytest.mark.parametrize(
    ("keys", "outcome"),
    [("1", Match("key:1", "1")), ("0", Match("key:0", "0")), ("4", NoMatch()), ("11", NoMatch()), ("#", Ignored()),
     ("##", NoMatch()), ("1#", NoMatch()), ("*", NoMatch()), ("", NoMatch())],
)  # fmt: skip
def test_keys_are_judged_by_the_choices_there_are(keys: str, outcome: object) -> None:
    assert judge(Digits(MORNING, keys), CHOICES) == outcome


def test_silence_is_no_input() -> None:
    assert judge(Silence(MORNING), CHOICES) == NoInput()


@given(st.text(max_size=400))
def test_whatever_is_said_is_judged(text: str) -> None:
    assert isinstance(judge(Speech(MORNING, text), CHOICES), Match | NoMatch | NoInput)


@given(st.text("取消一项余额人工不没别 cancel'", max_size=20))
def test_only_a_phrase_that_was_said_can_be_understood(text: str) -> None:
    outcome = judge(Speech(MORNING, text), CHOICES)
    if isinstance(outcome, Match):
        assert outcome.understood in " ".join(text.split())


PROMPTS = {
    "zh-CN/main": "ask:\n  say: 请选择\n  choices: {done: {say: 结束, heard: [再见]}}\n"
    "sure:\n  say: 确定吗\n  yes: {say: 停止, heard: [停]}\n"
    "plain: 好吗\n",
    "zh-CN/common": "everywhere: {agent: {say: 人工服务, heard: [找人]}, back: {heard: [返回]}}\n",
}
MENU = "  ask: {menu: ask, keys: {1: done}}\n  done: {end: finished}\n"


@pytest.mark.parametrize("said", ["再见", "结束吧"])
def test_a_choice_is_said_by_its_phrases_or_its_offered_words(dial_tiny: Dialling, said: str) -> None:
    assert dial_tiny(MENU, prompts=PROMPTS).say(said).ended == "main.finished"


def test_a_person_can_be_asked_for_by_name(dial_tiny: Dialling) -> None:
    assert dial_tiny(MENU, prompts=PROMPTS).say("我要找人").is_being_put_through()


def test_words_nobody_offers_are_a_wrong_answer(dial_tiny: Dialling) -> None:
    phone = dial_tiny(MENU, prompts=PROMPTS)
    assert phone.say("天气").heard == ["main.not_an_option", "main.ask+"]
    assert phone.say("").heard == ["main.are_you_there", "main.ask+"]


def test_a_questions_own_yes_replaces_the_everyday_one(dial_tiny: Dialling) -> None:
    main = "  sure: {confirm: sure, go: {yes: end finished, no: end failed}}\n"
    assert dial_tiny(main, prompts=PROMPTS).say("停止").ended == "main.finished"
    assert dial_tiny(main, prompts=PROMPTS).say("好").heard == ["main.not_an_option", "main.sure+"]
    assert dial_tiny(main, prompts=PROMPTS).say("不用").ended == "main.failed"


def test_everyday_words_answer_a_plain_question(dial_tiny: Dialling) -> None:
    main = "  plain: {confirm: plain, go: {yes: end finished, no: end failed}}\n"
    assert dial_tiny(main, prompts=PROMPTS).say("好的").ended == "main.finished"
    assert dial_tiny(main, prompts=PROMPTS).say("不是").ended == "main.failed"
    assert dial_tiny(main, prompts=PROMPTS).say("不好").heard == ["main.not_an_option", "main.plain+"]
