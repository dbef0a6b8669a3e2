"""The types of values in flows: what expressions, operations, prompts and flows agree on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias


class Basic(Enum):
    """A type without parts. Digits are text of keys; a phone is eleven digits."""

    TEXT = "text"
    DIGITS = "digits"
    PHONE = "phone"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    MOMENT = "moment"
    YESNO = "yesno"
    AUDIO = "audio"


@dataclass(frozen=True, slots=True)
class RecordType:
    """Named parts, such as a service with its name and price."""

    name: str
    parts: tuple[tuple[str, Type], ...]

    def part(self, name: str) -> Type | None:
        """Return the type of the part called ``name``."""
        return dict(self.parts).get(name)


@dataclass(frozen=True, slots=True)
class ListType:
    """Any number of values of one type."""

    of: Type


Type: TypeAlias = Basic | RecordType | ListType

_NARROWER: dict[Basic, frozenset[Basic]] = {
    Basic.TEXT: frozenset({Basic.DIGITS, Basic.PHONE}),
    Basic.DIGITS: frozenset({Basic.PHONE}),
    Basic.PHONE: frozenset({Basic.DIGITS}),  # eleven digits a caller keyed in; the office says if they exist
}


def fits(given: Type, wanted: Type) -> bool:
    """Return whether a value of ``given`` may stand where ``wanted`` is taken.

    Digits are text. One thing fits where a list of it is taken.
    """
    if given == wanted:
        return True
    if isinstance(wanted, ListType):
        return fits(given, wanted.of)
    if isinstance(wanted, Basic) and isinstance(given, Basic):
        return given in _NARROWER.get(wanted, frozenset())
    return False


def type_name(of: Type) -> str:
    """Return the type as authors write it: ``money``, ``service``, ``list of service``."""
    match of:
        case Basic():
            return of.value
        case RecordType(name=name):
            return name
        case ListType(of=item):
            return f"list of {type_name(item)}"
