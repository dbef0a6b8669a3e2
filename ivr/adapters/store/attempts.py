"""Guesses at service passwords, counted over all calls and kept across restarts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from ivr.adapters.store.database import Database
from ivr.adapters.store.rules import PER_CALLER, PER_SUBSCRIBER, WITHHELD, WITHIN
from ivr.adapters.store.tables import attempts, moment
from ivr.model.stored import Attempt


class SqlAttempts:
    """``Attempts`` on one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def reserve(self, attempt: Attempt) -> bool:
        """Count an attempt and say whether it may be checked, in one transaction.

        Any number of calls at once, on any number of servers, share the count.
        """
        since = attempt.at - WITHIN
        with self._database.writing() as connection:
            same = select(attempts.c.key).where(
                attempts.c.key == attempt.key, attempts.c.mark == attempt.mark
            )
            if connection.execute(same).first() is not None:
                return True  # the carrier's retry of this very guess
            if _count(connection, "subscriber", attempt.subscriber, since) >= PER_SUBSCRIBER:
                return False
            if _count(connection, "caller", attempt.caller or WITHHELD, since) >= PER_CALLER:
                return False
            row = {
                "key": attempt.key,
                "mark": attempt.mark,
                "subscriber": attempt.subscriber,
                "caller": attempt.caller or WITHHELD,
                "at": moment(attempt.at),
            }
            connection.execute(upsert(attempts).values(row))
        return True

    def give_back(self, key: str) -> None:
        """Take back the attempt reserved under ``key``."""
        with self._database.writing() as connection:
            connection.execute(delete(attempts).where(attempts.c.key == key))


def _count(connection: Connection, column: str, value: str, since: datetime) -> int:
    wanted = select(func.count()).select_from(attempts)
    wanted = wanted.where(attempts.c[column] == value, attempts.c.at > moment(since))
    return int(connection.execute(wanted).scalar_one())
