"""How the carrier's own voice is made to speak at the slow pace, by what that voice takes."""

from __future__ import annotations

import re

from ivr.model.pace import SLOW_SPEECH

SLOW_RATE = f"{round(SLOW_SPEECH * 100)}%"
"""The ``rate`` of ``prosody``: of the voice's own, as rendered words are."""
_TAKES_PROSODY = re.compile(
    r"Polly\.[A-Za-z]+(-Neural)?|Google\.[A-Za-z]+-[A-Za-z]+-(Standard|Wavenet)-[A-Z]"
)
"""Source: reference/twiml.md, 6.1, where Polly's and Google's voices take SSML. Of their newest kinds
(Generative, Chirp3) it is not said what they take."""
_END_OF_SENTENCE = re.compile(r"(?<=[。！？；])\s*(?=.)|(?<=[.!?;])\s+(?=.)")


def takes_prosody(voice: str) -> bool:
    """Return whether the carrier's voice of that name can be told to speak more slowly."""
    return _TAKES_PROSODY.fullmatch(voice) is not None


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of ``text``: each a ``Say`` of its own leaves a short pause between them.

    A ``Pause`` would be longer, but one of the carriers gives up a document with one in a ``Gather`` (11).
    """
    return tuple(_END_OF_SENTENCE.split(text))
