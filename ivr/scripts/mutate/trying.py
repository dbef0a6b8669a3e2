"""Mutants put to the checks and then to the scripts, until something notices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from ivr.bundle.bundle import Bundle, make_bundle
from ivr.checks.check import check
from ivr.diagnostics.severity import Severity
from ivr.model.record import Happened
from ivr.scripts.mutate.mutant import Mutant
from ivr.scripts.playing import Played, Player
from ivr.scripts.stage import Stage


class Fate(Enum):
    """What became of a mutant."""

    REFUSED = "refused by the checks"
    NOTICED = "noticed by scripts"
    SURVIVED = "survived"


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant and its fate; ``by`` is the code or the script that noticed it, empty when nothing did."""

    mutant: Mutant
    fate: Fate
    by: str = ""


def try_all(mutants: Iterable[Mutant], bundle: Bundle, played: Sequence[Played]) -> Iterator[Tried]:
    """Try each mutant of ``bundle`` against the scripts in ``played``, which passed on it.

    Only scripts that were at the changed step can notice; those with the fewest turns are played first.
    """
    order = sorted(played, key=lambda one: (one.turns, one.script.file))
    been = [(one, _places(one)) for one in order]
    for mutant in mutants:
        at = mutant.flow, mutant.step
        yield try_one(
            mutant, bundle.checked.files, [one for one, places in been if not mutant.step or at in places]
        )


def try_one(mutant: Mutant, files: Mapping[str, str], played: Sequence[Played]) -> Tried:
    """Try one mutant of the project in ``files`` against scripts, in their order.

    Mutants name nothing anew, so the scripts need not be read again.
    """
    checked, found = check({**files, mutant.source.file: mutant.text})
    if checked is None:
        code = next((one.code for one in found if one.severity is Severity.ERROR), "")
        return Tried(mutant, Fate.REFUSED, code)
    if played:
        player = Player(Stage(make_bundle(checked)))
        for one in played:
            if player.play(one.script).failures:
                return Tried(mutant, Fate.NOTICED, one.script.file)
    return Tried(mutant, Fate.SURVIVED)


def _places(played: Played) -> frozenset[tuple[str, str]]:
    return frozenset((note.flow, note.step) for note in played.log if note.happened is Happened.ENTERED)
