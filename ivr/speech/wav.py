"""WAV files of telephone speech: made from samples, and looked at for what is wrong with them.

The words stand in the file's own comment, so that a simulated caller can show them as captions.
"""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass

from ivr.errors import BadValue

RATE_HZ = 8000
"""What a telephone line carries. Source: reference/domain-10086.md, section 6.3, as the rest here."""
SAMPLE_BYTES = 2
FULL_SCALE = 32768
PEAK = 23198
"""-3 dBFS, the loudest sample of every clip."""
TAIL_MS = 200
"""Silence at the end of every sentence."""
_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_CHUNK = struct.Struct("<4sI")
_FORMAT = struct.Struct("<HHIIHH")
_PCM, _MONO = 1, 1


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples of a file that is in the form of the telephone."""

    pcm: bytes

    @property
    def seconds(self) -> float:
        """How long it is heard."""
        return len(self.pcm) / SAMPLE_BYTES / RATE_HZ

    @property
    def peak(self) -> int:
        """The loudest sample, of 32,768."""
        samples = array("h", self.pcm)
        ends = (max(samples), -min(samples)) if samples else (0,)
        return max(ends)


def silence(ms: int) -> bytes:
    """Return samples of silence."""
    return bytes(RATE_HZ * ms // 1000 * SAMPLE_BYTES)


def wav_file(pcm: bytes, words: str) -> bytes:
    """Return ``pcm`` as a file, ``words`` in its comment; the samples come first, where everybody looks."""
    comment = words.encode() + b"\0"
    info = b"INFO" + _CHUNK.pack(b"ICMT", len(comment)) + comment + b"\0" * (len(comment) % 2)
    after = _CHUNK.pack(b"LIST", len(info)) + info
    rest = _HEADER.size - _CHUNK.size + len(pcm) + len(after)
    header = _HEADER.pack(
        b"RIFF",
        rest,
        b"WAVE",
        b"fmt ",
        _FORMAT.size,
        _PCM,
        _MONO,
        RATE_HZ,
        RATE_HZ * SAMPLE_BYTES,
        SAMPLE_BYTES,
        SAMPLE_BYTES * 8,
        b"data",
        len(pcm),
    )
    return header + pcm + after


def read_wav(body: bytes) -> Sound:
    """Return the samples of a file; raise ``BadValue`` when it is not one of telephone speech."""
    if body[:4] != b"RIFF" or body[8:12] != b"WAVE":
        raise BadValue("it is no WAV file")
    at, found = _CHUNK.size + 4, False
    while at + _CHUNK.size <= len(body):
        name, size = _CHUNK.unpack_from(body, at)
        at += _CHUNK.size
        if name == b"fmt " and size >= _FORMAT.size and at + _FORMAT.size <= len(body):
            kind, channels, rate, _, _, bits = _FORMAT.unpack_from(body, at)
            if (kind, channels, rate, bits) != (_PCM, _MONO, RATE_HZ, SAMPLE_BYTES * 8):
                raise BadValue(f"it is {channels} × {rate} Hz, {bits} bit, not 1 × {RATE_HZ} Hz, 16 bit PCM")
            found = True
        elif name == b"data" and found:
            if at + size > len(body):
                raise BadValue("its end is missing")
            return Sound(body[at : at + size])
        at += size + size % 2
    raise BadValue("there is no sound in it")
