"""What a caller's own number proves: contract, section 5, both columns."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.fakes import PASSWORD
from tests.web.handset import Handset
from tests.web.inside import Inside, words

ASKED = words("prove_it.enter_password")


@pytest.fixture
def vouched(open_inside: Callable[..., Inside]) -> Inside:
    """Give a hotline whose network stands for the numbers it shows."""
    return open_inside(vouched=True)


OWN_AFFAIRS = [("2",), ("3", "5")]


@pytest.mark.parametrize("keys", OWN_AFFAIRS)
def test_where_nobody_vouches_services_and_progress_need_the_password(
    inside: Inside, keys: tuple[str, ...]
) -> None:
    one = Handset(inside).call().press(*keys)
    assert one.heard[-1] == ASKED
    assert len(inside.office.asked) == 1
    one.press(PASSWORD)
    assert {"list_paid_services", "latest_complaint"} & {request.operation for request in inside.office.asked}


@pytest.mark.parametrize("keys", OWN_AFFAIRS)
def test_a_number_the_network_vouches_for_needs_none(vouched: Inside, keys: tuple[str, ...]) -> None:
    one = Handset(vouched).call().press(*keys)
    assert ASKED not in one.heard
    assert {"list_paid_services", "latest_complaint"} & {
        request.operation for request in vouched.office.asked
    }


@pytest.mark.parametrize("trusts", [False, True])
def test_another_number_needs_its_own_password_always(
    open_inside: Callable[..., Inside], trusts: bool
) -> None:
    inside = open_inside(vouched=trusts)
    one = Handset(inside).call().press("1", "3", "13900139000")
    assert one.heard[-1] == ASKED
    one.press(PASSWORD)
    (check,) = inside.office.requests("check_password")
    assert check.subscriber == "13900139000"
    assert [request.subscriber for request in inside.office.requests("get_balance")] == [
        "13800138000",
        "13900139000",
    ]


@pytest.mark.parametrize("trusts", [False, True])
def test_another_numbers_password_proves_nothing_about_ones_own(
    open_inside: Callable[..., Inside], trusts: bool
) -> None:
    inside = open_inside(vouched=trusts)
    one = Handset(inside).call().press("1", "3", "13900139000", PASSWORD).silent()
    one.press("1", "2")
    assert (one.heard[-1] == ASKED) is not trusts
    assert {request.subscriber for request in inside.office.requests("list_paid_services")} <= {"13800138000"}


@pytest.mark.parametrize("trusts", [False, True])
@pytest.mark.parametrize("keys", [("1",), ("3", "1")])
def test_balance_and_complaint_need_nothing(
    open_inside: Callable[..., Inside], trusts: bool, keys: tuple[str, ...]
) -> None:
    assert ASKED not in Handset(open_inside(vouched=trusts)).call().press(*keys).heard


def test_a_withheld_number_is_vouched_for_by_nobody(vouched: Inside) -> None:
    one = Handset(vouched, caller="anonymous").call().press("2")
    assert words("common.person_must_help") in one.heard
    assert one.answer.verbs[-1] == "Enqueue"
    assert not vouched.office.asked
