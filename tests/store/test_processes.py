"""Several processes on one database: one history, one owner, and the dead are noticed."""

from __future__ import annotations

import multiprocessing
import os
import signal

import pytest

from ivr.adapters.store.calls import SqlCalls
from ivr.adapters.store.database import Database
from ivr.model.ids import CallSid
from ivr.ports import CallStore
from tests.store.changes import (
    SID,
    STEPS,
    THREADS,
    a_call,
    at,
    change,
    claim_first,
    eventually,
    live_until_killed,
    race,
    text,
)
from tests.store.conftest import Open

SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def calls(database: Database) -> CallStore:
    return SqlCalls(database)


@pytest.fixture
def others(open_database: Open) -> CallStore:
    return SqlCalls(open_database())


def test_two_processes_of_four_threads_make_one_linear_history(calls: CallStore, url: str) -> None:
    calls.commit(change(a_call()))
    processes = [SPAWN.Process(target=race, args=(url, name)) for name in ("one", "two")]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    moves = 2 * THREADS * STEPS
    stored = calls.call(SID)
    assert stored is not None
    assert (stored.call.turn, stored.version) == (moves, moves + 1)
    log = calls.log(SID)
    assert [one.facts["turn"] for one in log] == list(range(moves))
    who = [one.facts["who"] for one in log]
    assert len(set(who)) == moves
    answers = [calls.turn(SID, number) for number in range(moves)]
    assert [turn and turn.answer for turn in answers] == who


def test_what_two_processes_want_is_claimed_by_one_of_them(calls: CallStore, url: str) -> None:
    keys = [f"k{number}" for number in range(40)]
    calls.commit(change(a_call(), owes=tuple(text(key) for key in keys)))
    pipes = [SPAWN.Pipe(duplex=False) for _ in range(2)]
    processes = [SPAWN.Process(target=claim_first, args=(url, keys, sender)) for _, sender in pipes]
    for process in processes:
        process.start()
    claimed = [receiver.recv() for receiver, _ in pipes]
    for process in processes:
        process.join()
    for receiver, sender in pipes:
        receiver.close()
        sender.close()
    assert sorted(claimed[0] + claimed[1]) == sorted(keys)
    assert all(one.tries == 1 for one in calls.open_obligations(at(9), limit=99))


def test_this_process_and_another_running_one_are_alive(calls: CallStore, others: CallStore) -> None:
    assert calls.owner != others.owner
    assert calls.is_alive(calls.owner)
    assert calls.is_alive(others.owner)
    assert others.is_alive(calls.owner)


def test_nobody_and_a_stranger_are_not_alive(calls: CallStore) -> None:
    assert not calls.is_alive("")
    assert not calls.is_alive("0" * 32)


def test_one_who_closed_is_not_alive(calls: CallStore, open_database: Open, url: str) -> None:
    gone = Database(url)
    owner = gone.owner
    assert calls.is_alive(owner)
    gone.close()
    assert not calls.is_alive(owner)


def test_a_killed_process_is_noticed_and_what_it_left_is_taken_over(calls: CallStore, url: str) -> None:
    receiver, sender = SPAWN.Pipe(duplex=False)
    child = SPAWN.Process(target=live_until_killed, args=(url, sender))
    child.start()
    owner, pid = receiver.recv()
    try:
        assert calls.is_alive(owner)
        turn = calls.turn(CallSid("CA1"), 0)
        assert turn is not None
        assert (turn.owner, turn.answer) == (owner, None)
    finally:
        os.kill(pid, signal.SIGKILL)
        child.join()
        child.close()
        receiver.close()
        sender.close()
    assert eventually(lambda: not calls.is_alive(owner))
    assert not calls.is_alive(owner)  # and still, once it has been let go of
    assert calls.take_turn(SID, 0, owner=calls.owner, was=owner)
    assert calls.claim("CA1:look:1:0", owner=calls.owner, was=owner)
