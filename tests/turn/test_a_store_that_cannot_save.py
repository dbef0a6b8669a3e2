"""503 and not ready while nothing can be kept; as before once it can: contract, section 4."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import event

from ivr.adapters.store import database as database_module
from ivr.model.ids import CallSid
from ivr.model.office import Delivery, Message
from ivr.turn import turns as turn_module
from tests.web.fakes import WITHIN_S
from tests.web.inside import SID, Inside, blocked, words


@contextmanager
def read_only(inside: Inside) -> Iterator[None]:
    """Let the database refuse every write, as a disk that went read-only does."""
    inside.database._engine.dispose()
    connect = database_module._set_up

    def set_up(connection: sqlite3.Connection, record: object) -> None:
        connect(connection, record)
        connection.execute("PRAGMA query_only=ON")

    event.listen(inside.database._engine, "connect", set_up)
    try:
        yield
    finally:
        event.remove(inside.database._engine, "connect", set_up)
        inside.database._engine.dispose()


@contextmanager
def full(inside: Inside) -> Iterator[None]:
    """Let the database have no room for another page."""

    def no_more(connection: sqlite3.Connection, _record: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages}")

    inside.database._engine.dispose()
    event.listen(inside.database._engine, "connect", no_more)
    try:
        yield
    finally:
        event.remove(inside.database._engine, "connect", no_more)
        inside.database._engine.dispose()


def ready(inside: Inside) -> int:
    return inside.hotline.app.test_client().get("/readyz").status_code


def test_a_hotline_that_cannot_save_says_so_and_recovers(inside: Inside) -> None:
    inside.at_services()
    assert ready(inside) == 200
    with read_only(inside):
        assert ready(inside) == 503
        assert inside.arrive("CAnew").status == 503
        assert inside.turn(2, Digits="1").status == 503
        assert inside.over().status == 503
        assert inside.turn(1).status == 200  # answered before: read, not written
    assert ready(inside) == 200
    assert inside.turn(2, Digits="1").verbs == ("Gather", "Redirect")
    assert inside.arrive("CAnew").said == (words("main.welcome"),)
    assert inside.over().status == 204
    assert inside.disposition() == "hung up at balance.more"


def test_nothing_of_a_refused_turn_is_done(inside: Inside) -> None:
    inside.at_more()
    with read_only(inside):
        assert inside.turn(3, Digits="1").status == 503
    assert not inside.messenger.sent
    inside.turn(3, Digits="1")
    inside.swept_clean()
    assert len(inside.messenger.sent) == 1


def test_a_full_disk_is_answered_503(inside: Inside) -> None:
    inside.at_services()
    with full(inside):
        statuses = {inside.arrive(f"CA{n}").status for n in range(40)}
        assert 503 in statuses
    assert inside.turn(2, Digits="1").status == 200


def test_a_refusal_says_nothing_about_us(inside: Inside) -> None:
    with read_only(inside):
        answer = inside.arrive()
    assert answer.content_type.startswith("text/plain")
    assert b"sqlite" not in answer.body.lower()
    assert b"Traceback" not in answer.body


def test_an_answer_of_the_office_that_could_not_be_kept_is_asked_for_again(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside.at_services()
    monkeypatch.setattr(turn_module, "ANSWER_BUDGET_S", 0.05)
    with blocked() as (wait, go):
        inside.office.tell("get_balance", wait)
        assert inside.turn(2, Digits="1").said == (words("common.one_moment"),)
        with read_only(inside):
            go.set()
            inside.settle_down()
    more = inside.turn(3)
    assert words("balance.more") in more.said
    assert len(inside.office.asked) == 3
    assert len(set(inside.office.keys("get_balance"))) == 1


def test_a_text_that_was_sent_but_not_written_down_is_owed_until_it_is(inside: Inside) -> None:
    inside.at_more()
    with blocked() as (_, go):
        real = inside.messenger.send

        def send(message: Message, *, within_s: float) -> Delivery:
            go.wait(WITHIN_S)
            return real(message, within_s=within_s)

        inside.messenger.send = send  # type: ignore[method-assign]
        inside.turn(3, Digits="1")
        with read_only(inside):
            go.set()
            inside.settle_down()
    assert inside.open_rows() == [f"{SID}:text:3:0:0"]
    inside.swept_clean()
    assert {text.key for text in inside.messenger.sent} == {f"{SID}:text:3:0:0"}


def test_the_file_is_sound_after_refusals(inside: Inside) -> None:
    with read_only(inside), ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: inside.arrive(f"CA{n}"), range(8)))
    inside.arrive()
    with closing(sqlite3.connect(inside.database.path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_without_a_published_bundle_no_call_is_taken(open_inside: Callable[..., Inside]) -> None:
    inside = open_inside()
    with inside.database.writing() as connection:
        connection.exec_driver_sql('DELETE FROM "release"')
    assert ready(inside) == 503
    assert inside.arrive().status == 503
    assert inside.calls.call(CallSid(SID)) is None
