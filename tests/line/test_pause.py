"""reference/twiml.md 6.4."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Ring


def test_it_lets_time_pass(ring: Ring) -> None:
    """6.4 length, 5.2 rule 1."""
    assert ring('<Say>您好</Say><Pause length="3"/><Pause/>').line.now == pytest.approx(0.5 + 3 + 1)


def test_as_the_first_verb_it_delays_the_answer(ring: Ring) -> None:
    """6.4 first, 2.4 answered, 13.2 answer."""
    outcome = ring('<Pause length="4"/><Say>您好</Say>', status="http://app.example/voice")
    assert outcome.line.answered_at == 4.0
    assert outcome.requests[1][1]["CallDuration"] == "1"


def test_later_it_does_not(ring: Ring) -> None:
    """6.4 first."""
    assert ring('<Say>您好</Say><Pause length="4"/>').line.answered_at == 0.0


def test_a_caller_who_gives_up_while_it_rings_was_not_answered(ring: Ring) -> None:
    """7.2 abandoned."""
    outcome = ring(
        '<Pause length="9"/><Say>x</Say>', "- {hang_up: , after: 3s}", status="http://app.example/voice"
    )
    assert outcome.ended == "caller"
    assert outcome.form("/voice")["CallStatus"] == "no-answer"


def test_hanging_up_in_it_makes_no_request(ring: Ring) -> None:
    """7.2 prompts."""
    outcome = ring('<Say>x</Say><Pause length="9"/>', "- {hang_up: , after: 3s}")
    assert (outcome.ended, outcome.line.now, len(outcome.requests)) == ("caller", 3.0, 1)


@pytest.mark.parametrize("length", ["0", "-1", "1.5", "x"])
def test_a_length_that_is_no_number_of_seconds_counts_as_one(ring: Ring, length: str) -> None:
    """6.4 zero, 5.1 bad value; 10."""
    outcome = ring(f'<Say>x</Say><Pause length="{length}"/>')
    assert outcome.codes == ["13910"]
    assert outcome.line.now == pytest.approx(1.07)
