"""Which menus can be the first a caller hears in a language: the ones that offer a person too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ivr.heard.returns import Returns, Spot, spot
from ivr.heard.roads import Node, Road, Roads
from ivr.language import kinds


def first_menus(roads: Roads, nodes: Sequence[Node], returns: Returns) -> frozenset[Node]:
    """Return the menus among ``nodes`` before which no other menu need be heard.

    After a change of the language the next menu is a first one again.
    """
    start = roads.start()
    ahead: list[Spot] = [node for node in nodes if roads.step(node).language is not None or node == start]
    seen: set[Spot] = set()
    held: dict[Node, list[Spot]] = {}
    while ahead:
        at = ahead.pop()
        if at in seen:
            continue
        seen.add(at)
        if isinstance(at, Node):
            ahead += [*held.pop(at, ()), *_onward(roads, at)]
            continue
        for site, to in returns.get(at, ()):
            if site in seen:
                ahead.append(to)
            else:  # whoever comes by there has heard a menu, as far as is known by now
                held.setdefault(site, []).append(to)
    return frozenset(at for at in seen if isinstance(at, Node) and roads.step(at).kind is kinds.MENU)


def _onward(roads: Roads, node: Node) -> Iterator[Spot]:
    stop = roads.stop(node)
    if stop.step.kind is not kinds.MENU:
        for one in stop.onward:
            yield spot(one.to, node.flow) if isinstance(one, Road) else one.to
