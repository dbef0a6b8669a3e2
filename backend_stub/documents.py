"""JSON documents with exact numbers: reading, writing, and looking into them by dotted path."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias

Json: TypeAlias = "bool | int | Decimal | str | list[Json] | dict[str, Json] | None"
Document: TypeAlias = dict[str, Json]

DEEPEST = 24
"""Levels of nesting taken from outside; the deepest body of the six APIs that anybody sends has 8."""
LONGEST_NUMBER = 350
"""Characters of one number, written out: room for every binary double (343), which is what JSON asks of its
readers (RFC 8259, section 6), too few for one that takes long."""
LARGEST_EXPONENT = 324
"""That of the smallest double; looked at first, so that nothing larger is ever written out."""


def decode(text: bytes | str) -> Json:
    """Read JSON text, numbers as exact Decimals. Raises ValueError on anything that is not plain JSON."""
    try:
        value: Json = json.loads(text, parse_float=_number, parse_int=_whole, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("too deeply nested") from None
    _check(value, DEEPEST)
    return value


def encode(value: Json) -> str:
    """Write JSON text; a Decimal keeps exactly the decimals it has."""
    match value:
        case Decimal():
            return format(value, "f")
        case dict():
            return "{" + ",".join(f"{_quoted(key)}:{encode(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ",".join(map(encode, value)) + "]"
        case _:
            return _quoted(value)


def values_at(value: Json, path: str) -> Iterator[Json]:
    """Yield what stands at the dotted ``path``, looking into every element of arrays on the way."""
    return _walk(value, tuple(path.split(".")))


def text_at(value: Json, path: str) -> str | None:
    """Return the first text at the dotted ``path``."""
    return next((found for found in values_at(value, path) if isinstance(found, str)), None)


def documents_in(value: Json) -> tuple[Document, ...]:
    """Return the objects of an array, or the one object; what is neither is left out."""
    items = value if isinstance(value, list) else [value]
    return tuple(item for item in items if isinstance(item, dict))


def _walk(value: Json, path: tuple[str, ...]) -> Iterator[Json]:
    match value, path:
        case list(), _:
            for item in value:
                yield from _walk(item, path)
        case _, ():
            yield value
        case dict(), (name, *rest) if name in value:
            yield from _walk(value[name], tuple(rest))
        case _:
            return


def _quoted(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)


def _number(text: str) -> Decimal:
    number = Decimal(text)
    if len(text) > LONGEST_NUMBER or abs(number.adjusted()) > LARGEST_EXPONENT:
        raise ValueError("a number out of reach")
    if len(encode(number)) > LONGEST_NUMBER:  # it is kept written out, and must be readable again
        raise ValueError("a number out of reach")
    return number


def _whole(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ValueError("a number out of reach")
    return int(text)


def _no_constant(name: str) -> Json:
    raise ValueError(f"{name} is not a number")


def _check(value: Json, levels: int) -> None:
    if levels == 0:
        raise ValueError("too deeply nested")
    match value:
        case str():
            value.encode()  # half of a surrogate pair could be stored but never sent again
        case list():
            for item in value:
                _check(item, levels - 1)
        case dict():
            for key, item in value.items():
                key.encode()
                _check(item, levels - 1)
        case _:
            pass
