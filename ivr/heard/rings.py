"""Which steps lie on a ring together: each can be reached from the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

N = TypeVar("N")


def rings(onward: Mapping[N, Iterable[N]]) -> Mapping[N, int]:
    """Return a number for each node, the same for nodes on one ring; by Kosaraju's two walks, in linear time.

    Every node stands in ``onward``, with those it leads to.
    """
    back: dict[N, list[N]] = {node: [] for node in onward}
    for node, others in onward.items():
        for other in others:
            back[other].append(node)
    found: dict[N, int] = {}
    for number, node in enumerate(reversed(_finished(onward))):
        ahead = [node]
        while ahead:
            at = ahead.pop()
            if at not in found:
                found[at] = number
                ahead += back[at]
    return found


def _finished(onward: Mapping[N, Iterable[N]]) -> list[N]:
    """Return the nodes in the order in which a walk in depth leaves them."""
    left: list[N] = []
    seen: set[N] = set()
    for begin in onward:
        ahead = [] if begin in seen else [(begin, iter(onward[begin]))]
        seen.add(begin)
        while ahead:
            at, others = ahead[-1]
            other = next((one for one in others if one not in seen), None)
            if other is None:
                ahead.pop()
                left.append(at)
            else:
                seen.add(other)
                ahead.append((other, iter(onward[other])))
    return left
