"""What only the stores in memory have: one clearing, the next due moment, switches set at once, many threads."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from ivr.adapters.memory import Memory, calls
from ivr.model.call import Frame, Waiting
from ivr.model.ids import CallSid, Digest, Msisdn
from ivr.model.outside import AS_DESIGNED, Outside
from ivr.model.record import Happened, Note
from ivr.model.stored import Attempt, StoredCall
from ivr.model.values import Record, Secret
from tests.store.changes import SID, a_call, at, change, note, request, settled, text

DIGEST = Digest("a" * 64)
KEY = "CA1:look:1:0"


@pytest.fixture
def memory() -> Memory:
    return Memory()


def guess(n: int) -> Attempt:
    return Attempt(f"k{n}", f"m{n}", Msisdn("13800138000"), None, at(0))


def test_clearing_forgets_all_but_the_bundles(memory: Memory) -> None:
    memory.bundles.keep(DIGEST, {"flows/main.yaml": ""})
    memory.bundles.release(DIGEST, at(0))
    over = replace(a_call(disposition="main.finished"), ended=at(9))
    memory.calls.commit(change(over, turn=0, notes=(note(),), owes=(request(),)))
    for n in range(3):
        memory.attempts.reserve(guess(n))
    memory.tickets.number("a", at(0))
    memory.switches.turn("storm", on=True, since=at(0), until=at(60), who="anna")
    memory.clear()
    assert (memory.calls.call(SID), memory.calls.turn(SID, 0), memory.calls.log(SID)) == (None, None, ())
    assert (memory.calls.obligation(KEY), memory.calls.next_due()) == (None, None)
    assert memory.calls.records(limit=9) == ()
    assert memory.attempts.reserve(guess(9))
    assert memory.tickets.number("b", at(0)).endswith("0001")
    assert memory.switches.outside(at(1)) == AS_DESIGNED
    assert (memory.bundles.live(), memory.bundles.files(DIGEST)) == (DIGEST, {"flows/main.yaml": ""})


def test_clearing_forgets_calls_left_waiting(memory: Memory) -> None:
    waiting = replace(a_call(disposition="hung up"), waiting=Waiting(KEY, "look"))
    memory.calls.commit(change(waiting, owes=(request(),), settled=(settled(),)))
    assert memory.calls.left_waiting(limit=9) == (SID,)
    memory.clear()
    other = CallSid("CA2")
    memory.calls.commit(change(a_call(other), owes=(request(),), settled=(settled(),)))
    assert memory.calls.left_waiting(limit=9) == ()


def test_of_two_calls_that_ended_at_once_the_younger_is_first(memory: Memory) -> None:
    log = (note(Happened.ARRIVED), note(Happened.ENDED, seconds=9, disposition="main.finished"))
    for sid in ("CA2", "CA1", "CA3"):
        memory.calls.commit(change(replace(a_call(CallSid(sid)), ended=at(9)), notes=log))
    assert [record.sid for record in memory.calls.records(limit=2)] == ["CA3", "CA1"]


def test_the_next_due_moment_is_that_of_the_first_open_obligation(memory: Memory) -> None:
    calls = memory.calls
    assert calls.next_due() is None
    calls.commit(change(a_call(), owes=(request(due=30), text("b", due=20), text("c", due=40))))
    assert calls.next_due() == at(20)
    calls.postpone("b", at(50))
    assert calls.next_due() == at(30)
    calls.settle(replace(settled(outcome="unsure"), again=at(60)))
    assert calls.next_due() == at(40)
    calls.settle(settled("c"))
    calls.settle(settled("b"))
    assert calls.next_due() == at(60)  # told is not done
    assert calls.learn(settled(), text=text("d", due=70))
    assert calls.next_due() == at(70)
    calls.settle(settled("d"))
    assert calls.next_due() is None


def test_of_two_due_at_once_the_older_is_first_also_when_it_was_opened_again(memory: Memory) -> None:
    calls = memory.calls
    calls.commit(change(a_call(), owes=(text("z"), text("a"))))
    calls.settle(settled("z"))
    calls.commit(change(a_call(), 1, owes=(text("z"),)))
    assert [one.key for one in calls.open_obligations(at(0), limit=9)] == ["z", "a"]


def test_what_is_set_at_once_holds_at_every_moment_in_place_of_what_was_turned(memory: Memory) -> None:
    switches = memory.switches
    switches.turn("storm", on=True, since=at(0), until=at(60), who="anna")
    outside = Outside(Record({"ask_password": False}), Record({"opening": Record({"en": "A fault"})}))
    switches.hold(outside)
    assert [switches.outside(at(seconds)) for seconds in (-(10**9), 1, 10**9)] == [outside] * 3


def test_a_switch_turned_after_that_ends_as_any_other(memory: Memory) -> None:
    switches = memory.switches
    switches.hold(Outside(Record({"storm": True})))
    switches.turn("storm", on=False, since=at(0), until=at(60), who="anna")
    assert [switches.outside(at(s)).switches.get("storm") for s in (-1, 0, 60)] == [True, False, None]


def test_a_value_that_has_no_stored_form_stores_nothing_at_all(memory: Memory) -> None:
    odd = replace(a_call(turn=1), frames=(Frame("main", "services", Record({"n": object()})),))
    memory.calls.commit(change(a_call()))
    with pytest.raises(TypeError):
        memory.calls.commit(change(odd, 1, turn=0, notes=(note(),), owes=(request(),)))
    assert memory.calls.call(SID) == StoredCall(a_call(), 1)
    assert (memory.calls.turn(SID, 0), memory.calls.log(SID)) == (None, ())


def test_all_that_is_kept_can_be_looked_through(memory: Memory) -> None:
    secret = Record({"outer": Record({"password": Secret("246810"), "n": 1})})
    flat = Record({"x": Secret("246810")})
    call = replace(a_call(), frames=(Frame("main", "services", secret, tries=flat),), attempts=flat)
    memory.calls.commit(change(call, turn=0, notes=(replace(note(), facts=secret),), owes=(request(),)))
    again = pickle.loads(pickle.dumps(memory.calls))  # noqa: S301 -- written here
    assert (again.call(SID), again.log(SID)) == (memory.calls.call(SID), memory.calls.log(SID))
    again.commit(change(a_call(), 1))
    assert b"246810" not in pickle.dumps(memory.calls)


def test_nobody_else_gets_in_while_a_change_is_being_stored(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    got_in = []

    def meanwhile(one: Note) -> Note:
        with ThreadPoolExecutor(1) as other:
            got_in.append(other.submit(memory.calls._lock.acquire, blocking=False).result())
        return one

    monkeypatch.setattr(calls, "note_as_stored", meanwhile)
    memory.calls.commit(change(a_call(), notes=(note(),)))
    assert got_in == [False]
