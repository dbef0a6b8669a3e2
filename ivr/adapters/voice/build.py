"""Building what is said: every sound that is not there yet, then the index."""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ivr.adapters.voice.built import (
    CLIPS,
    Built,
    Index,
    clip_path,
    read_index,
    whole_sound,
    write_index,
    write_whole,
)
from ivr.errors import BadValue, CannotSpeak, NoVoice
from ivr.model.ids import Digest
from ivr.ports import Voice
from ivr.speech.clip import Manner, Wanted, recorded_digest, rendered_digest
from ivr.speech.faults import Fault, Found
from ivr.speech.spelling import spell
from ivr.speech.wav import RATE_HZ, SAMPLE_BYTES, wav_file

RECORDED = "recorded"
"""Where a project keeps what people spoke: ``prompts/recorded/<language>/<name> anything.wav``."""
NAME_LENGTH = 8
KEPT_S = 2 * 24 * 3600
"""How long a sound that is not said any more stays: a call that began on it may still ask."""
AHEAD = 3
"""Texts given to the voice before the first of them is fit for the line."""
MOST_IN_A_ROW = 3
"""Texts that fail one after the other before the voice is given up."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A sound to be made: from what the engine is given, or from a recording."""

    wanted: Wanted
    digest: Digest
    spelt: str = ""
    recording: Path | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, with which words or which file."""

    wanted: Wanted | None
    found: Found
    file: Path | None = None


@dataclass(slots=True)
class Building:
    """A build under way: what came of it is complete when its steps are."""

    folder: Path
    engine: str
    manners: Mapping[str, Manner]
    planned: tuple[Planned, ...]
    troubles: list[Trouble]
    missing: tuple[Planned, ...]
    built: dict[Digest, float]

    def steps(self, voice: Callable[[], Voice]) -> Iterator[Planned]:
        """Make what is missing, one sound a step; ``voice`` is asked for when something is to be rendered.

        The next one is spoken while one is made fit for the line: the voice has a process of its own.
        """
        in_a_row = 0
        with ThreadPoolExecutor(1) as speaking:
            ahead = deque(self.missing)
            spoken: deque[tuple[Planned, Future[bytes]]] = deque()
            while ahead or spoken:
                while ahead and len(spoken) < AHEAD:
                    spoken.append((ahead[0], speaking.submit(self._audio, ahead.popleft(), voice)))
                one, audio = spoken.popleft()
                try:
                    self._keep(one, audio.result())
                    in_a_row = 0
                except NoVoice:
                    raise
                except (CannotSpeak, OSError) as error:
                    in_a_row += 1
                    if in_a_row == MOST_IN_A_ROW:
                        raise NoVoice(str(error)) from error
                    found = Found(Fault.UNSPOKEN, str(error))
                    self.troubles.append(Trouble(one.wanted, found, one.recording))
                yield one

    def _audio(self, one: Planned, voice: Callable[[], Voice]) -> bytes:
        if one.recording is not None:
            return one.recording.read_bytes()
        manner = self.manners[one.wanted.language]
        return voice().render(one.spelt, voice=manner.voice, rate_wpm=manner.rate_wpm)

    def _keep(self, one: Planned, audio: bytes) -> None:
        from ivr.adapters.voice.telephone import telephone  # noqa: PLC0415 -- its libraries take 0.2 s to load

        pcm = telephone(audio, one.wanted.shape)
        path = clip_path(self.folder, one.digest)
        if path is None:
            raise AssertionError(f"{one.digest} was made as a digest")
        write_whole(path, wav_file(pcm, one.wanted.text))
        self.built[one.digest] = len(pcm) / SAMPLE_BYTES / RATE_HZ

    def finish(self) -> Index:
        """Write the index of what there is now, and let go of what is long not said any more."""
        clips = tuple(
            Built(one.wanted, one.digest, self.built[one.digest], one.recording is not None)
            for one in self.planned
            if one.digest in self.built
        )
        index = Index(self.engine, self.manners, clips)
        if read_index(self.folder) != _as_stored(index):
            write_index(self.folder, index)
        _forget(self.folder, {one.digest for one in clips})
        return index


def plan_build(
    wanted: Iterable[Wanted], *, folder: Path, recorded: Path, engine: str, manners: Mapping[str, Manner]
) -> Building:
    """Return what is to be built of ``wanted`` into ``folder``; recordings come before rendering."""
    needed = tuple(wanted)
    recordings, troubles = _recordings(recorded, needed)
    planned: list[Planned] = []
    for one in needed:
        recording = recordings.get((one.language, one.name))
        try:
            spelt = spell(one.text, one.language)
        except BadValue as error:
            spelt = ""
            if recording is None:
                troubles.append(Trouble(one, Found(Fault.UNSPOKEN, str(error))))
                continue
        if recording is None:
            digest = rendered_digest(spelt, one, manners[one.language], engine=engine)
        else:
            digest = recorded_digest(hashlib.sha256(recording.read_bytes()).hexdigest(), one)
        planned.append(Planned(one, digest, spelt, recording))
    built: dict[Digest, float] = {}
    for each in planned:
        path = clip_path(folder, each.digest)
        sound = None if path is None else whole_sound(path)
        if sound is not None:
            built[each.digest] = sound.seconds
    missing = tuple(one for one in planned if one.digest not in built)
    return Building(folder, engine, manners, tuple(planned), troubles, missing, built)


def _recordings(
    folder: Path, wanted: tuple[Wanted, ...]
) -> tuple[dict[tuple[str, str], Path], list[Trouble]]:
    """Return the recordings by language and name, and the faults of those that cannot be used."""
    known = {(one.language, one.name): one for one in wanted}
    found: dict[tuple[str, str], Path] = {}
    troubles: list[Trouble] = []
    for path in sorted(folder.glob("*/*")):
        if path.name.startswith("."):
            continue
        key = (path.parent.name, path.stem[:NAME_LENGTH].lower())
        if key not in known:
            troubles.append(Trouble(None, Found(Fault.UNKNOWN_RECORDING), path))
            continue
        from ivr.adapters.voice.telephone import loudness  # noqa: PLC0415 -- its libraries take 0.2 s to load

        wrong = loudness(path.read_bytes())
        if wrong is not None:
            troubles.append(Trouble(known[key], wrong, path))
        else:
            found[key] = path
    return found, troubles


def _as_stored(index: Index) -> Index:
    """Return ``index`` as it is read back: seconds to the millisecond."""
    clips = tuple(Built(one.wanted, one.digest, round(one.seconds, 3), one.recorded) for one in index.clips)
    return Index(index.engine, index.manners, clips)


def _forget(folder: Path, kept: set[Digest]) -> None:
    for path in (folder / CLIPS).glob("*"):
        if path.stem not in kept and path.stat().st_mtime < time.time() - KEPT_S:
            path.unlink(missing_ok=True)
