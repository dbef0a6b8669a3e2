"""The contract of a call store: what is owed is stored before it is done, and answered once."""

from __future__ import annotations

from dataclasses import replace

from ivr.model.call import Call, Waiting
from ivr.model.ids import CallSid
from ivr.model.office import OfficeAnswer
from ivr.model.stored import Obligation, OwedHangUp, OwedRequest
from ivr.model.values import Record, Secret
from ivr.ports import CallStore
from tests.store.changes import ASKED, SID, a_call, at, change, request, settled, text

KEY = "CA1:look:1:0"


def owe(calls: CallStore, *owed: Obligation) -> None:
    calls.commit(change(a_call(), owes=owed))


def state(calls: CallStore, key: str = KEY) -> Obligation:
    found = calls.obligation(key)
    assert found is not None
    return found


def keys(calls: CallStore, seconds: float, *, limit: int = 99) -> list[str]:
    return [one.key for one in calls.open_obligations(at(seconds), limit=limit)]


def test_what_is_owed_comes_back_as_it_was_stored(calls: CallStore, others: CallStore) -> None:
    owe(calls, request(owner="me"), text())
    assert others.obligation(KEY) == request(owner="me")
    assert others.obligation("CA1:text:0:0") == text()
    assert others.obligation("other") is None


def test_an_operation_about_nobody_comes_back_so(calls: CallStore) -> None:
    nobody = OwedRequest(replace(ASKED, subscriber=None, caller=None, arguments=Record({})), 1.5)
    owe(calls, replace(request(), owed=nobody))
    assert state(calls).owed == nobody


def test_one_of_many_may_claim_what_is_open(calls: CallStore, others: CallStore) -> None:
    owe(calls, request())
    assert others.claim(KEY, owner="you", was="")
    assert not calls.claim(KEY, owner="me", was="")
    assert (state(calls).owner, state(calls).tries) == ("you", 1)
    assert calls.claim(KEY, owner="me", was="you")  # of one whose process is gone
    assert (state(calls).owner, state(calls).tries) == ("me", 2)


def test_what_is_not_there_cannot_be_claimed(calls: CallStore) -> None:
    assert not calls.claim(KEY, owner="me", was="")


def test_an_answer_closes_what_was_owed(calls: CallStore) -> None:
    owe(calls, request(owner="me"))
    calls.settle(settled())
    assert state(calls).answer == OfficeAnswer("ok", Record({"票": "1"}))
    assert state(calls).owner == ""
    assert keys(calls, 99) == []
    assert not calls.claim(KEY, owner="you", was="")


def test_a_second_answer_changes_nothing(calls: CallStore, others: CallStore) -> None:
    owe(calls, request())
    calls.settle(settled())
    before = state(calls)
    others.settle(settled(outcome="unsure", seconds=10))
    calls.commit(change(a_call(), 1, settled=(settled(outcome="refused"),)))
    assert state(calls) == before


def test_an_answer_is_stored_together_with_what_it_led_to(calls: CallStore) -> None:
    owe(calls, request())
    calls.commit(change(a_call(turn=1), 1, settled=(settled(outcome="unsure"),)))
    answer = state(calls).answer
    assert answer is not None
    assert answer.outcome == "unsure"


def test_an_answer_to_what_is_not_owed_is_nothing(calls: CallStore) -> None:
    calls.settle(settled())
    assert calls.obligation(KEY) is None


def test_what_is_postponed_is_nobodys_and_due_later(calls: CallStore) -> None:
    owe(calls, text())
    assert calls.claim("CA1:text:0:0", owner="me", was="")
    calls.postpone("CA1:text:0:0", at(60))
    found = state(calls, "CA1:text:0:0")
    assert (found.owner, found.due, found.tries) == ("", at(60), 1)
    assert keys(calls, 59) == []
    assert keys(calls, 60) == ["CA1:text:0:0"]


def test_what_is_done_cannot_be_postponed(calls: CallStore) -> None:
    owe(calls, request())
    calls.settle(settled())
    before = state(calls)
    calls.postpone(KEY, at(60))
    assert state(calls) == before


def test_open_obligations_are_those_due_oldest_first_whoever_works_on_them(calls: CallStore) -> None:
    owe(calls, text("c", due=3), request("a", due=1, owner="me"), text("b", due=2), text("d", due=50))
    assert keys(calls, 10) == ["a", "b", "c"]
    assert keys(calls, 10, limit=2) == ["a", "b"]
    assert keys(calls, 50) == ["a", "b", "c", "d"]
    calls.settle(settled("b"))
    assert keys(calls, 50) == ["a", "c", "d"]


def test_the_same_key_again_after_unsure_is_open_again(calls: CallStore) -> None:
    """Rule 10 of the flow language: the same request is asked again, and its new answer counts."""
    owe(calls, request(owner="me"))
    calls.settle(settled(outcome="unsure"))
    calls.commit(change(a_call(), 1, owes=(request(owner="you", due=5),)))
    assert (state(calls).answer, state(calls).owner) == (None, "you")
    calls.settle(settled(outcome="ok"))
    answer = state(calls).answer
    assert answer is not None
    assert answer.outcome == "ok"


# the truth that is still owed


def test_an_answer_that_is_told_but_not_settled_stays_open_and_comes_due_again(calls: CallStore) -> None:
    owe(calls, request(owner="me"))
    calls.settle(replace(settled(outcome="unsure"), again=at(60)))
    found = state(calls)
    assert found.answer is not None
    assert (found.answer.outcome, found.owner, found.due) == ("unsure", "", at(60))
    assert (keys(calls, 59), keys(calls, 60)) == ([], [KEY])
    assert calls.claim(KEY, owner="you", was="")


def test_the_same_with_what_it_led_to(calls: CallStore) -> None:
    owe(calls, request())
    calls.commit(change(a_call(turn=1), 1, settled=(replace(settled(outcome="unsure"), again=at(60)),)))
    assert keys(calls, 60) == [KEY]


def test_the_truth_is_learnt_once_and_its_text_is_owed_with_it(calls: CallStore, others: CallStore) -> None:
    owe(calls, request())
    calls.settle(replace(settled(outcome="unsure"), again=at(60)))
    told = text("CA1:look:1:0:later")
    assert calls.learn(settled(seconds=61), text=told)
    assert state(calls).answer == OfficeAnswer("ok", Record({"票": "1"}))
    assert keys(calls, 99) == ["CA1:look:1:0:later"]
    assert not others.learn(settled(outcome="refused", seconds=62), text=text("another"))
    assert others.obligation("another") is None
    assert state(calls).answer == OfficeAnswer("ok", Record({"票": "1"}))


def test_a_truth_without_words_for_it_closes_what_was_owed(calls: CallStore) -> None:
    owe(calls, request())
    calls.settle(replace(settled(outcome="unsure"), again=at(60)))
    assert calls.learn(settled(seconds=61), text=None)
    assert keys(calls, 999) == []
    assert not calls.claim(KEY, owner="you", was="")


def test_there_is_no_truth_about_what_is_not_owed(calls: CallStore) -> None:
    assert not calls.learn(settled("other"), text=text("later"))
    assert calls.obligation("later") is None


def test_what_a_hang_up_leads_to_is_owed_like_anything_else(calls: CallStore) -> None:
    gone = Obligation("CA1:hang_up", SID, at(2), OwedHangUp())
    owe(calls, gone)
    assert state(calls, "CA1:hang_up") == gone
    assert (keys(calls, 1), keys(calls, 2)) == ([], ["CA1:hang_up"])


def test_what_a_request_proves_needs_and_hides_comes_back_as_it_was(calls: CallStore) -> None:
    asked = replace(ASKED, proves=frozenset({"ok", "fine"}), arguments=Record({"password": Secret("246810")}))
    owe(calls, replace(request(), owed=OwedRequest(asked, 3.5, until_done=True, secret=True)))
    found = state(calls).owed
    hidden = replace(asked, arguments=Record({"password": Secret("")}))
    assert found == OwedRequest(hidden, 3.5, until_done=True, secret=True)


# calls that are over and wait for an answer


def waiting(sid: str, key: str, *, over: bool = True) -> Call:
    disposition = "hung up at main.lodge" if over else None
    return replace(a_call(CallSid(sid), disposition=disposition), waiting=Waiting(key, "look"))


def test_a_call_that_is_over_is_left_waiting_once_its_answer_is_there(calls: CallStore) -> None:
    calls.commit(change(waiting("CA1", KEY), owes=(request(),)))
    assert calls.left_waiting(limit=9) == ()
    calls.settle(replace(settled(outcome="unsure"), again=at(60)))  # told is enough: the flow goes on
    assert calls.left_waiting(limit=9) == ("CA1",)
    calls.commit(change(replace(waiting("CA1", KEY), waiting=None), 1))
    assert calls.left_waiting(limit=9) == ()


def test_a_call_under_way_collects_its_answer_itself(calls: CallStore) -> None:
    calls.commit(change(waiting("CA1", KEY, over=False), owes=(request(),)))
    calls.settle(settled())
    assert calls.left_waiting(limit=9) == ()


def test_only_so_many_calls_that_were_left_waiting_are_returned(calls: CallStore) -> None:
    for n in range(3):
        calls.commit(change(waiting(f"CA{n}", f"k{n}"), owes=(request(f"k{n}"),)))
        calls.settle(settled(f"k{n}"))
    assert len(calls.left_waiting(limit=2)) == 2
    assert set(calls.left_waiting(limit=9)) == {"CA0", "CA1", "CA2"}
