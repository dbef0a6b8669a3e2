"""The database itself: in a file, written for certain, and honest when it is damaged."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import make_url

from ivr.adapters.store.calls import SqlCalls
from ivr.adapters.store.database import Database
from ivr.errors import BadSettings, CannotSave
from ivr.model.stored import StoredCall
from tests.store.changes import SID, a_call, change
from tests.store.conftest import Open


@pytest.fixture
def calls(database: Database) -> SqlCalls:
    return SqlCalls(database)


@pytest.fixture
def others(open_database: Open) -> SqlCalls:
    return SqlCalls(open_database())


def test_a_check_writes_something_new_each_time(database: Database, calls: SqlCalls) -> None:
    found = []
    for _ in range(3):
        calls.check()
        with database.reading() as connection:
            found.append(connection.exec_driver_sql("SELECT at FROM heartbeat").scalar())
    assert len(set(found)) == 3  # where nothing changes SQLite writes nothing, and a full disk goes unnoticed


def test_a_store_that_is_damaged_says_so(database: Database, calls: SqlCalls, others: SqlCalls) -> None:
    with sqlite3.connect(database.path) as broken:
        broken.execute("DROP TABLE heartbeat")
        broken.execute("DROP TABLE call")
    broken.close()
    with pytest.raises(CannotSave):
        calls.check()
    with pytest.raises(CannotSave):
        calls.call(SID)
    with pytest.raises(CannotSave):
        others.commit(change(a_call()))


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://x/y"])
def test_calls_are_kept_in_a_file(url: str) -> None:
    with pytest.raises(BadSettings):
        Database(url)


def test_what_was_stored_is_there_after_closing(url: str) -> None:
    first = Database(url)
    SqlCalls(first).commit(change(a_call(), turn=0, answer="<a/>"))
    first.close()
    again = Database(url)
    assert SqlCalls(again).call(SID) == StoredCall(a_call(), 1)
    again.close()
    assert Path(str(make_url(url).database)).exists()
