"""What no script took, read from the coverage report that ``ivr test --cover --json`` prints, to be drawn."""

from __future__ import annotations

import json

from ivr.drawing.view import Never
from ivr.scripts.coverage import STEPS, WAYS


def never_in(report: str) -> Never | None:
    """Return what a coverage report names as never taken; None when ``report`` is none."""
    try:
        cover = json.loads(report)["cover"]
        steps, ways = cover[STEPS]["never"], cover[WAYS]["never"]
        return Never(frozenset(steps), frozenset(ways))
    except (ValueError, KeyError, TypeError):
        return None
