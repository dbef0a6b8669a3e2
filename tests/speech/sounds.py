"""Sounds nobody has to render: tones as long as their words, and a folder that has them built."""

from __future__ import annotations

import hashlib
import io
import wave
from array import array
from collections.abc import Iterable
from pathlib import Path
from threading import Barrier

from ivr.adapters.voice.built import Built, Index, clip_path, write_index, write_whole
from ivr.adapters.voice.espeak import EspeakVoice
from ivr.errors import CannotSpeak, NoVoice
from ivr.model.ids import Digest
from ivr.speech.clip import USUAL, Shape, Wanted
from ivr.speech.wav import PEAK, RATE_HZ, silence, wav_file

SYLLABLE = RATE_HZ // 5
ENGINE_RATE_HZ = 22050


def tone(samples: int, *, peak: int = PEAK) -> bytes:
    period = array("h", [peak] * 4 + [-peak] * 4).tobytes()
    return (period * (samples // 8 + 1))[: samples * 2]


def built_in(folder: Path, wanted: Iterable[Wanted]) -> None:
    """Build ``wanted`` into ``folder`` as tones."""
    clips = []
    for one in wanted:
        syllable = one.pace.pauses(SYLLABLE)
        pcm = tone(len(one.text) * syllable) + (silence(200) if one.shape is Shape.WHOLE else b"")
        name = f"{one.language} {one.pace} {one.shape} {one.text}"
        digest = Digest(hashlib.sha256(name.encode()).hexdigest())
        path = clip_path(folder, digest)
        assert path is not None
        write_whole(path, wav_file(pcm, one.text))
        clips.append(Built(one, digest, len(pcm) / 2 / RATE_HZ))
    write_index(folder, Index("tones", USUAL, tuple(clips)))


class ToneVoice:
    """A voice that hums. It fails at ``stumbles_at``, and has no voice but ``voices``."""

    def __init__(self, *, voices: tuple[str, ...] = ("cmn", "en-us"), stumbles_at: str = "\0") -> None:
        self.rendered: list[str] = []
        self.rates: list[int] = []
        self._voices, self._stumbles_at = voices, stumbles_at

    @property
    def name(self) -> str:
        return "tones"

    def render(self, text: str, *, voice: str, rate_wpm: int) -> bytes:
        if voice not in self._voices:
            raise NoVoice(f"there is no voice {voice!r}")
        if self._stumbles_at in text:
            raise CannotSpeak("it stumbled")
        self.rendered.append(text)
        self.rates.append(rate_wpm)
        file = io.BytesIO()
        with wave.open(file, "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(ENGINE_RATE_HZ)
            out.writeframes(tone(len(text) * ENGINE_RATE_HZ * 170 // (8 * rate_wpm), peak=9000))
        return file.getvalue()

    def phonemes(self, text: str, *, voice: str) -> str:
        return "(en)h@l'oU(cmn)" if "哈罗" in text else text


class Process(EspeakVoice):
    """A process that hums; ``meet`` lets several jobs wait for each other."""

    def __init__(self, made: list[Process], meet: Barrier | None = None) -> None:
        made.append(self)
        self.tones, self.closed, self._meet = ToneVoice(), False, meet

    def render(self, text: str, *, voice: str, rate_wpm: int) -> bytes:
        if self._meet is not None:
            self._meet.wait(10)
        return self.tones.render(text, voice=voice, rate_wpm=rate_wpm)

    def phonemes(self, text: str, *, voice: str) -> str:
        return self.tones.phonemes(text, voice=voice)

    def close(self) -> None:
        self.closed = True
