"""What has been built: an index of what is said, and the sounds, by digest, under ``var/audio``."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ivr.errors import BadValue
from ivr.model.ids import Digest, Language
from ivr.model.pace import Pace
from ivr.speech.clip import Manner, Shape, Wanted
from ivr.speech.wav import Sound, read_wav
from ivr.wording.kinds import LANGUAGES

INDEX = "index.json"
LOCK = "index.lock"
CLIPS, JOINED = "clips", "joined"
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Built:
    """One sound of the index. ``recorded``: by a person, not rendered.

    ``until``: when it may go, in seconds since 1970; None: not while the project says it.
    """

    wanted: Wanted
    digest: Digest
    seconds: float
    recorded: bool = False
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """What was built last: by which engine, in which voices, and every sound."""

    engine: str
    manners: Mapping[str, Manner]
    clips: tuple[Built, ...]


def clip_path(folder: Path, digest: str) -> Path | None:
    """Return where the sound of that name is kept; None for what is no name of one."""
    return folder / CLIPS / f"{digest}.wav" if _DIGEST.fullmatch(digest) else None


def joined_path(folder: Path, language: str, digest: str) -> Path | None:
    """Return where a joined sound of that name is kept; None for what is no name of one."""
    if language not in LANGUAGES or not _DIGEST.fullmatch(digest):
        return None
    return folder / JOINED / language / f"{digest}.wav"


def whole_sound(path: Path) -> Sound | None:
    """Return the samples of a file that is there and whole."""
    try:
        sound = read_wav(path.read_bytes())
    except (OSError, BadValue):
        return None
    return sound if sound.pcm else None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one go: whoever looks finds all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def write_index(folder: Path, index: Index) -> None:
    """Make ``index`` what is looked up from now on."""
    stored = {
        "engine": index.engine,
        "manners": {
            language: [one.voice, one.rate_wpm, one.slow_wpm] for language, one in index.manners.items()
        },
        "clips": [_row(one) for one in index.clips],
    }
    write_whole(folder / INDEX, json.dumps(stored, ensure_ascii=False, indent=0).encode())


@contextmanager
def changing(folder: Path) -> Iterator[Index | None]:
    """Yield the index while nobody else changes it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield read_index(folder)


def read_index(folder: Path) -> Index | None:
    """Return what was built last; None when nothing was, or it cannot be read."""
    try:
        stored = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        manners = {str(language): _manner(*one) for language, one in stored["manners"].items()}
        return Index(str(stored["engine"]), manners, tuple(_clips(stored["clips"])))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _row(one: Built) -> list[object]:
    what = one.wanted
    return [
        what.language,
        what.shape.value,
        what.text,
        what.place,
        one.digest,
        round(one.seconds, 3),
        one.recorded,
        what.pace.value,
        one.until,
    ]


def _manner(voice: str, rate_wpm: int, *slow_wpm: int) -> Manner:
    """Return a stored manner; one of before there were paces has one rate."""
    return Manner(str(voice), int(rate_wpm), int(*slow_wpm)) if slow_wpm else Manner.of(voice, rate_wpm)


def _clips(rows: Iterable[list[object]]) -> Iterable[Built]:
    for language, shape, text, place, digest, seconds, recorded, *newer in rows:
        pace, until = newer or (Pace.USUAL.value, None)  # before there were paces, rows ended here
        at = Pace(pace)
        what = Wanted(str(text), Language(str(language)), Shape(shape), str(place), at)
        kept = None if until is None else int(str(until))
        yield Built(what, Digest(str(digest)), float(str(seconds)), bool(recorded), kept)
