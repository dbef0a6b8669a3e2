"""What lies in a hotline's database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ivr.adapters.store.bundles import SqlBundles
from ivr.adapters.store.calls import SqlCalls
from ivr.adapters.store.database import Database
from ivr.model.ids import CallSid
from ivr.model.record import settle
from tests.web.inside import BUNDLE


def published(path: Path) -> str:
    """Make a database in which the project's flows are live; return its address."""
    url = f"sqlite:///{path}"
    with closing(Database(url)) as database:
        bundles = SqlBundles(database)
        bundles.keep(BUNDLE.digest, BUNDLE.checked.files)
        bundles.release(BUNDLE.digest, datetime.now(UTC))
    return url


def rows(path: Path, question: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(question).fetchall()


def is_settled(path: Path) -> bool:
    return rows(path, "SELECT count(*) FROM obligation WHERE done_at IS NULL") == [(0,)]


def is_sound(path: Path) -> bool:
    return rows(path, "PRAGMA integrity_check") == [("ok",)]


def disposition(path: Path, sid: str) -> str | None:
    """Return how the record in the database at ``path`` names the end of a call."""
    with closing(Database(f"sqlite:///{path}")) as database:
        record = settle(CallSid(sid), SqlCalls(database).log(CallSid(sid)))
    return None if record is None else record.disposition
