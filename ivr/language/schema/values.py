"""The schema of a type, as authors write it."""

from __future__ import annotations

from ivr.language.schema.known import Known
from ivr.language.schema.pieces import NAME, Schema, offered, word
from ivr.language.types import Basic


def typed(known: Known, *, marks: tuple[str, ...] = ()) -> Schema:
    """Return the schema of ``money``, ``list of service``, and with ``marks`` of ``secret digits``."""
    names = (*(one.value for one in Basic), *known.records)
    offers = dict.fromkeys(names, "") | {f"list of {name}": "" for name in known.records}
    item = NAME.removeprefix("^")
    before = "" if not marks else f"(({'|'.join(marks)}) )*"
    return offered(offers, word(pattern=f"^{before}(list of )*{item}"))
