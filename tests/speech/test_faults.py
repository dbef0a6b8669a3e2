"""What is wrong with a sound is found without ears."""

from __future__ import annotations

import pytest

from ivr.cli.saying import say
from ivr.diagnostics.languages import LANGUAGES
from ivr.speech.clip import USUAL, Shape
from ivr.speech.faults import Fault, faults_of, foreign
from ivr.speech.wav import PEAK, RATE_HZ, Sound, silence
from tests.speech.sounds import tone

TAIL = silence(200)


def found(
    pcm: bytes,
    text: str = "请按一",
    language: str = "zh-CN",
    shape: Shape = Shape.PIECE,
    rate_wpm: int | None = None,
) -> list[Fault]:
    rate_wpm = USUAL[language].rate_wpm if rate_wpm is None else rate_wpm
    return [
        one.fault for one in faults_of(Sound(pcm), text, language=language, shape=shape, rate_wpm=rate_wpm)
    ]


def seconds(length: float) -> bytes:
    return tone(int(length * RATE_HZ))


def test_a_sound_as_long_as_its_words_is_fine() -> None:
    assert found(seconds(0.7)) == []
    assert found(seconds(0.7) + TAIL, shape=Shape.WHOLE) == []
    assert found(seconds(0.6), "twenty yuan", "en") == []


@pytest.mark.parametrize(
    ("pcm", "shape", "fault"),
    [
        (silence(700), Shape.PIECE, Fault.SILENT),
        (tone(5600, peak=2000), Shape.PIECE, Fault.SILENT),
        (tone(5600, peak=PEAK + 500), Shape.PIECE, Fault.LOUD),
        (seconds(0.7), Shape.WHOLE, Fault.TAIL),
        (seconds(0.2), Shape.PIECE, Fault.SHORT),
        (seconds(3.0), Shape.PIECE, Fault.LONG),
    ],
)
def test_a_fault_is_found(pcm: bytes, shape: Shape, fault: Fault) -> None:
    assert found(pcm, shape=shape) == [fault]


@pytest.mark.parametrize(
    ("length", "rate_wpm", "faults"),
    [
        (0.31, 170, []),
        (0.31, 150, [Fault.SHORT]),
        (2.1, 170, [Fault.LONG]),
        (2.1, 150, []),
        (2.5, 150, [Fault.LONG]),
    ],
)
def test_slower_words_take_longer_at_least_and_at_most(
    length: float, rate_wpm: int, faults: list[Fault]
) -> None:
    assert found(seconds(length), rate_wpm=rate_wpm) == faults


def test_the_tail_does_not_make_up_for_lost_words() -> None:
    assert found(seconds(0.2) + TAIL, shape=Shape.WHOLE) == [Fault.SHORT]


def test_pinyin_of_the_lexicon_counts_as_the_syllable_it_is() -> None:
    assert found(seconds(0.7), "chong2听请") == found(seconds(0.7), "重听请") == []
    assert found(seconds(0.7), "chong2" * 8) == [Fault.SHORT]


def test_a_voice_that_falls_into_english_is_noticed() -> None:
    assert foreign("s.'i.51_| (en)h@l'oU(cmn)_| X'uei51_|") == "en, cmn"
    assert foreign("tS;h'i214N_| 'a51n_| j'i55_|") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_has_its_sentence(language: str) -> None:
    for fault in Fault:
        assert say(f"fault_{fault.value}", language, detail="x")  # type: ignore[arg-type] # a str is one
