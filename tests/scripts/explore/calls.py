"""Explored calls for tests: the project's own hotline on a stage, and callers who do what a test says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from ivr.bundle.bundle import make_bundle
from ivr.checks.check import check
from ivr.scripts.explore.calling import Explorer, explorer_of
from ivr.scripts.explore.decisions import Decided, Decisions
from ivr.scripts.explore.invariants import violations
from ivr.scripts.explore.logged import Kept
from ivr.scripts.explore.moment import Explored
from ivr.scripts.stage import Stage
from tests.language.projects import shipped

CANCEL_ALL = ("press 2", "the whole", "press 1", "press 1")


@contextmanager
def explorer(files: Mapping[str, str] | None = None) -> Iterator[Explorer]:
    """Open what explores a project; the shipped one unless ``files`` say otherwise."""
    checked, found = check(shipped() if files is None else files)
    assert checked is not None, found
    with Kept() as kept:
        yield explorer_of(Stage(make_bundle(checked)), kept)


def call(explorer: Explorer, *acts: str, **others: str | tuple[str, ...]) -> Explored:
    """Make the call of somebody who does ``acts``; ``others`` are the first choices of other streams."""
    streams = {"caller": acts, **{name.replace("__", ":"): taken for name, taken in others.items()}}
    given = [
        Decided(stream, option)
        for stream, options in streams.items()
        for option in ((options,) if isinstance(options, str) else options)
    ]
    return explorer.call(Decisions(given))


def broken(explored: Explored) -> set[str]:
    """Return the rules a call breaks."""
    return {one.rule for one in violations(explored)}
