"""A person, or a call back, over signed HTTP; and whose password is asked how often. Contract, section 5."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import flask
import pytest

from backend_stub.app import create_app
from backend_stub.server import serving
from tests.hotline.calling import Finished, call
from tests.hotline.children import ORIGIN, Nursery, Rewritten
from tests.hotline.conftest import Scene
from tests.hotline.office import TheOffice
from tests.hotline.patience import eventually
from tests.hotline.stored import published
from tests.web.inside import words

CALLER, SENIOR = "13800138000", "13700137000"
PUT_THROUGH = words("agent.putting_you_through")
NOBODY = ("press: 0", "transfer: nobody", "silence", "silence", "silence")
"""Ask for a person, be offered a call back three times while waiting, and not want one."""
WRONG = words("prove_it.wrong")


def call_backs(office: TheOffice, caller: str = CALLER) -> list[str]:
    return [one["externalId"] for one in office.tickets(caller) if one["ticketType"] == "callBack"]


def test_one_while_waiting_is_a_ticket(scene: Scene) -> None:
    one = scene.call("press: 0", "press: 1", "hang_up")
    assert words("main.services") in one.heard[-8:]  # back where it was asked for
    (number,) = call_backs(scene.office)
    assert eventually(lambda: len(scene.office.texts(CALLER)) == 1)
    assert number in scene.office.texts(CALLER)[0]["content"]
    (waited,) = [
        fetch
        for fetch, _ in one.timed.sent
        if "/voice/wait/" in fetch.url and ("Digits", "1") in fetch.params
    ]
    assert int(dict(waited.params)["QueueTime"]) >= 15


def test_nobody_free_is_asked_and_a_yes_is_a_ticket(scene: Scene) -> None:
    one = scene.call(*NOBODY, "press: 1", "hang_up")
    assert words("agent.all_busy") in one.heard
    assert len(call_backs(scene.office)) == 1


def test_a_hang_up_at_that_question_still_asks_to_be_called(scene: Scene) -> None:
    one = scene.call(*NOBODY, "hang_up")
    assert eventually(lambda: len(call_backs(scene.office)) == 1, within_s=3)
    assert scene.disposition(one) == "hung up at agent.call_you_back"


def test_a_senior_goes_straight_to_a_person(scene: Scene) -> None:
    one = scene.call(caller=SENIOR)
    assert one.heard[:2] == [words("main.welcome"), PUT_THROUGH]
    assert one.report.ended == "transferred:agents"
    assert words("main.services") not in one.heard


@pytest.mark.parametrize("trusts", [False, True])
def test_a_network_that_vouches_for_numbers_spares_the_password(
    tmp_path: Path, hotlines: Nursery, own_office: TheOffice, trusts: bool
) -> None:
    child = hotlines.start(published(tmp_path / "calls.db"), own_office.url, trusts=trusts)
    one = call(ORIGIN, "press: 2", "hang_up", sender=Rewritten(child))
    assert (words("prove_it.enter_password") in one.heard) is not trusts
    other = call(ORIGIN, "press: 1", "press: 3", "press: 13900139000", "hang_up", sender=Rewritten(child))
    assert other.heard[-1] == words("prove_it.enter_password")


def test_another_numbers_balance_with_its_own_password(scene: Scene) -> None:
    one = scene.call("press: 1", "press: 3", "press: 13900139000", "press: 135790", "hang_up")
    assert "您已欠费十二元三角，请及时充值。" in one.heard
    wrong = scene.call("press: 1", "press: 3", "press: 13400134000", "press: 246810", "hang_up")
    assert wrong.heard.count(WRONG) == 1
    assert not any("一百五十六元" in text for text in wrong.heard)


def test_five_calls_at_once_and_one_after_a_restart_have_three_guesses(
    tmp_path: Path, hotlines: Nursery
) -> None:
    app = create_app()
    guesses: list[str] = []

    def count() -> None:
        if flask.request.path.startswith("/oauth2"):
            guesses.append(flask.request.form["user_code"])

    app.before_request(count)
    database = published(tmp_path / "calls.db")
    with serving(app) as url:
        child = hotlines.start(database, url)

        def guess(n: int) -> Finished:
            tries = [f"press: {n}{place}0000" for place in range(3)]
            return call(ORIGIN, "press: 2", *tries, sender=Rewritten(child))

        with ThreadPoolExecutor(5) as pool:
            calls = list(pool.map(guess, range(5)))
        assert len(guesses) == 3
        for one in calls:
            assert one.heard.count(WRONG) == 3
            assert one.report.ended == "transferred:agents"
        child.kill()
        again = hotlines.start(database, url)
        locked = call(ORIGIN, "press: 2", "press: 246810", "hang_up", sender=Rewritten(again))
        assert WRONG in locked.heard
        assert len(guesses) == 3
