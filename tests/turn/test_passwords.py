"""Who may ask about a number: contract, section 5. Never a fourth guess within a day, in whatever way."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from ivr.model.office import NOT_OURS, UNAVAILABLE, OfficeAnswer
from tests.web.fakes import PASSWORD, FakeOffice, Hand
from tests.web.handset import Handset
from tests.web.inside import Inside, blocked, words

WRONG = words("prove_it.wrong")
REFUSED = words("prove_it.refused")
PUT_THROUGH = words("agent.putting_you_through")
GUESSES = ("111111", "222222", "333333")
CALLERS = 5


def asked_for_password(inside: Inside, sid: str, caller: str = "+8613800138000") -> Handset:
    return Handset(inside, sid, caller=caller).call().press("2")


def about(inside: Inside, sid: str, number: str, *, caller: str = "+8613900139000") -> Handset:
    """Ask for another number's balance, as far as its password."""
    return Handset(inside, sid, caller=caller).call().press("1", "3", number)


def checks(inside: Inside) -> int:
    return len(inside.office.keys("check_password"))


def test_three_wrong_passwords_lead_to_a_person_and_lock_the_number(inside: Inside) -> None:
    one = asked_for_password(inside, "CA1").press(*GUESSES)
    assert one.heard.count(WRONG) == 3
    assert one.heard[-2:] == [REFUSED, PUT_THROUGH]
    assert one.answer.verbs[-1] == "Enqueue"
    assert checks(inside) == 3
    locked = asked_for_password(inside, "CA2").press(PASSWORD)
    assert locked.answer.said[0] == WRONG
    assert checks(inside) == 3


def test_five_calls_at_once_have_three_guesses_between_them(open_inside: Callable[..., Inside]) -> None:
    office, clock = FakeOffice(), Hand()
    two = [open_inside(office=office, clock=clock) for _ in range(2)]  # two servers on one database
    calls = [asked_for_password(two[n % 2], f"CA{n}") for n in range(CALLERS)]
    with ThreadPoolExecutor(CALLERS) as pool:
        done = list(
            pool.map(lambda n: calls[n].press(*(f"{n}{guess:05}" for guess in range(3))), range(CALLERS))
        )
    assert len(office.keys("check_password")) == 3
    assert all(one.answer.verbs[-1] == "Enqueue" for one in done)


def test_a_restart_forgets_no_guess(open_inside: Callable[..., Inside]) -> None:
    office, clock = FakeOffice(), Hand()
    before = open_inside(office=office, clock=clock)
    asked_for_password(before, "CA1").press(*GUESSES[:2]).hang_up()
    before.close()
    after = open_inside(office=office, clock=clock)
    again = asked_for_password(after, "CA2").press("444444", PASSWORD)
    assert again.answer.said[0] == WRONG
    assert len(office.keys("check_password")) == 3


def test_a_number_is_free_again_when_the_first_guess_is_a_day_old(inside: Inside) -> None:
    asked_for_password(inside, "CA1").press(GUESSES[0]).hang_up()
    inside.clock.forward(hours=1)
    asked_for_password(inside, "CA2").press(*GUESSES[1:]).hang_up()
    inside.clock.forward(hours=22)
    asked_for_password(inside, "CA3").press(PASSWORD).hang_up()
    assert checks(inside) == 3
    inside.clock.forward(hours=1)
    free = asked_for_password(inside, "CA4").press(PASSWORD)
    assert checks(inside) == 4
    assert WRONG not in free.heard
    free.hang_up()
    asked_for_password(inside, "CA5").press("444444", "555555").hang_up()
    assert checks(inside) == 5


def test_wrong_locked_and_unknown_sound_the_same_and_name_no_count(inside: Inside) -> None:
    inside.office.tell("check_password", OfficeAnswer(NOT_OURS))
    unknown = about(inside, "CA1", "13100131000").press("111111")
    wrong = about(inside, "CA2", "13100131000").press("111111")
    about(inside, "CA3", "13100131000").press("222222")
    locked = about(inside, "CA4", "13100131000").press(PASSWORD)
    assert checks(inside) == 3
    assert unknown.answer.body == wrong.answer.body == locked.answer.body


def test_one_caller_has_twenty_guesses_about_all_numbers(inside: Inside) -> None:
    numbers = [f"1310013{n:04}" for n in range(21)]
    for n, number in enumerate(numbers):
        about(inside, f"CA{n}", number).press("111111").hang_up()
    assert checks(inside) == 20
    assert (
        Handset(inside, "CAown", caller="+8613900139000").call().press("2", PASSWORD).answer.said[0] == WRONG
    )
    assert checks(inside) == 20
    about(inside, "CAother", numbers[-1], caller="+8613800138000").press("111111")
    assert checks(inside) == 21


def test_withheld_numbers_share_one_count(inside: Inside) -> None:
    for n in range(21):
        one = Handset(inside, f"CA{n}", caller="anonymous").call().press("1", f"1310013{n:04}", "111111")
        one.hang_up()
    assert checks(inside) == 20


def test_a_right_password_is_not_counted(inside: Inside) -> None:
    asked_for_password(inside, "CAwrong").press(*GUESSES[:2]).hang_up()
    for n in range(5):
        one = asked_for_password(inside, f"CA{n}").press(PASSWORD)
        assert WRONG not in one.heard
        one.hang_up()
    asked_for_password(inside, "CAlast").press(GUESSES[2], PASSWORD)
    assert checks(inside) == 2 + 5 + 1


def test_a_guess_whose_answer_was_lost_is_counted(inside: Inside) -> None:
    inside.office.tell("check_password", *[OfficeAnswer(UNAVAILABLE)] * 3)
    for n in range(3):
        one = asked_for_password(inside, f"CA{n}").press(GUESSES[n])
        assert words("prove_it.cannot_check") in one.heard
        one.hang_up()
    assert WRONG in asked_for_password(inside, "CAlast").press(PASSWORD).heard
    assert checks(inside) == 3  # the office saw three, and never a fourth


def test_an_office_that_cannot_be_reached_uses_up_no_guess(inside: Inside) -> None:
    inside.office.tell("check_password", *[OfficeAnswer(UNAVAILABLE, reached=False)] * 4)
    for n in range(4):
        one = asked_for_password(inside, f"CA{n}").press("111111")
        assert words("prove_it.cannot_check") in one.heard
        one.hang_up()
    assert WRONG not in asked_for_password(inside, "CAlast").press(PASSWORD).heard


def test_the_carriers_repeat_of_a_guess_is_not_counted_again(inside: Inside) -> None:
    one = asked_for_password(inside, "CA1")
    answers = {one.send_only(Digits="111111") for _ in range(5)}
    assert len(answers) == 1
    assert checks(inside) == 1
    asked_for_password(inside, "CA2").press(*GUESSES[1:])
    assert checks(inside) == 3


@pytest.mark.parametrize("retried", ["111111", PASSWORD])
def test_a_guess_of_a_process_that_died_is_repeated_by_the_carrier_and_counts(
    open_inside: Callable[..., Inside], retried: str
) -> None:
    office, clock = FakeOffice(), Hand()
    dead, alive = (open_inside(office=office, clock=clock) for _ in range(2))
    one = asked_for_password(dead, "CA1")
    with blocked() as (wait, go), ThreadPoolExecutor(1) as pool:
        office.tell("check_password", wait)
        lost = pool.submit(one.send_only, Digits="111111")
        office.wait_for("check_password")
        dead.database._own_file.close()
        one.inside = alive
        retry = one.send_only(Digits=retried)
        assert one.send_only(Digits=retried) == retry
        go.set()
        lost.result()
    assert (retry.said[:1] == (WRONG,)) is (retried != PASSWORD)
    if retried != PASSWORD:
        asked_for_password(alive, "CA2").press("222222", "333333").hang_up()
        asked_for_password(alive, "CA3").press("444444").hang_up()
        assert len(set(office.keys("check_password"))) == 3


def test_no_guess_is_made_by_anybody_but_the_turn_that_collected_it(
    open_inside: Callable[..., Inside],
) -> None:
    office, clock = FakeOffice(), Hand()
    dead, alive = (open_inside(office=office, clock=clock) for _ in range(2))
    one = asked_for_password(dead, "CA1")
    with blocked() as (wait, go), ThreadPoolExecutor(1) as pool:
        office.tell("check_password", wait)
        lost = pool.submit(one.send_only, Digits="111111")
        office.wait_for("check_password")
        dead.database._own_file.close()
        alive.swept_clean()
        assert len(office.keys("check_password")) == 1
        one.inside = alive
        assert one.send_only(Digits=PASSWORD).said[0] != WRONG
        go.set()
        lost.result()
