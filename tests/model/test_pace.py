from __future__ import annotations

import pytest

from ivr.model.pace import Pace


@pytest.mark.parametrize(("usual_s", "slow_s"), [(1, 2), (5, 9), (6, 10), (10, 17), (60, 100)])
def test_slow_waits_are_longer_and_whole_seconds(usual_s: int, slow_s: int) -> None:
    assert Pace.SLOW.waits(usual_s) == slow_s
    assert Pace.USUAL.waits(usual_s) == usual_s


def test_slow_words_are_150_a_minute_where_the_usual_ones_are_170() -> None:
    assert (Pace.USUAL.words(170), Pace.SLOW.words(170)) == (170, 150)
    assert Pace.SLOW.words(160) == 141


def test_pauses_between_words_are_longer_as_the_words_are() -> None:
    assert Pace.USUAL.pauses(350) == 350
    assert Pace.SLOW.pauses(350) == 397
