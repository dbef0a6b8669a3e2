"""The contract of a call store: calls, turns, event log, records."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from ivr.errors import Conflict
from ivr.model.call import Call
from ivr.model.ids import CallSid, Digest
from ivr.model.record import Happened
from ivr.model.stored import Change, Joint, StoredCall, StoredTurn
from ivr.ports import CallStore
from tests.model.anything import calls as any_calls
from tests.model.anything import without_secrets
from tests.store.changes import SID, a_call, at, change, note, request


def test_a_call_that_was_never_stored_is_not_there(calls: CallStore) -> None:
    assert calls.call(SID) is None
    assert calls.turn(SID, 0) is None
    assert calls.log(SID) == ()
    assert calls.records(limit=9) == ()


def test_a_stored_call_comes_back_with_its_version(calls: CallStore, others: CallStore) -> None:
    calls.commit(change(a_call()))
    assert calls.call(SID) == others.call(SID) == StoredCall(a_call(), 1)
    others.commit(change(a_call(turn=1), 1))
    assert calls.call(SID) == StoredCall(a_call(turn=1), 2)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_calls)
def test_any_call_survives_the_store(calls: CallStore, call: Call) -> None:
    stored = calls.call(call.sid)
    calls.commit(change(call, 0 if stored is None else stored.version))
    again = calls.call(call.sid)
    assert again is not None
    assert again.call == without_secrets(call)


@pytest.mark.parametrize("version", [0, 2, 5])
def test_a_change_that_starts_from_another_version_is_a_conflict(calls: CallStore, version: int) -> None:
    calls.commit(change(a_call()))
    with pytest.raises(Conflict):
        calls.commit(change(a_call(turn=7), version))
    assert calls.call(SID) == StoredCall(a_call(), 1)


def test_a_change_of_a_call_that_is_not_stored_is_a_conflict(calls: CallStore) -> None:
    with pytest.raises(Conflict):
        calls.commit(change(a_call(), 1))


def test_a_conflict_stores_nothing_at_all(calls: CallStore) -> None:
    calls.commit(change(a_call(), turn=0, answer="<a/>"))
    with pytest.raises(Conflict):
        calls.commit(change(a_call(turn=1), 1, turn=0, answer="<b/>", notes=(note(),), owes=(request(),)))
    assert calls.call(SID) == StoredCall(a_call(), 1)
    assert calls.turn(SID, 0) == StoredTurn("me", "<a/>")
    assert calls.log(SID) == ()
    assert calls.obligation("CA1:look:1:0") is None


def test_two_calls_do_not_know_each_other(calls: CallStore) -> None:
    other = CallSid("CA2")
    calls.commit(change(a_call(), turn=0, notes=(note(n=1),)))
    calls.commit(change(a_call(other, turn=5), turn=0, notes=(note(n=2),)))
    assert calls.call(SID) == StoredCall(a_call(), 1)
    assert [dict(one.facts) for one in calls.log(other)] == [{"n": 2}]


# sounds an answer plays


def test_what_a_sound_is_joined_from_is_stored_with_the_answer_for_every_process(
    calls: CallStore, others: CallStore
) -> None:
    one, two = Joint(Digest("1" * 64), '{"words": "二十元"}'), Joint(Digest("2" * 64), "{}")
    calls.commit(replace(change(a_call(), turn=0, answer="<a/>"), joints=(one, two)))
    assert (others.joint(one.digest), calls.joint(two.digest)) == (one, two)
    assert calls.joint(Digest("3" * 64)) is None
    calls.commit(replace(change(a_call(turn=1), 1, turn=1, answer="<b/>"), joints=(one,)))
    assert others.joint(one.digest) == one


def test_an_answer_that_conflicts_leaves_no_sound(calls: CallStore) -> None:
    calls.commit(change(a_call()))
    one = Joint(Digest("1" * 64), "{}")
    with pytest.raises(Conflict):
        calls.commit(replace(change(a_call(turn=7), 5, turn=0, answer="<a/>"), joints=(one,)))
    assert calls.joint(one.digest) is None


# turns


def test_a_turn_runs_in_its_owner_until_it_is_answered(calls: CallStore, others: CallStore) -> None:
    calls.commit(change(a_call(), turn=0))
    assert others.turn(SID, 0) == StoredTurn("me", None)
    calls.commit(change(a_call(turn=1), 1, turn=0, answer="<您好/>"))
    assert others.turn(SID, 0) == StoredTurn("me", "<您好/>")


def test_a_turn_is_answered_once(calls: CallStore) -> None:
    calls.commit(change(a_call(), turn=0, answer="<a/>"))
    with pytest.raises(Conflict):
        calls.commit(change(a_call(), 1, turn=0, answer="<b/>"))
    assert calls.turn(SID, 0) == StoredTurn("me", "<a/>")


def test_a_turn_somebody_else_runs_cannot_be_answered(calls: CallStore) -> None:
    calls.commit(change(a_call(), turn=0))
    with pytest.raises(Conflict):
        calls.commit(replace(change(a_call(turn=1), 1, turn=0, answer="<b/>"), owner="you"))
    assert calls.turn(SID, 0) == StoredTurn("me", None)


def test_a_turn_left_running_is_taken_over_by_one_only(calls: CallStore, others: CallStore) -> None:
    calls.commit(change(a_call(), turn=0))
    assert others.take_turn(SID, 0, owner="you", was="me")
    assert not calls.take_turn(SID, 0, owner="they", was="me")
    assert calls.turn(SID, 0) == StoredTurn("you", None)
    with pytest.raises(Conflict):  # whoever ran it before comes too late
        calls.commit(change(a_call(turn=1), 1, turn=0, answer="<a/>"))


def test_an_answered_turn_and_one_that_is_not_there_cannot_be_taken_over(calls: CallStore) -> None:
    calls.commit(change(a_call(), turn=0, answer="<a/>"))
    assert not calls.take_turn(SID, 0, owner="you", was="me")
    assert not calls.take_turn(SID, 1, owner="you", was="me")


def test_a_change_outside_any_turn_leaves_the_turns_alone(calls: CallStore) -> None:
    calls.commit(change(a_call(), turn=0))
    calls.commit(change(a_call(disposition="hung up at main.services"), 1))
    assert calls.turn(SID, 0) == StoredTurn("me", None)


# log and records


def test_the_log_keeps_its_order_over_commits_with_every_fact(calls: CallStore, others: CallStore) -> None:
    first = (note(n=1), note(Happened.SAID, seconds=9, understood="余额"))
    calls.commit(change(a_call(), notes=first))
    others.commit(change(a_call(), 1, notes=(note(n=3),)))
    assert calls.log(SID) == (*first, note(n=3))


def ended(sid: str, seconds: float) -> Change:
    call = replace(a_call(CallSid(sid), disposition="main.finished"), ended=at(seconds))
    return change(
        call,
        notes=(note(Happened.ARRIVED), note(Happened.ENDED, seconds=seconds, disposition="main.finished")),
    )


def test_records_are_those_of_ended_calls_newest_first(calls: CallStore) -> None:
    for sid, seconds in (("CA1", 30), ("CA3", 10), ("CA2", 20)):
        calls.commit(ended(sid, seconds))
    calls.commit(change(a_call(CallSid("CA4"))))
    assert [(record.sid, record.duration_s) for record in calls.records(limit=9)] == [
        ("CA1", 30),
        ("CA2", 20),
        ("CA3", 10),
    ]
    assert [record.sid for record in calls.records(limit=2)] == ["CA1", "CA2"]
