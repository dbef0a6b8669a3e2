"""Switches and notices in memory: turned one by one as operators do, or all at once for a call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from threading import RLock

from ivr.model.outside import AS_DESIGNED, Outside
from ivr.model.values import Record, Value

_EVER = datetime.min.replace(tzinfo=UTC)
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Position:
    """A switch's position or a notice's texts by language, from ``since`` on and before ``until``."""

    what: bool | Record
    since: datetime
    until: datetime


_History = dict[str, list[_Position]]


class MemorySwitches:
    """``Switches`` in one process; the newest position of a name holds until its end."""

    def __init__(self) -> None:
        self._lock = RLock()
        self.clear()

    def clear(self) -> None:
        """Leave everything as designed."""
        with self._lock:
            self._switches: _History = {}
            self._notices: _History = {}

    def hold(self, outside: Outside) -> None:
        """Forget what was turned and let ``outside`` hold, at every moment and without an end."""
        with self._lock:
            self.clear()
            for name, on in outside.switches.items():
                _keep(self._switches, name, _Position(bool(on), _EVER, _NEVER))
            for place, texts in outside.notices.items():
                if not isinstance(texts, Record):
                    raise TypeError(f"the notice at {place} has no texts by language")
                _keep(self._notices, place, _Position(texts, _EVER, _NEVER))

    def outside(self, at: datetime) -> Outside:
        """Return what holds at ``at``; when the newest has ended, nothing older comes back."""
        with self._lock:
            if not self._switches and not self._notices:
                return AS_DESIGNED
            return Outside(_holding(self._switches, at), _holding(self._notices, at))

    def turn(self, name: str, *, on: bool, since: datetime, until: datetime, who: str) -> None:  # noqa: ARG002 -- who it was is for the database's readers
        """Turn a switch until ``until``."""
        with self._lock:
            _keep(self._switches, name, _Position(on, since, until))

    def put_up(
        self,
        place: str,
        texts: dict[str, str],
        *,
        since: datetime,
        until: datetime,
        who: str,  # noqa: ARG002 -- as above
    ) -> None:
        """Put up words at a place, by language, until ``until``."""
        with self._lock:
            _keep(self._notices, place, _Position(Record(texts), since, until))


def _keep(history: _History, name: str, position: _Position) -> None:
    history.setdefault(name, []).append(position)


def _holding(history: _History, at: datetime) -> Record:
    holding: dict[str, Value] = {}
    for name, positions in history.items():
        newest = next((one for one in reversed(positions) if one.since <= at), None)
        if newest is not None and newest.until > at:
            holding[name] = newest.what
    return Record(holding)
