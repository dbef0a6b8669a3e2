"""An office that takes every request and answers none: the hotline goes on, and finds it well again by itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from backend_stub.faults import OPERATIONS
from ivr.adapters.office.breaker import OPEN_S
from ivr.adapters.office.guard import Kind
from tests.hotline.calling import Finished
from tests.hotline.in_process import Scene, opened
from tests.hotline.patience import PROMISED_S
from tests.web.inside import words

AT_ONCE = 6
"""As many callers as it takes failures to leave an office alone, and one more."""
ONE_MOMENT = words("common.one_moment")
COMPLAIN = ("press: 3", "press: 1", "leave_message: 5s", "press: 1", "press: 2")


def in_time(one: Finished) -> Finished:
    assert max(one.timed.spent_s) < PROMISED_S
    return one


def hear_of_other_services(scene: Scene) -> Finished:
    return in_time(scene.call("press: 4", "press: 1", "hang_up"))


def test_beside_an_office_that_hangs_the_hotline_goes_on_and_finds_it_well_again(tmp_path: Path) -> None:
    with opened(tmp_path / "calls.db") as scene:
        with ExitStack() as hanging:
            for operation in OPERATIONS:
                hanging.enter_context(scene.office.misbehaving(operation, "hang"))
            with ThreadPoolExecutor(AT_ONCE) as pool:
                first = [pool.submit(hear_of_other_services, scene) for _ in range(AT_ONCE)]
            for one in first:
                assert words("other_services.ways_to_pay") in one.result().heard
            assert scene.guard.is_open(Kind.QUERY)
            what_is_true_is_said_at_once(scene)
        scene.skip(OPEN_S)
        assert "您的话费余额为二十元五角" in "".join(in_time(scene.call("press: 1", "hang_up")).heard)
        assert not scene.guard.is_open(Kind.QUERY)
        scene.inside.swept_clean()
        assert len(scene.office.tickets()) == len(scene.office.texts()) == 1
        cancelled = scene.call("press: 2", "press: 246810", "press: 1", "press: 1", "press: 2")
        assert words("cancel_these.all_gone", how_many=3) in cancelled.heard


def what_is_true_is_said_at_once(scene: Scene) -> None:
    """Ask for what needs the office while it is left alone: nothing is waited for, nothing is lost."""
    for sentence, steps in (
        (words("balance.sorry"), ("press: 1", "press: 2")),
        (words("prove_it.cannot_check"), ("press: 2", "press: 246810", "press: 2")),
        (words("complaint.being_checked"), COMPLAIN),
    ):
        one = in_time(scene.call(*steps))
        assert sentence in one.heard
        assert words("common.still_working") not in one.heard
        assert one.heard.count(ONE_MOMENT) == (steps == COMPLAIN)  # its flow says so before it asks
