"""Wording with typed holes, such as ``您的话费余额为{left:money}。``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from ivr.diagnostics.diagnostic import Diagnostic, near_names, problem
from ivr.source.nodes import Text
from ivr.wording.kinds import HOLE_KINDS

EACH = "each"
"""The kind of a hole that reads every item of a list with a prompt of its own."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A place for a value. ``prompt`` is the prompt each item of a list is read with, else empty."""

    name: str
    kind: str
    prompt: str = ""


Template: TypeAlias = tuple[str | Hole, ...]
"""The pieces of a wording; words that were read from a file are ``Text`` and know their place."""


def holes(template: Template) -> tuple[Hole, ...]:
    """Return the holes of a template, in order."""
    return tuple(part for part in template if isinstance(part, Hole))


def parse_template(text: Text) -> Template | Diagnostic:
    """Return the pieces of a wording, or the diagnostic that says what is wrong with its braces."""
    parts: list[str | Hole] = []
    rest = str(text)
    while rest:
        before, brace, after = rest.partition("{")
        if "}" in before:
            return _mistake(text, "a closing brace stands alone")
        if before:
            at = len(text) - len(rest)
            parts.append(Text(before, text.part(at, len(before))))
        if not brace:
            break
        inside, brace, rest = after.partition("}")
        if not brace:
            return _mistake(text, "a brace is not closed")
        hole = _hole(text, inside)
        if isinstance(hole, Diagnostic):
            return hole
        parts.append(hole)
    return tuple(parts)


def _hole(text: Text, inside: str) -> Hole | Diagnostic:
    name, colon, kind = (piece.strip() for piece in inside.partition(":"))
    word, _, prompt = kind.partition(" ")
    if not colon or not name.isidentifier():
        return _mistake(text, f"{{{inside}}} is not {{name:kind}}")
    if word == EACH and prompt.strip():
        return Hole(name, EACH, prompt.strip())
    if kind not in HOLE_KINDS or kind == EACH:
        known = tuple(HOLE_KINDS)
        near = near_names(kind, known)
        return _mistake(text, f"{kind or inside} is no kind of hole; there are {', '.join(known)}", near)
    return Hole(name, kind)


def _mistake(text: Text, reason: str, near: tuple[str, ...] = ()) -> Diagnostic:
    return problem("P120.template", text.span, near=near, text=str(text), reason=reason)
