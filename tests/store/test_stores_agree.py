"""Whatever is done to the two call stores, they answer alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import TypeAlias

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.adapters.memory.calls import MemoryCalls
from ivr.adapters.store.calls import SqlCalls
from ivr.adapters.store.database import Database
from ivr.errors import Conflict
from ivr.model.call import Waiting
from ivr.model.ids import CallSid
from ivr.model.office import OfficeAnswer
from ivr.model.record import Happened
from ivr.model.stored import Obligation, OwedRequest, Settled
from ivr.model.values import Record, Secret
from ivr.ports import CallStore
from tests.store.changes import ASKED, a_call, at, change, note, text

Act: TypeAlias = Callable[[CallStore, timedelta], object]
"""Something done to a store. Its moments are moved by as much as it is given, so that no two are the same."""

SIDS = [CallSid("CA1"), CallSid("CA2")]
KEYS = ["k1", "k2", "k3"]
sids = st.sampled_from(SIDS)
keys = st.sampled_from(KEYS)
owners = st.sampled_from(["", "me", "you"])
seconds = st.integers(0, 9)
values = st.sampled_from([Record({}), Record({"票": "1"}), Record({"codes": (Secret("246810"), "x")})])


@st.composite
def owings(draw: st.DrawFn) -> Obligation:
    key, owner, due, tries = draw(keys), draw(owners), draw(seconds), draw(st.integers(0, 2))
    if draw(st.booleans()):
        return replace(text(key, due=due), owner=owner, tries=tries)
    asked = replace(
        ASKED, key=draw(st.sampled_from([key, "k9"])), arguments=draw(values), repeated=draw(st.booleans())
    )
    owed = OwedRequest(asked, draw(st.sampled_from([3.5, 8])), draw(st.booleans()), draw(st.booleans()))
    answer = draw(st.none() | st.just(OfficeAnswer("ok")))
    return Obligation(key, draw(sids), at(due), owed, owner, tries, answer)


@st.composite
def answers(draw: st.DrawFn) -> Settled:
    answer = OfficeAnswer(draw(st.sampled_from(["ok", "unsure"])), draw(values), draw(st.booleans()))
    return Settled(draw(keys), answer, at(draw(seconds)), draw(st.none() | seconds.map(at)))


def later(owed: Obligation, by: timedelta) -> Obligation:
    return replace(owed, due=owed.due + by)


def again_later(answer: Settled, by: timedelta) -> Settled:
    return answer if answer.again is None else replace(answer, again=answer.again + by)


@st.composite
def commits(draw: st.DrawFn) -> Act:
    sid, behind, turn = (
        draw(sids),
        draw(st.sampled_from([0, 0, 0, 0, 1])),
        draw(st.none() | st.integers(0, 2)),
    )
    answer, owner = draw(st.sampled_from([None, "<a/>"])), draw(st.sampled_from(["me", "me", "you"]))
    owes, told = draw(st.lists(owings(), max_size=2)), draw(st.lists(answers(), max_size=2))
    over, waits = draw(st.booleans()), draw(st.none() | keys)
    facts, when = draw(values), draw(seconds)

    def act(store: CallStore, by: timedelta) -> object:
        stored = store.call(sid)
        version = max(0, (0 if stored is None else stored.version) - behind)
        ended = at(when) + by if over else None
        disposition = "main.finished" if over else None
        call = replace(a_call(sid, turn=turn or 0, disposition=disposition), ended=ended)
        call = replace(call, waiting=None if waits is None else Waiting(waits, "look"))
        call = replace(call, frames=(replace(call.top, values=facts),))
        notes = [note(Happened.ARRIVED), replace(note(), facts=facts)]
        if over and when % 2:  # a call may have ended without an entry that says so
            notes.append(note(Happened.ENDED, seconds=when, disposition="main.finished"))
        made = change(
            call,
            version,
            turn=turn,
            answer=answer,
            notes=tuple(notes),
            owes=tuple(later(owed, by + timedelta(microseconds=n)) for n, owed in enumerate(owes)),
            settled=tuple(again_later(one, by + timedelta(microseconds=9 + n)) for n, one in enumerate(told)),
        )
        try:
            store.commit(replace(made, owner=owner))
        except Conflict:
            return Conflict
        return None

    return act


def taking(sid: CallSid, number: int, owner: str, was: str) -> Act:
    return lambda store, _by: store.take_turn(sid, number, owner=owner, was=was)


def claiming(key: str, owner: str, was: str) -> Act:
    return lambda store, _by: store.claim(key, owner=owner, was=was)


def settling(answer: Settled) -> Act:
    return lambda store, by: store.settle(again_later(answer, by))


def postponing(key: str, until: float) -> Act:
    return lambda store, by: store.postpone(key, at(until) + by)


def learning(answer: Settled, owed: Obligation | None) -> Act:
    return lambda store, by: store.learn(answer, text=None if owed is None else later(owed, by))


acts = st.one_of(
    commits(),
    commits(),
    st.builds(taking, sids, st.integers(0, 2), owners, owners),
    st.builds(claiming, keys, owners, owners),
    st.builds(settling, answers()),
    st.builds(postponing, keys, seconds),
    st.builds(learning, answers(), st.none() | owings()),
)


def seen(store: CallStore) -> list[object]:
    """Everything a store tells."""
    return [
        [store.call(sid) for sid in SIDS],
        [store.turn(sid, number) for sid in SIDS for number in range(3)],
        [store.log(sid) for sid in SIDS],
        [store.obligation(key) for key in KEYS],
        [store.open_obligations(at(now), limit=limit) for now, limit in ((4, 9), (99, 2), (99, 9))],
        set(store.left_waiting(limit=9)),
        len(store.left_waiting(limit=1)),
        [store.records(limit=limit) for limit in (1, 9)],
    ]


numbers = count()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(acts, min_size=4, max_size=16))
def test_two_stores_to_which_the_same_is_done_tell_the_same(tmp_path: Path, todo: list[Act]) -> None:
    database = Database(f"sqlite:///{tmp_path}/{next(numbers)}.db")
    try:
        on_disk, in_memory = SqlCalls(database), MemoryCalls()
        for n, act in enumerate(todo):
            by = timedelta(milliseconds=n)
            assert act(in_memory, by) == act(on_disk, by)
            assert seen(in_memory) == seen(on_disk)
    finally:
        database.close()
