"""What one check worked out and the next may still believe.

While a part (``ivr.parts``) is done, everything it asks is noted: which entry of which map, and what was
there. As long as that is as it was, the part would come to the same; else it is done again. So a rule that
asks more is done again more often, never too seldom.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar, cast

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
T = TypeVar("T")

MOST_PARTS = 50_000
"""Parts kept; 500 flows have a third of it. Whoever has more begins afresh."""
_ABSENT = object()
_Part: TypeAlias = tuple[Hashable, Hashable]
"""What is done, and of what."""
_VALUE, _THERE, _KEYS = "value", "there", "keys"
"""What a map can be asked: what is under a key, whether the key is there, which keys there are."""
_Note: TypeAlias = tuple[str, str, object]
"""A map, what it was asked, and of which key."""
_Notes: TypeAlias = dict[_Note, object]
"""What was asked, and what the answer was."""
_NOBODY: frozenset[_Part] = frozenset()


@dataclass(frozen=True, slots=True)
class _Done:
    """A part that was done: what it asked, and what it came to.

    ``maps`` are those it asked; ``unsettled`` is what it asked of maps that change in the course of a check.
    """

    notes: _Notes
    value: Any
    maps: frozenset[str]
    unsettled: _Notes


class Kept:
    """Keeps parts from one check to the next, each with what it asked.

    A part is doubtful as soon as something it asked is not as it was at the check before, and is looked at
    closely then; whoever asked nothing of that kind is believed without a look.
    """

    def __init__(self) -> None:
        self._fixed: object = None
        self._maps: dict[str, _Map] = {}
        self._noted: set[str] = set()
        self._parts: dict[_Part, _Done] = {}
        self._asking: dict[_Note, set[_Part]] = {}
        self._doubtful: set[_Part] = set()
        self._open: list[_Notes] = []

    @property
    def noting(self) -> bool:
        """Whether a part is being done."""
        return bool(self._open)

    def begin(self, fixed: object) -> None:
        """Begin a check; nothing is believed any more if ``fixed`` is not equal to that of the last one."""
        if fixed != self._fixed or len(self._parts) > MOST_PARTS:
            for kept in (self._maps, self._parts, self._asking, self._doubtful):
                kept.clear()
        self._fixed = fixed
        self._noted.clear()
        self._open.clear()

    def noted(
        self, name: str, now: Mapping[K, V], *, by_value: bool = False, changing: bool = False
    ) -> Mapping[K, V]:
        """Return ``now`` as a map that notes what it is asked."""
        of = _Map(now, by_value or changing, changing)
        if not changing:
            for note in of.other_than(name, self._maps.get(name)):
                self._doubtful |= self._asking.get(note, _NOBODY)
        self._maps[name] = of
        self._noted.add(name)
        return _Noted(name, now, self._open)

    def part(self, work: Hashable, of: Hashable, do: Callable[[], T]) -> T:
        """Return what ``do`` came to before, if all that it asked is as it was; else do it."""
        which = (work, of)
        done = self._parts.get(which)
        if done is None or not self._holds(which, done):
            done = self._do(which, do)
        if self._open:
            self._open[-1].update(done.notes)
        return cast("T", done.value)

    changing = part

    def together(self, names: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
        """Return each by itself: it is done again by itself."""
        return ((name,) for name in names)

    def _holds(self, which: _Part, done: _Done) -> bool:
        """Return whether all that a part asked is as it was."""
        if which not in self._doubtful:
            return done.maps <= self._noted and (not done.unsettled or self._are(done.unsettled))
        if not (done.maps <= self._noted and self._are(done.notes)):
            return False
        self._doubtful.discard(which)
        return True

    def _are(self, notes: _Notes) -> bool:
        return all(self._maps[note[0]].holds(note, before) for note, before in notes.items())

    def _do(self, which: _Part, do: Callable[[], T]) -> _Done:
        notes: _Notes = {}
        self._open.append(notes)
        try:
            value = do()
        finally:
            self._open.pop()
        if (before := self._parts.pop(which, None)) is not None:
            for note in before.notes:
                self._asking[note].discard(which)
        for note in notes:
            self._asking.setdefault(note, set()).add(which)
        self._doubtful.discard(which)
        maps = frozenset(name for name, _, _ in notes)
        changing = {name for name in maps if self._maps[name].changing}
        unsettled = {note: was for note, was in notes.items() if note[0] in changing} if changing else {}
        done = self._parts[which] = _Done(notes, value, maps, unsettled)
        return done


@dataclass(frozen=True, slots=True)
class _Map:
    """A map as it is now."""

    now: Mapping[Any, Any]
    by_value: bool
    changing: bool

    def holds(self, note: _Note, before: object) -> bool:
        """Return whether the answer to ``note`` is as it was."""
        _, asked, key = note
        if asked == _VALUE:
            return self.same(before, self.now.get(key, _ABSENT))
        return (key in self.now) is before if asked == _THERE else tuple(self.now) == before

    def same(self, before: object, now: object) -> bool:
        """Return whether two values are the same here."""
        return now is before or (self.by_value and now == before)

    def other_than(self, name: str, before: _Map | None) -> Iterator[_Note]:
        """Yield what would be answered otherwise than by the map ``before``."""
        if before is None:  # nobody can have asked it
            return
        for key in {**before.now, **self.now}:
            was, now = before.now.get(key, _ABSENT), self.now.get(key, _ABSENT)
            if not self.same(was, now):
                yield name, _VALUE, key
            if (was is _ABSENT) is not (now is _ABSENT):
                yield name, _THERE, key
        if tuple(before.now) != tuple(self.now):
            yield name, _KEYS, None


class _Noted(Mapping[K, V]):
    """A map that notes what it is asked, in the notes of the part that is being done."""

    __slots__ = ("_name", "_now", "_open")

    def __init__(self, name: str, now: Mapping[K, V], open_: list[_Notes]) -> None:
        self._name = name
        self._now = now
        self._open = open_

    def __getitem__(self, key: K) -> V:
        if self._open:
            self._open[-1][self._name, _VALUE, key] = self._now.get(key, _ABSENT)
        return self._now[key]

    def get(self, key: K, default: Any = None) -> Any:
        """Return what is there, or ``default``."""
        if self._open:
            self._open[-1][self._name, _VALUE, key] = self._now.get(key, _ABSENT)
        return self._now.get(key, default)

    def __contains__(self, key: object) -> bool:
        found = key in self._now
        if self._open:
            self._open[-1][self._name, _THERE, key] = found
        return found

    def __iter__(self) -> Iterator[K]:
        return iter(self.keys())

    def __len__(self) -> int:
        return len(self.keys())

    def keys(self) -> KeysView[K]:
        """Return the keys; which there are is noted, and in which order."""
        if self._open:
            self._open[-1][self._name, _KEYS, None] = tuple(self._now)
        return self._now.keys()

    def values(self) -> ValuesView[V]:
        """Return the values; every one is noted."""
        self._note_all()
        return self._now.values()

    def items(self) -> ItemsView[K, V]:
        """Return keys and values; every one is noted."""
        self._note_all()
        return self._now.items()

    def _note_all(self) -> None:
        if self._open:
            notes = self._open[-1]
            notes[self._name, _KEYS, None] = tuple(self._now)
            notes.update(((self._name, _VALUE, key), value) for key, value in self._now.items())
