"""The database itself: connections, writers one at a time, and who is still alive.

SQLite in WAL mode with full sync survives a power cut. Its busy handler is unfair to a second process, so
writers take a file lock first (measured: without it one process starved for three seconds under load, with
it the worst wait was 0.18 s; source: reliability notes, section 3.3). The lock also keeps commits and
checkpoints from overlapping, which the WAL-reset bug of SQLite 3.7.0 to 3.51.2 needs.
"""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from sqlalchemy import Connection, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from ivr.adapters.store.tables import metadata
from ivr.errors import BadSettings, CannotSave, Conflict

BUSY_S = 5.0
"""How long SQLite waits for a lock of its own; ours is taken first, so this covers only readers' starts."""
CONNECTIONS = 40
"""Pooled connections per process: one per request thread and sweep."""


class Database:
    """One SQL database, opened lazily in each process; never share one across a fork."""

    def __init__(self, url: str) -> None:
        try:
            parsed = make_url(url)
        except ArgumentError:
            raise BadSettings(
                "IVR_DATABASE_URL is not a database's address, such as sqlite:///var/ivr.db"
            ) from None
        if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
            raise BadSettings(
                f"IVR_DATABASE_URL is {parsed.render_as_string()}; calls are stored in a SQLite file, "
                "such as sqlite:///var/ivr.db"
            )
        self.path = Path(parsed.database).absolute()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._engine = create_engine(
            parsed, connect_args={"timeout": BUSY_S, "check_same_thread": False}, pool_size=CONNECTIONS
        )
        event.listen(self._engine, "connect", _set_up)
        event.listen(self._engine, "begin", _begin)
        self._writer = threading.Lock()
        self._lock_file: IO[bytes] = self.path.with_suffix(".lock").open("ab")
        self.owner = uuid4().hex
        self._owners = self.path.with_suffix(".owners")
        self._owners.mkdir(exist_ok=True)
        self._own_file = (self._owners / self.owner).open("ab")
        fcntl.flock(self._own_file, fcntl.LOCK_EX)
        with self.writing() as connection:
            metadata.create_all(connection)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection inside a write transaction that nobody else overlaps.

        Raises ``Conflict`` for a row that is there already, ``CannotSave`` for anything else the database
        refuses.
        """
        with self._writer:
            fcntl.flock(self._lock_file, fcntl.LOCK_EX)
            try:
                with (
                    self._told(),
                    self._engine.connect().execution_options(ivr_begin="IMMEDIATE") as connection,
                    connection.begin(),
                ):
                    yield connection
            finally:
                fcntl.flock(self._lock_file, fcntl.LOCK_UN)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection inside a read transaction."""
        with self._told(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError as error:
            raise Conflict("this is stored already") from error
        except DBAPIError as error:
            raise CannotSave(f"{self.path.name}: {error.orig}") from error

    def is_alive(self, owner: str) -> bool:
        """Return whether the process called ``owner`` still holds its lock; a dead one's is let go of."""
        if owner in ("", self.owner):
            return owner != ""
        path = self._owners / owner
        try:
            with path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        path.unlink(missing_ok=True)
        return False

    def close(self) -> None:
        """Close every connection and let go of what this process owned."""
        self._engine.dispose()
        self._lock_file.close()
        self._own_file.close()
        (self._owners / self.owner).unlink(missing_ok=True)


def _set_up(dbapi_connection: Any, _record: object) -> None:
    dbapi_connection.isolation_level = None  # transactions begin where we say, not where sqlite3 guesses
    cursor = dbapi_connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    kind = connection.get_execution_options().get("ivr_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {kind}")
