"""Rendering what a running hotline had no sound of: what ``ivr serve`` runs beside the server.

A process of its own, as the one that watches: no request waits for a voice. It ends when its standard input
does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from ivr.adapters.voice.adding import Adding
from ivr.adapters.voice.asked import render_asked
from ivr.adapters.voice.build import RECORDED
from ivr.adapters.voice.built import read_index
from ivr.adapters.voice.several import SeveralVoices
from ivr.cli.beside import beside, until_stdin_closes
from ivr.cli.settings import Settings, read_settings

EVERY_S = 1.0
"""Between two looks at what was asked for: a caller's next sentence comes later than that."""


@contextmanager
def voicing(settings: Settings) -> Iterator[None]:
    """Render beside the server until it ends; nothing where no sounds are built or played."""
    if not settings.plays or read_index(settings.audio) is None:
        yield
        return
    with beside("ivr.cli.voicing"):
        yield


def main() -> None:
    """Render until standard input closes."""
    settings, stop = read_settings(os.environ), until_stdin_closes()
    recorded = settings.project / "prompts" / RECORDED
    with Adding(settings.audio, recorded, lambda: SeveralVoices(1)) as adding:
        while not stop.wait(EVERY_S):
            render_asked(settings.audio, adding)


if __name__ == "__main__":
    main()
