"""After *unsure* and after *unavailable*: done once, told once: flow-language design, rules 10, 11 and 21."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ivr.model.ids import Language
from ivr.model.office import UNAVAILABLE, UNSURE, Delivery, OfficeAnswer
from ivr.model.values import Record, Value
from ivr.wording.speech import write_later
from tests.web.fakes import DUE, FILMS, PAPER, PASSWORD, SERVICES, WEATHER, FakeMessenger, FakeOffice, Hand
from tests.web.handset import Handset
from tests.web.inside import EN, OWN, ZH, Inside, blocked, words

BEING_CHECKED = words("common.being_checked")
DAY = "20260304"


def later(outcome: str, language: Language = ZH, **facts: Value) -> str:
    """Return the text that tells what an operation came to."""
    operation, _, what = outcome.partition(".")
    text = write_later(operation, what, facts, language=language, catalogue=OWN.project.wording)
    assert text is not None
    return text


def cancel_all(inside: Inside, *, sid: str = "CA1") -> Handset:
    return Handset(inside, sid).call().press("2", PASSWORD, "1", "1")


def sweep_until_told(inside: Inside, times: int = 1) -> None:
    """Let time pass and sweep, as the sweeper would, until the caller has been texted."""
    for _ in range(10):
        inside.settle_down()
        if len(inside.messenger.sent) >= times and not inside.open_rows():
            return
        inside.clock.forward(minutes=6)
        inside.sweep()
    raise AssertionError((inside.messenger.sent, inside.open_rows()))


def nothing_more_is_told(inside: Inside) -> None:
    sent, asked = list(inside.messenger.sent), list(inside.office.asked)
    for _ in range(2):
        inside.clock.forward(hours=1)
        inside.sweep()
        inside.settle_down()
    assert (inside.messenger.sent, inside.office.asked) == (sent, asked)


TRUTHS = [
    (OfficeAnswer("ok"), later("end_services.ok", services=SERVICES)),
    (
        OfficeAnswer("partly", Record({"ended": (PAPER,), "left": (WEATHER, FILMS)})),
        later("end_services.partly", ended=(PAPER,), left=(WEATHER, FILMS)),
    ),
    (OfficeAnswer("refused"), later("end_services.refused", services=SERVICES)),
]


@pytest.mark.parametrize(("truth", "text"), TRUTHS)
def test_who_was_told_unsure_is_texted_the_truth_once(inside: Inside, truth: OfficeAnswer, text: str) -> None:
    inside.office.tell("end_services", OfficeAnswer(UNSURE), OfficeAnswer(UNSURE), truth)
    one = cancel_all(inside)
    assert BEING_CHECKED in one.heard
    one.hang_up()
    sweep_until_told(inside)
    assert inside.messenger.texts == [text]
    requests = inside.office.requests("end_services")
    assert [one.repeated for one in requests] == [False, True, True]
    assert len({one.key for one in requests}) == 1
    assert len({one.arguments for one in requests}) == 1
    nothing_more_is_told(inside)


def test_the_truth_is_told_once_however_often_it_is_looked_for(open_inside: Callable[..., Inside]) -> None:
    office, messenger, clock = FakeOffice(), FakeMessenger(), Hand()
    before = open_inside(office=office, messenger=messenger, clock=clock)
    office.tell("end_services", OfficeAnswer(UNSURE))
    cancel_all(before).hang_up()
    before.settle_down()
    before.close()
    two = [open_inside(office=office, messenger=messenger, clock=clock) for _ in range(2)]
    clock.forward(minutes=6)
    for one in (*two, *two):
        one.sweep()
    for one in two:
        one.settle_down()
        sweep_until_told(one)
    assert messenger.texts == [later("end_services.ok", services=SERVICES)]
    after = open_inside(office=office, messenger=messenger, clock=clock)
    nothing_more_is_told(after)
    assert len({one.key for one in messenger.sent}) == 1


def test_a_process_given_up_for_dead_does_not_tell_the_truth_again(
    open_inside: Callable[..., Inside],
) -> None:
    office, messenger, clock = FakeOffice(), FakeMessenger(), Hand()
    slow, quick = (open_inside(office=office, messenger=messenger, clock=clock) for _ in range(2))
    office.tell("end_services", OfficeAnswer(UNSURE))
    cancel_all(slow).hang_up()
    slow.settle_down()
    clock.forward(minutes=6)
    with blocked() as (wait, go):
        office.tell("end_services", wait)
        slow.sweep()
        office.wait_for("end_services", 2)
        slow.database._own_file.close()  # what the system does with the lock of a process that is gone
        sweep_until_told(quick)
        go.set()
        slow.settle_down()
    nothing_more_is_told(quick)
    assert messenger.texts == [later("end_services.ok", services=SERVICES)]


def test_a_text_of_the_truth_that_was_not_taken_is_sent_again(inside: Inside) -> None:
    inside.office.tell("end_services", OfficeAnswer(UNSURE))
    inside.messenger.tell(Delivery.UNAVAILABLE, Delivery.UNSURE)
    cancel_all(inside).hang_up()
    sweep_until_told(inside, 3)
    assert len(set(inside.messenger.texts)) == 1
    assert len({one.key for one in inside.messenger.sent}) == 1


def test_after_unsure_a_refusal_to_repeat_says_nothing_about_the_first_try(inside: Inside) -> None:
    inside.office.tell(
        "end_services",
        OfficeAnswer(UNSURE),
        OfficeAnswer(UNAVAILABLE),
        OfficeAnswer(UNAVAILABLE),
        OfficeAnswer("ok"),
    )
    one = cancel_all(inside)
    assert BEING_CHECKED in one.heard
    sweep_until_told(inside)
    assert inside.messenger.texts == [later("end_services.ok", services=SERVICES)]


def test_what_surely_was_not_done_is_told_at_once_and_not_done_later(inside: Inside) -> None:
    inside.office.tell("end_services", OfficeAnswer(UNAVAILABLE))
    one = cancel_all(inside)
    assert words("cancel_these.nothing_done") in one.heard
    inside.clock.forward(minutes=6)
    inside.sweep()
    assert len(inside.office.keys("end_services")) == 1
    one.press("1", "2", "1", "1")
    assert len(set(inside.office.keys("end_services"))) == 2
    inside.swept_clean()
    nothing_more_is_told(inside)


def test_asking_again_while_nobody_knows_keeps_the_key(inside: Inside) -> None:
    inside.office.tell("end_services", OfficeAnswer(UNSURE), OfficeAnswer("ok"))
    one = cancel_all(inside).press("1", "2", "1", "1")
    assert words("cancel_these.all_gone", how_many=3) in one.heard
    assert len(set(inside.office.keys("end_services"))) == 1
    sweep_until_told(inside)
    assert inside.messenger.texts == [
        words("cancel_these.all_gone", written=True, services=SERVICES, how_many=3)
    ]
    nothing_more_is_told(inside)


def test_a_mistake_of_ours_at_a_change_is_unsure_and_found_out(
    inside: Inside, caplog: pytest.LogCaptureFixture
) -> None:
    inside.office.tell("end_services", RuntimeError("a mistake of our own"))
    assert BEING_CHECKED in cancel_all(inside).heard
    sweep_until_told(inside)
    assert inside.messenger.texts == [later("end_services.ok", services=SERVICES)]


def complain(inside: Inside, *, sid: str = "CA1", caller: str = "+8613800138000") -> Handset:
    return Handset(inside, sid, caller=caller).call().press("3", "2").speak("RE1").press("1")


@pytest.mark.parametrize("first", [UNAVAILABLE, UNSURE])
def test_a_complaint_the_office_could_not_take_is_lodged_later(inside: Inside, first: str) -> None:
    inside.office.tell("lodge_complaint", OfficeAnswer(first))
    one = complain(inside)
    assert BEING_CHECKED in one.heard
    one.hang_up()
    sweep_until_told(inside)
    kept, lodged = inside.office.requests("lodge_complaint")
    assert (
        kept.arguments
        == lodged.arguments
        == Record({"kind": "network", "words": "RE1", "ticket": f"{DAY}0001"})
    )
    assert kept.key == lodged.key
    assert inside.messenger.texts == [later("lodge_complaint.ok", ticket=f"{DAY}0001", due=DUE)]
    nothing_more_is_told(inside)


def test_an_office_that_is_down_all_day_gets_every_complaint_in_the_end(
    open_inside: Callable[..., Inside],
) -> None:
    office, messenger, clock = FakeOffice(), FakeMessenger(), Hand()
    down = OfficeAnswer(UNAVAILABLE)
    before = open_inside(office=office, messenger=messenger, clock=clock)
    office.tell("lodge_complaint", *[down] * 8)
    for n in range(2):
        complain(before, sid=f"CA{n}").hang_up()
    for _ in range(2):
        before.settle_down()
        clock.forward(minutes=6)
        before.sweep()
    before.settle_down()
    before.close()
    after = open_inside(office=office, messenger=messenger, clock=clock)
    sweep_until_told(after, 2)
    told = {later("lodge_complaint.ok", ticket=f"{DAY}000{n}", due=DUE) for n in (1, 2)}
    assert set(messenger.texts) == told
    assert len(messenger.texts) == 2


def test_a_call_back_the_office_could_not_take_is_asked_for_later(inside: Inside) -> None:
    inside.office.tell("ask_call_back", OfficeAnswer(UNAVAILABLE))
    one = Handset(inside).call().press("0").send(QueueResult="leave").press("1")
    assert BEING_CHECKED in one.heard
    sweep_until_told(inside)
    assert inside.messenger.texts == [later("ask_call_back.ok", ticket=f"{DAY}0001", due=DUE)]


def test_the_truth_is_told_in_the_language_of_the_call(inside: Inside) -> None:
    inside.office.tell("end_services", OfficeAnswer(UNSURE))
    Handset(inside).call().press("5", "2", PASSWORD, "1", "1").hang_up()
    sweep_until_told(inside)
    assert inside.messenger.texts == [later("end_services.ok", EN, services=SERVICES)]


def test_a_withheld_number_is_owed_the_complaint_and_no_text(inside: Inside) -> None:
    inside.office.tell("lodge_complaint", OfficeAnswer(UNAVAILABLE))
    one = complain(inside, caller="anonymous")
    assert words("complaint.checked_unseen") in one.heard
    inside.settle_down()
    inside.clock.forward(minutes=6)
    inside.sweep()
    inside.settle_down()
    assert not inside.open_rows()
    assert not inside.messenger.sent
    assert len(inside.office.keys("lodge_complaint")) == 2


def test_words_texts_and_office_name_the_same_ticket_of_twelve_digits(inside: Inside) -> None:
    one = complain(inside)
    (request,) = inside.office.requests("lodge_complaint")
    ticket = request.arguments["ticket"]
    assert ticket == f"{DAY}0001"
    assert words("complaint.lodged", ticket=ticket, due=DUE) in one.heard
    inside.swept_clean()
    assert inside.messenger.texts == [words("complaint.lodged", written=True, ticket=ticket, due=DUE)]


def test_two_complaints_of_a_kind_have_one_number_and_another_kind_or_call_another(inside: Inside) -> None:
    one = complain(inside)
    one.press("1", "3", "2").speak("RE2").press("1")
    one.press("1", "3", "1").speak("RE3").press("1")
    complain(inside, sid="CA2")
    asked = inside.office.requests("lodge_complaint")
    assert [request.arguments["ticket"] for request in asked] == [f"{DAY}000{n}" for n in (1, 1, 2, 3)]
    assert len({request.key for request in asked}) == 4


def test_the_days_tickets_begin_at_midnight_in_china(inside: Inside) -> None:
    inside.clock.at = inside.clock.at.replace(hour=15, minute=59)
    complain(inside, sid="CA1")
    inside.clock.forward(minutes=2)
    complain(inside, sid="CA2")
    tickets = [request.arguments["ticket"] for request in inside.office.requests("lodge_complaint")]
    assert tickets == ["202603040001", "202603050001"]


def test_nothing_is_corrected_before_the_caller_was_told(inside: Inside) -> None:
    inside.office.tell("end_services", OfficeAnswer(UNSURE))
    one = Handset(inside, "CA1").call().press("2", PASSWORD, "1")
    inside.clock.forward(seconds=2)
    one.send_only(Digits="1")
    inside.settle_down()
    for seconds in (2, 10):
        inside.clock.forward(seconds=seconds)
        inside.sweep()
        inside.settle_down()
    assert len(inside.office.requests("end_services")) == 1
    assert inside.messenger.texts == []
    inside.clock.forward(minutes=1)  # the call never comes for the answer
    sweep_until_told(inside)
    assert len(inside.office.requests("end_services")) == 2
    assert inside.messenger.texts == [later("end_services.ok", services=SERVICES)]
