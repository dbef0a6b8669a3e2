"""The engine's own process: one engine, one job at a time, JSON lines on standard input and output.

pyttsx3 loses prompts when nobody waits for its finished event, speaks with another voice when a name is
wrong, and dies in threads (``reference/domain-10086.md``, section 6.1); so it is alone here, every job waits
for the event, and whatever goes wrong is an answer.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

FINISHED_WITHIN_S = 20.0
"""How long the engine may take to say that it has finished. Source: reference, section 6.2."""
STEADY = "steady"
"""The variant every voice is spoken in: the same text gives the same bytes, whatever was spoken before."""
REST_S = 0.0005
"""Between two looks whether the library is idle."""
EMPTY_BYTES = 44
"""A WAV file with no sound in it: its header."""
_UTF8, _PLAIN_PHONEMES = 1, 0


class _Wrong(Exception):
    """A job that cannot be done; the same job would fail again."""


class _NoVoice(Exception):
    """There is no voice of that name."""


class _Confused(Exception):
    """The engine lost its way; a new one may do better."""


class Engine:
    """pyttsx3 on the espeak-ng library of the ``espeakng-loader`` wheel."""

    def __init__(self, folder: Path) -> None:
        import espeakng_loader  # noqa: PLC0415 -- where the library is must be known before pyttsx3 looks for it

        self._data = _steady_data(Path(espeakng_loader.get_data_path()), folder)
        os.environ["ESPEAK_DATA_PATH"] = str(folder)
        self._library = ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
        self._library.espeak_Info.restype = ctypes.c_char_p
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        import pyttsx3  # noqa: PLC0415 -- see above

        self._engine = pyttsx3.init("espeak")
        self._finished = threading.Event()
        self._trouble: list[str] = []
        self._engine.connect("finished-utterance", self._note_end)
        self._engine.connect("error", self._note_trouble)
        self._engine.runAndWait()  # it is busy until its loop has run once, and properties would have to wait
        self.voices = tuple(voice.id for voice in self._engine.getProperty("voices"))

    @property
    def version(self) -> str:
        """The version of the library."""
        return str(self._library.espeak_Info(None).decode()).split(" ")[0]

    def render(self, text: str, *, voice: str, rate: int, file: str) -> None:
        """Speak ``text`` into ``file``, a WAV file as the engine makes it."""
        steady, taken = self._steady(voice)
        self._trouble.clear()
        self._finished.clear()
        self._engine.setProperty("voice", steady)
        self._engine.setProperty("rate", rate)
        self._rest()
        self._engine.save_to_file(text, file)
        self._engine.runAndWait()
        if not self._finished.wait(FINISHED_WITHIN_S):
            raise _Confused(f"had not finished after {FINISHED_WITHIN_S:.0f} s")
        self._rest()
        if self._trouble:
            raise _Wrong(self._trouble[0])
        if self._engine.getProperty("voice") not in taken:  # it shows only after the loop has run
            raise _NoVoice(f"the engine did not take the voice {voice!r}")
        if not Path(file).is_file() or Path(file).stat().st_size <= EMPTY_BYTES:
            raise _Confused("said it had finished, and made no sound")

    def _rest(self) -> None:
        """Wait until the library's own thread is idle.

        It takes a rate in that thread, and says that a text is finished a little before it rests. Without
        waiting for both, 1 job in 10 was spoken at the rate before and 1 in 70 ended empty.
        """
        until = time.monotonic() + FINISHED_WITHIN_S
        while self._library.espeak_IsPlaying():
            if time.monotonic() > until:
                raise _Confused("does not come to rest")
            time.sleep(REST_S)

    def phonemes(self, text: str, *, voice: str) -> str:
        """Return the sounds of ``text`` in the engine's own notation, one clause a line."""
        steady, _ = self._steady(voice)
        if self._library.espeak_SetVoiceByName(steady.encode()):
            raise _NoVoice(f"the engine did not take the voice {voice!r}")
        held = ctypes.create_string_buffer(text.encode())
        at = ctypes.c_void_p(ctypes.addressof(held))
        lines = []
        while at.value:
            sounds = self._library.espeak_TextToPhonemes(ctypes.byref(at), _UTF8, _PLAIN_PHONEMES)
            lines.append(sounds.decode())
        return "\n".join(lines)

    def _steady(self, voice: str) -> tuple[str, list[str]]:
        """Return a voice under the name of its steady variant, and the ids it may then have.

        For a voice there is not, the engine would go on with the one before.
        """
        base, _, variant = voice.partition("+")
        ids = [one for one in self.voices if base in (one, one.rpartition("/")[2])]
        variants = self._data / "voices" / "!v"
        if not ids or "/" in variant or (variant and not (variants / variant).is_file()):
            raise _NoVoice(f"there is no voice {voice!r}")
        name = f"{STEADY}-{variant}" if variant else STEADY
        own = (
            (variants / variant).read_text(encoding="latin-1")
            if variant
            else f"language variant\nname {name}\n"
        )
        (variants / name).write_text(f"{own}\nflutter 0\nroughness 0\n", encoding="latin-1")
        return f"{base}+{name}", [f"{one}+{name}".lower() for one in ids]

    def _note_end(self, **_told: object) -> None:
        self._finished.set()

    def _note_trouble(self, **told: object) -> None:
        self._trouble.append(str(told.get("exception")))
        self._finished.set()


def _steady_data(data: Path, folder: Path) -> Path:
    """Return the engine's data inside ``folder``, linked, with a place for variants of ours.

    A voice's flutter and roughness go on from job to job, so one text would never sound the same twice.
    """
    own = folder / "espeak-ng-data"
    for inside in ("voices/!v", "voices", "."):
        (own / inside).mkdir(parents=True, exist_ok=True)
        for one in (data / inside).iterdir():
            link = own / inside / one.name
            if not link.exists():
                link.symlink_to(one)
    return own


def answer(engine: Engine, job: Mapping[str, object]) -> dict[str, object]:
    """Do one job and return what to tell; never raises."""
    text, voice = str(job.get("text", "")), str(job.get("voice", ""))
    try:
        match job.get("do"), job.get("rate"):
            case "render", int() as rate:
                engine.render(text, voice=voice, rate=rate, file=str(job["file"]))
                return {"done": True}
            case "phonemes", _:
                return {"done": True, "phonemes": engine.phonemes(text, voice=voice)}
            case _:
                return {"wrong": "this is no job of the voice"}
    except _Confused as error:
        return {"confused": str(error)}
    except _NoVoice as error:
        return {"no_voice": str(error)}
    except Exception as error:  # noqa: BLE001 -- the other side is told, whatever it was
        return {"wrong": str(error) or type(error).__name__}


def serve(jobs: TextIO, answers: TextIO, folder: Path) -> None:
    """Say what there is, then do jobs until there are no more."""
    try:
        engine = Engine(folder)
    except Exception as error:  # noqa: BLE001 -- the other side is told, whatever it was
        _tell(answers, {"wrong": f"{type(error).__name__}: {error}"})
        return
    _tell(answers, {"done": True, "version": engine.version, "voices": engine.voices})
    for line in jobs:
        _tell(answers, answer(engine, json.loads(line)))


def _tell(answers: TextIO, told: Mapping[str, object]) -> None:
    answers.write(json.dumps(told) + "\n")
    answers.flush()


if __name__ == "__main__":
    own = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the driver prints "Audio saved to …"
    serve(sys.stdin, own, Path(sys.argv[1]))
