"""Switches and notices: what operators turned, always with an end, kept with who and when."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import RowMapping, func, select

from ivr.adapters.store.database import Database
from ivr.adapters.store.rules import MOST_TURNED_LISTED
from ivr.adapters.store.tables import moment, switches
from ivr.model.outside import Outside
from ivr.model.stored import Turned
from ivr.model.values import Record, Value

SWITCH, NOTICE = "switch", "notice"


class SqlSwitches:
    """``Switches`` on one database; the newest row of a name holds until its end."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def outside(self, at: datetime) -> Outside:
        """Return what holds at ``at``; when the newest has ended, nothing older comes back."""
        turned: dict[str, Value] = {}
        up: dict[str, Value] = {}
        for one in self.holding(at):
            (turned if isinstance(one.what, bool) else up)[one.name] = one.what
        return Outside(Record(turned), Record(up))

    def holding(self, at: datetime) -> tuple[Turned, ...]:
        """Return what holds at ``at``, with who turned it and until when."""
        newest = (
            select(func.max(switches.c.id))
            .where(switches.c.since <= moment(at))
            .group_by(switches.c.kind, switches.c.name)
        )
        wanted = select(switches).where(switches.c.id.in_(newest), switches.c.until > moment(at))
        with self._database.reading() as connection:
            return tuple(_turned(row) for row in connection.execute(wanted).mappings())

    def turned(self) -> tuple[Turned, ...]:
        """Return what was turned and put up, by whom and when, newest first."""
        newest = select(switches).order_by(switches.c.id.desc()).limit(MOST_TURNED_LISTED)
        with self._database.reading() as connection:
            return tuple(_turned(row) for row in connection.execute(newest).mappings())

    def turn(self, name: str, *, on: bool, since: datetime, until: datetime, who: str) -> None:
        """Turn a switch until ``until``."""
        self._keep(SWITCH, name, json.dumps(on), since, until, who)

    def put_up(
        self, place: str, texts: dict[str, str], *, since: datetime, until: datetime, who: str
    ) -> None:
        """Put up words at a place, by language, until ``until``."""
        self._keep(NOTICE, place, json.dumps(texts, ensure_ascii=False), since, until, who)

    def _keep(self, kind: str, name: str, position: str, since: datetime, until: datetime, who: str) -> None:
        row = {
            "kind": kind,
            "name": name,
            "position": position,
            "since": moment(since),
            "until": moment(until),
            "who": who,
        }
        with self._database.writing() as connection:
            connection.execute(switches.insert().values(row))


def _turned(row: RowMapping) -> Turned:
    position = json.loads(row["position"])
    what = (
        bool(position)
        if row["kind"] == SWITCH
        else Record({str(name): str(text) for name, text in position.items()})
    )
    since, until = (datetime.fromisoformat(row[name]) for name in ("since", "until"))
    return Turned(row["name"], what, since, until, row["who"])
