"""What a WAV file says about itself: its length, and the words in it if the maker noted them."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_CHUNK = struct.Struct("<4sI")
_BYTE_RATE = struct.Struct("<I")
_BYTE_RATE_AT = 8
_TITLE, _COMMENT = b"INAM", b"ICMT"


@dataclass(frozen=True, slots=True)
class Wav:
    """Length in seconds, and the comment or title of the INFO list, else empty."""

    seconds: float
    words: str = ""


def read_wav(body: bytes) -> Wav | None:
    """Return what the header of ``body`` says, or None when it is not a usable WAV file.

    A data chunk that claims more than there is (a stream's header does) counts as far as it goes.
    """
    if body[:4] != b"RIFF" or body[8:12] != b"WAVE":
        return None
    byte_rate, data_bytes, words = 0, -1, ""
    for name, content, claimed in _chunks(body, 12, len(body)):
        if name == b"fmt " and len(content) >= _BYTE_RATE_AT + 4:
            (byte_rate,) = _BYTE_RATE.unpack_from(content, _BYTE_RATE_AT)
        elif name == b"data":
            data_bytes = min(claimed, len(content))
        elif name == b"LIST" and content[:4] == b"INFO":
            words = _words(content)
    if byte_rate == 0 or data_bytes < 0:
        return None
    return Wav(data_bytes / byte_rate, words)


def _words(content: bytes) -> str:
    notes = {name: text for name, text, _ in _chunks(content, 4, len(content))}
    text = notes.get(_COMMENT) or notes.get(_TITLE) or b""
    return text.split(b"\0")[0].decode("utf-8", "replace").strip()


def _chunks(body: bytes, at: int, end: int) -> list[tuple[bytes, bytes, int]]:
    found = []
    while at + _CHUNK.size <= end:
        name, size = _CHUNK.unpack_from(body, at)
        at += _CHUNK.size
        found.append((name, body[at : min(at + size, end)], size))
        at += size + size % 2
    return found
