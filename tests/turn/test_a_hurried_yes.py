"""A yes to what cannot be undone counts only if the words can have been heard: contract, section 5."""

from __future__ import annotations

import pytest

from tests.web.fakes import PASSWORD, SERVICES
from tests.web.handset import Handset
from tests.web.inside import Inside, words

CONSEQUENCE = words("cancel_these.sure", how_many=3, services=SERVICES)


def at_the_question(inside: Inside) -> Handset:
    """Be at the short question about all services."""
    one = Handset(inside).call().press("2", PASSWORD, "1")
    assert one.heard.count(CONSEQUENCE) == 1
    assert one.answer.verbs == ("Gather", "Redirect")
    return one


def cancelled(inside: Inside) -> int:
    return len(inside.office.keys("end_services"))


def test_the_consequence_is_a_document_of_its_own_that_ends_in_a_redirect(inside: Inside) -> None:
    one = Handset(inside).call().press("2", PASSWORD)
    told = one.send_only(Digits="1")
    assert told.said == (CONSEQUENCE,)
    assert told.verbs == ("Say", "Redirect")


@pytest.mark.parametrize("after_s", [0.0, 0.2, 0.69])
def test_a_yes_too_soon_is_none_and_the_question_is_asked_again(inside: Inside, after_s: float) -> None:
    one = at_the_question(inside)
    question = one.answer.said
    for _ in range(5):  # however often: no patience is used up, and nothing is agreed to
        one.press("1", after_s=after_s)
        assert one.answer.said == question
    assert not cancelled(inside)
    one.press("1", after_s=0.7)
    assert cancelled(inside) == 1


def test_a_yes_that_came_too_soon_stays_none_however_often_it_is_delivered(inside: Inside) -> None:
    one = at_the_question(inside)
    early = one.send_only(Digits="1")
    inside.clock.forward(seconds=5)
    assert one.send_only(Digits="1") == early
    assert not cancelled(inside)


def test_the_time_counts_from_the_question_not_from_the_words_before_it(inside: Inside) -> None:
    one = Handset(inside).call().press("2", PASSWORD)
    told = one.send_only(Digits="1")
    inside.clock.forward(seconds=20)  # the words are played
    one.answer = inside.post(told.goes_to, one._form())
    one.press("1", after_s=0.1)
    assert not cancelled(inside)


def test_a_yes_to_what_was_just_cancelled_cancels_nothing_else(inside: Inside) -> None:
    one = at_the_question(inside).press("1")
    assert cancelled(inside) == 1
    one.press("1")
    assert words("main.services") in one.answer.said
    assert cancelled(inside) == 1


def test_asking_again_with_nine_tells_the_consequence_again(inside: Inside) -> None:
    one = at_the_question(inside).press("9")
    assert one.heard.count(CONSEQUENCE) == 2
    one.press("1", after_s=0.3)
    assert not cancelled(inside)


def test_a_no_needs_no_time(inside: Inside) -> None:
    one = at_the_question(inside).press("2", after_s=0.0)
    assert words("cancel_these.kept") in one.heard
    assert not cancelled(inside)
