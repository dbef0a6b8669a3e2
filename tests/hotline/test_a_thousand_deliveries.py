"""One *yes* a thousand times from fifty threads, over two deaths of the server: the same bytes, one effect."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from backend_stub.app import create_app
from backend_stub.server import serving
from tests.hotline.calling import HEARD_S
from tests.hotline.children import Child, Nursery
from tests.hotline.dying import OWN_SERVICE, TWELVE, Scene
from tests.hotline.office import ORDERS, TheOffice
from tests.hotline.patience import eventually
from tests.hotline.stored import published, rows
from tests.web.inside import Answer, words

THREADS, EACH = 50, 20
KILLED_AFTER = THREADS * EACH // 2
"""How many answers there are before the second server is killed."""


class Mortal:
    """A hotline that is started again by whoever finds it dead; its second server is killed."""

    def __init__(self, scene: Scene, first: Child) -> None:
        self._scene = scene
        self._child = first
        self._changing = threading.Lock()
        self._answers = 0
        self.deaths = 0
        self._killed = False

    def answered(self, number: int, **added: str) -> Answer:
        """Deliver a turn until it is answered; a server that takes no request must be a dead one."""
        while True:
            child = self._child
            try:
                answer = self._scene.turn(child, number, **added)
            except httpx.HTTPError:
                self._replace(child)
                continue
            self._count()
            return answer

    def _replace(self, dead: Child) -> None:
        with self._changing:
            if self._child is dead:
                assert dead.is_gone()
                self._child = self._scene.start()
                self.deaths += 1

    def _count(self) -> None:
        with self._changing:
            self._answers += 1
            if self._answers >= KILLED_AFTER and self.deaths == 1 and not self._killed:
                self._killed = True
                self._child.kill()


@pytest.fixture
def scene(tmp_path: Path, hotlines: Nursery) -> Iterator[Scene]:
    path = tmp_path / "calls.db"
    started = len(hotlines.children)
    with serving(create_app()) as url:
        yield Scene(path, published(path), hotlines, TheOffice(url), caller=f"+86{TWELVE}")
        for child in hotlines.children[started:]:
            child.kill()


def test_a_yes_delivered_a_thousand_times_over_two_deaths_cancels_once(scene: Scene) -> None:
    first = scene.start()
    scene.ask_for_all(first)
    first.kill()
    time.sleep(HEARD_S)
    hotline = Mortal(scene, scene.start("performed"))  # the office has done it, and nobody has stored that

    def deliver(_thread: int) -> list[Answer]:
        return [hotline.answered(6, Digits="1") for _ in range(EACH)]

    def hear(_thread: int) -> Answer:
        number = 7
        while (answer := hotline.answered(number)).said[0] == words("common.still_working"):
            number += 1  # a busy machine's
        return answer

    with ThreadPoolExecutor(THREADS) as pool:
        answers = [answer for thread in pool.map(deliver, range(THREADS)) for answer in thread]
        told = set(pool.map(hear, range(THREADS)))
    assert hotline.deaths == 2
    assert len(answers) == THREADS * EACH
    assert {(one.status, one.body) for one in answers} == {(200, answers[0].body)}
    (outcome,) = told
    assert outcome.said[0] == words("cancel_these.all_gone", how_many=12)
    assert eventually(lambda: len(scene.texts()) == 1)
    scene.is_as_promised()
    (order,) = scene.office.all(ORDERS)
    ended = [item["product"]["id"] for item in order["productOrderItem"]]
    assert len(ended) == len(set(ended)) == 12
    assert scene.office.active(TWELVE) == [OWN_SERVICE]
    assert len(scene.texts()) == 1
    asked = "SELECT count(*) FROM event_log WHERE happened = 'asked_office' AND step = 'cancel'"
    assert rows(scene.path, asked) == [(1,)]
