"""Content types: what a reply says it is, and what the carrier takes it for (3.2, 6.2)."""

from __future__ import annotations

from email.message import Message
from functools import lru_cache

AUDIO_TYPES = frozenset(
    {
        "audio/mpeg",
        "audio/wav",
        "audio/wave",
        "audio/x-wav",
        "audio/aiff",
        "audio/x-aifc",
        "audio/x-aiff",
        "audio/x-gsm",
        "audio/gsm",
        "audio/ulaw",
    }
)
"""Audio a Play, a wait URL or a whole document may be (6.2, 3.2)."""
MARKUP_TYPES = frozenset({"text/xml", "application/xml", "text/html"})
"""What is parsed as TwiML (3.2)."""
PLAIN_TYPE = "text/plain"
"""What is parsed if it can be, and taken for words if not (3.2)."""


@lru_cache(maxsize=64)  # a call meets one or two of them, again and again
def content_type(header: str | None) -> tuple[str, str | None]:
    """Return the media type of a Content-Type header in lower case, and its charset."""
    message = Message()
    message["Content-Type"] = header or ""
    return (message.get_content_type() if header else "", message.get_content_charset())
