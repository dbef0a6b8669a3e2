"""Leaving a flow: finished, by *back*, or by starting over."""

from __future__ import annotations

from dataclasses import replace

from ivr.engine.live import Live
from ivr.engine.machine import LEFT, THEN
from ivr.engine.program import AtStep, Started
from ivr.engine.walk import Walk
from ivr.language.ways import BACK, START_OVER, ends_alike
from ivr.model.record import Happened
from ivr.model.values import Record


def finish(walk: Walk, outcome: str) -> None:
    """End the top flow and go on in the one below, or end the call."""
    walk.note(Happened.FLOW_FINISHED, outcome=outcome)
    walk.finished = f"{walk.live.flow}.{outcome}"
    if len(walk.frames) == 1:  # kept: a finished call still says where it ended
        walk.end(walk.finished)
        return
    done = _drop(walk)
    below = walk.live
    below.behind.clear()
    landing = walk.program.landing(below.flow, below.state)
    if isinstance(landing, Started):
        walk.fire(THEN)
        return
    spec = walk.program.project.flows[done.flow].outcome(outcome)
    if isinstance(landing, AtStep) and spec is not None and spec.gives:
        given = {str(name): done.values[str(name)] for name, _ in spec.gives}
        if landing.step.save is not None:
            below.values[str(landing.step.save)] = Record(given)
        if ends_alike(landing.step, outcome):  # this flow's outcome gives the same
            below.values.update(given)
    walk.fire(f"on:{outcome}")


def built_in(walk: Walk, word: str) -> None:
    """Do ``back`` or ``start_over``; ``repeat`` where nothing was asked does the step again."""
    if word == START_OVER:
        walk.frames.clear()
        walk.push(str(walk.program.project.hotline.start))
    elif word == BACK:
        _back(walk)
    else:
        walk.live.state = walk.origin


def _back(walk: Walk) -> None:
    """Go to the last question; with none behind, leave this flow unfinished at the one it started from.

    The first question of the call is asked again.
    """
    if not walk.live.behind and not any(live.behind or _started(walk, live) for live in walk.frames[:-1]):
        walk.live.state = walk.origin
        return
    while not walk.live.behind:
        _drop(walk)
        if _started(walk, walk.live):
            walk.fire(LEFT)
            if walk.live.behind[-1:] == [walk.live.state]:  # the question we are back at is not behind itself
                walk.live.behind.pop()
            return
        walk.took(walk.live.state, LEFT)
    walk.live.state = walk.live.behind.pop()


def _drop(walk: Walk) -> Live:
    """Take the top flow off; what was proven about another number does not outlive it."""
    dropped = walk.frames.pop()
    if dropped.subscriber != walk.live.subscriber:
        walk.call = replace(walk.call, proven=None)
    return dropped


def _started(walk: Walk, live: Live) -> bool:
    """Return whether a flow was started by a key from the question this frame is at."""
    return isinstance(walk.program.landing(live.flow, live.state), Started)
