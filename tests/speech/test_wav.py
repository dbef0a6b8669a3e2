"""A WAV file of ours is what every player takes; a file that is not in the form of the telephone is told."""

from __future__ import annotations

import io
import wave

import pytest

from ivr.errors import BadValue
from ivr.line import wav as line_wav
from ivr.speech.wav import read_wav, wav_file
from tests.speech.sounds import tone

PCM = tone(4000)


def other_form(*, channels: int = 1, width: int = 2, rate: int = 8000) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(width)
        out.setframerate(rate)
        out.writeframes(PCM)
    return file.getvalue()


@pytest.mark.parametrize("words", ["您好", "Hello.", ""])
def test_the_standard_library_reads_what_is_written(words: str) -> None:
    with wave.open(io.BytesIO(wav_file(PCM, words))) as read:
        assert (read.getnchannels(), read.getsampwidth(), read.getframerate()) == (1, 2, 8000)
        assert read.readframes(10_000) == PCM
    assert read_wav(wav_file(PCM, words)).pcm == PCM


def test_the_words_are_captions_to_a_simulated_caller() -> None:
    heard = line_wav.read_wav(wav_file(PCM, "您的余额为二十元五角。"))
    assert heard is not None
    assert (heard.words, heard.seconds) == ("您的余额为二十元五角。", 0.5)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "no WAV file"),
        (b"<html>", "no WAV file"),
        (other_form(rate=22050), "22050 Hz"),
        (other_form(channels=2), "2 × 8000 Hz"),
        (other_form(width=1), "8 bit"),
        (wav_file(PCM, "")[:2000], "its end is missing"),
        (wav_file(PCM, "")[:40], "no sound in it"),
    ],
)
def test_what_a_telephone_cannot_play_is_told(body: bytes, told: str) -> None:
    with pytest.raises(BadValue, match=told):
        read_wav(body)
