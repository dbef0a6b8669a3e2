"""When a scripted caller acts: contract.md section 2, flow-language.md section 8."""

from __future__ import annotations

import pytest

from ivr.caller.person import QUEUE_BUSY_S, QUEUE_S, RING_S, ScriptedPerson
from ivr.caller.script import read_script
from ivr.line.asks import (
    Doing,
    HungUp,
    KeysPressed,
    MessageLeft,
    Opening,
    Spoken,
    Takes,
    TransferCame,
    Transferred,
)

KEYS = Takes(keys=True)
BOTH = Takes(keys=True, speech=True)


def person(steps: str) -> ScriptedPerson:
    return ScriptedPerson(read_script(f"steps:\n{steps}", file="steps").steps)


def listening(start: float, number: int = 1, *, takes: Takes = BOTH, length: float = 5) -> Opening:
    return Opening(start, start + length, Doing.LISTENING, takes, number)


def prompting(start: float, number: int = 1, length: float = 5) -> Opening:
    return Opening(start, start + length, Doing.PROMPTING, BOTH, number)


def recording(start: float, number: int = 1, ends_on: str = "#") -> Opening:
    return Opening(start, start + 60, Doing.RECORDING, Takes(keys=True, speech=True, ends_on=ends_on), number)


def test_a_step_comes_one_second_after_the_line_starts_listening() -> None:
    caller = person("- press: 1")
    assert caller.act(prompting(10)) is None
    assert caller.act(listening(15)) == KeysPressed(16, "1")
    assert caller.trouble() is None


def test_after_counts_from_when_the_line_speaks() -> None:
    caller = person("- {press: 1, after: 0.2s}")
    assert caller.act(prompting(10)) == KeysPressed(10.2, "1")
    late = person("- {press: 1, after: 7s}")
    assert late.act(prompting(10)) is None
    assert late.act(listening(15)) == KeysPressed(17, "1")


def test_after_counts_anew_for_every_step() -> None:
    caller = person("- press: 1\n- {press: 2, after: 0.5s}")
    assert caller.act(listening(10)) == KeysPressed(11, "1")
    assert caller.act(prompting(11, 2)) == KeysPressed(11.5, "2")


def test_each_listening_takes_one_step() -> None:
    caller = person("- press: 12\n- press: 3")
    assert caller.act(listening(10)) == KeysPressed(11, "12")
    assert caller.act(listening(11.2)) is None  # the same Gather waits for more keys
    assert caller.act(listening(20, 2)) == KeysPressed(21, "3")


def test_silence_lets_one_listening_end() -> None:
    caller = person("- silence\n- say: 好")
    assert caller.act(listening(10)) is None
    assert caller.act(listening(20, 2)) == Spoken(21, "好")
    assert caller.taken() == tuple(
        step.step for step in read_script("steps: [silence, {say: 好}]", file="").steps
    )


def test_a_message_is_left_in_a_recording_and_may_be_ended_by_its_key() -> None:
    caller = person('- leave_message: 4s\n- press: "#"')
    assert caller.act(recording(10)) == MessageLeft(11, 4)
    assert caller.act(recording(15)) == KeysPressed(16, "#")


def test_a_key_that_does_not_end_the_recording_waits_for_the_next_question() -> None:
    caller = person("- leave_message: 4s\n- press: 1")
    assert caller.act(recording(10)) == MessageLeft(11, 4)
    assert caller.act(recording(15)) is None
    assert caller.act(listening(20, 2)) == KeysPressed(21, "1")


def test_words_said_to_a_recording_are_a_message() -> None:
    assert person("- say: 网络不好").act(recording(10)) == MessageLeft(11, 1.0)


def test_hanging_up_comes_when_the_line_waits_or_connects() -> None:
    assert person("- hang_up").act(listening(10)) == HungUp(11)
    assert person("- hang_up").act(Opening(10, 40, Doing.CONNECTING)) == HungUp(11)
    assert person("- hang_up").act(Opening(10, 40, Doing.TALKING)) == HungUp(11)
    assert person("- hang_up").act(Opening(10, 40, Doing.SPEAKING, queued_since=10)) == HungUp(11)
    assert person("- hang_up").act(Opening(10, 40, Doing.SPEAKING)) is None


def test_somebody_answers_unless_the_script_says_otherwise() -> None:
    ringing = Opening(10, 40, Doing.CONNECTING)
    assert person("- silence").act(ringing) == TransferCame(10 + RING_S, Transferred.ANSWERED)
    assert person("- transfer: failed").act(ringing) == TransferCame(10 + RING_S, Transferred.FAILED)
    assert person("- {transfer: nobody, after: 9s}").act(ringing) == TransferCame(19, Transferred.NOBODY)


def test_a_queue_waits_longer_while_the_caller_has_steps_left() -> None:
    queued = Opening(10, 100, Doing.QUEUED, queued_since=10)
    assert ScriptedPerson(()).act(queued) == TransferCame(10 + QUEUE_S, Transferred.ANSWERED)
    assert person("- press: 1").act(queued) == TransferCame(10 + QUEUE_BUSY_S, Transferred.ANSWERED)


@pytest.mark.parametrize(
    ("steps", "opening"),
    [
        ("- leave_message", listening(10)),
        ("- say: 好", listening(10, takes=KEYS)),
        ("- press: 1", listening(10, takes=Takes(speech=True))),
        ("- transfer: answered", listening(10)),
        ("- transfer: answered", recording(10)),
    ],
)
def test_an_impossible_step_ends_the_call_and_is_named(steps: str, opening: Opening) -> None:
    caller = person(steps)
    assert caller.act(opening) == HungUp(10)
    trouble = caller.trouble()
    assert trouble is not None
    assert trouble.startswith("line 2, step 1 (")


def test_steps_the_call_had_no_time_for_are_trouble() -> None:
    assert (
        person("- press: 1\n- hang_up").trouble() == "line 2, step 1 (press: 1): the call was over before it"
    )


def test_after_the_last_step_the_caller_says_nothing() -> None:
    caller = ScriptedPerson(())
    assert caller.act(listening(10)) is None
    assert caller.act(recording(20)) is None
    assert caller.trouble() is None
