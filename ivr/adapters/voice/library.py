"""``Audio`` on the folder of what has been built: looked up by words, joined when asked for.

Any number of processes share the folder. A build that ends while they run is noticed within seconds.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from ivr.adapters.voice.asked import ask_for
from ivr.adapters.voice.built import (
    INDEX,
    JOINED,
    Index,
    clip_path,
    joined_path,
    read_index,
    whole_sound,
    write_whole,
)
from ivr.errors import BadValue
from ivr.model.ids import Digest, Language
from ivr.model.pace import Pace
from ivr.model.stored import Joint
from ivr.ports import Playable
from ivr.speech.clip import Shape
from ivr.speech.joining import Pieces, Recipe, joined, joint, read_recipe, recipe
from ivr.wording.kinds import LANGUAGES

LOOK_S = 2.0
"""Between two looks whether something new was built."""
MOST_JOINED = 1000
"""Most joined sounds kept, about 80 MB; the oldest go, and are joined again if somebody asks."""
LOOKED_UP = 4096
"""Most sentences whose sound is remembered; a busy hotline says fewer in an hour."""
SWEPT_EVERY = 100
"""Sounds a process joins between two looks at how many there are."""


@dataclass(slots=True)
class _Spoken:
    """What one index has, by language and pace."""

    index: Index | None
    sentences: dict[tuple[str, Pace, str], Digest] = field(default_factory=dict)
    names: dict[tuple[str, Pace], dict[str, Digest]] = field(default_factory=dict)
    pieces: dict[tuple[str, Pace], Pieces] = field(default_factory=dict)
    languages: dict[str, Language] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


class Library:
    """The sounds of a folder. Any number of threads may use it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._spoken = _Spoken(None)
        self._stamp: tuple[int, int] | None = None
        self._looked = -LOOK_S
        self._joined = 0
        self._asked: set[tuple[str, str]] = set()
        self._found = lru_cache(LOOKED_UP)(self._look_up)

    @property
    def index(self) -> Index | None:
        """What was built last."""
        return self._now().index

    def find(self, text: str, language: Language, pace: Pace = Pace.USUAL) -> Digest | Joint | None:
        """Return the sound of ``text``: one that is there, one that can be joined, or None.

        What has no sound at the slow pace is heard at the usual one, in the same voice.
        """
        self._now()
        found = self._found(text, language, pace)
        if found is None and self._look():  # of what was put up just now, the first caller hears it
            found = self._found(text, language, pace)
        return Joint(found.digest, found.text()) if isinstance(found, Recipe) else found

    def ask_for(self, words: str, language: Language) -> None:
        """Leave ``words`` to be rendered; once, until something new is built."""
        known = self._now().names.get((language, Pace.USUAL), {})
        if not known or words in known or (words, language) in self._asked:
            return
        if len(self._asked) >= LOOKED_UP:
            self._asked.clear()
        self._asked.add((words, language))
        ask_for(self._folder, words, language)

    def seconds(self, text: str, language: Language) -> float | None:
        """Return how long the sound of ``text`` is at the usual pace, None when there is none."""
        spoken = self._now()
        found = self._found(text, language, Pace.USUAL)
        if not isinstance(found, Recipe):
            return None if found is None else spoken.seconds[found]
        parts = (one / 1000 if isinstance(one, int) else spoken.seconds[one] for one in found.parts)
        return sum(parts)

    def playable(self, digest: str) -> Playable | None:
        """Return the file of a sound that is there, built or joined."""
        spoken = self._now()
        clip = clip_path(self._folder, digest)
        if clip is None:
            return None
        if clip.is_file():
            return Playable(clip, spoken.languages.get(digest, Language("")))
        for language in LANGUAGES:
            path = joined_path(self._folder, language, digest)
            if path is not None and path.is_file():
                return Playable(path, Language(language))
        return None

    def join(self, joint: Joint) -> Playable | None:
        """Join a sound and keep it; None when a piece of it is not here."""
        try:
            made = read_recipe(joint.recipe)
            if made.digest != joint.digest:
                return None
            content = joined(made, self._samples)
        except (BadValue, LookupError):
            return None
        path = joined_path(self._folder, made.language, joint.digest)
        if path is None:
            return None
        write_whole(path, content)
        self._sweep()
        return Playable(path, made.language)

    def _samples(self, digest: Digest) -> bytes:
        path = clip_path(self._folder, digest)
        sound = None if path is None else whole_sound(path)
        if sound is None:
            raise LookupError(f"there is no piece {digest}")
        return sound.pcm

    def _look_up(self, text: str, language: Language, pace: Pace) -> Digest | Recipe | None:
        found = self._at(text, language, pace)
        return self._at(text, language, Pace.USUAL) if found is None and pace is not Pace.USUAL else found

    def _at(self, text: str, language: Language, pace: Pace) -> Digest | Recipe | None:
        spoken, manner = self._spoken, (language, pace)
        sentence = spoken.sentences.get((language, pace, text))
        if sentence is not None or manner not in spoken.pieces:
            return sentence
        parts = joint(text, spoken.pieces[manner])
        return None if parts is None else recipe(parts, spoken.names[manner], text, language, pace)

    def _now(self) -> _Spoken:
        """Return what is built now; the index is read again when it has changed."""
        if time.monotonic() - self._looked >= LOOK_S:
            self._look()
        return self._spoken

    def _look(self) -> bool:
        """Read the index again when it has changed; return whether it had."""
        with self._lock:
            self._looked = time.monotonic()
            stamp = None
            with contextlib.suppress(OSError):
                stat = os.stat(self._folder / INDEX)  # noqa: PTH116 -- of a path that may be gone
                stamp = stat.st_mtime_ns, stat.st_size
            if stamp == self._stamp:
                return False
            self._stamp = stamp
            self._spoken = _spoken(read_index(self._folder))
            self._found.cache_clear()
            self._asked.clear()
            return True

    def _sweep(self) -> None:
        """Keep the joined sounds few: once in a hundred of them the oldest go."""
        self._joined += 1
        if self._joined % SWEPT_EVERY:
            return
        with contextlib.suppress(OSError):  # another process may be sweeping too
            kept = sorted((self._folder / JOINED).glob("*/*.wav"), key=lambda path: path.stat().st_mtime)
            for path in kept[: max(0, len(kept) - MOST_JOINED)]:
                path.unlink(missing_ok=True)


def _spoken(index: Index | None) -> _Spoken:
    spoken = _Spoken(index)
    for one in index.clips if index is not None else ():
        what = one.wanted
        spoken.languages[one.digest] = what.language
        spoken.seconds[one.digest] = one.seconds
        if what.shape is Shape.WHOLE:
            spoken.sentences[what.language, what.pace, what.text] = one.digest
        else:
            spoken.names.setdefault((what.language, what.pace), {})[what.text] = one.digest
    spoken.pieces = {manner: Pieces(names) for manner, names in spoken.names.items()}
    return spoken
