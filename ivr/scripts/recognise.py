"""Prompts in what was heard: a caller hears texts, scripts and transcripts speak of prompts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from ivr.errors import BadValue
from ivr.language.calendar import TIME_ZONE
from ivr.scripts.laying import laid_over
from ivr.scripts.patterns import (
    AGAIN,
    CHOICE,
    ITEM,
    KEY,
    REST,
    TEXT,
    Pattern,
    spoken_patterns,
    written_patterns,
)
from ivr.scripts.spec import LATER, Wanted
from ivr.scripts.values import value_for
from ivr.twiml.emit import clean
from ivr.twiml.limits import SAY_CHARACTERS
from ivr.wording.catalogue import COMMON, Catalogue
from ivr.wording.kinds import read
from ivr.wording.templates import EACH, Template, holes

LISTED = "listed"
MOST_CHARACTERS = 10_000
"""Longer texts are not looked at. Our choice: no text message of ours has a tenth of it."""
REMEMBERED = 4096
"""Texts whose readings are kept. Our choice: explored calls hear the same few hundred over and over."""
SHORTEST_PIECE = SAY_CHARACTERS // 2
"""A text this long may be a piece of a longer one. Our choice: no sentence of ours is half a ``Say`` long."""


@dataclass(frozen=True, slots=True)
class Prompted:
    """One reading of what was heard or texted. ``flow`` is the file of words the prompt stands in.

    ``language`` is that of the call: a choice may be offered in another one. ``part`` is ``say``, ``again``,
    ``text`` (any text message), ``choice:<name>``, ``item`` (offered with a key), ``later`` (``name`` is
    ``operation.outcome``), ``listed`` (within another prompt), or ``rest``: what follows a recording, or the
    first piece of a long text. ``holes`` maps a hole to the words in it; those behind a cut are not there.
    """

    flow: str
    name: str
    language: str
    part: str
    holes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class Recogniser:
    """Finds the prompts of a project in texts; ``zone`` is that of moments in scripts."""

    def __init__(self, catalogue: Catalogue, *, zone: tzinfo | None = None) -> None:
        self._catalogue = catalogue
        self._zone = zone or ZoneInfo(TIME_ZONE)
        self._spoken: dict[str, _Index] = {}
        self._written = _Index()
        for words in catalogue.languages.values():
            for pattern in written_patterns(words):
                self._written.add(pattern)
            for tag, pattern in spoken_patterns(words, catalogue):
                self._spoken.setdefault(tag, _Index()).add(pattern)
        self._find_spoken = lru_cache(REMEMBERED)(self._readings_spoken)
        self._find_written = lru_cache(REMEMBERED)(self._readings_written)

    def spoken(self, text: str, language: str | None) -> tuple[Prompted, ...]:
        """Return the readings of a text the carrier spoke, most specific first; empty: no prompt has it.

        ``language`` is the carrier's tag, such as ``cmn-CN``; None: any.
        """
        return self._find_spoken(text, language) if len(text) <= MOST_CHARACTERS else ()

    def written(self, text: str) -> tuple[Prompted, ...]:
        """Return the readings of a text message, most specific first; empty: no prompt has it."""
        return self._find_written(text) if len(text) <= MOST_CHARACTERS else ()

    def is_it(self, found: Prompted, wanted: Wanted) -> bool:
        """Return whether a reading is the wanted prompt with the wanted values."""
        return self._is_named(found, wanted.prompt) and self.mismatch(found, wanted) is None

    def mismatch(self, found: Prompted, wanted: Wanted) -> tuple[str, str, str] | None:
        """Return the first hole that does not hold what is wanted: its name, the words expected and heard.

        None when all do, or when this is another prompt. What was heard is empty for a hole the wording
        does not have, or one behind a cut.
        """
        if not self._is_named(found, wanted.prompt):
            return None
        kinds = {hole.name: hole.kind for hole in reversed(holes(self._template(found)))}
        for name, value in wanted.holes:
            expected = self._as_read(kinds.get(name), value, found)
            if found.holes.get(name) != expected:
                return str(name), expected, found.holes.get(name, "")
        return None

    def listed(self, found: Prompted) -> tuple[Prompted, ...]:
        """Return the prompts that the lists in a reading are read with, without their holes."""
        own = self._catalogue.languages[found.language].prompts.get(found.flow, {})
        return tuple(
            Prompted(found.flow if hole.prompt in own else COMMON, hole.prompt, found.language, LISTED)
            for hole in holes(self._template(found))
            if hole.kind == EACH and found.holes.get(hole.name)
        )

    def _readings_spoken(self, text: str, tag: str | None) -> tuple[Prompted, ...]:
        tags = tuple(self._spoken) if tag is None else (tag,)
        indexes = tuple(self._spoken[one] for one in tags if one in self._spoken)
        return _readings(indexes, _in_line(text), may_be_cut=True)

    def _readings_written(self, text: str) -> tuple[Prompted, ...]:
        return _readings((self._written,), _in_line(text), may_be_cut=False)

    def _is_named(self, found: Prompted, wanted: str) -> bool:
        """Return whether ``wanted`` names the prompt found; choices and the rest of a text have no name."""
        if found.part in {REST, LISTED} or found.part.startswith(CHOICE):
            return False
        if found.part == LATER:
            return wanted == f"{LATER}.{found.name}"
        flow, _, name = wanted.rpartition(".")
        if name != found.name or not flow or flow == found.flow:
            return name == found.name
        own = self._catalogue.languages[found.language].prompts.get(flow, {})
        return found.flow == COMMON and name not in own

    def _template(self, found: Prompted) -> Template:
        words = self._catalogue.languages[found.language]
        if found.part == LATER:
            return words.later[found.name]
        prompt = words.prompts.get(found.flow, {}).get(found.name)
        if prompt is None or found.part.startswith(CHOICE):
            return ()
        own = {AGAIN: prompt.again, TEXT: prompt.text}.get(found.part)
        return own or prompt.say or ()

    def _as_read(self, kind: str | None, value: str, found: Prompted) -> str:
        """Return the words that a value in a script stands for; the value as it is where it has none."""
        if kind is None:
            return str(value)
        written = found.part in {TEXT, LATER}
        try:
            known = value_for(kind, value, self._zone)
            if isinstance(known, datetime):
                known = known.astimezone(self._zone)
            words = read(kind, known, language=found.language, written=written)
        except BadValue:
            return str(value)
        return _in_line(words if written else clean(words))


@dataclass(slots=True)
class _Index:
    """Patterns by the sign they begin with, empty for a hole; ``long`` are those cut in pieces to be said."""

    by_sign: dict[str, list[Pattern]] = field(default_factory=dict)
    long: list[Pattern] = field(default_factory=list)

    def add(self, pattern: Pattern) -> None:
        match pattern.parts:
            case ():
                return
            case (str(first), *others):
                sign = first[0]
                if not others and len(first) > SAY_CHARACTERS:
                    self.long.append(pattern)
            case _:
                sign = ""
        self.by_sign.setdefault(sign, []).append(pattern)

    def near(self, line: str) -> Iterator[Pattern]:
        """Yield the patterns that may fit ``line``."""
        for sign in (line[0], "") if line else ():
            yield from self.by_sign.get(sign, ())


def _readings(indexes: Sequence[_Index], line: str, *, may_be_cut: bool) -> tuple[Prompted, ...]:
    """Return what ``line`` can be: whole prompts before pieces of them, then by weight."""
    near = tuple(one for index in indexes for one in index.near(line))
    whole = [
        (pattern, _reading(pattern, pattern.part, filled))
        for pattern in near
        if (filled := laid_over(pattern.parts, line)) is not None
    ]
    clear = [one for one in whole if not one[0].vague]
    pieces = [*_pieces(near, line), *_further_pieces(indexes, line)] if may_be_cut else []
    vague = [] if clear or pieces else whole
    most = max((pattern.around for pattern, _ in vague), default=0)
    vague = [one for one in vague if one[0].around == most]  # an item with its key, not all of it as a notice
    return (*_ordered(clear), *_ordered(pieces), *_ordered(vague))


def _ordered(found: Iterable[tuple[Pattern, Prompted]]) -> tuple[Prompted, ...]:
    return tuple(reading for _, reading in sorted(found, key=lambda one: (-one[0].weight, one[0].of_engine)))


def _reading(pattern: Pattern, part: str, filled: dict[str, str]) -> Prompted:
    named = MappingProxyType({name: words for name, words in filled.items() if name != KEY})
    return Prompted(pattern.prompt.flow, pattern.prompt.name, pattern.language, part, named)


def _pieces(near: Iterable[Pattern], line: str) -> Iterator[tuple[Pattern, Prompted]]:
    """Yield the readings of ``line`` as the first piece of a text too long for one ``Say``."""
    if len(line) < SHORTEST_PIECE:
        return
    for pattern in near:
        if pattern.part == ITEM:
            continue  # cut before its key, it is the prompt said alone
        first = pattern.parts[0]
        if isinstance(first, str) and _has_letters(first) and line.startswith(first[: len(line)]):
            filled = laid_over(pattern.parts, line, cut=True)
            if filled is not None and laid_over(pattern.parts, line) is None:
                yield pattern, _reading(pattern, pattern.part, filled)


def _further_pieces(indexes: Iterable[_Index], line: str) -> Iterator[tuple[Pattern, Prompted]]:
    """Yield the readings of ``line`` as a later piece of a long text without holes: it follows a mark."""
    for pattern in (one for index in indexes for one in index.long):
        whole = "".join(part for part in pattern.parts if isinstance(part, str))
        before = whole[: max(0, whole.find(line))].rstrip()
        if line and before and not before[-1].isalnum():
            yield pattern, _reading(pattern, REST, {})


def _has_letters(text: str) -> bool:
    return any(c.isalnum() for c in text)


def _in_line(text: str) -> str:
    """Return ``text`` as the carrier reads it: one space for many, none at the ends."""
    return " ".join(text.split())
