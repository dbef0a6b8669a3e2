"""What can be wrong with the sound of a text, found without ears."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from ivr.speech.clip import USUAL, Shape
from ivr.speech.wav import PEAK, SAMPLE_BYTES, Sound, silence
from ivr.speech.wav import TAIL_MS as TAIL
from ivr.wording.kinds import MANDARIN

SHORTEST_S, LONGEST_S = 0.1, 0.6
"""Seconds of a Mandarin syllable. Source: reference/domain-10086.md, section 6.2; a syllable alone in a piece
without silence around it takes 0.12 s."""
SHORTEST_LETTER_S, LONGEST_LETTER_S = 0.025, 0.2
"""Seconds of an English letter, ``oh`` and ``sixth`` being the ends. Both are those of the
usual rates; at another rate they are as much shorter or longer."""
SLACK_S = 0.25
"""Pauses and the two ends of a text, added to the longest."""
QUIETEST = 3277
"""A peak below a tenth of full scale cannot be followed on the line; ours is 23,198."""
PEAK_SLACK = 1
_HAN = re.compile(r"[\u3400-\u9fff]")
_PINYIN = re.compile(r"[a-z]+[1-5]")
_LATIN = re.compile(r"[^\W\d_]")
_PAUSES = re.compile(r"[，。！？；：、,.!?;:—…]")
_SWITCH = re.compile(r"\(([a-z]{2,3}(?:-[a-z]+)*)\)")


class Fault(Enum):
    """One kind of fault, by its name in ``--json`` and in the sentences of commands."""

    LOST = "lost"
    FORM = "form"
    SILENT = "silent"
    LOUD = "loud"
    TAIL = "tail"
    SHORT = "short"
    LONG = "long"
    FOREIGN = "foreign"
    UNSPOKEN = "unspoken"
    NOT_BUILT = "not_built"
    UNKNOWN_RECORDING = "unknown_recording"
    QUIET_RECORDING = "quiet_recording"
    CLIPPED_RECORDING = "clipped_recording"


@dataclass(frozen=True, slots=True)
class Found:
    """A fault, and the figure or reason that goes with it; the command has the sentence for it."""

    fault: Fault
    detail: str = ""


def faults_of(sound: Sound, spelt: str, *, language: str, shape: Shape, rate_wpm: int) -> Iterator[Found]:
    """Yield what is wrong with the sound of ``spelt``, spoken at ``rate_wpm`` words a minute."""
    if sound.peak < QUIETEST:
        yield Found(Fault.SILENT)
        return
    if sound.peak > PEAK + PEAK_SLACK:
        yield Found(Fault.LOUD)
    tail = silence(TAIL)
    if shape is Shape.WHOLE and not sound.pcm.endswith(tail):
        yield Found(Fault.TAIL)
    spoken_s = sound.seconds - (len(tail) / SAMPLE_BYTES / (len(sound.pcm) / SAMPLE_BYTES) * sound.seconds)
    seconds = spoken_s if shape is Shape.WHOLE else sound.seconds
    shortest, longest = bounds(spelt, language, rate_wpm)
    if seconds < shortest:
        yield Found(Fault.SHORT, f"{seconds:.2f}")
    if seconds > longest:
        yield Found(Fault.LONG, f"{seconds:.2f}")


def bounds(spelt: str, language: str, rate_wpm: int) -> tuple[float, float]:
    """Return the seconds ``spelt`` takes at least and at most at ``rate_wpm``, pauses included."""
    slower = USUAL[language].rate_wpm / rate_wpm
    pauses = len(_PAUSES.findall(spelt)) * SLACK_S + SLACK_S
    if language == MANDARIN:
        syllables = len(_HAN.findall(_PINYIN.sub("", spelt))) + len(_PINYIN.findall(spelt))
        return syllables * SHORTEST_S * slower, (syllables * LONGEST_S + pauses) * slower
    letters = len(_LATIN.findall(spelt))
    return letters * SHORTEST_LETTER_S * slower, (letters * LONGEST_LETTER_S + pauses) * slower


def foreign(phonemes: str) -> str:
    """Return the languages the voice fell into, as its phonemes mark them; empty for none."""
    return ", ".join(dict.fromkeys(_SWITCH.findall(phonemes)))
