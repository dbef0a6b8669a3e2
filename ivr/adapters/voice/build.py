"""Building what is said: every sound that is not there yet, then the index."""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path

from ivr.adapters.voice.built import (
    CLIPS,
    Built,
    Index,
    changing,
    clip_path,
    whole_sound,
    write_index,
    write_whole,
)
from ivr.errors import BadValue, CannotSpeak, NoVoice
from ivr.model.ids import Digest
from ivr.model.pace import Pace
from ivr.ports import Voice
from ivr.speech.clip import Manner, Wanted, recorded_digest, rendered_digest
from ivr.speech.faults import Fault, Found
from ivr.speech.spelling import spell
from ivr.speech.wav import RATE_HZ, SAMPLE_BYTES, wav_file

RECORDED = "recorded"
"""Where a project keeps what people spoke: ``prompts/recorded/<language>/<name> anything.wav``."""
NAME_LENGTH = 8
KEPT_S = 2 * 24 * 3600
"""How long a sound that is not said any more stays: a call that began on it may still ask, and so may whoever
goes back to the release before."""
AHEAD = 3
"""Texts given to each process of the voice before the first of them is fit for the line."""
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

    def steps(self, voice: Callable[[], Voice], *, at_once: int = 1) -> Iterator[Planned]:
        """Make what is missing, one sound a step; ``voice`` is asked for when something is to be rendered.

        The next ones are spoken, ``at_once`` of them, while one is made fit for the line: a voice has
        processes of its own.
        """
        in_a_row = 0
        with ThreadPoolExecutor(at_once) as speaking:
            ahead = deque(self.missing)
            spoken: deque[tuple[Planned, Future[bytes]]] = deque()
            while ahead or spoken:
                while ahead and len(spoken) < AHEAD * at_once:
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
        return voice().render(one.spelt, voice=manner.voice, rate_wpm=manner.rate(one.wanted.pace))

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
        with changing(self.folder) as before:
            clips = self._clips(None)
            index = Index(self.engine, self.manners, (*clips, *self._still_said(before, clips)))
            if before != _as_stored(index):
                write_index(self.folder, index)
            _forget(self.folder, {one.digest for one in index.clips})
        return index

    def add(self, until: float) -> None:
        """Put what was made beside what is said already, to be kept until ``until``, in s since 1970."""
        with changing(self.folder) as before:
            clips = self._clips(ceil(until))
            said = () if before is None else tuple(one for one in before.clips if not _is_over(one))
            own = {_words(one) for one in said if one.until is None}
            new = tuple(one for one in clips if _words(one) not in own)
            again = {_words(one) for one in new}
            kept = tuple(one for one in said if _words(one) not in again)
            write_index(self.folder, Index(self.engine, self.manners, (*kept, *new)))

    def _clips(self, until: int | None) -> tuple[Built, ...]:
        return tuple(
            Built(one.wanted, one.digest, self.built[one.digest], one.recording is not None, until)
            for one in self.planned
            if one.digest in self.built
        )

    def _still_said(self, before: Index | None, clips: tuple[Built, ...]) -> tuple[Built, ...]:
        """Return the sounds that calls under way, or those of a release gone back to, may still ask for."""
        if before is None or (before.engine, before.manners) != (self.engine, self.manners):
            return ()
        own = {_words(one) for one in clips}
        until = ceil(time.time() + KEPT_S)
        return tuple(
            replace(one, until=until) if one.until is None else one
            for one in before.clips
            if _words(one) not in own and not _is_over(one)
        )


def plan_build(
    wanted: Iterable[Wanted], *, folder: Path, recorded: Path, engine: str, manners: Mapping[str, Manner]
) -> Building:
    """Return what is to be built of ``wanted`` into ``folder``; recordings come before rendering."""
    needed = tuple(wanted)
    recordings, troubles = _recordings(recorded, needed)
    planned: list[Planned] = []
    for one in needed:
        recording = _recording_of(one, recordings)
        try:
            spelt = spell(one.text, one.language)
        except BadValue as error:
            spelt = ""
            if recording is None:
                if one.pace is Pace.USUAL:  # at another pace it would be told again
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
    missing = {one.digest: one for one in planned if one.digest not in built}
    return Building(folder, engine, manners, tuple(planned), troubles, tuple(missing.values()), built)


def _recording_of(one: Wanted, recordings: Mapping[tuple[str, str], Path]) -> Path | None:
    """Return the recording that is heard for ``one``: of its own pace, else of the usual one.

    One voice matters more than the pace: rendered words among a person's would be a stranger's.
    """
    own = recordings.get((one.language, one.name))
    return own or recordings.get((one.language, replace(one, pace=Pace.USUAL).name))


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
    clips = tuple(replace(one, seconds=round(one.seconds, 3)) for one in index.clips)
    return Index(index.engine, index.manners, clips)


def _is_over(one: Built) -> bool:
    return one.until is not None and one.until <= time.time()


def _words(one: Built) -> tuple[str, ...]:
    """Return what makes a sound the sound of these words."""
    what = one.wanted
    return what.language, what.pace.value, what.shape.value, what.text


def _forget(folder: Path, kept: set[Digest]) -> None:
    for path in (folder / CLIPS).glob("*"):
        if path.stem not in kept and path.stat().st_mtime < time.time() - KEPT_S:
            path.unlink(missing_ok=True)
