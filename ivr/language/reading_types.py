"""Types as authors write them: ``money``, ``service``, ``list of port``, ``optional secret digits``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ivr import shape
from ivr.diagnostics.diagnostic import near_names, problem
from ivr.language.types import Basic, ListType, RecordType, Type
from ivr.shape import Found
from ivr.source.nodes import Node, Text

_LIST = "list of "
_MARKS = ("optional", "secret")


@dataclass(frozen=True, slots=True)
class Marked:
    """A type and the marks before it."""

    type: Type
    optional: bool = False
    secret: bool = False


def read_records(node: Node | None, found: Found) -> dict[str, RecordType]:
    """Return the record types of a ``types`` section; a type may use those above it."""
    known: dict[str, RecordType] = {}

    def record(key: Text, value: Node) -> RecordType | None:
        parts = read_typed(value, "a type", known, found)
        if shape.name(key, found) is not None:
            known[str(key)] = RecordType(str(key), tuple((str(name), of) for name, of in parts))
        return known.get(str(key))

    shape.mapped(node, "types", record, found)
    return known


def read_typed(
    node: Node | None, what: str, records: Mapping[str, RecordType], found: Found
) -> tuple[tuple[Text, Type], ...]:
    """Return a map from names to unmarked types."""

    def one(_: Text, value: Node) -> Type | None:
        return read_type(value, records, found)

    return shape.mapped(node, what, one, found)


def read_type(node: Node | None, records: Mapping[str, RecordType], found: Found) -> Type | None:
    """Return an unmarked type."""
    written = shape.text(node, "a type", found)
    return None if written is None else _type(written, str(written), records, found)


def read_marked(node: Node | None, records: Mapping[str, RecordType], found: Found) -> Marked | None:
    """Return a type with its marks ``optional`` and ``secret``."""
    written = shape.text(node, "a type", found)
    if written is None:
        return None
    rest, marks = str(written), set()
    while (word := rest.partition(" ")[0]) in _MARKS:
        marks.add(word)
        rest = rest.removeprefix(word).strip()
    of = _type(written, rest, records, found)
    return None if of is None else Marked(of, "optional" in marks, "secret" in marks)


def _type(written: Text, rest: str, records: Mapping[str, RecordType], found: Found) -> Type | None:
    if rest.startswith(_LIST):
        item = _type(written, rest.removeprefix(_LIST).strip(), records, found)
        return None if item is None else ListType(item)
    if rest in records:
        return records[rest]
    try:
        return Basic(rest)
    except ValueError:
        known = (*(one.value for one in Basic), *records)
        found.append(problem("Y002.bad_type", written.span, near=near_names(rest, known), given=str(written)))
        return None
