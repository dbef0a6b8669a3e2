"""Hanging up is an answer: flow-language design, rule 6. Exactly once, whichever webhook comes first."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations

import pytest

from ivr.adapters.store.tickets import SqlTickets
from ivr.aftermath import Aftermath
from ivr.model.ids import CallSid
from ivr.model.office import OfficeAnswer
from ivr.model.record import Happened
from ivr.model.values import Record
from ivr.owing import Owing
from tests.web.fakes import DUE, PASSWORD, FakeMessenger, FakeOffice, Hand
from tests.web.handset import Handset, at_kinds, recording
from tests.web.inside import OWN, Inside, blocked, words

TICKET = "202603040001"


def broken(*_: object, **__: object) -> None:
    raise RuntimeError("a mistake of our own")


SPOKE = "hung up at complaint.tell_us"


def settled(inside: Inside) -> None:
    """Let pass what a hang-up waits for, and sweep until nothing is owed and no call waits."""
    for _ in range(4):
        inside.clock.forward(seconds=2)
        inside.sweep()
        inside.settle_down()
    assert not inside.open_rows()
    assert inside.sweep() == 0


def lodged_once(inside: Inside, *, words_: str | None, sid: str = "CA1") -> None:
    """Fail unless one complaint was lodged, and told once, in one text."""
    settled(inside)
    (request,) = inside.office.requests("lodge_complaint")
    wanted = {"kind": "network", "ticket": TICKET} | ({} if words_ is None else {"words": words_})
    assert request.arguments == Record(wanted)
    assert inside.messenger.texts == [words("complaint.lodged", written=True, ticket=TICKET, due=DUE)]
    log = inside.calls.log(CallSid(sid))
    assert [note.happened for note in log].count(Happened.ENDED) == 1


def test_at_the_kinds_a_hang_up_lodges_nothing(inside: Inside) -> None:
    at_kinds(inside).hang_up()
    settled(inside)
    assert not inside.office.keys("lodge_complaint")
    assert inside.disposition("CA1") == "hung up at complaint.about_what"


def test_a_hang_up_before_a_word_was_said_lodges_the_kind(inside: Inside) -> None:
    recording(inside).hang_up()
    lodged_once(inside, words_=None)
    assert inside.disposition("CA1") == SPOKE


def test_the_recording_is_waited_for_and_no_longer_than_that(inside: Inside) -> None:
    one = recording(inside).hang_up()
    inside.clock.forward(seconds=1)
    inside.sweep()
    assert not inside.office.keys("lodge_complaint")
    one.hang_up_while_speaking()
    lodged_once(inside, words_="RE1")


ARRIVALS = ("status", "action")


@pytest.mark.parametrize(
    "order", [*permutations(ARRIVALS), ("action",), ("status", "action", "status", "action")]
)
def test_a_recording_that_comes_with_the_hang_up_is_lodged(inside: Inside, order: tuple[str, ...]) -> None:
    one = recording(inside)
    for arrival in order:
        if arrival == "status":
            one.hang_up()
        else:
            one.hang_up_while_speaking("RE7")
    lodged_once(inside, words_="RE7")
    assert inside.disposition("CA1") == SPOKE


def test_status_and_recording_at_once_lodge_once(inside: Inside) -> None:
    for n in range(8):
        one = recording(inside, f"CA{n}")
        with ThreadPoolExecutor(4) as pool:
            told = [pool.submit(way) for way in (one.hang_up, one.hang_up_while_speaking) * 2]
            for each in told:
                each.result()
        settled(inside)
        (request,) = [r for r in inside.office.requests("lodge_complaint") if r.key.startswith(f"CA{n}:")]
        assert request.arguments["words"] == "RE1"


def test_a_recording_that_comes_too_late_changes_nothing(inside: Inside) -> None:
    one = recording(inside).hang_up()
    settled(inside)
    one.hang_up_while_speaking()
    lodged_once(inside, words_=None)


def test_a_hang_up_while_the_recording_is_played_back_lodges_it(inside: Inside) -> None:
    one = recording(inside).speak("RE2")
    assert "Play" in {verb.tag for verb in one.answer.root.iter()}
    one.hang_up()
    lodged_once(inside, words_="RE2")


def test_a_hang_up_at_the_second_recording_keeps_the_first(inside: Inside) -> None:
    one = recording(inside).speak("RE1").press("2")
    one.hang_up()
    lodged_once(inside, words_="RE1")


def test_a_hang_up_after_silence_lodges_what_there_is(inside: Inside) -> None:
    one = recording(inside).send()
    assert words("complaint.heard_nothing") in one.heard
    one.hang_up()
    lodged_once(inside, words_=None)


def test_a_hang_up_while_the_office_lodges_it_lodges_it_once(inside: Inside) -> None:
    one = recording(inside).speak("RE1")
    with blocked() as (wait, go):
        inside.office.tell("lodge_complaint", wait)
        assert one.send_only(Digits="1").said == (words("common.one_moment"),)
        inside.office.wait_for("lodge_complaint")
        one.hang_up()
        go.set()
    lodged_once(inside, words_="RE1")


def test_a_hang_up_after_the_number_was_told_lodges_nothing_more(inside: Inside) -> None:
    recording(inside).speak("RE1").press("1").hang_up()
    lodged_once(inside, words_="RE1")
    assert inside.disposition("CA1") == "hung up at main.anything_else"


def test_a_hang_up_in_the_queue_a_complaint_led_to_still_lodges_it(inside: Inside) -> None:
    one = recording(inside).speak("RE1").press("0")
    assert one.answer.verbs[-1] == "Enqueue"
    one.hang_up()
    lodged_once(inside, words_="RE1")
    assert inside.disposition("CA1") == "hung up at agent.put_through"


def test_a_process_that_died_after_the_hang_up_leaves_it_to_the_next(
    open_inside: Callable[..., Inside],
) -> None:
    office, messenger, clock = FakeOffice(), FakeMessenger(), Hand()
    dead = open_inside(office=office, messenger=messenger, clock=clock)
    recording(dead).hang_up()
    dead.close()
    alive = open_inside(office=office, messenger=messenger, clock=clock)
    lodged_once(alive, words_=None)


def test_the_office_gets_it_within_three_seconds(inside: Inside) -> None:
    recording(inside).hang_up()
    inside.clock.forward(seconds=2)
    inside.sweep()
    inside.settle_down()
    assert inside.office.keys("lodge_complaint")


def test_a_hang_up_where_a_call_back_is_offered_still_asks_for_it(inside: Inside) -> None:
    one = Handset(inside, "CA1").call().press("0").send(QueueResult="leave")
    assert words("agent.call_you_back") in one.heard
    one.hang_up()
    settled(inside)
    (request,) = inside.office.requests("ask_call_back")
    assert request.arguments == Record({"ticket": TICKET})
    assert inside.messenger.texts == [words("agent.promised", written=True, ticket=TICKET, due=DUE)]
    assert inside.disposition("CA1") == "hung up at agent.call_you_back"


def test_a_hang_up_in_the_queue_asks_for_nothing(inside: Inside) -> None:
    Handset(inside, "CA1").call().press("0").hang_up()
    settled(inside)
    assert not inside.office.keys("ask_call_back")


@pytest.mark.parametrize("keys", [(), ("1",), ("2",)])
def test_a_hang_up_before_the_yes_cancels_nothing(inside: Inside, keys: tuple[str, ...]) -> None:
    Handset(inside, "CA1").call().press("2", PASSWORD, *keys).hang_up()
    settled(inside)
    assert not inside.office.keys("end_services")
    assert not inside.messenger.sent


def test_a_hang_up_after_the_yes_is_told_by_text(inside: Inside) -> None:
    one = Handset(inside, "CA1").call().press("2", PASSWORD, "1")
    with blocked() as (wait, go):
        inside.office.tell("end_services", wait)
        inside.clock.forward(seconds=1)
        assert one.send_only(Digits="1").said == (words("common.one_moment"),)
        inside.office.wait_for("end_services")
        one.hang_up()
        go.set()
    settled(inside)
    assert len(inside.office.keys("end_services")) == 1
    assert len(inside.messenger.sent) == 1


def test_an_end_that_our_own_code_breaks_is_answered_and_has_its_record(
    inside: Inside, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    one = recording(inside).speak("RE1")
    monkeypatch.setattr(SqlTickets, "number", broken)
    one.hang_up()
    assert inside.disposition("CA1") == "error at complaint.right"
    assert OWN.where("complaint", "right") in caplog.text
    assert inside.sweep() == 0


def test_a_call_that_breaks_when_its_answer_comes_breaks_once(
    inside: Inside, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    one = recording(inside).speak("RE1").hang_up()
    inside.settle_down()
    real = Owing.texts
    monkeypatch.setattr(
        Owing, "texts", lambda self, move, *rest: broken() if move.texts else real(self, move, *rest)
    )
    inside.sweep()
    assert len([record for record in caplog.records if record.exc_info]) == 1
    monkeypatch.undo()
    assert inside.sweep() == 0
    assert inside.disposition("CA1") == "hung up at complaint.right"
    assert one.inside.office.keys("lodge_complaint")


def test_one_call_that_cannot_be_helped_does_not_keep_others_from_what_they_are_owed(
    inside: Inside, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for sid in ("CA1", "CA2"):
        recording(inside, sid).hang_up()
    real = Aftermath.gone

    def gone(self: Aftermath, sid: CallSid) -> None:
        if sid == "CA1":
            broken()
        real(self, sid)

    monkeypatch.setattr(Aftermath, "gone", gone)
    inside.clock.forward(seconds=2)
    inside.sweep()
    inside.settle_down()
    (key,) = inside.office.keys("lodge_complaint")
    assert key.startswith("CA2:")
    monkeypatch.undo()
    settled(inside)
    assert len(inside.office.keys("lodge_complaint")) == 2


def test_an_unsure_answer_after_a_hang_up_is_told_when_it_is_known(inside: Inside) -> None:
    inside.office.tell("lodge_complaint", OfficeAnswer("unsure"), OfficeAnswer("unsure"))
    recording(inside).speak("RE1").hang_up()
    for _ in range(6):
        inside.clock.forward(minutes=6)
        inside.sweep()
        inside.settle_down()
    assert not inside.open_rows()
    assert len(set(inside.office.keys("lodge_complaint"))) == 1
    assert len(inside.messenger.sent) == 1
    assert TICKET in inside.messenger.texts[0]
