"""Near names with the places where they stand."""

from __future__ import annotations

from collections.abc import Iterable

from ivr.diagnostics.diagnostic import NEAR, Related, near_names
from ivr.source.nodes import Text

MOST_COMPARED = 500
"""Names a slip is compared with at most: comparing takes about 20 µs, and a file may hold thousands."""


def near_texts(word: str, known: Iterable[str]) -> tuple[tuple[str, ...], tuple[Related, ...]]:
    """Return the names near ``word``, and where they stand as far as that is known, in the same order."""
    listed = {str(name): name for name in list(known)[:MOST_COMPARED]}
    near = near_names(word, listed)
    places: list[Related] = []
    for name in near:
        written = listed[name]
        if not isinstance(written, Text):
            break  # places belong to names by their order, so none may follow a gap
        places.append(Related(written.span, NEAR))
    return near, tuple(places)
