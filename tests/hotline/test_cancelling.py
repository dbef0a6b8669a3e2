"""Cancelling paid services over signed HTTP: what is heard, and what the office did. Contract, section 5."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from ivr.model.values import Record
from tests.hotline.conftest import Scene
from tests.hotline.office import ORDERS
from tests.hotline.patience import eventually
from tests.web.inside import words

CALLER, TWELVE, NONE_LEFT, CONTRACT = "13800138000", "13400134000", "13900139000", "18800188000"
OWN = "来电显示"
PAID = ["手机报", "天气预报", "视频会员"]
AT_OFFER = ("press: 2", "press: 246810")
AT_TWELVE = ("press: 2", "press: 123321")
GOODBYE = ("silence", "press: 2")
"""Enough heard, and no other wish."""


def named(*names: str) -> tuple[Record, ...]:
    return tuple(Record({"name": name}) for name in names)


def gone(*names: str) -> str:
    return words("cancel_these.all_gone", how_many=len(names))


def test_all_of_them_over_two_ports_and_nothing_else(scene: Scene) -> None:
    one = scene.call(*AT_OFFER, "press: 1", "press: 1", "press: 2")
    assert words("cancel_these.sure", how_many=3, services=named(*PAID)) in one.heard
    assert gone(*PAID) in one.heard
    assert scene.disposition(one) == "main.finished"
    assert scene.office.active(CALLER) == [OWN]
    assert eventually(lambda: len(scene.office.texts(CALLER)) == 1)
    (text,) = scene.office.texts(CALLER)
    assert text["content"] == words("cancel_these.all_gone", written=True, services=named(*PAID), how_many=3)
    (order,) = scene.office.all(ORDERS)
    assert [item["product"]["id"] for item in order["productOrderItem"]] == ["S1", "S2", "S3"]
    again = scene.call(*AT_OFFER, "press: 2")
    assert words("cancel_services.nothing") in again.heard
    assert len(scene.office.all(ORDERS)) == 1


def test_one_of_them(scene: Scene) -> None:
    one = scene.call(*AT_OFFER, "press: 2", "press: 2", "press: 1", "press: 2")
    assert words("cancel_these.sure", how_many=1, services=named("天气预报")) in one.heard
    assert gone("天气预报") in one.heard
    assert scene.office.active(CALLER) == ["手机报", "视频会员", OWN]


@pytest.mark.parametrize(("key", "left"), [("1", ["视频会员", OWN]), ("2", ["手机报", "天气预报", OWN])])
def test_those_of_one_port(scene: Scene, key: str, left: list[str]) -> None:
    scene.call(*AT_OFFER, "press: 3", f"press: {key}", "press: 1", "press: 2")
    assert scene.office.active(CALLER) == left


def test_one_on_the_third_page_of_twelve(scene: Scene) -> None:
    before = scene.office.active(TWELVE)
    one = scene.call(
        *AT_TWELVE, "press: 2", "press: 8", "press: 8", "press: 2", "press: 1", "press: 2", caller=TWELVE
    )
    assert gone("背单词") in one.heard
    assert [name for name in before if name not in scene.office.active(TWELVE)] == ["背单词"]


def test_forth_and_back_between_the_pages(scene: Scene) -> None:
    steps = (*AT_TWELVE, "press: 2", "press: 8", "press: 8", "press: 7", "press: 7", "press: 1")
    one = scene.call(*steps, "press: 1", "press: 2", caller=TWELVE)
    assert gone("新闻早晚报") in one.heard


def test_all_twelve_are_asked_by_five_and_a_count_and_named_in_full_in_the_text(scene: Scene) -> None:
    before = scene.office.active(TWELVE)
    scene.call(*AT_TWELVE, "press: 1", "press: 1", "press: 2", caller=TWELVE)
    assert scene.office.active(TWELVE) == [OWN]
    assert eventually(lambda: len(scene.office.texts(TWELVE)) == 1)
    (text,) = scene.office.texts(TWELVE)
    assert [name for name in before if name != OWN and name not in text["content"]] == []


def test_who_has_none_is_told_so(scene: Scene) -> None:
    one = scene.call("press: 2", "press: 135790", "press: 2", caller=NONE_LEFT)
    assert words("cancel_services.nothing") in one.heard
    assert scene.disposition(one) == "main.finished"
    assert scene.office.active(NONE_LEFT) == ["来电提醒"]


def test_what_is_under_contract_stays_and_is_told(scene: Scene) -> None:
    one = scene.call("press: 2", "press: 808080", "press: 1", "press: 1", "press: 2", caller=CONTRACT)
    told = words("cancel_these.some_gone", ended=named("体育赛事"), left=named("影视包年"))
    assert told in one.heard
    assert scene.office.active(CONTRACT) == ["影视包年"]


def test_the_list_comes_as_a_text(scene: Scene) -> None:
    scene.call(*AT_OFFER, "press: 4", "press: 5", "press: 2")
    assert eventually(lambda: len(scene.office.texts(CALLER)) == 1)
    (text,) = scene.office.texts(CALLER)
    assert all(name in text["content"] for name in PAID)
    assert OWN not in text["content"]


# what cancels nothing -------------------------------------------------------------------------------


def test_one_tapped_twice_in_a_hurry_cancels_nothing(scene: Scene) -> None:
    one = scene.call(*AT_OFFER, "press: 1", "press: 1", "hang_up", hurried=True)
    offered = [text for text in one.heard if text == one.heard[-2]]
    assert len(offered) == 2  # the short question, and the same once more
    assert not scene.office.all(ORDERS)
    assert scene.office.active(CALLER) == [*PAID, OWN]


ALL, ONE, PORT = ("press: 1",), ("press: 2", "press: 2"), ("press: 3", "press: 1")
BEFORE_THE_YES = [(), ALL, ONE[:1], ONE, PORT[:1], PORT]


@pytest.mark.parametrize("instead", [("hang_up",), ("press: '*'", "hang_up"), ("press: 2", "hang_up")])
def test_neither_hanging_up_nor_star_nor_no_cancels(scene: Scene, instead: tuple[str, ...]) -> None:
    with ThreadPoolExecutor(3) as pool:
        for one in [pool.submit(scene.call, *AT_OFFER, *path, *instead) for path in BEFORE_THE_YES]:
            one.result()
    assert not scene.office.all(ORDERS)
    assert scene.office.active(CALLER) == [*PAID, OWN]
    assert not scene.office.texts(CALLER)


def test_silence_keeps_everything(scene: Scene) -> None:
    for path in (ALL, ONE, PORT):
        one = scene.call(*AT_OFFER, *path, "silence", "silence", "silence", "hang_up")
        assert words("cancel_these.kept") in one.heard
    assert not scene.office.all(ORDERS)


def test_nothing_is_agreed_to_by_speech(scene: Scene) -> None:
    for said in ("确定停止", "是", "好的", "确定"):
        scene.call(*AT_OFFER, "press: 1", f"say: {said}", "hang_up")
    assert not scene.office.all(ORDERS)


def test_a_person_asked_for_at_the_question_cancels_nothing(scene: Scene) -> None:
    one = scene.call(*AT_OFFER, "press: 1", "press: 0")
    assert one.report.ended == "transferred:agents"
    assert not scene.office.all(ORDERS)
