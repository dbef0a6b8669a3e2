"""F001 in hotline.yaml: the flows it names."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.checks.ground import Ground
from ivr.checks.near import near_texts
from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.language.ways import BUILT_IN
from ivr.source.nodes import Text


def settings(ground: Ground) -> Iterator[Diagnostic]:
    """Yield what hotline.yaml names and nobody has written."""
    hotline = ground.project.hotline
    yield from _flow(ground, hotline.start, "start")
    for one in hotline.everywhere:
        yield from _flow(ground, one.target, str(one.key), *BUILT_IN)
    keys = {one.target.span for one in hotline.everywhere}
    if hotline.person is not None and hotline.person.span not in keys:
        yield from _flow(ground, hotline.person, "person")
    for text, target in hotline.sms:
        yield from _flow(ground, target, str(text))
    if hotline.patience.after_that is not None:
        yield from _flow(ground, hotline.patience.after_that, "after_that")


def _flow(ground: Ground, target: Text, where: str, *built_in: str) -> Iterator[Diagnostic]:
    flows = ground.project.flows
    if target in flows or target in ground.lost_flows or target in built_in:
        return
    near, related = near_texts(target, (*(one.name for one in flows.values()), *built_in))
    yield problem("F001.not_a_flow", target.span, near=near, related=related, name=str(target), where=where)
