"""Every limit of the carrier's that we stay within, each with its source in ``reference/twiml.md``."""

from __future__ import annotations

SAY_CHARACTERS = 370
"""Characters per ``Say``. Source: 6.1, the URL-encoded text must stay below 4,500 characters; a Han character
takes nine of them, a rare one or an emoji twelve."""
HINTS = 500
"""Entries of ``hints``. Source: 6.3."""
HINT_CHARACTERS = 100
"""Characters per hint. Source: 6.3."""
DOCUMENT_BYTES = 64 * 1024
"""Largest document. Source: 3.1, error 11750."""
DIGITS = 32
"""Most keys taken from one request. Source: 9, ``SendDigits``; no entry of ours is longer."""
SPEECH_CHARACTERS = 400
"""Most characters of a recogniser's guess that are looked at: 60 s of speech is fewer (6.3)."""
SPEECH_TIMEOUT_S = 1
"""Silence after speech that ends it; a whole number because ``auto`` fails with some models (6.3, 13335).

Our choice: answers are phrases of two to six syllables, and dialogue recognisers take 0.5 to 1 s for the end
of one. Two seconds would use up all the silence a caller may hear. Who hesitates longer is asked again.
"""
BODY_BYTES = 64 * 1024
"""Largest webhook body taken. Carriers send under 2 KiB; source: reliability notes, 2.1."""
PARAMETERS = 100
"""Most parameters of a webhook. Carriers send about 25; source: reliability notes, 2.1."""
