"""Questions about what cannot be undone (flow-language design, section 2, rule 5; contract, section 5)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ivr.model.verbs import Gather, Redirect, Say
from tests.engine.phone import Phone

Dialling = Callable[..., Phone]
CONTRACT = """\
  cancel: {effect: destructive, takes: {what: text}, gives: {ok: {}, refused: {}}}
  change: {effect: write, takes: {what: text}, gives: {ok: {}, refused: {}}}
"""
MAIN = """\
  first: {menu: first, keys: {1: sure}}
  sure: {say: listed, confirm: sure, with: {what: '"news"'}, go: {yes: cancel, no: kept}}
  cancel: {say: moment, do: cancel, with: {what: '"news"'}, go: {ok: gone, refused: kept, unsure: perhaps, unavailable: kept}}
  gone: {say: gone, go: more}
  kept: {say: kept, go: more}
  perhaps: {say: perhaps, go: more}
  more: {menu: more, keys: {1: sure}}
"""
WORDS = {
    "zh-CN/main": "sure: {say: 停止新闻, yes: {say: 确定停止, heard: [停止]}, no: {say: 保留业务, heard: [保留]}}\n"
}


def at_the_question(dial_tiny: Dialling, office: dict[str, object] | None = None, main: str = MAIN) -> Phone:
    """The consequence has been said; the short question comes next."""
    return dial_tiny(main, office or {}, operations=CONTRACT, prompts=WORDS).press("1")


def test_the_consequence_is_a_document_of_its_own_that_no_key_interrupts(dial_tiny: Dialling) -> None:
    phone = at_the_question(dial_tiny)
    assert phone.heard == phone.uninterrupted == ["main.listed", "main.sure"]
    assert [type(verb) for verb in phone.verbs] == [Say, Redirect]
    assert phone.facts == {"what": "news"}
    assert phone.offered == {}


def test_then_comes_the_short_question(dial_tiny: Dialling) -> None:
    phone = at_the_question(dial_tiny).hears()
    assert [type(verb) for verb in phone.verbs] == [Gather, Redirect]
    assert (phone.heard, phone.offered) == ([], {"1": "yes", "2": "no"})


def test_a_yes_after_the_question_was_heard_cancels(dial_tiny: Dialling) -> None:
    phone = at_the_question(dial_tiny, {"cancel": "ok"}).hears().press("1", after=0.7)
    assert phone.heard == ["main.gone", "main.more"]
    assert phone.asked == ["cancel"]


@pytest.mark.parametrize("after", [0, 0.2, 0.69])
def test_a_yes_that_comes_too_soon_is_none_and_the_question_is_asked_again(
    dial_tiny: Dialling, after: float
) -> None:
    phone = at_the_question(dial_tiny).hears().press("1", after=after)
    assert phone.asked == []
    assert (phone.heard, phone.offered) == ([], {"1": "yes", "2": "no"})


def test_a_yes_too_soon_costs_no_patience_however_often(dial_tiny: Dialling) -> None:
    phone = at_the_question(dial_tiny, {"cancel": "ok"}).hears()
    for _ in range(6):
        phone.press("1", after=0.3)
    assert (phone.asked, phone.offered) == ([], {"1": "yes", "2": "no"})
    phone.press("1", after=0.8)
    assert phone.asked == ["cancel"]
    assert phone.hang_up().record.no_matches == 0


def test_a_key_pressed_over_the_consequence_is_no_answer(dial_tiny: Dialling) -> None:
    """Some carriers hand on keys that were pressed before the listening began."""
    phone = at_the_question(dial_tiny).press("1")
    assert (phone.asked, phone.heard, phone.offered) == ([], [], {"1": "yes", "2": "no"})
    assert phone.press("1", after=0.1).asked == []


def test_a_no_may_come_at_once(dial_tiny: Dialling) -> None:
    assert at_the_question(dial_tiny).hears().press("2", after=0.1).heard == ["main.kept", "main.more"]


def test_a_yes_cannot_be_said_aloud(dial_tiny: Dialling) -> None:
    phone = at_the_question(dial_tiny).hears().say("停止吧")
    assert phone.asked == []
    assert phone.heard == ["main.not_an_option", "main.sure+"]
    assert phone.is_redirected()
    assert phone.hears().offered == {"1": "yes", "2": "no"}


def test_a_no_can_be_said_aloud(dial_tiny: Dialling) -> None:
    assert at_the_question(dial_tiny).hears().say("保留").heard == ["main.kept", "main.more"]


def test_silence_keeps_what_there_is(dial_tiny: Dialling) -> None:
    phone = at_the_question(dial_tiny)
    for line in ("are_you_there", "take_your_time"):
        assert phone.hears().silence().heard == [f"main.{line}", "main.sure+"]
    assert phone.hears().silence().heard == ["main.kept", "main.more"]
    assert phone.asked == []


def test_after_a_wrong_key_the_consequence_is_said_again(dial_tiny: Dialling) -> None:
    phone = at_the_question(dial_tiny, {"cancel": "ok"}).hears().press("7")
    assert phone.uninterrupted == ["main.not_an_option", "main.sure"]
    assert phone.press("1").asked == []
    phone.press("1")
    assert phone.asked == ["cancel"]


def test_hearing_it_again_and_a_lone_hash_say_the_consequence_again(dial_tiny: Dialling) -> None:
    for key in ("9", "#"):
        phone = at_the_question(dial_tiny).hears().press(key)
        assert phone.uninterrupted == ["main.sure"]
        assert phone.press("1").asked == []  # the question itself has not been heard again yet


def test_whoever_comes_back_to_the_question_is_told_again(dial_tiny: Dialling) -> None:
    phone = at_the_question(dial_tiny).hears().press("0").person("nobody")
    assert phone.uninterrupted == ["agent.all_busy", "main.listed", "main.sure"]
    assert phone.press("1").asked == []


def test_back_cancels_nothing(dial_tiny: Dialling) -> None:
    phone = at_the_question(dial_tiny).hears().press("*")
    assert (phone.at, phone.asked) == ("main.first", [])


def test_hanging_up_cancels_nothing(dial_tiny: Dialling) -> None:
    for phone in (at_the_question(dial_tiny), at_the_question(dial_tiny).hears()):
        assert phone.hang_up().asked == []
        assert phone.ended == "hung up at main.sure"


def test_after_unsure_the_same_cancelling_is_asked_under_the_same_key(dial_tiny: Dialling) -> None:
    phone = at_the_question(dial_tiny, {"cancel": ["unsure", "ok"]}).hears().press("1")
    assert phone.heard == ["main.perhaps", "main.more"]
    phone.press("1").hears().press("1")
    assert phone.heard == ["main.gone", "main.more"]
    assert phone.requests[0].key == phone.requests[1].key


def test_a_question_about_what_can_be_undone_is_one_document(dial_tiny: Dialling) -> None:
    main = MAIN.replace("do: cancel", "do: change")
    phone = at_the_question(dial_tiny, {"change": "ok"}, main)
    assert phone.heard == ["main.listed", "main.sure"]
    assert phone.offered == {"1": "yes", "2": "no"}
    assert phone.say("停止").asked == ["change"]


def test_a_yes_that_leads_to_another_question_destroys_nothing_yet(dial_tiny: Dialling) -> None:
    main = MAIN.replace("yes: cancel", "yes: really") + (
        "  really: {confirm: really, with: {what: '\"news\"'}, go: {yes: cancel, no: kept}}\n"
    )
    phone = at_the_question(dial_tiny, {"cancel": "ok"}, main)
    assert phone.offered == {"1": "yes", "2": "no"}
    assert phone.press("1", after=0.1).uninterrupted == ["main.really"]
    phone.hears().press("1")
    assert phone.asked == ["cancel"]
