"""The tables. Values are JSON text; moments are ISO 8601 text in UTC, so that they sort as they are."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Column, Float, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

calls = Table(
    "call",
    metadata,
    Column("sid", String(256), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("snapshot", Text, nullable=False),
    Column("started", String(32), nullable=False),
    Column("disposition", String(256)),
    Column("ended", String(32)),
    Column("waiting", String(512)),
    Index("call_by_end", "ended"),
    Index("call_left_waiting", "waiting"),
)

notes = Table(
    "event_log",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("sid", String(256), nullable=False),
    Column("at", String(32), nullable=False),
    Column("happened", String(32), nullable=False),
    Column("flow", String(128), nullable=False),
    Column("step", String(256), nullable=False),
    Column("facts", Text, nullable=False),
    Index("event_log_by_call", "sid", "id"),
)

turns = Table(
    "turn",
    metadata,
    Column("sid", String(256), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("answer", Text),
)

joints = Table(
    "joint",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("recipe", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Index("joint_by_age", "at"),
)

obligations = Table(
    "obligation",
    metadata,
    Column("key", String(512), primary_key=True),
    Column("sid", String(256), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("due", String(32), nullable=False),
    Column("owner", String(64), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("within_s", Float, nullable=False),
    Column("payload", Text, nullable=False),
    Column("answer", Text),
    Column("done_at", String(32)),
    Index("obligation_open", "done_at", "due"),
)

bundles = Table(
    "bundle",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("files", Text, nullable=False),
)

releases = Table(
    "release",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("digest", String(64), nullable=False),
    Column("at", String(32), nullable=False),
)

release_notes = Table(
    "release_note",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("who", String(128), nullable=False),
    Column("why", Text, nullable=False),
    Column("back_to", Integer),
)
"""Who made a release and why: beside ``release``, so that a database made before has only to gain a table."""

attempts = Table(
    "attempt",
    metadata,
    Column("key", String(512), primary_key=True),
    Column("mark", String(64), primary_key=True),
    Column("subscriber", String(16), nullable=False),
    Column("caller", String(16), nullable=False),
    Column("at", String(32), nullable=False),
    Index("attempt_by_subscriber", "subscriber", "at"),
    Index("attempt_by_caller", "caller", "at"),
)

tickets = Table(
    "ticket",
    metadata,
    Column("name", String(512), primary_key=True),
    Column("day", String(8), nullable=False),
    Column("number", Integer, nullable=False),
    Index("ticket_by_day", "day", "number", unique=True),
)

switches = Table(
    "switch",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(16), nullable=False),
    Column("name", String(128), nullable=False),
    Column("position", Text, nullable=False),
    Column("since", String(32), nullable=False),
    Column("until", String(32), nullable=False),
    Column("who", String(128), nullable=False),
    Index("switch_by_name", "kind", "name", "id"),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
)


def moment(at: datetime) -> str:
    """Return a moment as it is stored."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
