"""How much longer or shorter callers listen before each goal when one project takes the place of another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ivr.heard.seconds import Length, unrendered
from ivr.heard.times import Stretch, heard_times
from ivr.language.specs import Project

ALIKE_S = 0.05
"""Differences smaller than this are not told: they are shown in tenths of a second."""


@dataclass(frozen=True, slots=True)
class TimeChange:
    """A goal, named ``flow.outcome``, before which callers of ``language`` listen longer or shorter.

    None: no call reached, or reaches, it.
    """

    language: str
    goal: str
    old: Stretch | None
    new: Stretch | None


def compare_times(old: Project, new: Project, *, audio: Length = unrendered) -> Iterator[TimeChange]:
    """Yield the goals that are reached sooner or later, by language, in the order of the newer flows."""
    for language in new.wording.languages:
        spoken_before = language in old.wording.languages
        before = {
            str(goal): found for goal, found in heard_times(old, language, audio).items() if spoken_before
        }
        after = {str(goal): found for goal, found in heard_times(new, language, audio).items()}
        for goal in dict.fromkeys((*after, *before)):
            change = TimeChange(str(language), goal, before.get(goal), after.get(goal))
            if not _alike(change.old, change.new):
                yield change


def _alike(old: Stretch | None, new: Stretch | None) -> bool:
    if old is None or new is None:
        return old is new
    return abs(new.shortest_s - old.shortest_s) < ALIKE_S and abs(new.longest_s - old.longest_s) < ALIKE_S
