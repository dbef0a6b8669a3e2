"""What the office is asked while words are heard has begun when the words are sent, not when they are over."""

from __future__ import annotations

from tests.web.inside import Inside, words


def test_who_calls_is_answered_while_the_welcome_is_heard(inside: Inside) -> None:
    assert inside.arrive().said == (words("main.welcome"),)
    inside.office.wait_for("who_calls")
    inside.settle_down()
    assert not inside.open_rows()
    assert words("main.services") in inside.turn(1).said
    assert len(inside.office.keys("who_calls")) == 1
