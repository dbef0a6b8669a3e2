"""The prompts a script wants heard or texted: a name, ``{prompt: {hole: value}}``, or a list of these."""

from __future__ import annotations

from collections.abc import Iterator

from ivr import shape
from ivr.diagnostics.diagnostic import problem
from ivr.language.specs import Project
from ivr.scripts.checking import check_wanted
from ivr.scripts.spec import Wanted
from ivr.shape import Found
from ivr.source.nodes import Node, Table, Text


def read_wanted(
    node: Node | None, what: str, project: Project, found: Found, *, texted: bool
) -> tuple[Wanted, ...]:
    """Return the prompts in ``node``, checked against those of ``project``; ``what`` takes them."""
    nodes = (node,) if isinstance(node, Table) else shape.items(node, what, found)
    wanted = tuple(one for item in nodes for one in _wanted(item, found))
    for one in wanted:
        check_wanted(one, project, found, texted=texted)
    return wanted


def _wanted(node: Node, found: Found) -> Iterator[Wanted]:
    if isinstance(node, Table):
        for key, value in node.entries():
            yield Wanted(key, _holes(value, found))
        return
    name = shape.text(node, "a prompt's name", found)
    if name is not None:
        yield Wanted(name)


def _holes(node: Node, found: Found) -> tuple[tuple[Text, Text], ...]:
    if node == "":
        return ()
    fields = shape.table(node, "a prompt's values", found)
    kept = []
    for hole, value in () if fields is None else fields.entries():
        if isinstance(value, Text):
            kept.append((hole, value))
        else:
            found.append(problem("T803.several", value.span, hole=str(hole)))
    return tuple(kept)
