"""An apology and a person, the record, the log: architecture, section 4."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest

from ivr import aftermath as aftermath_module
from ivr.engine.advance import advance as real_advance
from ivr.jobs import sweep as sweep_module
from ivr.model.events import Digits, HungUp, Silence, TransferEnded
from ivr.model.office import Delivery
from ivr.turn import turns as turn_module
from ivr.turn.commits import Commits
from tests.web.inside import OWN, SID, Inside, words

APOLOGY = "common.apology"
APOLOGY_AND_PERSON = ("Say", "Say", "Enqueue")


class Mistake(RuntimeError):
    """A mistake in our own code."""


@pytest.fixture
def broken_at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Give what makes the engine raise for some kinds of event."""

    def break_(*kinds: type, times: int = 1_000) -> None:
        left = [times]

        def advance(program: Any, call: Any, event: Any, **outside: Any) -> Any:
            if isinstance(event, kinds) and left[0]:
                left[0] -= 1
                raise Mistake
            return real_advance(program, call, event, **outside)

        monkeypatch.setattr(turn_module, "advance", advance)
        monkeypatch.setattr(aftermath_module, "advance", advance)

    return break_


def tracebacks(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [one for one in caplog.records if one.exc_info]


def test_an_engine_that_raises_is_an_apology_and_a_person(
    inside: Inside, broken_at: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    inside.at_services()
    broken_at(Digits)
    answer = inside.turn(2, Digits="1")
    assert answer.said == (words(APOLOGY), words("agent.putting_you_through"))
    assert answer.verbs == APOLOGY_AND_PERSON
    (found,) = tracebacks(caplog)
    assert OWN.where("main", "services") in found.getMessage()
    assert SID in found.getMessage()
    inside.turn(3, QueueResult="bridged", CallStatus="completed")
    record = inside.record()
    assert record is not None
    assert record.disposition == "error at main.services"
    assert record.errors == 1


def test_breaking_again_is_an_apology_and_the_end(inside: Inside, broken_at: Callable[..., None]) -> None:
    inside.at_services()
    broken_at(Digits, TransferEnded)
    assert inside.turn(2, Digits="1").verbs == APOLOGY_AND_PERSON
    answer = inside.turn(3, QueueResult="leave")
    assert answer.said == (words(APOLOGY),)
    assert answer.verbs == ("Say", "Hangup")
    assert inside.disposition() == "error at main.services"


def test_a_mistake_while_the_document_is_made_is_an_apology_and_a_person(
    inside: Inside, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    inside.at_services()
    real = Commits.answer

    def answer(self: Commits, work: Any, *owed: Any) -> str:
        if any(note.happened.value == "office_answered" for note in work.notes):
            raise Mistake
        return real(self, work, *owed)

    monkeypatch.setattr(Commits, "answer", answer)
    assert inside.turn(2, Digits="1").verbs == APOLOGY_AND_PERSON
    assert OWN.where("balance", "look_up") in tracebacks(caplog)[0].getMessage()
    inside.over()
    assert inside.disposition() == "error at balance.look_up"
    inside.swept_clean()


def test_an_office_adapter_that_raises_is_an_apology_and_a_person(
    inside: Inside, caplog: pytest.LogCaptureFixture
) -> None:
    inside.at_services()
    inside.office.tell("get_balance", Mistake())
    answer = inside.turn(2, Digits="1")
    assert answer.said == (words(APOLOGY), words("agent.putting_you_through"))
    assert answer.verbs == APOLOGY_AND_PERSON
    assert tracebacks(caplog)
    for one in tracebacks(caplog):
        assert OWN.where("balance", "look_up") in one.getMessage()
    inside.over()
    assert inside.disposition() == "error at balance.look_up"
    inside.swept_clean()


def test_an_office_adapter_that_raises_behind_the_welcome_is_an_apology_and_a_person(
    inside: Inside, caplog: pytest.LogCaptureFixture
) -> None:
    inside.office.tell("who_calls", Mistake())
    assert inside.arrive().said == (words("main.welcome"),)
    assert inside.turn(1).verbs == APOLOGY_AND_PERSON
    assert tracebacks(caplog)
    for one in tracebacks(caplog):
        assert OWN.where("main", "opening") in one.getMessage()
    inside.over()
    assert inside.disposition() == "error at main.opening"
    inside.swept_clean()


def test_a_call_that_cannot_even_begin_hears_an_apology(
    inside: Inside, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def begin(*_: object, **__: object) -> None:
        raise Mistake

    monkeypatch.setattr(turn_module, "begin", begin)
    answer = inside.arrive()
    assert answer.verbs[-1] == "Hangup"
    assert answer.said
    assert "its beginning" in tracebacks(caplog)[0].getMessage()
    monkeypatch.undo()
    assert inside.arrive().said == (words("main.welcome"),)


def test_a_messenger_that_raises_is_asked_again_later(
    inside: Inside, caplog: pytest.LogCaptureFixture
) -> None:
    inside.at_more()
    inside.messenger.tell(Mistake(), Delivery.UNSURE)
    assert inside.turn(3, Digits="1").said[0] == words("balance.text_sent")
    for expected in (2, 3):
        inside.settle_down()
        assert inside.open_rows() == [f"{SID}:text:3:0:0"]
        inside.clock.forward(seconds=10)
        inside.sweep()
        inside.settle_down()
        assert len(inside.messenger.sent) == expected
    assert {text.key for text in inside.messenger.sent} == {f"{SID}:text:3:0:0"}
    assert not inside.open_rows()
    for one in tracebacks(caplog):
        assert SID in one.getMessage()


def test_a_broken_end_of_call_is_still_answered_and_written_down(
    inside: Inside, broken_at: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    inside.at_services()
    broken_at(HungUp)
    assert inside.over().status == 204
    assert OWN.where("main", "services") in tracebacks(caplog)[0].getMessage()
    assert inside.disposition() == "error at main.services"


def test_a_mistake_does_not_stop_other_calls(inside: Inside, broken_at: Callable[..., None]) -> None:
    inside.at_services()
    inside.at_services("CA2")
    broken_at(Silence)
    assert inside.turn(2).verbs == APOLOGY_AND_PERSON
    assert inside.turn(2, "CA2", Digits="1").verbs == ("Gather", "Redirect")


def test_what_goes_wrong_in_one_sweep_does_not_end_sweeping(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:

    monkeypatch.setattr(sweep_module, "EVERY_S", 0.005)
    inside.at_more()
    inside.messenger.tell(Delivery.UNAVAILABLE)
    inside.turn(3, Digits="1")
    inside.settle_down()
    real = inside.calls.open_obligations
    failed: list[bool] = []

    def once(*args: Any, **named: Any) -> Any:
        if not failed:
            failed.append(True)
            raise Mistake
        return real(*args, **named)

    monkeypatch.setattr(inside.services.calls, "open_obligations", once)
    inside.clock.forward(seconds=10)
    inside.hotline.sweeper.start()
    with inside.messenger.changed:
        assert inside.messenger.changed.wait_for(lambda: len(inside.messenger.sent) == 2, 5)
    assert failed
