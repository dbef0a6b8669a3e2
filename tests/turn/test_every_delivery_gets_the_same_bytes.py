"""Duplicates, in one process and in several: contract, section 4; reliability notes, 3.1 and 3.2."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from ivr.adapters.store.calls import SqlCalls
from ivr.model.ids import CallSid
from ivr.model.stored import StoredTurn
from ivr.turn import turns as turn_module
from tests.web.fakes import FakeMessenger, FakeOffice
from tests.web.inside import SID, Answer, Inside, blocked, words

EIGHT = 8


class OneLookTooEarly:
    """A store whose first look at each turn happened before anybody had answered it."""

    def __init__(self, calls: SqlCalls) -> None:
        self._calls = calls
        self.blind: set[int] = set()

    def __getattr__(self, name: str) -> object:
        return getattr(self._calls, name)

    def turn(self, sid: CallSid, number: int) -> StoredTurn | None:
        if number in self.blind:
            self.blind.discard(number)
            return None
        return self._calls.turn(sid, number)


def test_a_call_is_welcomed_and_then_offered_the_services(inside: Inside) -> None:
    welcome = inside.arrive()
    assert welcome.said == (words("main.welcome"),)
    assert welcome.verbs == ("Say", "Redirect")
    services = inside.turn(1)
    assert services.verbs == ("Gather", "Redirect")
    assert services.said[0] == words("main.services")
    assert inside.office.keys("who_calls") == [inside.office.asked[0].key]


def test_a_turn_delivered_again_is_answered_from_what_was_stored(inside: Inside) -> None:
    first = (inside.arrive(), inside.turn(1), inside.turn(2, Digits="1"), inside.turn(3, Digits="2"))
    again = (inside.arrive(), inside.turn(1), inside.turn(2, Digits="1"), inside.turn(3, Digits="2"))
    assert again == first
    assert len(inside.office.asked) == 3


def test_other_digits_on_a_turn_that_is_answered_change_nothing(inside: Inside) -> None:
    balance = inside.at_more()
    assert inside.turn(2, Digits="0") == balance
    assert inside.turn(2) == balance


@pytest.mark.parametrize("number", [0, 1, 2])
def test_eight_deliveries_at_once_are_one_turn(inside: Inside, number: int) -> None:
    for again in range(EIGHT):  # several rounds: the deliveries meet at different places
        sid = f"CA{again}"
        for before in range(number):
            deliver(inside, before, sid)
        with ThreadPoolExecutor(EIGHT) as pool:
            answers = list(pool.map(deliver, [inside] * EIGHT, [number] * EIGHT, [sid] * EIGHT))
        assert len(set(answers)) == 1
        assert answers[0] == deliver(inside, number, sid)
    keys = [one.key for one in inside.office.asked]
    assert len(keys) == len(set(keys))


def deliver(inside: Inside, number: int, sid: str = SID) -> Answer:
    """Deliver one of the first three turns: the call, the menu, the balance."""
    match number:
        case 0:
            return inside.arrive(sid)
        case 1:
            return inside.turn(1, sid)
        case _:
            return inside.turn(2, sid, Digits="1")


@pytest.fixture
def looking_early(open_inside: Callable[..., Inside]) -> tuple[Inside, OneLookTooEarly]:
    """Give a process whose first look at a turn can be made too early."""
    made: list[OneLookTooEarly] = []

    def wrap(calls: SqlCalls) -> OneLookTooEarly:
        made.append(OneLookTooEarly(calls))
        return made[0]

    inside = open_inside(wrap=wrap)
    return inside, made[0]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_delivery_that_looked_before_the_answer_was_stored_gets_its_bytes(
    looking_early: tuple[Inside, OneLookTooEarly], number: int
) -> None:
    inside, store = looking_early
    answers = [deliver(inside, before) for before in range(3)]
    store.blind.add(number)
    assert deliver(inside, number) == answers[number]
    assert not store.blind


def test_the_last_turn_looked_for_too_early_still_says_goodbye(
    looking_early: tuple[Inside, OneLookTooEarly],
) -> None:
    inside, store = looking_early
    inside.at_more()
    inside.turn(3)  # enough heard
    goodbye = inside.turn(4, Digits="2")
    assert goodbye.said == (words("main.goodbye"),)
    store.blind.add(4)
    assert inside.turn(4, Digits="2") == goodbye


def test_two_processes_answer_one_turn_alike(open_inside: Callable[..., Inside]) -> None:
    office, messenger = FakeOffice(), FakeMessenger()
    one, two = (open_inside(office=office, messenger=messenger) for _ in range(2))
    one.at_more()
    with ThreadPoolExecutor(EIGHT) as pool:
        answers = list(pool.map(lambda n: (one, two)[n % 2].turn(3, Digits="1"), range(EIGHT)))
    assert len(set(answers)) == 1
    one.swept_clean()
    assert [text.key for text in messenger.sent] == [f"{SID}:text:3:0:0"]


def test_a_delivery_of_a_turn_another_process_runs_waits_for_its_answer(
    open_inside: Callable[..., Inside], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = open_inside(), open_inside()
    one.at_services()
    with blocked() as (wait, go), ThreadPoolExecutor(2) as pool:
        one.office.tell("get_balance", wait)
        first = pool.submit(one.turn, 2, Digits="1")
        one.office.wait_for("get_balance")
        second = pool.submit(two.turn, 2, Digits="1")
        go.set()
        assert first.result() == second.result()
    assert not two.office.asked

    one.turn(3)
    with blocked() as (wait, go), ThreadPoolExecutor(1) as pool:
        one.office.tell("get_balance", wait)
        one.turn(4, Digits="1")
        first = pool.submit(one.turn, 5, Digits="1")
        one.office.wait_for("get_balance", 2)
        monkeypatch.setattr(turn_module, "DUPLICATE_BUDGET_S", 0.05)
        patient = two.turn(5, Digits="1")
        assert patient.verbs == ("Pause", "Redirect")
        assert patient.goes_to == "/voice/turn/5"
        go.set()
        first.result()
    assert two.turn(5) == first.result()


def test_a_turn_that_is_not_the_calls_next_leads_to_the_one_that_is(inside: Inside) -> None:
    inside.at_services()
    later = inside.turn(7, Digits="1")
    assert later.verbs == ("Redirect",)
    assert later.goes_to == "/voice/turn/2"
    assert inside.turn(2).verbs == ("Gather", "Redirect")


def test_a_turn_of_a_call_nobody_knows_begins_the_call(inside: Inside) -> None:
    lost = inside.turn(3, "CAunknown", Digits="1")
    assert lost.verbs == ("Redirect",)
    assert lost.goes_to == "/voice"
    assert inside.arrive("CAunknown").said == (words("main.welcome"),)


def test_a_replay_after_the_end_of_the_call_is_answered_and_does_nothing(inside: Inside) -> None:
    inside.at_more()
    text = inside.turn(3, Digits="1")
    inside.swept_clean()
    inside.over()
    log = inside.calls.log(SID)
    assert inside.turn(3, Digits="1") == text
    assert inside.turn(4, Digits="1").verbs == ("Hangup",)
    assert inside.calls.log(SID) == log
    assert len(inside.messenger.sent) == 1
