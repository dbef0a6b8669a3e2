"""``kill -9`` while something is changed: done exactly once, nothing lost. Architecture, section 4."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend_stub.app import create_app
from backend_stub.server import serving
from tests.hotline.calling import HEARD_S
from tests.hotline.children import Child, Nursery, form
from tests.hotline.dying import OWN_SERVICE, TWELVE, Scene, died_of
from tests.hotline.office import ORDERS, TheOffice
from tests.hotline.patience import PROMISED_S, eventually
from tests.hotline.stored import disposition, published, rows
from tests.web.handset import recorded
from tests.web.inside import words


@pytest.fixture
def scene(tmp_path: Path, hotlines: Nursery) -> Iterator[Scene]:
    """Give a scene whose office nobody else changes."""
    path = tmp_path / "calls.db"
    started = len(hotlines.children)
    with serving(create_app()) as url:
        yield Scene(path, published(path), hotlines, TheOffice(url))
        for child in hotlines.children[started:]:
            child.kill()


CHANGE = [
    ("received", 1),
    ("advanced", 1),
    ("answered", 1),
    ("performing", 1),
    ("performed", 1),
    ("kept", 1),
]


@pytest.mark.parametrize(("point", "times"), CHANGE)
def test_dying_while_services_are_cancelled(scene: Scene, point: str, times: int) -> None:
    scene.caller = f"+86{TWELVE}"
    first = scene.start()
    scene.ask_for_all(first)
    first.kill()
    time.sleep(HEARD_S)
    fatal = scene.start(point, times)
    before = died_of(fatal, lambda: scene.turn(fatal, 6, Digits="1"))
    healthy = scene.start()
    began = time.monotonic()
    answer = scene.turn(healthy, 6, Digits="1")
    assert time.monotonic() - began < PROMISED_S
    assert before in (None, answer)
    told = scene.turn(healthy, 7)
    gone = words("cancel_these.all_gone", how_many=12)
    assert told.said[0] in (gone, words("common.being_checked"))
    scene.is_as_promised()
    assert scene.office.active(TWELVE) == [OWN_SERVICE]
    assert len(scene.office.all(ORDERS)) == 1
    assert eventually(lambda: len(scene.texts()) == 1)
    assert len(scene.texts()) == 1


@pytest.mark.parametrize("point", ["performing", "performed", "kept"])
def test_dying_while_a_hang_up_is_lodged(scene: Scene, point: str) -> None:
    first = scene.start()
    recording_begins(scene, first)
    first.kill()
    fatal = scene.start(point)
    spoken = recorded("RE5", 12) | {"Digits": "hangup", "CallStatus": "completed"}
    died_of(fatal, lambda: scene.turn(fatal, 4, **spoken))
    healthy = scene.start()
    for _ in range(2):
        scene.turn(healthy, 4, **spoken)
        assert healthy.post("/voice/status", form(scene.sid, status="completed")).status == 204
    assert eventually(lambda: len(scene.texts()) == 1)
    scene.is_as_promised()
    (ticket,) = scene.office.tickets()
    assert [one["id"] for one in ticket["attachment"]] == ["RE5"]
    assert ticket["externalId"] in scene.texts()[0]
    assert disposition(scene.path, scene.sid) == "hung up at complaint.tell_us"


def recording_begins(scene: Scene, child: Child) -> None:
    """Call and complain about the network: the recording is answered by turn 4."""
    scene.arrive(child)
    scene.turn(child, 1)
    scene.turn(child, 2, Digits="3")
    assert "Record" in scene.turn(child, 3, Digits="2").verbs


def test_dying_before_a_recording_can_come_still_lodges(scene: Scene) -> None:
    first = scene.start()
    recording_begins(scene, first)
    assert first.post("/voice/status", form(scene.sid, status="completed")).status == 204
    first.kill()
    scene.start()
    assert eventually(lambda: len(scene.texts()) == 1)
    assert len(scene.office.tickets()) == 1
    scene.is_as_promised()


GUESS = [
    ("received", 1),
    ("intended", 1),
    ("performing", 1),
    ("reserved", 1),
    ("performed", 1),
    ("answered", 1),
]


@pytest.mark.parametrize(("point", "times"), GUESS)
def test_dying_while_a_password_is_checked_gives_no_guess_away(scene: Scene, point: str, times: int) -> None:
    first = scene.start()
    scene.arrive(first)
    scene.turn(first, 1)
    scene.turn(first, 2, Digits="2")
    first.kill()
    fatal = scene.start(point, times)
    before = died_of(fatal, lambda: scene.turn(fatal, 3, Digits="111111"))
    healthy = scene.start()
    wrong = scene.turn(healthy, 3, Digits="111111")
    assert before in (None, wrong)
    assert wrong.said[0] == words("prove_it.wrong")
    assert scene.turn(healthy, 3, Digits="111111") == wrong
    assert rows(scene.path, "SELECT count(*) FROM attempt") == [(1,)]
    asked = "SELECT count(*) FROM event_log WHERE happened = 'asked_office' AND step = 'check'"
    assert rows(scene.path, asked) == [(1,)]
    assert scene.turn(healthy, 4, Digits="246810").said[0] != words("prove_it.wrong")
    assert rows(scene.path, "SELECT count(*) FROM attempt") == [(1,)]
