"""What somebody said into the browser's microphone, kept as the carrier would keep it."""

from __future__ import annotations

import io
import threading
import wave
from collections import OrderedDict

from ivr.errors import BadValue
from ivr.line.asks import Fetch
from ivr.ports import Recordings

MOST_KEPT = 20
"""As many as calls; each is at most ``MOST_BYTES``."""
MOST_BYTES = 4 * 1024 * 1024
"""Four minutes at 8 kHz and 16 bit; the flows record two."""


class KeptRecordings:
    """``Recordings`` with those of the browser's calls; all others are the carrier's."""

    def __init__(self, carrier: Recordings) -> None:
        self._carrier = carrier
        self._lock = threading.Lock()
        self._said: OrderedDict[str, bytes] = OrderedDict()  # by call, until the line names the recording
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def fetch(self, account: str, recording: str) -> bytes:
        """Return a recording as a WAV file; silence when it cannot be had."""
        with self._lock:
            kept = self._kept.get(recording)
        return self._carrier.fetch(account, recording) if kept is None else kept

    def said(self, call: str, sound: bytes) -> None:
        """Take what is said in ``call``, whose recording has no name yet. Raises ``BadValue``."""
        _check(sound)
        with self._lock:
            self._said[call] = sound
            _shorten(self._said)

    def told(self, fetch: Fetch) -> None:
        """Learn from a webhook what the recording is called."""
        params = dict(fetch.params)
        if "RecordingSid" not in params:
            return
        with self._lock:
            sound = self._said.pop(params.get("CallSid", ""), None)
            if sound is not None:
                self._kept[params["RecordingSid"]] = sound
                _shorten(self._kept)


def _check(sound: bytes) -> None:
    try:
        with wave.open(io.BytesIO(sound)) as file:
            if file.getnchannels() != 1 or file.getsampwidth() != 2:
                raise BadValue("a recording has one channel and 16 bit")
    except (wave.Error, EOFError) as error:
        raise BadValue(f"a recording is a WAV file: {error}") from error


def _shorten(kept: OrderedDict[str, bytes]) -> None:
    while len(kept) > MOST_KEPT:
        kept.popitem(last=False)
