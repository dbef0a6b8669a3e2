"""``flows/switches.yaml``: what operators may turn and put up at run time."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ivr import shape
from ivr.language.specs import NoticePlace, Switch
from ivr.shape import Found
from ivr.source.nodes import Node, Table, Text

LONGEST_NOTICE_S = 30
"""Longer than this nobody listens before a menu; source: domain notes, section 3.3 (a menu takes 20 s)."""


def read_switches(tree: Table, found: Found) -> Mapping[str, Switch]:
    """Return the switches, by name."""
    shape.only(tree, ("switches", "notices"), "switches.yaml", found)

    def switch(key: Text, node: Node) -> Switch | None:
        fields = shape.table(node, "a switch", found)
        if shape.name(key, found) is None or fields is None:
            return None
        shape.only(fields, ("means", "default", "longest"), "a switch", found)
        if not shape.required(fields, ("means", "longest"), f"`{key}`", found):
            return None
        means = shape.text(fields["means"], "means", found)
        longest = shape.seconds(fields["longest"], found)
        default = shape.yes_no(fields.get("default"), "default", found) or False
        return None if longest is None else Switch(key, str(means or ""), default, longest)

    return MappingProxyType(
        {str(name): one for name, one in shape.mapped(tree.get("switches"), "switches", switch, found)}
    )


def read_notices(tree: Table, found: Found) -> Mapping[str, NoticePlace]:
    """Return the places for notices, by name."""

    def notice(key: Text, node: Node) -> NoticePlace | None:
        fields = shape.table(node, "a place for notices", found)
        if shape.name(key, found) is None or fields is None:
            return None
        shape.only(fields, ("longest",), "a place for notices", found)
        longest = shape.seconds(fields.get("longest"), found)
        return NoticePlace(key, LONGEST_NOTICE_S if longest is None else longest)

    return MappingProxyType(
        {str(name): one for name, one in shape.mapped(tree.get("notices"), "notices", notice, found)}
    )
