"""Guesses at passwords: three for one subscriber, twenty of one caller, in a day, whoever counts (contract, 5)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from ivr.model.ids import Msisdn
from ivr.model.stored import Attempt
from ivr.ports import Attempts
from tests.store.changes import at
from tests.store.conftest import OpenStores

OWN = Msisdn("13800138000")
DAY_S = 24 * 3600


def guess(
    number: int, *, subscriber: str = OWN, caller: Msisdn | None = OWN, seconds: float = 0, mark: str = ""
) -> Attempt:
    """The guess under key ``number``; each has a mark of its own unless one is given."""
    return Attempt(f"k{number}", mark or f"m{number}", Msisdn(subscriber), caller, at(seconds))


def number_of(n: int) -> Msisdn:
    return Msisdn(f"139{n:08}")


def test_a_subscriber_has_three_guesses_whoever_calls(attempts: Attempts) -> None:
    callers = (OWN, number_of(1), None, number_of(2))
    found = [attempts.reserve(guess(n, caller=caller)) for n, caller in enumerate(callers)]
    assert found == [True, True, True, False]
    assert attempts.reserve(guess(9, subscriber=number_of(5)))  # another subscriber has three of their own


def test_a_guess_that_was_refused_is_not_counted(attempts: Attempts) -> None:
    for n in range(9):
        attempts.reserve(guess(n))
    assert not attempts.reserve(guess(10, seconds=DAY_S - 1))
    assert attempts.reserve(guess(11, seconds=DAY_S))


def test_a_caller_has_twenty_guesses_over_all_subscribers(attempts: Attempts) -> None:
    found = [attempts.reserve(guess(n, subscriber=number_of(n))) for n in range(22)]
    assert found == [True] * 20 + [False] * 2
    assert attempts.reserve(guess(30, subscriber=number_of(30), caller=number_of(31)))


def test_withheld_numbers_share_their_twenty(attempts: Attempts) -> None:
    found = [attempts.reserve(guess(n, subscriber=number_of(n), caller=None)) for n in range(21)]
    assert found == [True] * 20 + [False]


def test_after_a_day_a_guess_counts_no_more(attempts: Attempts) -> None:
    for n in range(3):
        assert attempts.reserve(guess(n, seconds=n * 3600))
    assert not attempts.reserve(guess(3, seconds=DAY_S - 1))
    assert attempts.reserve(guess(4, seconds=DAY_S))  # the first is a day old now
    assert not attempts.reserve(guess(5, seconds=DAY_S))
    assert attempts.reserve(guess(6, seconds=DAY_S + 3600))


def test_the_carriers_retry_of_the_same_guess_is_one_guess(attempts: Attempts) -> None:
    assert [attempts.reserve(guess(1, mark="same")) for _ in range(9)] == [True] * 9
    assert [attempts.reserve(guess(n)) for n in (2, 3, 4)] == [True, True, False]


def test_a_retry_is_let_through_though_the_guesses_are_used_up(attempts: Attempts) -> None:
    for n in range(3):
        attempts.reserve(guess(n))
    assert attempts.reserve(guess(2))
    assert not attempts.reserve(guess(7))


def test_another_guess_under_the_same_key_is_another_guess(attempts: Attempts) -> None:
    assert [attempts.reserve(guess(1, mark=f"m{n}")) for n in range(4)] == [True, True, True, False]


def test_a_guess_that_was_right_is_given_back(attempts: Attempts) -> None:
    for n in range(3):
        attempts.reserve(guess(n))
    attempts.give_back("k1")
    attempts.give_back("k1")
    attempts.give_back("never made")
    assert [attempts.reserve(guess(n)) for n in (5, 6)] == [True, False]


def test_a_guess_that_was_right_is_given_back_to_its_caller_too(attempts: Attempts) -> None:
    for n in range(20):
        attempts.reserve(guess(n, subscriber=number_of(n)))
    attempts.give_back("k1")
    assert [attempts.reserve(guess(n, subscriber=number_of(n))) for n in (30, 31)] == [True, False]


def test_the_count_survives_a_restart(attempts: Attempts, open_stores: OpenStores) -> None:
    for n in range(3):
        attempts.reserve(guess(n))
    assert not open_stores().attempts.reserve(guess(4))


def test_five_servers_at_once_let_three_guesses_through(open_stores: OpenStores) -> None:
    servers = [open_stores().attempts for _ in range(5)]

    def try_four(server: int) -> int:
        return sum(servers[server].reserve(guess(server * 10 + n)) for n in range(4))

    with ThreadPoolExecutor(5) as pool:
        assert sum(pool.map(try_four, range(5))) == 3


def test_five_servers_at_once_count_one_retry_once(open_stores: OpenStores) -> None:
    servers = [open_stores().attempts for _ in range(5)]
    with ThreadPoolExecutor(5) as pool:
        assert all(pool.map(lambda server: server.reserve(guess(1)), servers))
    assert [servers[0].reserve(guess(n)) for n in (2, 3, 4)] == [True, True, False]
