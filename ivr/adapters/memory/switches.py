"""Switches and notices in memory: turned one by one as operators do, or all at once for a call."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from threading import RLock

from ivr.adapters.store.rules import MOST_TURNED_LISTED
from ivr.model.outside import AS_DESIGNED, Outside
from ivr.model.stored import Turned
from ivr.model.values import Record, Value

_EVER = datetime.min.replace(tzinfo=UTC)
_NEVER = datetime.max.replace(tzinfo=UTC)


class MemorySwitches:
    """``Switches`` in one process; the newest position of a name holds until its end."""

    def __init__(self) -> None:
        self._lock = RLock()
        self.clear()

    def clear(self) -> None:
        """Leave everything as designed."""
        with self._lock:
            self._turned: list[Turned] = []

    def hold(self, outside: Outside) -> None:
        """Forget what was turned and let ``outside`` hold, at every moment and without an end."""
        with self._lock:
            self.clear()
            for name, on in outside.switches.items():
                self._turned.append(Turned(name, bool(on), _EVER, _NEVER, ""))
            for place, texts in outside.notices.items():
                if not isinstance(texts, Record):
                    raise TypeError(f"the notice at {place} has no texts by language")
                self._turned.append(Turned(place, texts, _EVER, _NEVER, ""))

    def outside(self, at: datetime) -> Outside:
        """Return what holds at ``at``; when the newest has ended, nothing older comes back."""
        if not self._turned:
            return AS_DESIGNED
        turned: dict[str, Value] = {}
        up: dict[str, Value] = {}
        for one in self.holding(at):
            (turned if isinstance(one.what, bool) else up)[one.name] = one.what
        return Outside(Record(turned), Record(up))

    def holding(self, at: datetime) -> tuple[Turned, ...]:
        """Return what holds at ``at``, with who turned it and until when."""
        with self._lock:
            newest = {(isinstance(one.what, bool), one.name): one for one in self._turned if one.since <= at}
        return tuple(one for one in newest.values() if one.until > at)

    def turned(self) -> tuple[Turned, ...]:
        """Return what was turned and put up, by whom and when, newest first."""
        with self._lock:
            return tuple(islice(reversed(self._turned), MOST_TURNED_LISTED))

    def turn(self, name: str, *, on: bool, since: datetime, until: datetime, who: str) -> None:
        """Turn a switch until ``until``."""
        with self._lock:
            self._turned.append(Turned(name, on, since, until, who))

    def put_up(
        self, place: str, texts: dict[str, str], *, since: datetime, until: datetime, who: str
    ) -> None:
        """Put up words at a place, by language, until ``until``."""
        with self._lock:
            self._turned.append(Turned(place, Record(texts), since, until, who))
