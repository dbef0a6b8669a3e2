"""What is said about a cancellation is true, whatever the office does; what is unsure is told later, once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from backend_stub.app import create_app
from backend_stub.server import serving
from ivr.model.values import Record
from tests.hotline.calling import call
from tests.hotline.children import ORIGIN, Nursery, Rewritten
from tests.hotline.conftest import Scene
from tests.hotline.office import ORDERS, TheOffice
from tests.hotline.patience import eventually
from tests.hotline.stored import is_settled, published
from tests.web.inside import words

CALLER, OWN = "13800138000", "来电显示"
PAID = ["手机报", "天气预报", "视频会员"]
CANCEL_ALL = ("press: 2", "press: 246810", "press: 1", "press: 1", "press: 2")
BEING_CHECKED = words("common.being_checked")
GONE = words("cancel_these.all_gone", how_many=3)


def named(*names: str) -> tuple[Record, ...]:
    return tuple(Record({"name": name}) for name in names)


def the_text(office: TheOffice) -> str:
    """Return the one text the caller gets, and fail if another one follows."""
    assert eventually(lambda: len(office.texts(CALLER)) == 1)
    assert not eventually(lambda: len(office.texts(CALLER)) > 1, within_s=0.8)
    return str(office.texts(CALLER)[0]["content"])


def test_a_refusal_is_told_and_changes_nothing(scene: Scene) -> None:
    with scene.office.misbehaving("end_services", "refuse"):
        one = scene.call(*CANCEL_ALL)
    assert words("cancel_these.refused") in one.heard
    assert scene.office.active(CALLER) == [*PAID, OWN]
    assert the_text(scene.office) == words("cancel_these.refused", written=True, services=named(*PAID))


def test_half_is_told_as_half(scene: Scene) -> None:
    with scene.office.misbehaving("end_services", "half"):
        one = scene.call(*CANCEL_ALL)
    assert words("cancel_these.some_gone", ended=named(PAID[0]), left=named(*PAID[1:])) in one.heard
    assert scene.office.active(CALLER) == [*PAID[1:], OWN]
    assert eventually(lambda: len(scene.office.texts(CALLER)) == 1)
    text = scene.office.texts(CALLER)[0]["content"]
    assert text == words("cancel_these.some_gone", written=True, ended=named(PAID[0]), left=named(*PAID[1:]))


def test_a_slow_order_is_waited_for(scene: Scene) -> None:
    with scene.office.misbehaving("end_services", "slow", after_s=1.0):
        one = scene.call(*CANCEL_ALL)
    assert GONE in one.heard
    assert scene.office.active(CALLER) == [OWN]


LOST = ("fail_after", "garbage", "fail_before")


def test_what_nobody_knows_is_found_out_and_texted(tmp_path: Path, hotlines: Nursery) -> None:
    """Three offices at once, each losing its answer in its own way."""

    def cancel(mode: str) -> None:
        with serving(create_app()) as url:
            office = TheOffice(url)
            child = hotlines.start(published(tmp_path / f"{mode}.db"), url)
            with office.misbehaving("end_services", mode, times=1):
                one = call(ORIGIN, *CANCEL_ALL, sender=Rewritten(child))
            assert BEING_CHECKED in one.heard, mode
            assert GONE not in one.heard, mode
            text = the_text(office)
            assert all(name in text for name in PAID), mode
            assert office.active(CALLER) == [OWN], mode
            assert len(office.all(ORDERS)) == 1, mode
            child.kill()

    with ThreadPoolExecutor(len(LOST)) as pool:
        for one in [pool.submit(cancel, mode) for mode in LOST]:
            one.result()


def test_an_unsure_half_is_told_as_half(scene: Scene) -> None:
    with scene.office.misbehaving("end_services", "fail_after", times=1):
        one = scene.call(
            "press: 2", "press: 808080", "press: 1", "press: 1", "press: 2", caller="18800188000"
        )
    assert BEING_CHECKED in one.heard
    assert eventually(lambda: len(scene.office.texts("18800188000")) == 1)
    text = scene.office.texts("18800188000")[0]["content"]
    assert "影视包年" in text
    assert "没有取消" in text
    assert scene.office.active("18800188000") == ["影视包年"]


def test_the_truth_is_found_out_after_a_restart(
    tmp_path: Path, hotlines: Nursery, own_office: TheOffice
) -> None:
    path = tmp_path / "calls.db"
    database = published(path)
    first = hotlines.start(database, own_office.url)
    with own_office.misbehaving("end_services", "fail_after"):
        one = call(ORIGIN, *CANCEL_ALL, sender=Rewritten(first))
        assert BEING_CHECKED in one.heard
        first.kill()
    for _ in range(2):  # two servers look for it at once
        hotlines.start(database, own_office.url)
    assert all(name in the_text(own_office) for name in PAID)
    assert eventually(lambda: is_settled(path))
    assert len(own_office.all(ORDERS)) == 1
