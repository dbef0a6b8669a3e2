"""What callers said, fetched from where the carrier keeps it."""

from __future__ import annotations

import io
import logging
import wave

import httpx

WITHIN_S = 5.0
"""How long fetching may take: the carrier waits 15 s for audio (reference/twiml.md, 2.6)."""
MOST_BYTES = 8 * 1024 * 1024
"""Largest recording taken: 120 s at 8 kHz and 16 bit are under 2 MiB."""
RATE_HZ = 8000

log = logging.getLogger("ivr.recordings")


def silence(seconds: float = 1.0) -> bytes:
    """Return a silent WAV file: a call goes on without what cannot be had."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes(b"\0\0" * int(RATE_HZ * seconds))
    return file.getvalue()


class CarrierRecordings:
    """``Recordings`` at a carrier with Twilio's REST addresses.

    The address is made from the account and the recording's id, never taken from a request.
    """

    def __init__(self, base_url: str, token: str | None) -> None:
        self._token = token
        self._client = httpx.Client(base_url=base_url, timeout=WITHIN_S, follow_redirects=False)

    def fetch(self, account: str, recording: str) -> bytes:
        """Return a recording as a WAV file; silence when it cannot be had."""
        if self._token is None or not account:
            return silence()
        path = f"/2010-04-01/Accounts/{account}/Recordings/{recording}.wav"
        try:
            with self._client.stream("GET", path, auth=(account, self._token)) as answer:
                answer.raise_for_status()
                data = b""
                for piece in answer.iter_bytes():
                    data += piece
                    if len(data) > MOST_BYTES:
                        break
        except httpx.HTTPError as error:
            log.warning("a recording cannot be played back: %s", type(error).__name__)
            return silence()
        return data if len(data) <= MOST_BYTES else silence()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
