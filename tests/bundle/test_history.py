"""Where a rollback leads: always further back, never forward to what was just taken away."""

from __future__ import annotations

import pytest

from ivr.bundle.history import one_before
from ivr.model.ids import Digest
from ivr.model.stored import Release
from tests.store.changes import at


def live_once(*made: str) -> tuple[Release, ...]:
    """Return releases, newest first; ``A`` is a bundle published, ``A<2`` one brought back from release 2."""
    releases = []
    for number, written in enumerate(made, start=1):
        digest, _, back_to = written.partition("<")
        releases.append(
            Release(number, Digest(digest), at(number), back_to=int(back_to) if back_to else None)
        )
    return tuple(reversed(releases))


@pytest.mark.parametrize(
    ("made", "leads_to"),
    [
        ((), None),
        (("A",), None),
        (("A", "B"), 1),
        (("A", "B", "B"), 1),
        (("A", "A"), None),
        (("A", "B", "C", "B<2"), 1),
        (("A", "B", "C", "B<2", "A<1"), None),
        (("A", "B", "A<1", "C"), 3),
        (("A", "B", "A<1", "C", "A<3"), None),
        (("A", "B", "C", "A<1", "D", "A<4", "E"), 6),
    ],
)
def test_a_rollback_leads_to_what_was_live_before(made: tuple[str, ...], leads_to: int | None) -> None:
    found = one_before(live_once(*made))
    assert (None if found is None else found.number) == leads_to


def test_rolling_back_again_and_again_ends_at_the_first_release() -> None:
    releases = live_once("A", "B", "C", "D")
    digests = []
    while (target := one_before(releases)) is not None:
        digests.append(target.digest)
        made = Release(releases[0].number + 1, target.digest, at(99), back_to=target.number)
        releases = (made, *releases)
    assert digests == ["C", "B", "A"]
