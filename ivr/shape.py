"""From located text to typed pieces: the questions every reader asks of a tree, with their diagnostics.

Each function returns None after adding to ``found`` what is wrong, so that a reader goes on and tells
everything at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import TypeVar

from ivr.diagnostics.diagnostic import Diagnostic, near_names, problem
from ivr.source.nodes import Items, Node, Table, Text

T = TypeVar("T")
Found = list[Diagnostic]

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 24 * 3600}
MOST_FIGURES = 9
"""Longest number read: Python itself refuses to convert one of over 4,300 figures."""
MOST_ENTRIES = 500
"""Longest list or map read: whoever has more has one cause, and nobody could hear it."""
MOST_UNKNOWN = 20
"""Fields told of one map that do not belong there."""
LONGEST_DURATION_S = 31 * 24 * 3600
"""The longest anything may last: a switch that is turned for a month."""


def table(node: Node | None, what: str, found: Found) -> Table | None:
    """Return ``node`` as a map."""
    if isinstance(node, Table):
        return node
    if node is not None:
        found.append(problem("Y002.not_a_map", node.span, what=what))
    return None


def text(node: Node | None, what: str, found: Found) -> Text | None:
    """Return ``node`` as text that is not empty."""
    if isinstance(node, Text) and node.strip():
        return node
    if node is not None:
        found.append(problem("Y002.not_text", node.span, what=what))
    return None


def items(node: Node | None, what: str, found: Found) -> tuple[Node, ...]:
    """Return the items of a list; one thing fits where a list of it is taken."""
    if isinstance(node, Items):
        return tuple(node) if _fits(node, what, MOST_ENTRIES, found) else ()
    if isinstance(node, Text) and node.strip():
        return (node,)
    if node is not None:
        found.append(problem("Y002.not_a_list", node.span, what=what))
    return ()


def texts(node: Node | None, what: str, found: Found) -> tuple[Text, ...]:
    """Return a list of texts."""
    read = (text(item, what, found) for item in items(node, what, found))
    return tuple(item for item in read if item is not None)


def name(node: Node | None, found: Found) -> Text | None:
    """Return ``node`` as a name: letters of any script, digits and underscores, no digit first."""
    read = text(node, "a name", found)
    if read is not None and not read.isidentifier():
        found.append(problem("Y002.bad_name", read.span, given=str(read)))
        return None
    return read


def number(node: Node | None, low: int, high: int, found: Found) -> int | None:
    """Return a whole number from ``low`` to ``high``."""
    read = text(node, "a number", found)
    if read is None:
        return None
    if read.isascii() and read.isdecimal() and len(read) <= MOST_FIGURES and low <= int(read) <= high:
        return int(read)
    found.append(problem("Y002.bad_number", read.span, given=str(read), low=low, high=high))
    return None


def seconds(node: Node | None, found: Found) -> int | None:
    """Return a duration such as ``6s``, ``2m``, ``1h`` or ``3d`` in whole seconds."""
    read = text(node, "a duration", found)
    if read is None:
        return None
    amount, unit = read[:-1], read[-1:]
    if unit in _SECONDS and amount.isascii() and amount.isdecimal() and len(amount) <= MOST_FIGURES:
        total = int(amount) * _SECONDS[unit]
        if 0 < total <= LONGEST_DURATION_S:
            return total
    found.append(problem("Y002.bad_duration", read.span, given=str(read)))
    return None


def yes_no(node: Node | None, what: str, found: Found) -> bool | None:
    """Return ``yes`` or ``no`` as a truth."""
    read = choice(node, what, ("yes", "no"), found)
    return None if read is None else read == "yes"


def choice(node: Node | None, field: str, allowed: tuple[str, ...], found: Found) -> Text | None:
    """Return text that is one of ``allowed``."""
    read = text(node, field, found)
    if read is None or read in allowed:
        return read
    near = near_names(read, allowed)
    found.append(
        problem("Y002.bad_choice", read.span, near=near, field=field, given=str(read), allowed=allowed)
    )
    return None


def mapped(
    node: Node | None,
    what: str,
    read: Callable[[Text, Node], T | None],
    found: Found,
    *,
    limit: int = MOST_ENTRIES,
) -> tuple[tuple[Text, T], ...]:
    """Return the entries of a map, each read by ``read``; those that cannot be read are left out.

    None of them when there are more than ``limit``.
    """
    pairs = ((key, read(key, value)) for key, value in entries(node, what, found, limit=limit))
    return tuple((key, value) for key, value in pairs if value is not None)


def entries(
    node: Node | None, what: str, found: Found, *, limit: int = MOST_ENTRIES
) -> tuple[tuple[Text, Node], ...]:
    """Return the entries of a map; none when there are more than ``limit``."""
    read = table(node, what, found)
    return () if read is None or not _fits(read, what, limit, found) else read.entries()


def only(fields: Table, allowed: Iterable[str], what: str, found: Found) -> None:
    """Report every field of ``fields`` that does not belong in ``what``."""
    known = tuple(allowed)
    for key in islice((one for one in fields if one not in known), MOST_UNKNOWN):
        near = near_names(key, known)
        found.append(
            problem("Y002.unknown_field", key.span, near=near, field=str(key), kind=what, allowed=known)
        )


def required(fields: Table, wanted: Iterable[str], what: str, found: Found) -> bool:
    """Report every wanted field that is missing; return whether all are there."""
    missing = [field for field in wanted if field not in fields]
    found.extend(problem("Y002.missing_field", fields.span, field=field, what=what) for field in missing)
    return not missing


def _fits(node: Table | Items, what: str, limit: int, found: Found) -> bool:
    if len(node) > limit:
        found.append(problem("Y002.too_many", node.span, what=what, limit=limit))
    return len(node) <= limit


def get(fields: Mapping[str, Node], name_: str) -> Node | None:
    """Return a field, or None when it was not written."""
    return fields.get(name_)
