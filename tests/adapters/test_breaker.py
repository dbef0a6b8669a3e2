"""When the office is left alone, and when it is asked again."""

from __future__ import annotations

from ivr.adapters.office.breaker import IN_A_ROW, OF_LAST, OPEN_S, WITHIN_S, Breaker, Pass


class Hand:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def told(breaker: Breaker, *fared: bool | None) -> bool:
    """Let one request after the other through; return whether the breaker is open then."""
    for well in fared:
        let = breaker.enter()
        assert let is not None
        breaker.leave(let, well=well)
    return breaker.is_open


def opened(hand: Hand) -> Breaker:
    breaker = Breaker(hand)
    assert told(breaker, *[False] * IN_A_ROW)
    return breaker


def test_five_failures_in_a_row_open_it_and_four_do_not():
    breaker = Breaker(Hand())
    assert not told(breaker, *[False] * (IN_A_ROW - 1))
    assert told(breaker, False)
    assert breaker.enter() is None


def test_an_answer_in_between_begins_the_count_anew():
    breaker = Breaker(Hand())
    assert not told(breaker, *[False] * (IN_A_ROW - 1), True, *[False] * (IN_A_ROW - 1))


def test_what_says_nothing_of_the_office_counts_neither_way():
    breaker = Breaker(Hand())
    assert not told(breaker, *[False] * (IN_A_ROW - 1), None)
    assert told(breaker, False)


def test_half_of_the_last_twenty_within_ten_seconds_open_it():
    breaker = Breaker(Hand())
    assert not told(breaker, *[True, False] * (OF_LAST // 2 - 1), True)
    assert told(breaker, False)


def test_half_of_twenty_over_a_longer_time_do_not():
    hand = Hand()
    breaker = Breaker(hand)
    told(breaker, True)
    hand.at = WITHIN_S + 0.1
    assert not told(breaker, *[False, True] * (OF_LAST // 2 - 1), False)


def test_it_stays_open_for_fifteen_seconds_then_one_may_try():
    hand = Hand()
    breaker = opened(hand)
    hand.at = OPEN_S - 0.1
    assert breaker.enter() is None
    hand.at = OPEN_S
    assert breaker.enter() is Pass.TRIAL
    assert breaker.enter() is None, "while one tries nobody else does"


def test_a_trial_that_goes_well_closes_it():
    hand = Hand()
    breaker = opened(hand)
    hand.at = OPEN_S
    assert not told(breaker, True)
    assert not told(breaker, *[False] * (IN_A_ROW - 1)), "what was before is forgotten"


def test_a_trial_that_fails_or_says_nothing_leaves_it_open_for_as_long_again():
    for well in (False, None):
        hand = Hand()
        breaker = opened(hand)
        hand.at = OPEN_S
        assert told(breaker, well)
        hand.at = 2 * OPEN_S - 0.1
        assert breaker.enter() is None
        hand.at = 2 * OPEN_S
        assert breaker.enter() is Pass.TRIAL


def test_who_was_let_through_before_it_opened_does_not_close_it():
    breaker = Breaker(Hand())
    early = breaker.enter()
    assert early is Pass.ORDINARY
    assert told(breaker, *[False] * IN_A_ROW)
    assert breaker.leave(early, well=True) is None
    assert breaker.is_open
