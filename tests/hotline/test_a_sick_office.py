"""An office that is down, slow, dripping, silent or mad: a clear outcome, in time, for every request."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from backend_stub.app import create_app
from backend_stub.server import serving
from tests.hotline.calling import Finished, call
from tests.hotline.children import ORIGIN, Nursery, Rewritten
from tests.hotline.office import TheOffice
from tests.hotline.patience import PROMISED_S, eventually, free_port
from tests.hotline.stored import is_settled, published
from tests.web.inside import words

SORRY = words("balance.sorry")


@pytest.mark.parametrize("mode", ["garbage", "fail_before", "fail_after", "refuse"])
def test_a_balance_that_cannot_be_had_is_told_at_once(
    tmp_path: Path, hotlines: Nursery, office: TheOffice, mode: str
) -> None:
    child = hotlines.start(published(tmp_path / "calls.db"), office.url)
    with office.misbehaving("get_balance", mode):
        one = call(ORIGIN, "press: 1", "press: 2", sender=Rewritten(child))
    assert max(one.timed.spent_s) < PROMISED_S
    assert words("common.one_moment") not in one.heard
    assert SORRY in one.heard
    assert one.heard[-1] == words("main.goodbye")
    assert eventually(lambda: is_settled(tmp_path / "calls.db"))


SLOW = [("late", {"after_s": 4.0}), ("drip", {}), ("hang", {}), ("late", {"after_s": 1.8})]


def test_a_balance_that_takes_long_is_waited_for_with_words(tmp_path: Path, hotlines: Nursery) -> None:
    """Four offices at once, each slow in its own way: only the last one's answer comes within the 3 s."""

    def ask(place: int, mode: str, how: dict[str, float]) -> Finished:
        with serving(create_app()) as url:
            child = hotlines.start(published(tmp_path / f"{place}.db"), url)
            with TheOffice(url).misbehaving("get_balance", mode, **how):
                return call(ORIGIN, "press: 1", "hang_up", sender=Rewritten(child))

    with ThreadPoolExecutor(len(SLOW)) as pool:
        calls = [pool.submit(ask, place, *slow) for place, slow in enumerate(SLOW)]
        *never, in_time = [one.result() for one in calls]
    for one in (*never, in_time):
        assert max(one.timed.spent_s) < PROMISED_S
        assert words("common.one_moment") in one.heard
    for one in never:
        assert SORRY in one.heard
    assert any("二十元五角" in text for text in in_time.heard)


def test_an_office_that_does_not_know_the_caller_in_time_does_not_hold_up_the_call(
    tmp_path: Path, hotlines: Nursery, office: TheOffice
) -> None:
    child = hotlines.start(published(tmp_path / "calls.db"), office.url)
    with office.misbehaving("who_calls", "hang"):
        one = call(ORIGIN, "hang_up", sender=Rewritten(child))
    assert max(one.timed.spent_s) < PROMISED_S
    told = [text for text in one.heard if text != words("common.still_working")]
    assert told[:2] == [words("main.welcome"), words("main.services")]


def test_an_office_that_is_down_still_leaves_a_hotline(tmp_path: Path, hotlines: Nursery) -> None:
    path = tmp_path / "calls.db"
    child = hotlines.start(published(path), f"http://127.0.0.1:{free_port()}")
    one = call(ORIGIN, "press: 1", "press: 2", "press: 0", sender=Rewritten(child))
    assert max(one.timed.spent_s) < PROMISED_S
    assert SORRY in one.heard
    assert one.report.ended == "transferred:agents"
    assert eventually(lambda: is_settled(path))


def test_a_text_is_owed_until_the_office_takes_it(
    tmp_path: Path, hotlines: Nursery, office: TheOffice
) -> None:
    path, number = tmp_path / "calls.db", "13000130000"
    child = hotlines.start(published(path), office.url)
    before = len(office.texts(number))
    with office.misbehaving("send_text", "fail_before", times=1):
        one = call(
            ORIGIN,
            "press: 1",
            "press: 1",
            "silence",
            "press: 2",
            caller=f"+86{number}",
            sender=Rewritten(child),
        )
        assert words("balance.text_sent") in one.heard
        assert eventually(lambda: is_settled(path), within_s=4.0)
    assert len(office.texts(number)) == before + 1


def test_a_text_whose_answer_was_lost_is_sent_once(
    tmp_path: Path, hotlines: Nursery, office: TheOffice
) -> None:
    path, number = tmp_path / "calls.db", "13100131000"
    child = hotlines.start(published(path), office.url)
    before = len(office.texts(number))
    with office.misbehaving("send_text", "fail_after", times=1):
        call(
            ORIGIN,
            "press: 1",
            "press: 1",
            "silence",
            "press: 2",
            caller=f"+86{number}",
            sender=Rewritten(child),
        )
        assert eventually(lambda: is_settled(path), within_s=4.0)
    assert len(office.texts(number)) == before + 1
