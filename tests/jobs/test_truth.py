"""Whoever was promised the truth is told something in the end: flow-language design, rule 11."""

from __future__ import annotations

import pytest

from ivr.engine.program import Program
from ivr.errors import NotPublished
from ivr.jobs import truth
from ivr.model.office import UNAVAILABLE, UNSURE, OfficeAnswer
from ivr.model.values import Record
from ivr.programs import Programs
from ivr.wording.speech import write_later
from tests.web.fakes import PAPER, PASSWORD, SERVICES
from tests.web.handset import Handset
from tests.web.inside import OWN, ZH, Inside, words

BEING_CHECKED = words("common.being_checked")
TRIES = 4


def later(operation: str, outcome: str) -> str | None:
    facts = {"services": SERVICES}
    return write_later(operation, outcome, facts, language=ZH, catalogue=OWN.project.wording)


def cancel_all(inside: Inside) -> Handset:
    one = Handset(inside).call().press("2", PASSWORD, "1", "1")
    assert BEING_CHECKED in one.heard
    return one


def days_pass(inside: Inside) -> None:
    """Let everything that is owed be tried until nothing is owed, or nothing more comes of it."""
    for _ in range(2 * TRIES + 4):
        inside.settle_down()
        inside.clock.forward(minutes=6)
        inside.sweep()
    inside.settle_down()


@pytest.fixture
def few_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give an office up sooner than after a day."""
    monkeypatch.setattr(truth, "MOST_TRIES", TRIES)


@pytest.mark.usefixtures("few_tries")
@pytest.mark.parametrize("silence", [UNSURE, UNAVAILABLE])
def test_an_office_that_never_says_what_became_of_it_is_given_up_and_the_caller_told(
    inside: Inside, silence: str
) -> None:
    inside.office.tell("end_services", OfficeAnswer(UNSURE), *[OfficeAnswer(silence)] * TRIES)
    cancel_all(inside).hang_up()
    days_pass(inside)
    assert inside.messenger.texts == [later("end_services", UNAVAILABLE)]
    assert not inside.open_rows()


@pytest.mark.usefixtures("few_tries")
def test_a_complaint_no_office_ever_took_is_not_kept_from_whoever_made_it(inside: Inside) -> None:
    inside.office.tell("lodge_complaint", *[OfficeAnswer(UNAVAILABLE)] * (TRIES + 1))
    one = Handset(inside).call().press("3", "2").speak("RE1").press("1")
    assert BEING_CHECKED in one.heard
    days_pass(inside)
    assert inside.messenger.texts == [later("lodge_complaint", UNAVAILABLE)]
    assert not inside.open_rows()


@pytest.mark.parametrize(
    "nonsense",
    [OfficeAnswer("finished"), OfficeAnswer("partly"), OfficeAnswer("partly", Record({"ended": (PAPER,)}))],
)
def test_an_answer_that_is_not_of_the_contract_tells_nothing_and_is_asked_for_again(
    inside: Inside, nonsense: OfficeAnswer
) -> None:
    inside.office.tell("end_services", OfficeAnswer(UNSURE), nonsense, OfficeAnswer("ok"))
    cancel_all(inside).hang_up()
    days_pass(inside)
    assert inside.messenger.texts == [later("end_services", "ok")]


def test_the_truth_waits_for_the_bundle_whose_words_tell_it(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_programs: Programs, digest: str) -> Program:
        raise NotPublished(digest)

    inside.office.tell("end_services", OfficeAnswer(UNSURE))
    cancel_all(inside).hang_up()
    inside.settle_down()
    with monkeypatch.context() as damaged:
        damaged.setattr(Programs, "get", gone)
        inside.clock.forward(minutes=6)
        for _ in range(3):  # one sweep after the other: the office is not asked at each
            inside.sweep()
            inside.settle_down()
        assert len(inside.office.requests("end_services")) == 2
        assert inside.messenger.texts == []
    days_pass(inside)
    assert inside.messenger.texts == [later("end_services", "ok")]
