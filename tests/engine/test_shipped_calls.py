"""Calls to the shipped hotline beyond the balance: cancelling, complaining, another number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

import pytest

from ivr.model.money import Money
from ivr.model.values import Record
from tests.engine.phone import LATER, Given, Phone

Dialling = Callable[..., Phone]
OTHER = "13900139000"
NOBODY_SPECIAL: Given = ("ok", {"age": 40, "needs_person": False})
FIGURES: Given = ("ok", {"left": Money(2050), "owed": Money(0), "valid_until": date(2026, 12, 31)})
DUE = datetime(2026, 11, 27, 14, 5, tzinfo=timezone(timedelta(hours=8)))
LODGED: Given = ("ok", {"ticket": "202611250042", "due": DUE})


def service(number: int) -> Record:
    return Record(
        {"id": f"S{number}", "name": f"n{number}", "provider": "p", "port": "10661234", "price": Money(500)}
    )


def paid(many: int) -> Given:
    return (
        "ok",
        {
            "services": tuple(service(n) for n in range(1, many + 1)),
            "ports": (),
            "monthly": Money(500 * many),
        },
    )


def cancelling(dial: Dialling, many: int, **office: object) -> Phone:
    """The caller has proven who they are and hears what can be cancelled."""
    known = {"who_calls": NOBODY_SPECIAL, "check_password": "ok", "list_paid_services": paid(many)}
    return dial({**known, **office}).press("2", "246810")


def test_all_services_are_named_agreed_to_cancelled_and_confirmed_by_text(dial: Dialling) -> None:
    phone = cancelling(dial, 3, end_services="ok")
    assert phone.heard == ["cancel_services.your_services", "cancel_services.offer"]
    phone.press("1")
    assert phone.uninterrupted == ["cancel_these.sure"]
    phone.hears().press("1")
    assert phone.requests[-1].arguments["services"] == (service(1), service(2), service(3))
    assert phone.texted == ["cancel_these.all_gone"]
    assert phone.silence().ended == "main.finished"
    assert phone.record.finished == (
        "prove_it.proven", "cancel_these.cancelled", "cancel_services.cancelled", "main.finished",
    )  # fmt: skip


def test_one_service_of_the_second_page_is_cancelled_alone(dial: Dialling) -> None:
    phone = cancelling(dial, 8, end_services="ok").press("2", "8", "2").hears().press("1")
    assert phone.requests[-1].arguments["services"] == service(7)


def test_whoever_keeps_everything_is_back_at_the_offer(dial: Dialling) -> None:
    phone = cancelling(dial, 3).press("1").hears().press("2")
    assert phone.heard == ["cancel_these.kept", "cancel_services.offer"]
    assert phone.press("5").heard == ["cancel_services.nothing_changed", "main.anything_else"]


def test_an_office_that_does_not_answer_is_being_checked_and_nothing_is_asked_twice(dial: Dialling) -> None:
    phone = cancelling(dial, 3, end_services="unsure").press("1").hears().press("1")
    assert phone.heard == ["cancel_these.being_checked", "main.anything_else"]
    assert phone.asked.count("end_services") == 1


def test_three_wrong_passwords_lead_to_a_person(dial: Dialling) -> None:
    phone = dial({"who_calls": NOBODY_SPECIAL, "check_password": "refused"}).press(
        "2", "111111", "222222", "333333"
    )
    assert phone.heard == ["prove_it.wrong", "prove_it.refused", "agent.putting_you_through"]
    assert phone.asked == ["who_calls", "check_password", "check_password", "check_password"]


def test_another_numbers_balance_needs_its_own_password_and_is_texted_to_the_caller(dial: Dialling) -> None:
    phone = dial({"who_calls": NOBODY_SPECIAL, "get_balance": FIGURES, "check_password": "ok"})
    phone.press("1", "3", OTHER, "246810")
    assert [request.subscriber for request in phone.requests[-2:]] == [OTHER, OTHER]
    phone.press("1")
    assert phone.texts[0].to == "13800138000"
    assert phone.texts[0].phrase.facts["number"] == OTHER


def test_whoever_leaves_another_numbers_password_can_do_everything_else(dial: Dialling) -> None:
    """The question about one's own balance must not be answered about the other number."""
    phone = dial(
        {"who_calls": NOBODY_SPECIAL, "get_balance": FIGURES, "get_charges": ("ok", {"so_far": Money(5)})}
    )
    phone.press("1", "3", OTHER, "**")
    assert phone.at == "main.services"
    phone.press("1", "2")
    assert phone.heard == ["balance.charges", "balance.more"]
    assert {request.subscriber for request in phone.requests} == {"13800138000"}


def complaining(dial: Dialling, *, office: object = LODGED, **how: object) -> Phone:
    known = {} if how.get("caller", "own") is None else {"who_calls": NOBODY_SPECIAL}
    return dial({**known, "lodge_complaint": office}, **how).press("3", "2")


def test_a_complaint_is_recorded_played_back_lodged_and_texted(dial: Dialling) -> None:
    phone = complaining(dial)
    assert phone.uninterrupted == ["complaint.tell_us"]
    assert "recording" in phone.call.told
    phone.records("RE1", spoken_s=12)
    assert phone.facts == {"words": "RE1"}
    phone.press("1")
    assert dict(phone.requests[-1].arguments) == {"kind": "network", "words": "RE1"}
    assert phone.texted == ["complaint.lodged"]


@pytest.mark.parametrize("hung_up", [True, False])
def test_a_caller_who_hangs_up_has_complained_all_the_same(dial: Dialling, hung_up: bool) -> None:
    phone = complaining(dial)
    if hung_up:
        phone.records("RE1", spoken_s=8, hung_up=True)
    else:
        phone.hang_up().gone_for_good()
    assert dict(phone.requests[-1].arguments) == {"kind": "network", **({"words": "RE1"} if hung_up else {})}
    assert phone.texted == ["complaint.lodged"]
    assert phone.ended == "hung up at complaint.tell_us"


def test_silence_does_not_throw_a_recording_away(dial: Dialling) -> None:
    phone = complaining(dial).records("RE1", spoken_s=12).silence(3)
    assert phone.requests[-1].arguments["words"] == "RE1"


def test_a_complaint_is_lodged_though_a_person_took_the_call_over(dial: Dialling) -> None:
    phone = complaining(dial).records("RE1", spoken_s=12).press("0").person("answered")
    assert phone.ended == "agent.handed_over"
    phone.gone_for_good()
    assert phone.requests[-1].arguments["words"] == "RE1"


def test_a_complaint_from_a_withheld_number_is_lodged_and_its_number_told_aloud(dial: Dialling) -> None:
    phone = complaining(dial, caller=None)
    assert phone.heard == ["complaint.leave_a_number", "complaint.tell_us"]
    phone.records("RE1", spoken_s=12).press("1")
    assert phone.heard == ["complaint.lodged_unseen", "main.anything_else"]
    assert phone.texts == []


def test_in_a_storm_only_the_main_services_are_offered(dial: Dialling) -> None:
    phone = dial({"who_calls": NOBODY_SPECIAL}, turned={"storm": True})
    assert phone.offered.keys() == {"1", "2", "3", "5", "0", "#"}
    assert phone.turn("storm", on=False).press("4").at == "other_services.topics"


def test_what_operators_have_put_up_is_heard_before_the_menu(dial: Dialling) -> None:
    phone = dial({"who_calls": NOBODY_SPECIAL}, notices={"opening": {"zh-CN": "线路故障"}})
    assert phone.heard == ["common.notice", "main.services"]


def test_with_the_switch_ones_own_balance_needs_the_password_too(dial: Dialling) -> None:
    phone = dial(
        {"who_calls": NOBODY_SPECIAL, "check_password": "ok", "get_balance": FIGURES},
        turned={"ask_password": True},
    )
    assert phone.press("1").at == "prove_it.ask"
    assert phone.press("246810").at == "balance.more"
    assert phone.silence().press("1", "1").at == "balance.more"  # proven once


def test_a_caller_nobody_is_free_for_is_called_back_even_after_hanging_up(dial: Dialling) -> None:
    phone = dial({"who_calls": NOBODY_SPECIAL, "ask_call_back": LATER}).press("0").person("nobody")
    assert phone.heard == ["agent.all_busy", "agent.call_you_back"]
    phone.hang_up()
    assert phone.asked[-1] == "ask_call_back"
    assert phone.returned(LODGED).texted == ["agent.promised"]
    assert phone.ended == "hung up at agent.call_you_back"
