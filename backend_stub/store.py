"""Where the office keeps everything: one SQLite file, safe under threads and under two processes.

Every resource is a JSON document in one table, in the order it was made; beside it stand the few things that
are no resource (who a number belongs to, passwords, tokens, vouchers, stored answers).
"""

from __future__ import annotations

import queue
import shutil
import sqlite3
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from backend_stub.documents import Document, decode, encode

WAIT_FOR_LOCK_S = 10.0
"""How long one writer waits for another; a transaction here takes milliseconds."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS document(
    seq INTEGER PRIMARY KEY AUTOINCREMENT, collection TEXT NOT NULL, id TEXT NOT NULL,
    customer TEXT, body TEXT NOT NULL, UNIQUE(collection, id));
CREATE INDEX IF NOT EXISTS document_of_customer ON document(collection, customer);
CREATE TABLE IF NOT EXISTS identity(value TEXT PRIMARY KEY, customer TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS subscriber(
    msisdn TEXT PRIMARY KEY, password TEXT NOT NULL, status TEXT NOT NULL, customer TEXT);
CREATE TABLE IF NOT EXISTS voucher(digest TEXT PRIMARY KEY, value TEXT NOT NULL, used_by TEXT);
CREATE TABLE IF NOT EXISTS token(digest TEXT PRIMARY KEY, customer TEXT NOT NULL, expires REAL NOT NULL);
CREATE TABLE IF NOT EXISTS counter(name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS answer(
    key TEXT PRIMARY KEY, claim TEXT NOT NULL, started REAL NOT NULL, fingerprint TEXT NOT NULL,
    customer TEXT, status INTEGER, body TEXT, location TEXT);
CREATE TABLE IF NOT EXISTS slow_order(id TEXT PRIMARY KEY, due REAL NOT NULL);
CREATE TABLE IF NOT EXISTS seeded(at TEXT NOT NULL);
"""

_Pool = queue.LifoQueue[sqlite3.Connection]


@dataclass(frozen=True, slots=True)
class Stored:
    """A document and the customer it is about, if any."""

    id: str
    customer: str | None
    body: Document


class Store:
    """The office's file. Without a path it is a temporary one that goes when the store goes."""

    def __init__(self, path: Path | None = None) -> None:
        directory = None if path else Path(tempfile.mkdtemp(prefix="back-office-"))
        self._path = path or Path(directory or ".", "office.db")
        self._pool: _Pool = queue.LifoQueue()
        self.close = weakref.finalize(self, _close, self._pool, directory)
        with self.writing() as db:
            for statement in _SCHEMA.split(";"):
                db.execute(statement)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that sees one state of the file throughout."""
        with self._transaction("BEGIN") as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection of the only writer; all of it is kept, or on an exception none."""
        with self._transaction("BEGIN IMMEDIATE") as db:
            yield db

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        try:
            db = self._pool.get_nowait()
        except queue.Empty:
            db = _connect(self._path)
        try:
            db.execute(begin)
            try:
                yield db
            except BaseException:
                db.rollback()
                raise
            db.commit()
        finally:
            self._pool.put(db)


def find(
    db: sqlite3.Connection, collection: str, *, customer: str | None = None, containing: str | None = None
) -> tuple[Stored, ...]:
    """Return the documents of ``collection``, oldest first.

    ``customer`` narrows to one customer's; ``containing`` to documents whose text has it somewhere, which is
    only a first sieve: the caller still compares.
    """
    rows = db.execute(
        "SELECT id, customer, body FROM document WHERE collection = ?1 AND (?2 IS NULL OR customer = ?2) "
        "AND (?3 IS NULL OR instr(body, ?3) > 0) ORDER BY seq",
        (collection, customer, containing),
    )
    return tuple(_stored(row) for row in rows)


def get(db: sqlite3.Connection, collection: str, *, id_: str) -> Stored | None:
    """Return one document."""
    row = db.execute(
        "SELECT id, customer, body FROM document WHERE collection = ? AND id = ?", (collection, id_)
    ).fetchone()
    return _stored(row) if row else None


def put(db: sqlite3.Connection, collection: str, *, stored: Stored) -> None:
    """Keep a document; one of the same id is replaced and stays where it was in the order."""
    db.execute(
        "INSERT INTO document(collection, id, customer, body) VALUES (?, ?, ?, ?) "
        "ON CONFLICT(collection, id) DO UPDATE SET customer = excluded.customer, body = excluded.body",
        (collection, stored.id, stored.customer, encode(stored.body)),
    )


def remove(db: sqlite3.Connection, collection: str, *, id_: str) -> None:
    """Forget a document."""
    db.execute("DELETE FROM document WHERE collection = ? AND id = ?", (collection, id_))


def next_number(db: sqlite3.Connection, name: str) -> int:
    """Return 1, 2, 3 … for each ``name``, never the same twice."""
    row = db.execute(
        "INSERT INTO counter(name, value) VALUES (?, 1) "
        "ON CONFLICT(name) DO UPDATE SET value = value + 1 RETURNING value",
        (name,),
    ).fetchone()
    return int(row[0])


def owner_of(db: sqlite3.Connection, value: str) -> str | None:
    """Return the customer that a number, account, bucket, resource or customer id belongs to."""
    row = db.execute("SELECT customer FROM identity WHERE value = ?", (value,)).fetchone()
    return str(row[0]) if row else None


def _connect(path: Path) -> sqlite3.Connection:
    # Connections move between threads through the pool, one thread at a time.
    db = sqlite3.connect(path, timeout=WAIT_FOR_LOCK_S, isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    return db


def _close(pool: _Pool, directory: Path | None) -> None:
    while not pool.empty():
        pool.get_nowait().close()
    if directory:
        shutil.rmtree(directory, ignore_errors=True)


def _stored(row: tuple[str, str | None, str]) -> Stored:
    id_, customer, text = row
    body = decode(text)
    if not isinstance(body, dict):
        raise TypeError(f"the stored document {id_} is not an object")
    return Stored(id_, customer, body)
