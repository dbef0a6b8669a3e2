"""What one call owed, for whoever looks back at it."""

from __future__ import annotations

from sqlalchemy import select

from ivr.adapters.store import rows
from ivr.adapters.store.database import Database
from ivr.adapters.store.tables import obligations
from ivr.model.ids import CallSid
from ivr.model.stored import Obligation


def obligations_of(database: Database, sid: CallSid) -> tuple[Obligation, ...]:
    """Return everything the call owed, done or not, as it fell due."""
    wanted = select(obligations).where(obligations.c.sid == sid).order_by(obligations.c.due)
    with database.reading() as connection:
        return tuple(rows.obligation_of(row) for row in connection.execute(wanted).mappings())
