"""From what an engine or a studio made to the form of the telephone."""

from __future__ import annotations

import io

import numpy as np
import soundfile
import soxr

from ivr.errors import CannotSpeak
from ivr.speech.clip import Shape
from ivr.speech.faults import Fault, Found
from ivr.speech.wav import FULL_SCALE, PEAK, RATE_HZ, TAIL_MS, silence

QUIET = 0.006
"""Of the loudest sample: what is below at the ends is silence, -44 dB. The soft beginnings of s, sh and f are
at about -35 dB."""
MARGIN_MS = 12
"""Left at both ends, so that nothing begins or stops with a click."""
MOST_S = 120.0
"""Longest recording taken; the longest sentence of the project lasts 50 s."""

QUIETEST_RECORDING = 0.03
"""Of full scale, -30 dBFS: made louder than that, the room is heard as well."""
CLIPPED_AT = 0.999
MOST_CLIPPED = 0.05
"""Percent of samples at full scale; a single loud syllable has fewer."""


def telephone(audio: bytes, shape: Shape) -> bytes:
    """Return the samples of an audio file of any rate: 8 kHz, mono, PCM 16, peak -3 dBFS.

    Silence at the ends is cut; a sentence on its own gets its tail. Raises ``CannotSpeak`` when there is
    nothing to hear.
    """
    try:
        samples, rate = soundfile.read(io.BytesIO(audio), dtype="float64", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise CannotSpeak(f"this is no audio that can be read: {error.error_string}") from error
    if len(samples) > rate * MOST_S:
        raise CannotSpeak(
            f"{len(samples) / rate:.0f} s are longer than the {MOST_S:.0f} s a sentence may last"
        )
    mono = samples.mean(axis=1)
    if rate != RATE_HZ:
        mono = soxr.resample(mono, rate, RATE_HZ, "HQ")
    loudest = float(np.max(np.abs(mono), initial=0.0))
    if loudest * FULL_SCALE < 1:
        raise CannotSpeak("there is nothing to hear in it")
    heard = np.nonzero(np.abs(mono) > QUIET * loudest)[0]
    margin = RATE_HZ * MARGIN_MS // 1000
    mono = mono[max(0, int(heard[0]) - margin) : int(heard[-1]) + margin]
    pcm: bytes = np.rint(mono * (PEAK / loudest)).astype("<i2").tobytes()
    return pcm + silence(TAIL_MS) if shape is Shape.WHOLE else pcm


def loudness(audio: bytes) -> Found | None:
    """Return what is wrong with how loud a recording is: too quiet to be made louder, or clipped."""
    try:
        samples, _ = soundfile.read(io.BytesIO(audio), dtype="float64", always_2d=True)
    except soundfile.LibsndfileError as error:
        return Found(Fault.FORM, str(error.error_string))
    size = np.abs(samples)
    loudest = float(np.max(size, initial=0.0))
    if loudest < QUIETEST_RECORDING:
        return Found(Fault.QUIET_RECORDING, f"{20 * np.log10(max(loudest, 1 / FULL_SCALE)):.0f}")
    clipped = float(np.mean(size >= CLIPPED_AT)) * 100
    return Found(Fault.CLIPPED_RECORDING, f"{clipped:.1f}") if clipped > MOST_CLIPPED else None
