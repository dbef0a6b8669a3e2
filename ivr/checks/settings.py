"""F001 in hotline.yaml: the flows it names; and Y002 for a time zone that does not exist."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo, available_timezones

from ivr.checks.ground import Ground
from ivr.checks.near import near_texts
from ivr.diagnostics.diagnostic import Diagnostic, near_names, problem
from ivr.diagnostics.span import Span
from ivr.language.reader import HOTLINE
from ivr.language.ways import BACK, REPEAT, START_OVER
from ivr.source import Table, Text, read_source


def settings(ground: Ground) -> Iterator[Diagnostic]:
    """Yield what hotline.yaml names and nobody has written."""
    hotline = ground.project.hotline
    yield from _flow(ground, hotline.start, "start")
    for one in hotline.everywhere:
        yield from _flow(ground, one.target, str(one.key), BACK, REPEAT, START_OVER)
    keys = {one.target.span for one in hotline.everywhere}
    if hotline.person is not None and hotline.person.span not in keys:
        yield from _flow(ground, hotline.person, "person")
    if hotline.patience.after_that is not None:
        yield from _flow(ground, hotline.patience.after_that, "after_that")
    if not _is_zone(hotline.time_zone):
        near = near_names(hotline.time_zone, available_timezones())
        yield problem("Y002.bad_time_zone", _zone_span(ground), near=near, given=hotline.time_zone)


def _flow(ground: Ground, target: Text, where: str, *built_in: str) -> Iterator[Diagnostic]:
    flows = ground.project.flows
    if target in flows or target in ground.lost_flows or target in built_in:
        return
    near, related = near_texts(target, (*(one.name for one in flows.values()), *built_in))
    yield problem("F001.not_a_flow", target.span, near=near, related=related, name=str(target), where=where)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, LookupError, OSError):
        return False
    return True


def _zone_span(ground: Ground) -> Span:
    tree, _ = read_source(HOTLINE, ground.files.get(HOTLINE, ""))
    written = tree.get("time_zone") if isinstance(tree, Table) else None
    return written.span if isinstance(written, Text) else Span(HOTLINE, 1, 1)
