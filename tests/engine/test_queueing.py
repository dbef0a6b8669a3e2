"""What a caller hears while waiting for a person (flow-language design, section 2, rule 13, and section 5)."""

from __future__ import annotations

from collections.abc import Callable

from ivr.engine.queueing import QUIET_S, while_queued
from ivr.model.verbs import Leave, Pause, Phrase, PromptId, Say
from tests.engine.phone import Phone

Dialling = Callable[..., Phone]
ASK = "  ask: {menu: ask, keys: {1: ask}}\n"


def test_whoever_waits_hears_it_again_and_again_in_their_language(dial_tiny: Dialling) -> None:
    phone = dial_tiny("  a: {language: en, go: b}\n  b: {menu: ask, keys: {1: a}}\n").press("0")
    said = Say((Phrase(PromptId("agent", "please_wait"), phone.call.language),))
    assert phone.call.language == "en"
    for waited in (0, 8, 59):
        assert while_queued(phone.program, phone.call, waited) == (said, Pause(QUIET_S))


def test_after_the_longest_wait_the_queue_is_left(dial_tiny: Dialling) -> None:
    phone = dial_tiny(ASK).press("0")
    assert while_queued(phone.program, phone.call, 60) == (Leave(),)


def test_without_words_the_wait_is_quiet(dial_tiny: Dialling) -> None:
    phone = dial_tiny(
        "  x: {transfer: agents, go: {answered: y, nobody: y, failed: y}}\n  y: {end: finished}\n"
    )
    assert while_queued(phone.program, phone.call, 5) == (Pause(QUIET_S),)


def test_a_call_that_waits_for_nobody_leaves_the_queue(dial_tiny: Dialling) -> None:
    phone = dial_tiny(ASK)
    assert while_queued(phone.program, phone.call, 5) == (Leave(),)
    phone.press("0").hang_up()
    assert while_queued(phone.program, phone.call, 5) == (Leave(),)
