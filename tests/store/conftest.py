from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ivr.adapters.store.bundles import SqlBundles
from ivr.adapters.store.calls import SqlCalls
from ivr.adapters.store.database import Database
from ivr.ports import BundleStore, CallStore

Open = Callable[[], Database]


@pytest.fixture(params=["sqlite"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """One empty database per test; another kind of database is another parameter here."""
    assert request.param == "sqlite"
    return f"sqlite:///{tmp_path}/var/ivr.db"


@pytest.fixture
def open_database(url: str) -> Iterator[Open]:
    """Open the database once more, as another process would."""
    opened: list[Database] = []

    def another() -> Database:
        opened.append(Database(url))
        return opened[-1]

    yield another
    for database in opened:
        database.close()


@pytest.fixture
def database(open_database: Open) -> Database:
    return open_database()


@pytest.fixture
def calls(database: Database) -> CallStore:
    return SqlCalls(database)


@pytest.fixture
def others(open_database: Open) -> CallStore:
    """The same calls, seen by another process."""
    return SqlCalls(open_database())


@pytest.fixture
def bundles(database: Database) -> BundleStore:
    return SqlBundles(database)
