"""What the checks let pass, the engine can run."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ivr.checks.check import check
from ivr.engine.advance import advance, begin
from ivr.engine.machine import compile_program
from ivr.engine.program import Program
from ivr.model.events import Arrived, Digits, Silence
from ivr.model.ids import CallSid, Digest, Msisdn
from ivr.model.verbs import Gather, Offer
from ivr.wording.speech import spoken
from tests.checks.project import edited

AT = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


def program(edits: dict[str, dict[str, str]]) -> Program:
    checked, found = check(edited(edits))
    assert checked is not None, found
    return compile_program(checked, Digest("0" * 64))


def arrived() -> Arrived:
    return Arrived(at=AT, sid=CallSid("CA1"), caller=Msisdn("13800138000"), called="10086")


def test_back_at_the_first_question_of_the_call_repeats_it_in_whatever_flow_it_is():
    asked_in_a_flow = program(
        {
            "flows/main.yaml": {"{say: welcome, go: services}": "{flow: agent, go: services}"},
            "flows/agent.yaml": {
                "steps:\n": "steps:\n  really:\n    confirm: all_busy\n    go: {yes: put_through, no: end nobody}\n"
            },
        }
    )
    first = begin(asked_in_a_flow, arrived())
    back = advance(asked_in_a_flow, first.call, Digits(at=AT, keys="*"))
    assert [frame.state for frame in back.call.frames] == ["opening", "really"]
    assert isinstance(back.verbs[0], Gather)


def test_a_step_may_be_called_as_the_end_of_a_call_is_called_inside():
    one_name = program(
        {
            "flows/main.yaml": {
                "  goodbye: {say": "  end_call: {say: goodbye, end: finished}\n  goodbye: {say",
                "2: goodbye}": "2: end_call}",
                "    after_that: goodbye": "    after_that: balance",
                "1: services, ": "1: services, 3: goodbye, ",
            },
            "prompts/en/main.yaml": {"    goodbye: goodbye": "    goodbye: goodbye\n    end_call: the end"},
            "prompts/zh-CN/main.yaml": {"    goodbye: 结束通话": "    goodbye: 结束通话\n    end_call: 结束"},
        }
    )
    assert "end_call" in one_name.machines["main"].landings
    move = begin(one_name, arrived())
    move = advance(one_name, move.call, Digits(at=AT, keys="0"))
    assert move.call.frames[-1].flow == "agent"


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_key_of_two_digits_is_offered_digit_by_digit(language):
    two_digits = program({"flows/main.yaml": {"      2: cancel\n": "      22: cancel\n"}})
    move = begin(two_digits, arrived())
    gather = move.verbs[0]
    assert isinstance(gather, Gather)
    offers = [one for one in gather.words if isinstance(one, Offer) and one.key == "22"]
    assert len(offers) == 1
    spoken(offers[0], two_digits.project.wording)


def test_a_key_that_means_a_word_of_the_language_is_no_flow_for_a_person():
    no_person = program(
        {
            "flows/hotline.yaml": {
                "0: {go: agent, said: first_menu}": "0: start_over",
                "after_that: agent": "after_that: balance",
            }
        }
    )
    assert no_person.project.hotline.person is None


def test_silence_at_every_question_ends_the_call():
    base = program({})
    move = begin(base, arrived())
    for _ in range(10):
        if move.call.is_over or not isinstance(move.verbs[0], Gather):
            break
        move = advance(base, move.call, Silence(at=AT))
    assert move.call.frames[-1].flow == "agent"
