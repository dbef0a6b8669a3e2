"""Ticket numbers: the day and a count, twelve digits, the only number a caller is told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from ivr.adapters.store.database import Database
from ivr.adapters.store.rules import ticket_day, ticket_number
from ivr.adapters.store.tables import tickets


class SqlTickets:
    """``Tickets`` on one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def number(self, name: str, at: datetime) -> str:
        """Return the number for ``name``: the one it has, or the day's next (YYYYMMDDNNNN)."""
        day = ticket_day(at)
        with self._database.writing() as connection:
            has = connection.execute(
                select(tickets.c.day, tickets.c.number).where(tickets.c.name == name)
            ).first()
            if has is not None:
                return ticket_number(has.day, has.number)
            last = connection.execute(select(func.max(tickets.c.number)).where(tickets.c.day == day))
            number = (last.scalar() or 0) + 1
            connection.execute(tickets.insert().values(name=name, day=day, number=number))
        return ticket_number(day, number)
