"""Sounds for words that come while a hotline runs: a release, or what operators put up.

Nothing is added where nothing was ever built: that hotline speaks in the carrier's voice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from ivr.adapters.voice.build import Building, plan_build
from ivr.adapters.voice.built import read_index
from ivr.adapters.voice.espeak import engine_name
from ivr.adapters.voice.several import PROCESSES, SeveralVoices
from ivr.speech.clip import Wanted


@dataclass(slots=True)
class Adding:
    """Adds sounds to a folder, in the voices and by the engine of its last build.

    ``make`` gives the voice, whose processes are started when there is something to render and stay until
    this is closed. ``add`` and ``replace`` raise ``NoVoice`` when there is no voice.
    """

    folder: Path
    recorded: Path
    make: Callable[[], SeveralVoices] = SeveralVoices
    engine: str = engine_name()
    _voice: SeveralVoices | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, wanted: Iterable[Wanted], *, until: float) -> int:
        """Render ``wanted`` beside what is said already, to be kept until ``until``; return how many are new.

        ``until`` is in seconds since 1970.
        """
        building = self._planned(wanted)
        if building is None:
            return 0
        made = self._made(building)
        building.add(until)
        return made

    def replace(self, wanted: Iterable[Wanted]) -> int:
        """Render what is new in ``wanted``, which is from now on what a project says; return how many are."""
        building = self._planned(wanted)
        if building is None:
            return 0
        made = self._made(building)
        building.finish()
        return made

    def close(self) -> None:
        """End the processes of the voice."""
        voice, self._voice = self._voice, None
        if voice is not None:
            voice.close()

    def _planned(self, wanted: Iterable[Wanted]) -> Building | None:
        index = read_index(self.folder)
        if index is None or index.engine != self.engine:  # of another engine, everything would be made anew
            return None
        return plan_build(
            wanted, folder=self.folder, recorded=self.recorded, engine=index.engine, manners=index.manners
        )

    def _made(self, building: Building) -> int:
        """Render what is missing; return how many sounds came of it."""
        before = len(building.built)
        if building.missing:
            voice = self._voice = self._voice or self.make()
            for _ in building.steps(lambda: voice, at_once=PROCESSES):
                pass
        return len(building.built) - before
