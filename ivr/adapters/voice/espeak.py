"""``Voice`` by pyttsx3, in one worker process that is started on the first job and again when it is lost."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Self

from ivr.adapters.voice.worker import STEADY
from ivr.errors import BadValue, CannotSpeak, NoVoice
from ivr.speech.spelling import refuse_unspeakable

WITHIN_S = 30.0
"""How long a job may take, the start of the process included: longer than the worker's own limit of 20 s, so
that it tells by itself if it can."""
TRIES = 2
"""How often a job is given to a process that was lost or hung. Source: reference, section 6.2."""
COMMAND = (sys.executable, "-m", "ivr.adapters.voice.worker")
MOST_NAMED = 12
"""Voices named when there is none of the name asked for; espeak-ng has 140."""
_CHUNK = 64 * 1024


class _Lost(Exception):
    """The process is gone, or does not answer."""


def engine_name() -> str:
    """Return what the sound depends on beside text, voice and rate; known without starting anything."""
    return f"pyttsx3 {version('pyttsx3')}, espeakng-loader {version('espeakng-loader')}, {STEADY}"


class EspeakVoice:
    """A voice. Any number of threads may use it; jobs are done one at a time.

    A job never leaves half a file: the sound is read from a file of its own when the engine has finished.
    """

    def __init__(self, command: Sequence[str] = COMMAND, *, within_s: float = WITHIN_S) -> None:
        self._command = tuple(command)
        self._within_s = within_s
        self._lock = threading.Lock()
        self._folder = tempfile.TemporaryDirectory(prefix="ivr-voice-")
        self._process: subprocess.Popen[bytes] | None = None
        self._read = b""
        self._voices: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def name(self) -> str:
        """Engine and version."""
        return engine_name()

    @property
    def process_id(self) -> int | None:
        """The process at work, None before the first job."""
        return None if self._process is None else self._process.pid

    def render(self, text: str, *, voice: str, rate_wpm: int) -> bytes:
        """Return ``text`` as a WAV file as the engine makes it; raise ``CannotSpeak``."""
        _refuse(text)
        file = Path(self._folder.name) / "spoken.wav"
        job = {"do": "render", "text": text, "voice": voice, "rate": rate_wpm, "file": str(file)}
        with self._lock:
            self._ask(job)
            try:
                return file.read_bytes()
            except OSError as error:
                raise CannotSpeak(f"what was spoken cannot be read: {error}") from error
            finally:
                file.unlink(missing_ok=True)

    def phonemes(self, text: str, *, voice: str) -> str:
        """Return the sounds of ``text`` in the engine's notation; raise ``CannotSpeak``."""
        _refuse(text)
        with self._lock:
            return str(self._ask({"do": "phonemes", "text": text, "voice": voice})["phonemes"])

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()
            self._folder.cleanup()

    # the process ----------------------------------------------------------------------------------

    def _ask(self, job: Mapping[str, object]) -> Mapping[str, object]:
        """Return the answer to a job, from a new process if the one at work is lost."""
        why = ""
        for _ in range(TRIES):
            try:
                told = self._exchange(job)
            except _Lost as lost:
                self._end()
                why = str(lost)
                continue
            if "confused" in told:
                self._end()
                why = str(told["confused"])
                continue
            if "no_voice" in told:
                raise NoVoice(f"{told['no_voice']}; there are {', '.join(self._near(str(job['voice'])))}")
            if "wrong" in told:
                raise CannotSpeak(str(told["wrong"]))
            return told
        raise CannotSpeak(f"the voice's process {why}, {TRIES} times")

    def _near(self, voice: str) -> list[str]:
        """Return the names of voices that begin like ``voice``, else some others."""
        short = sorted(one.rpartition("/")[2] for one in self._voices)
        near = [one for one in short if one[:2] == voice[:2]] or short
        return [*near[:MOST_NAMED], *(["…"] if len(near) > MOST_NAMED else [])]

    def _exchange(self, job: Mapping[str, object]) -> Mapping[str, object]:
        until = time.monotonic() + self._within_s
        process = self._process
        if process is None:
            process = self._start(until)
        if process.stdin is None:
            raise AssertionError("it was asked for as a pipe")
        try:
            process.stdin.write(json.dumps(job).encode() + b"\n")
            process.stdin.flush()
        except OSError as error:
            raise _Lost("ended by itself") from error
        return self._line(process, until)

    def _start(self, until: float) -> subprocess.Popen[bytes]:
        self._read = b""
        self._process = subprocess.Popen(  # noqa: S603 -- our own interpreter and module
            (*self._command, self._folder.name), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        hello = self._line(self._process, until)
        if "wrong" in hello:
            self._end()
            raise NoVoice(f"the voice cannot start: {hello['wrong']}")
        voices = hello.get("voices")
        self._voices = tuple(str(one) for one in voices) if isinstance(voices, list) else ()
        return self._process

    def _line(self, process: subprocess.Popen[bytes], until: float) -> Mapping[str, object]:
        """Return the next answer; raise ``_Lost`` when none comes in time."""
        if process.stdout is None:
            raise AssertionError("it was asked for as a pipe")
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while b"\n" not in self._read:
                if not selector.select(max(0.0, until - time.monotonic())):
                    raise _Lost(f"did not answer within {self._within_s:g} s")
                piece = os.read(process.stdout.fileno(), _CHUNK)
                if not piece:
                    raise _Lost("ended by itself")
                self._read += piece
        line, _, self._read = self._read.partition(b"\n")
        told: Mapping[str, object] = json.loads(line)
        return told

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was not sent yet is for nobody
                    pipe.close()


def _refuse(text: str) -> None:
    """Refuse what engines stumble over: espeak-ng dies of 10,000 characters without a stop."""
    try:
        refuse_unspeakable(text)
    except BadValue as wrong:
        raise CannotSpeak(str(wrong)) from wrong
