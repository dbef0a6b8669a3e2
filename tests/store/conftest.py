from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ivr.adapters.memory import Memory
from ivr.adapters.memory.switches import MemorySwitches
from ivr.adapters.store.attempts import SqlAttempts
from ivr.adapters.store.bundles import SqlBundles
from ivr.adapters.store.calls import SqlCalls
from ivr.adapters.store.database import Database
from ivr.adapters.store.operators import SqlSwitches
from ivr.adapters.store.tickets import SqlTickets
from ivr.ports import Attempts, BundleStore, CallStore, Tickets

Open = Callable[[], Database]
AnySwitches = SqlSwitches | MemorySwitches


class Stores:
    """The ports on one database, as one process has them: the same attributes as ``Memory``."""

    def __init__(self, database: Database) -> None:
        self.calls = SqlCalls(database)
        self.bundles = SqlBundles(database)
        self.attempts = SqlAttempts(database)
        self.tickets = SqlTickets(database)
        self.switches = SqlSwitches(database)


OpenStores = Callable[[], Stores | Memory]


@pytest.fixture
def url(tmp_path: Path) -> str:
    """One empty database per test."""
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


@pytest.fixture(params=["sqlite", "memory"])
def open_stores(request: pytest.FixtureRequest) -> OpenStores:
    """Open the stores once more: as another process would, or, in memory, from another part of this one.

    Tests that take this or the fixtures below are about a port, and every store keeps to it; another kind of
    store is another parameter here.
    """
    if request.param == "memory":
        memory = Memory()
        return lambda: memory
    open_database: Open = request.getfixturevalue("open_database")
    return lambda: Stores(open_database())


@pytest.fixture
def stores(open_stores: OpenStores) -> Stores | Memory:
    return open_stores()


@pytest.fixture
def calls(stores: Stores | Memory) -> CallStore:
    return stores.calls


@pytest.fixture
def others(open_stores: OpenStores) -> CallStore:
    """The same calls, seen by another process."""
    return open_stores().calls


@pytest.fixture
def bundles(stores: Stores | Memory) -> BundleStore:
    return stores.bundles


@pytest.fixture
def attempts(stores: Stores | Memory) -> Attempts:
    return stores.attempts


@pytest.fixture
def tickets(stores: Stores | Memory) -> Tickets:
    return stores.tickets


@pytest.fixture
def switches(stores: Stores | Memory) -> AnySwitches:
    return stores.switches
