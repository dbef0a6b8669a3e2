"""Values as scripts write them: the office's by their types, those in prompts by the kinds of their holes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import tzinfo
from decimal import Decimal
from types import MappingProxyType

from ivr.checks.near import near_texts
from ivr.diagnostics.diagnostic import problem
from ivr.engine.conforming import is_a
from ivr.errors import BadValue
from ivr.language.types import Basic, ListType, RecordType, Type, type_name
from ivr.model.values import Record, Value
from ivr.shape import Found
from ivr.source.nodes import Items, Node, Table, Text
from ivr.wording.readings import Readable
from ivr.wording.typed import typed_value

_WIDER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "date": ("moment",),
        "month": ("date", "moment"),
        "time": ("moment",),
        "duration": ("number",),
        "data": ("number",),
    }
)
"""Kinds whose values a kind reads as well: a date is read of a moment, a bare number as hours or GB."""
_EXAMPLES: Mapping[Basic, str] = MappingProxyType(
    {
        Basic.TEXT: "视频会员",
        Basic.DIGITS: "10661234",
        Basic.PHONE: "13800138000",
        Basic.NUMBER: "2",
        Basic.MONEY: "6.20",
        Basic.DATE: "2026-12-31",
        Basic.MOMENT: "2026-11-25 14:05",
        Basic.YESNO: "yes",
        Basic.AUDIO: "words.wav",
    }
)
_PLAIN = frozenset({Basic.TEXT, Basic.DIGITS, Basic.PHONE, Basic.AUDIO})
_YES_NO = MappingProxyType({"yes": True, "no": False})
_SECONDS = re.compile(r"([0-9]{1,7}(?:\.[0-9]{1,3})?)(s|m|h|d)")
_UNITS = MappingProxyType({"s": 1, "m": 60, "h": 3600, "d": 24 * 3600})


def value_for(kind: str, text: str, zone: tzinfo) -> Readable:
    """Return the value written as ``text`` for a hole of ``kind``; a moment with no zone is one of ``zone``.

    Raises ``BadValue`` when it is none the kind can read, or the kind reads no single value.
    """
    try:
        return typed_value(kind, text, zone)
    except BadValue:
        for wider in _WIDER.get(kind, ()):
            try:
                return typed_value(wider, text, zone)
            except BadValue:
                continue
        raise


def value_of(node: Node, of: Type, name: Text, zone: tzinfo, found: Found) -> Value | None:
    """Return what is written as ``node`` for the value ``name`` of the type ``of``.

    Adds to ``found`` what does not fit, and leaves it out; None if nothing fits. One thing fits where a list
    of it is taken.
    """
    match of, node:
        case RecordType(), Table():
            return values_of(node, of.parts, Text(name, node.span), zone, found)
        case ListType(of=item), Items():
            parts = [value_of(one, item, name, zone, found) for one in node]
            return tuple(one for one in parts if one is not None)
        case ListType(of=item), _ if node != "":
            one = value_of(node, item, name, zone, found)
            return None if one is None else (one,)
        case Basic(), Text():
            value = _basic(node, of, zone)
            if value is not None:
                return value
    found.append(
        problem("T804.wrong_value", node.span, value=str(name), type=type_name(of), example=_example(of))
    )
    return None


def values_of(
    fields: Table, gives: Sequence[tuple[str, Type]], what: Text, zone: tzinfo, found: Found
) -> Record:
    """Return the values of ``fields``, which must be those of ``gives``; ``what`` they belong to."""
    known = {str(name): name for name, _ in gives}
    for key in fields:
        if key not in known:
            near, places = near_texts(key, known.values())
            found.append(
                problem(
                    "T804.unknown_value",
                    key.span,
                    near=near,
                    related=places,
                    value=str(key),
                    what=str(what),
                    gives=tuple(known),
                )
            )
    missing = tuple(name for name in known if name not in fields)
    if missing:
        found.append(problem("T804.missing_value", what.span, what=str(what), values=missing))
    read = {
        name: value_of(fields[name], of, Text(name, fields.key_span(name)), zone, found)
        for name, of in ((str(one), of) for one, of in gives)
        if name in fields
    }
    return Record({name: value for name, value in read.items() if value is not None})


def duration(node: Node | None, found: Found) -> float | None:
    """Return a length of time in seconds; here it may have decimals, such as ``0.2s``."""
    if node is None:
        return None
    if not isinstance(node, Text):
        found.append(problem("Y002.not_text", node.span, what="a duration"))
        return None
    parts = _SECONDS.fullmatch(node)
    if parts is None:
        found.append(problem("Y002.bad_duration", node.span, given=str(node)))
        return None
    return float(parts[1]) * _UNITS[parts[2]]


def _basic(text: Text, of: Basic, zone: tzinfo) -> Value | None:
    if of is Basic.YESNO:
        return _YES_NO.get(text)
    if of in _PLAIN:
        return str(text) if is_a(str(text), of) else None
    try:
        value = typed_value(of.value, text, zone)
    except BadValue:
        return None
    if isinstance(value, Decimal):
        return int(value) if "." not in text else value
    return _as_given(value, of)


def _as_given(value: Readable, of: Basic) -> Value | None:
    """Return ``value`` if offices give such: a day without its year is read aloud, but no office's answer."""
    return value if is_a(value, of) else None  # type: ignore[arg-type, return-value] # is_a asks what it is


def _example(of: Type) -> str:
    match of:
        case Basic():
            return _EXAMPLES[of]
        case RecordType(parts=parts):
            return "{" + ", ".join(f"{name}: …" for name, _ in parts) + "}"
        case ListType(of=item):
            return f"[{_example(item)}]"
