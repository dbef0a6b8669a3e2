"""Leaving a flow: finished, by *back*, or by starting over."""

from __future__ import annotations

from ivr.engine.machine import LEFT, THEN
from ivr.engine.program import Started
from ivr.engine.walk import Live, Walk
from ivr.language.ways import BACK, START_OVER
from ivr.model.record import Happened


def finish(walk: Walk, outcome: str) -> None:
    """End the top flow and go on in the one below, or end the call."""
    walk.note(Happened.FLOW_FINISHED, outcome=outcome)
    walk.finished = f"{walk.live.flow}.{outcome}"
    if len(walk.frames) == 1:  # kept: a finished call still says where it ended
        walk.end(walk.finished)
        return
    walk.frames.pop()
    below = walk.live
    below.behind.clear()
    walk.fire(THEN if _started(walk, below) else f"on:{outcome}")


def built_in(walk: Walk, word: str) -> None:
    """Do ``back`` or ``start_over``; ``repeat`` never moves the machine (see ``asking``)."""
    if word == START_OVER:
        walk.frames.clear()
        walk.push(str(walk.program.project.hotline.start))
        return
    if word == BACK:
        _back(walk)


def _back(walk: Walk) -> None:
    """Go to the last question; with none behind, leave this flow unfinished at the one it started from.

    The first question of the call is asked again.
    """
    if not walk.live.behind and not any(live.behind or _started(walk, live) for live in walk.frames[:-1]):
        walk.live.state = walk.origin
        return
    while not walk.live.behind:
        walk.frames.pop()
        if _started(walk, walk.live):
            walk.fire(LEFT)
            if walk.live.behind[-1:] == [walk.live.state]:  # the question we are back at is not behind itself
                walk.live.behind.pop()
            return
        walk.took(walk.live.state, LEFT)
    walk.live.state = walk.live.behind.pop()


def _started(walk: Walk, live: Live) -> bool:
    """Return whether a flow was started by a key from the question this frame is at."""
    return isinstance(walk.program.landing(live.flow, live.state), Started)
