"""Whoever comes next finishes it under the same key: architecture, section 4."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from ivr.model.ids import CallSid
from ivr.model.office import UNSURE, Delivery, OfficeAnswer
from ivr.model.stored import Change, Settled
from ivr.turn import turns as turn_module
from tests.web.fakes import FakeOffice
from tests.web.inside import SID, Inside, blocked, bundle_of, started_over, words


def test_a_running_turn_of_a_dead_process_is_finished_by_the_retry(
    open_inside: Callable[..., Inside],
) -> None:
    dead, alive = open_inside(), open_inside()
    dead.at_services()
    with blocked() as (wait, go), ThreadPoolExecutor(1) as pool:
        dead.office.tell("get_balance", wait)
        lost = pool.submit(dead.turn, 2, Digits="1")
        dead.office.wait_for("get_balance")
        dead.database._own_file.close()  # what the system does with the lock of a process that is gone
        answer = alive.turn(2, Digits="1")
        go.set()
        lost.result()
    assert words("balance.more") in answer.said
    assert alive.turn(2, Digits="1") == answer
    assert alive.office.keys("get_balance") == dead.office.keys("get_balance")


def test_taking_over_late_does_not_make_the_answer_late(
    open_inside: Callable[..., Inside], monkeypatch: pytest.MonkeyPatch
) -> None:
    dead, alive = open_inside(), open_inside()
    dead.at_services()
    monkeypatch.setattr(turn_module, "DUPLICATE_BUDGET_S", 0.5)
    monkeypatch.setattr(turn_module, "COLLECT_BUDGET_S", 4.0)
    with blocked() as (wait, go), ThreadPoolExecutor(1) as pool:
        dead.office.tell("get_balance", wait)
        alive.office.tell("get_balance", wait)
        lost = pool.submit(dead.turn, 2, Digits="1")
        dead.office.wait_for("get_balance")
        began = time.monotonic()
        dead.database._own_file.close()
        answer = alive.turn(2, Digits="1")
        spent_s = time.monotonic() - began
        go.set()
        lost.result()
    assert answer.said == (words("common.one_moment"),)
    assert spent_s < 2.0


def test_a_text_owed_by_a_dead_process_is_sent_once(open_inside: Callable[..., Inside]) -> None:
    dead, alive = open_inside(), open_inside()
    dead.at_more()
    with blocked() as (_, go):
        dead.messenger.send = lambda *_, **__: go.wait(5) and Delivery.UNSURE  # type: ignore[method-assign,assignment]
        dead.turn(3, Digits="1")
        assert alive.sweep() == 0  # its owner is at work
        dead.database._own_file.close()
        assert alive.sweep() == 1
        alive.settle_down()
    assert [text.key for text in alive.messenger.sent] == [f"{SID}:text:3:0:0"]
    assert not alive.open_rows()
    assert alive.sweep() == 0


def test_a_call_that_is_over_goes_on_by_the_answer_it_waited_for(open_inside: Callable[..., Inside]) -> None:
    dead, alive = open_inside(), open_inside()
    with blocked() as (wait, _):
        dead.office.tell("who_calls", wait)
        dead.arrive()
        alive.over()
        dead.database._own_file.close()
        alive.swept_clean()
        alive.sweep()
    assert alive.office.keys("who_calls") == dead.office.keys("who_calls")
    assert alive.disposition() == "hung up at main.opening"
    stored = alive.calls.call(CallSid(SID))
    assert stored is not None
    assert stored.call.waiting is None
    assert alive.sweep() == 0


def test_an_answer_nobody_waits_for_any_more_is_not_asked_for(open_inside: Callable[..., Inside]) -> None:
    dead, alive = open_inside(), open_inside()
    with blocked() as (wait, _):
        dead.office.tell("who_calls", wait)
        dead.arrive()
        alive.over()
        stored = alive.calls.call(CallSid(SID))
        assert stored is not None
        gone_on = replace(stored.call, waiting=None)
        alive.calls.commit(Change(gone_on, stored.version, alive.calls.owner))
        dead.database._own_file.close()
        alive.swept_clean()
    assert not alive.office.asked


def test_an_operation_asked_again_under_its_old_key_is_owed_again(open_inside: Callable[..., Inside]) -> None:
    inside = open_inside(office=FakeOffice())
    with blocked() as (wait, _):
        inside.office.tell("who_calls", wait)
        inside.arrive()
        (key,) = inside.open_rows()
        owed = inside.calls.obligation(key)
        assert owed is not None
        inside.calls.settle(Settled(key, OfficeAnswer(UNSURE), inside.clock.now()))
        assert not inside.open_rows()
        stored = inside.calls.call(CallSid(SID))
        assert stored is not None
        inside.calls.commit(Change(stored.call, stored.version, inside.calls.owner, owes=(owed,)))
        assert inside.open_rows() == [key]


def test_a_call_ends_on_the_bundle_it_began_with(open_inside: Callable[..., Inside]) -> None:

    newer = bundle_of(
        {
            "prompts/zh-CN/main.yaml": lambda text: text.replace("请选择您要的服务。", "请选。").replace(
                "您好，欢迎致电中国移动。", "新年好。"
            )
        }
    )
    program = started_over(newer)
    before = open_inside()
    before.arrive()
    before.publish(newer)
    assert before.turn(1).said[0] == words("main.services")
    after = open_inside()
    assert after.turn(2, Digits="9").said[0] == words("main.services")
    assert after.arrive("CAnew").said == (words("main.welcome", program=program),)
    assert after.turn(1, "CAnew").said[0] == words("main.services", program=program)
    assert before.arrive("CAnewer").said == (words("main.welcome", program=program),)
    assert after.turn(3, Digits="9").said[0] == words("main.services")
