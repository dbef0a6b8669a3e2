"""``kill -9`` at every numbered point of a turn, and anywhere: architecture, section 4; reliability, section 1."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.hotline.children import Child, Nursery, form
from tests.hotline.dying import Scene, died_of
from tests.hotline.office import TheOffice
from tests.hotline.patience import PROMISED_S, new_id
from tests.hotline.stored import disposition, published, rows
from tests.web.inside import Answer, words

WORDS_FIRST = [
    ("received", 1),
    ("advanced", 1),
    ("answered", 1),
    ("performing", 1),
    ("performed", 1),
    ("kept", 1),
]
ONE_ANSWER = [
    ("received", 1),
    ("advanced", 1),
    ("intended", 1),
    ("performing", 1),
    ("performed", 1),
    ("advanced", 2),
    ("answered", 1),
]
TEXT_OWED = [
    ("received", 1),
    ("advanced", 1),
    ("answered", 1),
    ("performing", 1),
    ("performed", 1),
    ("kept", 1),
]


@pytest.fixture
def scene(tmp_path: Path, hotlines: Nursery, office: TheOffice) -> Iterator[Scene]:
    path = tmp_path / "calls.db"
    one = Scene(path, published(path), hotlines, office)
    started = len(hotlines.children)
    yield one
    for child in hotlines.children[started:]:
        child.kill()


@pytest.mark.parametrize(("point", "times"), WORDS_FIRST)
def test_dying_behind_the_welcome(scene: Scene, point: str, times: int) -> None:
    fatal = scene.start(point, times)
    before = died_of(fatal, lambda: scene.arrive(fatal))
    healthy = scene.start()
    welcome = scene.arrive(healthy)
    assert welcome.said == (words("main.welcome"),)
    assert before in (None, welcome)
    began = time.monotonic()
    services = scene.turn(healthy, 1)
    assert time.monotonic() - began < PROMISED_S
    assert services.said[0] == words("main.services")
    scene.is_as_promised()
    assert rows(scene.path, "SELECT count(*) FROM obligation") == [(1,)]


@pytest.mark.parametrize(("point", "times"), ONE_ANSWER)
def test_dying_while_the_balance_is_looked_up(scene: Scene, point: str, times: int) -> None:
    first = scene.start()
    scene.arrive(first)
    scene.turn(first, 1)
    first.kill()
    fatal = scene.start(point, times)
    before = died_of(fatal, lambda: scene.turn(fatal, 2, Digits="1"))
    assert before is None
    healthy = scene.start()
    began = time.monotonic()
    balance = scene.turn(healthy, 2, Digits="1")
    assert time.monotonic() - began < PROMISED_S
    assert "二十元五角" in balance.said[0]
    assert scene.turn(healthy, 2, Digits="1") == balance
    healthy.post("/voice/status", form(scene.sid, status="completed"))
    scene.is_as_promised()
    assert disposition(scene.path, scene.sid) == "hung up at balance.more"
    assert rows(
        scene.path, "SELECT count(*) FROM event_log WHERE happened = 'office_answered' AND step = 'look_up'"
    ) == [(1,)]


@pytest.mark.parametrize(("point", "times"), TEXT_OWED)
def test_dying_while_a_text_is_owed(scene: Scene, point: str, times: int) -> None:
    first = scene.start()
    scene.arrive(first)
    scene.turn(first, 1)
    scene.turn(first, 2, Digits="1")
    first.kill()
    fatal = scene.start(point, times)
    before = died_of(fatal, lambda: scene.turn(fatal, 3, Digits="1"))
    healthy = scene.start()
    sent = scene.turn(healthy, 3, Digits="1")
    assert sent.said[0] == words("balance.text_sent")
    assert before in (None, sent)
    scene.is_as_promised()
    (text,) = scene.texts()
    assert "20.50" in text


# anywhere -------------------------------------------------------------------------------------------

CALLERS = 4
CALLS = 2
"""How often each calls. Counted, not timed: a slow machine takes longer, and is put to the same test."""
MOST_TURNS = 6
"""How many turns are answered, at most, before the next kill."""
PATIENCE_S = 60.0
MOST_TEXTS = 3
"""``tries`` of balance.text_me."""


@dataclass
class Line:
    """Where the hotline is now; a nemesis kills it and starts another."""

    scene: Scene
    child: Child
    over: bool = False
    kills: int = 0
    answered: int = 0
    progress: threading.Condition = field(default_factory=threading.Condition)

    def deliver(self, address: str, params: dict[str, str], chance: random.Random) -> Answer:
        """Deliver until it is answered, as a carrier that retries; sometimes twice, which must be the same."""
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                answer = self.child.post(address, params)
                if answer.status < 500 and chance.random() < 0.3:
                    again = self.child.post(address, params)
                    assert again == answer, (address, answer, again)
            except httpx.HTTPError:
                assert time.monotonic() < until
                time.sleep(0.01)
                continue
            assert answer.status in (200, 204), answer
            with self.progress:
                self.answered += 1
                self.progress.notify_all()
            return answer

    def nemesis(self, chance: random.Random) -> None:
        """Kill after every few turns, a moment into the next one."""
        while True:
            with self.progress:
                due = self.answered + chance.randint(1, MOST_TURNS)
                assert self.progress.wait_for(lambda due=due: self.over or self.answered >= due, PATIENCE_S)
                if self.over:
                    return
            time.sleep(chance.uniform(0, 0.03))
            self.child.kill()
            self.kills += 1
            self.child = self.scene.start()

    def caller(self, seed: int) -> dict[str, int]:
        """Call again and again; return how many texts each call asked for."""
        chance = random.Random(seed)
        asked: dict[str, int] = {}
        for _ in range(CALLS):
            sid = new_id("CA")
            answer = self.deliver("/voice", form(sid, status="ringing"), chance)
            asked[sid] = 0
            while answer.goes_to:
                keys = ""
                if words("main.services") in answer.said:
                    keys = "1"
                elif words("balance.more") in answer.said:
                    keys = chance.choice(["1", "2", ""])
                elif words("main.anything_else") in answer.said:
                    keys = "2"
                asked[sid] += words("balance.more") in answer.said and keys == "1"
                answer = self.deliver(answer.goes_to, form(sid, Digits=keys), chance)
            self.deliver("/voice/status", form(sid, status="completed"), chance)
        return asked


def test_whenever_it_is_killed_nothing_is_lost_and_nothing_done_twice(scene: Scene) -> None:
    line = Line(scene, scene.start())
    with ThreadPoolExecutor(CALLERS + 1) as pool:
        nemesis = pool.submit(line.nemesis, random.Random(1))
        callers = [pool.submit(line.caller, seed) for seed in range(CALLERS)]
        try:
            asked = {sid: texts for one in callers for sid, texts in one.result().items()}
        finally:
            with line.progress:
                line.over = True
                line.progress.notify_all()
        nemesis.result()
    scene.is_as_promised()
    assert len(asked) == CALLERS * CALLS
    assert line.kills > CALLS
    keys = [str(fact["value"]) for one in scene.office.texts() for fact in one["characteristic"]]
    for sid, texts in asked.items():
        of_this = [key for key in keys if key.startswith(sid)]
        assert len(of_this) == len(set(of_this)) == min(texts, MOST_TEXTS), (sid, of_this)
    assert {disposition(scene.path, sid) for sid in asked} == {"main.finished"}
    assert rows(scene.path, "SELECT count(*) FROM event_log WHERE happened = 'broke'") == [(0,)]
