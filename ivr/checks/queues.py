"""B304: a queue, hours or a place for notices that nobody has set up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivr.checks.ground import Ground
from ivr.checks.near import near_texts
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language import kinds
from ivr.language.reader import CALENDAR, SWITCHES
from ivr.source.nodes import Text


def queues(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the transfers and notices that name nothing."""
    project = ground.project
    known = {name: one.name for name, one in project.hotline.queues.items()}
    places = {name: one.name for name, one in project.notices.items()}
    for _, step in ground.every_step():
        if step.kind is kinds.TRANSFER and ground.hotline_is_whole:
            yield from _unknown("B304.unknown_queue", step.subject, known)
        if step.kind is kinds.NOTICE and SWITCHES not in ground.hurt:
            yield from _unknown("B304.unknown_notice", step.subject, places)


def hours(ground: Ground) -> Iterator[Diagnostic]:
    """Yield the queues that are open at hours which nobody has set up."""
    project = ground.project
    if CALENDAR in ground.hurt:
        return
    for queue in project.hotline.queues.values():
        yield from _unknown("B304.unknown_hours", queue.hours, dict.fromkeys(project.calendar.hours))


def _unknown(key: str, name: Text | None, known: Mapping[str, Text | None]) -> Iterator[Diagnostic]:
    if name is not None and str(name) not in known:
        near, related = near_texts(name, (place or one for one, place in known.items()))
        yield problem(key, name.span, near=near, related=related, name=str(name))
