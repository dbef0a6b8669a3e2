from __future__ import annotations

from collections.abc import Iterator

import pytest

from ivr.adapters.voice.espeak import EspeakVoice


@pytest.fixture(scope="session")
def voice() -> Iterator[EspeakVoice]:
    """Give the real voice; its process is started once."""
    with EspeakVoice() as one:
        yield one
