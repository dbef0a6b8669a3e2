"""Whole calls over real HTTP, signed, against ``ivr serve``: what is heard, and how the record names it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hotline.calling import Finished, call
from tests.hotline.office import TheOffice
from tests.hotline.patience import PROMISED_S
from tests.hotline.running import dispositions, served
from tests.hotline.stored import disposition
from tests.web.inside import EN, words

PUT_THROUGH = words("agent.putting_you_through")


@pytest.fixture(scope="module")
def hotline(project: Path, office: TheOffice) -> Iterator[str]:
    with served(project, office=office.url) as url:
        yield url


def ended(project: Path, one: Finished) -> str:
    assert max(one.timed.spent_s) < PROMISED_S
    found = disposition(project / "var" / "ivr.db", one.sid)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("13800138000", "您的话费余额为二十元五角，有效期到二零二六年十二月三十一日。"),
        ("13900139000", "您已欠费十二元三角，请及时充值。"),
        ("13100131000", "您的话费余额为零元，请及时充值。"),
        ("13000130000", "您的话费余额为六元二角，余额不多了，请及时充值。"),
        ("13500135000", "您已欠费四十六元七角五分，请及时充值。"),
        ("13300133000", "您的话费余额为一千零二十四元，有效期到二零二七年十二月三十一日。"),
    ],
)
def test_a_caller_is_told_the_balance(hotline: str, project: Path, number: str, told: str) -> None:
    one = call(hotline, "press: 1", "silence", "press: 2", caller=f"+86{number}")
    assert told in one.heard
    assert one.heard[-1] == words("main.goodbye")
    assert one.report.ended == "hangup"
    assert ended(project, one) == "main.finished"


@pytest.mark.parametrize("caller", ["anonymous", "", "+16505551212"])
def test_a_caller_whose_number_we_cannot_see_is_asked_for_one(
    hotline: str, project: Path, caller: str
) -> None:
    steps = ("press: 1", "press: 13900139000", "press: 135790", "silence", "press: 2")
    one = call(hotline, *steps, caller=caller)
    assert words("common.number_unseen") in one.heard
    assert "您已欠费十二元三角，请及时充值。" in one.heard
    assert ended(project, one) == "main.finished"


@pytest.mark.parametrize("caller", ["+8613200132000", "+8613812345678"])
def test_a_number_that_is_not_ours_is_told_so(hotline: str, project: Path, caller: str) -> None:
    one = call(hotline, "press: 1", "press: 2", caller=caller)
    assert words("balance.not_ours") in one.heard
    assert ended(project, one) == "main.finished"


def test_the_figures_come_as_a_text_to_the_callers_own_phone(
    hotline: str, project: Path, office: TheOffice
) -> None:
    before = len(office.texts("13600136000"))
    one = call(hotline, "press: 1", "press: 1", "silence", "press: 2", caller="+8613600136000")
    assert words("balance.text_sent") in one.heard
    assert ended(project, one) == "main.finished"
    found = office.texts("13600136000")
    assert len(found) == before + 1
    assert "话费余额866.40元" in found[-1]["content"]


def test_this_months_charges(hotline: str) -> None:
    assert (
        "您本月到现在的话费为五十三元。" in call(hotline, "press: 1", "press: 2", "silence", "press: 2").heard
    )


def test_a_caller_may_speak_instead_of_pressing(hotline: str) -> None:
    one = call(hotline, "say: 查话费", "silence", "say: 再见")
    assert "您的话费余额为二十元五角，有效期到二零二六年十二月三十一日。" in one.heard


def test_english_lasts_for_the_rest_of_the_call(hotline: str, project: Path) -> None:
    one = call(hotline, "press: 5", "press: 1", "silence", "press: 2", caller="+8613900139000")
    place = one.heard.index(words("main.services", EN))
    own = "普通话"  # the way back is offered in the language it leads to
    assert {one.language for one in one.report.line.heard[place:] if own not in one.text} == {"en-US"}
    assert any(own in text for text in one.heard[place:])
    assert "Your account is 12 yuan and 30 fen overdue. Please top up soon." in one.heard or any(
        ("overdue" in text and "12" in text) or "twelve" in text for text in one.heard
    )
    assert one.heard[-1] == words("main.goodbye", EN)
    assert ended(project, one) == "main.finished"


@pytest.mark.parametrize("number", ["13700137000", "15900159000"])
def test_who_needs_a_person_is_put_straight_through(hotline: str, project: Path, number: str) -> None:
    one = call(hotline, caller=f"+86{number}")
    assert one.heard[:2] == [words("main.welcome"), PUT_THROUGH]
    assert one.report.ended == "transferred:agents"
    assert ended(project, one) == "agent.handed_over"


def test_silence_is_met_twice_and_then_by_a_person(hotline: str, project: Path) -> None:
    one = call(hotline, "silence", "silence", "silence")
    lines = [words("common.are_you_there"), words("common.take_your_time"), PUT_THROUGH]
    assert [text for text in one.heard if text in lines] == lines
    assert one.report.ended == "transferred:agents"
    assert ended(project, one) == "agent.handed_over"


def test_wrong_keys_are_met_twice_and_then_by_a_person(hotline: str, project: Path) -> None:
    one = call(hotline, "press: 8", "press: 7", 'press: "#"')
    lines = [words("common.not_an_option"), words("common.try_once_more"), PUT_THROUGH]
    assert [text for text in one.heard if text in lines] == lines
    assert ended(project, one) == "agent.handed_over"


@pytest.mark.parametrize("before", [(), ("press: 1",), ("press: 1", "silence"), ("press: 5",)])
def test_zero_is_a_person_everywhere(hotline: str, project: Path, before: tuple[str, ...]) -> None:
    one = call(hotline, *before, "press: 0")
    assert {PUT_THROUGH, words("agent.putting_you_through", EN)} & set(one.heard)
    assert one.report.ended == "transferred:agents"
    assert ended(project, one) == "agent.handed_over"


def test_nobody_free_leads_back_to_the_menu(hotline: str, project: Path) -> None:
    waits = ("silence", "silence", "silence")  # being offered a call back, and not wanting one
    one = call(hotline, "press: 0", "transfer: nobody", *waits, "press: 2", "press: 1", "silence", "press: 2")
    place = one.heard.index(words("agent.all_busy"))
    assert words("main.services") in one.heard[place:]
    assert ended(project, one) == "main.finished"


def test_patience_that_finds_nobody_is_a_lost_call(hotline: str, project: Path) -> None:
    seen = call(hotline, "silence", "silence", "silence", "transfer: nobody")
    assert ended(project, seen) == "agent.call_back"
    withheld = call(hotline, "silence", "silence", "silence", "transfer: nobody", caller="anonymous")
    assert ended(project, withheld) == "lost at main.services"


def test_putting_the_phone_down_is_written_where_it_happened(hotline: str, project: Path) -> None:
    one = call(hotline, "press: 1", "hang_up")
    assert ended(project, one) == "hung up at balance.more"


def test_star_goes_back_and_nine_repeats(hotline: str) -> None:
    one = call(hotline, "press: 1", "press: 9", "press: '*'", "hang_up")
    assert one.heard.count(words("balance.more")) == 2
    assert one.heard.count(words("main.services")) == 2


def test_the_command_lists_every_call_with_its_disposition(hotline: str, project: Path) -> None:
    made = {
        call(hotline, "press: 1", "silence", "press: 2").sid: "main.finished",
        call(hotline, "press: 0").sid: "agent.handed_over",
        call(hotline, "hang_up", caller="anonymous").sid: "hung up at main.services",
    }
    assert dispositions(project).items() >= made.items()
