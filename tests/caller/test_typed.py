"""Somebody at a terminal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ivr.caller.steps import HangUp, LeaveMessage, Press, Say, Silence, Step, Transfer
from ivr.caller.typed import HELP, Terminal, TypingPerson, read_typed
from ivr.line.asks import (
    Act,
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
from ivr.line.state import Heard, Sound

BOTH = Takes(keys=True, speech=True, ends_on="#")
LISTENING = Opening(10, 15, Doing.LISTENING, BOTH, 1)
RECORDING = Opening(10, 70, Doing.RECORDING, BOTH, 1)
CONNECTING = Opening(10, 40, Doing.CONNECTING)
Sit = Callable[..., tuple[TypingPerson, list[str]]]


@pytest.fixture
def sit() -> Sit:
    """Put somebody at a terminal who types these lines."""

    def at_terminal(*typed: str) -> tuple[TypingPerson, list[str]]:
        shown: list[str] = []
        lines = iter(typed)
        return TypingPerson(Terminal(shown.append, lambda _prompt: next(lines, None))), shown

    return at_terminal


@pytest.mark.parametrize(
    ("typed", "step"),
    [
        ("1", Press("1")),
        ("0012#", Press("0012#")),
        ("*", Press("*")),
        ("", Silence()),
        ("s", Silence()),
        ("h", HangUp()),
        ("m", LeaveMessage(5.0)),
        ("m 12", LeaveMessage(12.0)),
        ('"yes please', Say("yes please")),
        ("我要投诉", Say("我要投诉")),
        ("a", Transfer(Transferred.ANSWERED)),
        ("n", Transfer(Transferred.NOBODY)),
        ("f", Transfer(Transferred.FAILED)),
        ("yes", None),
        ('"', None),
        ("?", None),
    ],
)
def test_what_is_typed_is_a_step_or_a_call_for_help(typed: str, step: Step | None) -> None:
    assert read_typed(typed) == step


@pytest.mark.parametrize(
    ("opening", "typed", "act"),
    [
        (LISTENING, "12", KeysPressed(11, "12")),
        (LISTENING, "投诉", Spoken(11, "投诉")),
        (LISTENING, "s", None),
        (LISTENING, "h", HungUp(11)),
        (RECORDING, "m 8", MessageLeft(11, 8)),
        (RECORDING, "网络不好", MessageLeft(11, 1)),
        (CONNECTING, "", TransferCame(11, Transferred.ANSWERED)),
        (CONNECTING, "n", TransferCame(11, Transferred.NOBODY)),
    ],
)
def test_a_step_is_done_one_second_later(sit: Sit, opening: Opening, typed: str, act: Act | None) -> None:
    assert sit(typed)[0].act(opening) == act


def test_nobody_is_asked_while_the_line_speaks(sit: Sit) -> None:
    assert sit()[0].act(Opening(10, 15, Doing.PROMPTING, BOTH, 1)) is None


def test_the_end_of_the_input_hangs_up(sit: Sit) -> None:
    assert sit()[0].act(LISTENING) == HungUp(11)


def test_a_question_mark_shows_help_and_asks_again(sit: Sit) -> None:
    person, shown = sit("?", "1")
    assert person.act(LISTENING) == KeysPressed(11, "1")
    assert HELP in shown


@pytest.mark.parametrize(
    ("opening", "typed"),
    [
        (LISTENING, "m"),
        (LISTENING, "a"),
        (Opening(10, 15, Doing.LISTENING, Takes(keys=True), 1), "投诉"),
        (Opening(10, 15, Doing.LISTENING, Takes(speech=True), 1), "1"),
    ],
)
def test_what_the_line_cannot_take_is_refused_and_asked_again(sit: Sit, opening: Opening, typed: str) -> None:
    person, shown = sit(typed, "h")
    assert person.act(opening) == HungUp(11)
    assert shown[-1].startswith(("The line", "Nobody"))
    assert person.taken() == (HangUp(),)


def test_what_is_heard_is_shown_with_its_language(sit: Sit) -> None:
    person, shown = sit()
    person.hear(Heard(1.5, Sound.SAY, "您好", "cmn-CN"))
    assert shown == ["    1.5  您好 [cmn-CN]"]


def test_a_second_entry_in_one_gather_is_kept_with_its_delay(sit: Sit) -> None:
    person, _ = sit("1", "2", "s")
    person.act(LISTENING)
    person.act(LISTENING)
    person.act(Opening(30, 35, Doing.LISTENING, BOTH, 2))
    assert person.taken() == (Press("1"), Press("2", 1.0), Silence())
