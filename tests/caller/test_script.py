"""The language of a caller's script: flow-language.md section 8, contract.md section 2."""

from __future__ import annotations

import pytest

from ivr.caller.script import BadScript, read_script, write_script
from ivr.caller.steps import HangUp, LeaveMessage, Press, Say, Silence, Step, Transfer
from ivr.line.asks import Transferred

EVERY_STEP: tuple[tuple[str, Step], ...] = (
    ("press: 1", Press("1")),
    ("press: 0012", Press("0012")),
    ('press: "*#"', Press("*#")),
    ("{press: 1, after: 0.2s}", Press("1", 0.2)),
    ("say: 我要投诉", Say("我要投诉")),
    ("silence", Silence()),
    ("{silence: , after: 2s}", Silence(2.0)),
    ("leave_message", LeaveMessage(5.0)),
    ("leave_message: 12s", LeaveMessage(12.0)),
    ("{leave_message: 2m, after: 3s}", LeaveMessage(120.0, 3.0)),
    ("hang_up", HangUp()),
    ("{hang_up: , after: 0.8s}", HangUp(0.8)),
    ("transfer: answered", Transfer(Transferred.ANSWERED)),
    ("{transfer: nobody, after: 10s}", Transfer(Transferred.NOBODY, 10.0)),
    ("transfer: failed", Transfer(Transferred.FAILED)),
)


@pytest.mark.parametrize(("text", "step"), EVERY_STEP)
def test_every_step_is_read_as_written(text: str, step: Step) -> None:
    script = read_script(f"steps:\n  - {text}\n", file="a.yaml")
    assert [numbered.step for numbered in script.steps] == [step]
    assert script.steps[0].line == 2


def test_the_top_says_who_calls_and_what_the_call_shows() -> None:
    script = read_script("call: 查余额\nby: voice\nfrom: 13900139000\nsteps: []\n", file="a.yaml")
    assert (script.call, script.caller, script.steps) == ("查余额", "13900139000", ())


def test_what_is_written_reads_back_the_same() -> None:
    steps = tuple(step for _, step in EVERY_STEP)
    text = write_script(steps, call="一次来电", caller="13800138000")
    back = read_script(text, file="a.yaml")
    assert tuple(numbered.step for numbered in back.steps) == steps
    assert (back.call, back.caller) == ("一次来电", "13800138000")
    assert "一次来电" in text


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "empty"),
        ("steps: [", 1, "not YAML"),
        ("- press: 1", 1, "not a mapping"),
        ("call: x", 1, "no `steps:`"),
        ("steps: 1", 1, "not a list"),
        ("steps: []\nsteps: []", 2, "written twice"),
        ("steps: []\ncolour: red", 2, "no `colour`"),
        ("steps: []\nbackend: {}", 2, "`backend` has no meaning"),
        ("steps: []\nby: text", 2, "only voice"),
        ("steps:\n - hear: welcome", 2, "`hear` has no meaning"),
        ("steps:\n - dance", 2, "no step `dance`"),
        ("steps:\n - press: 1\n - press: one", 3, "are no keys"),
        ("steps:\n - press: #", 2, "are no keys"),
        ("steps:\n - press", 2, "are no keys"),
        ("steps:\n - say: ''", 2, "says nothing"),
        ("steps:\n - hang_up: 3s", 2, "takes no value"),
        ("steps:\n - leave_message: long", 2, "not a length of time"),
        ("steps:\n - {press: 1, after: soon}", 2, "not a length of time"),
        ("steps:\n - {press: 1, say: x}", 2, "does one thing"),
        ("steps:\n - {after: 1s}", 2, "does one thing"),
        ("steps:\n - {press: 1, press: 2}", 2, "written twice"),
        ("steps:\n - transfer: maybe", 2, "nothing a transfer comes to"),
        ("steps:\n - press: [1, 2]", 2, "single value"),
        ("steps: &a\n - *a", 1, "not a mapping"),
        ("steps:\n - " + "[" * 5000, 2, "not YAML"),
        ("a: 1\n" * 60000, 1, "too long"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_a_remedy(text: str, line: int, words: str) -> None:
    with pytest.raises(BadScript) as caught:
        read_script(text, file="calls/a.yaml")
    assert words in str(caught.value)
    assert "= help: " in str(caught.value)
    assert str(caught.value).startswith("calls/a.yaml:")
    if "[" * 50 not in text:
        assert caught.value.line == line
