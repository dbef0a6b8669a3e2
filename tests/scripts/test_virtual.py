"""Time by hand: nothing sleeps, and what takes long arrives when somebody lets it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ivr.model.office import OfficeAnswer
from ivr.scripts.virtual import VirtualPool, VirtualTime

NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
OK = OfficeAnswer("ok")


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime(NOON)


def taking(time: VirtualTime, seconds: float) -> OfficeAnswer:
    time.take(seconds)
    return OK


def test_time_passes_when_it_is_moved_and_never_backwards(time: VirtualTime) -> None:
    time.move_to(12.5)
    time.move_to(3)
    time.pause(0.5)
    assert time.elapsed() == 13
    assert time.now() == NOON + timedelta(seconds=13)


def test_work_that_takes_no_time_is_done_at_once(time: VirtualTime) -> None:
    answer = VirtualPool(time).submit(taking, time, 0)
    assert answer.done()
    assert time.result(answer, 0) == OK


def test_waiting_for_an_answer_moves_the_clock_to_it(time: VirtualTime) -> None:
    answer = VirtualPool(time).submit(taking, time, 1.2)
    assert not answer.done()
    assert time.result(answer, 1.5) == OK
    assert time.elapsed() == pytest.approx(1.2)


def test_an_answer_that_is_too_late_is_a_time_out_and_arrives_afterwards(time: VirtualTime) -> None:
    answer = VirtualPool(time).submit(taking, time, 4)
    with pytest.raises(TimeoutError):
        time.result(answer, 1.5)
    assert time.elapsed() == pytest.approx(1.5)
    time.move_to(3.9)
    assert not answer.done()
    time.move_to(4)
    assert answer.done()


def test_answers_arrive_in_the_order_of_their_times(time: VirtualTime) -> None:
    pool, came = VirtualPool(time), []
    for seconds in (3.0, 1.0, 2.0):
        pool.submit(taking, time, seconds).add_done_callback(lambda _, at=seconds: came.append(at))  # type: ignore[misc]
    time.move_to(10)
    assert came == [1.0, 2.0, 3.0]


def test_an_error_of_the_work_is_its_answer(time: VirtualTime) -> None:
    def broken() -> OfficeAnswer:
        raise RuntimeError("a mistake of our own")

    answer = VirtualPool(time).submit(broken)
    with pytest.raises(RuntimeError, match="of our own"):
        time.result(answer, 1)


def test_what_was_to_come_in_one_call_does_not_come_in_the_next(time: VirtualTime) -> None:
    answer = VirtualPool(time).submit(taking, time, 4)
    time.begin(NOON)
    time.move_to(60)
    assert not answer.done()
