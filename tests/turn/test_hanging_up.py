"""The news that the caller is gone comes by its own way, whenever it likes: architecture, section 4."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from ivr.model.record import Happened
from ivr.turn import turns as turn_module
from tests.web.inside import SID, Inside, blocked, words


def test_a_hang_up_between_two_turns_settles_the_call_where_it_was(inside: Inside) -> None:
    inside.at_services()
    assert inside.over().status == 204
    assert inside.disposition() == "hung up at main.services"


def test_a_hang_up_of_a_call_nobody_knows_is_taken(inside: Inside) -> None:
    assert inside.over("CAunknown").status == 204
    assert inside.record("CAunknown") is None


def test_hanging_up_twice_is_hanging_up_once(inside: Inside) -> None:
    inside.at_services()
    inside.over()
    log, record = inside.calls.log(SID), inside.record()
    inside.clock.forward(seconds=5)
    assert inside.over().status == 204
    assert inside.over(status="failed").status == 204
    assert (inside.calls.log(SID), inside.record()) == (log, record)


@pytest.mark.parametrize("status", ["initiated", "ringing", "in-progress", "queued"])
def test_other_news_of_a_call_does_not_end_it(inside: Inside, status: str) -> None:
    inside.at_services()
    assert inside.over(status=status).status == 204
    assert inside.disposition() is None


def test_a_hang_up_during_a_turn_wins_and_what_the_office_said_is_kept(inside: Inside) -> None:
    inside.at_services()
    with blocked() as (wait, go), ThreadPoolExecutor(1) as pool:
        inside.office.tell("get_balance", wait)
        turn = pool.submit(inside.turn, 2, Digits="1")
        inside.office.wait_for("get_balance")
        assert inside.over().status == 204
        go.set()
        assert turn.result().verbs == ("Hangup",)
    assert inside.disposition() == "hung up at balance.look_up"
    assert not inside.open_rows()
    assert inside.turn(2, Digits="1").verbs == ("Hangup",)
    assert len(inside.office.keys("get_balance")) == 1


def test_a_hang_up_while_the_office_works_behind_the_welcome(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn_module, "COLLECT_BUDGET_S", 0.05)
    with blocked() as (wait, go):
        inside.office.tell("who_calls", wait)
        inside.arrive()
        assert inside.turn(1).said == (words("common.still_working"),)
        assert inside.over().status == 204
        assert inside.disposition() == "hung up at main.opening"
        go.set()
    inside.swept_clean()
    assert inside.turn(2).verbs == ("Hangup",)
    assert inside.disposition() == "hung up at main.opening"


def test_a_turn_after_the_hang_up_changes_nothing(inside: Inside) -> None:
    inside.at_services()
    inside.over()
    record = inside.record()
    assert inside.turn(2, Digits="1").verbs == ("Hangup",)
    assert inside.record() == record
    assert not inside.office.keys("get_balance")


def test_a_person_who_had_answered_counts_though_the_hang_up_was_quicker(inside: Inside) -> None:
    queued = inside.at_agent()
    assert queued.verbs == ("Say", "Enqueue")
    inside.over()
    assert inside.disposition() == "hung up at agent.put_through"
    late = inside.turn(3, status="completed", QueueResult="bridged")
    assert late.status == 200
    assert inside.disposition() == "agent.handed_over"
    log = inside.calls.log(SID)
    inside.turn(3, status="completed", QueueResult="bridged")
    inside.over()
    assert inside.calls.log(SID) == log


def test_a_queue_left_by_hanging_up_is_a_hang_up(inside: Inside) -> None:
    inside.at_agent()
    inside.turn(3, status="completed", QueueResult="hangup")
    assert inside.disposition() == "hung up at agent.put_through"
    inside.over()
    assert [note.happened for note in inside.calls.log(SID)].count(Happened.ENDED) == 1


def test_a_caller_who_hangs_up_while_the_phone_rings_hung_up_there(inside: Inside) -> None:
    inside.at_agent()
    inside.turn(3, status="completed", DialCallStatus="no-answer")
    assert inside.disposition() == "hung up at agent.put_through"


def test_a_last_turn_that_says_the_call_is_over_ends_it(inside: Inside) -> None:
    inside.at_services()
    assert inside.turn(2, status="completed").verbs == ()
    assert inside.disposition() == "hung up at main.services"


def test_hang_up_and_last_turn_at_once_leave_one_end(inside: Inside) -> None:
    for n in range(10):
        sid = f"CA{n}"
        inside.at_services(sid)
        with ThreadPoolExecutor(3) as pool:
            told = [
                pool.submit(inside.turn, 2, sid, Digits="1"),
                pool.submit(inside.over, sid),
                pool.submit(inside.over, sid),
            ]
            assert {one.result().status for one in told} == {200, 204}
        ends = [note for note in inside.calls.log(sid) if note.happened is Happened.ENDED]  # type: ignore[arg-type]
        assert len(ends) == 1
        assert inside.disposition(sid) in {
            "hung up at main.services",
            "hung up at balance.look_up",
            "hung up at balance.more",
        }
    inside.swept_clean()
