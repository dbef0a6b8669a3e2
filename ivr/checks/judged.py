"""The type of an expression where it stands, or why nobody can tell."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.checks.ground import Ground
from ivr.diagnostics.diagnostic import Diagnostic
from ivr.language.expressions import Expression
from ivr.language.judging import type_of
from ivr.language.reader import SWITCHES
from ivr.language.types import Basic, ListType, RecordType, Type

SWITCH = "switch"
"""The name under which a flow reads what operators have turned."""


def judged(
    ground: Ground, expression: Expression, variables: Mapping[str, Type | None]
) -> Type | Diagnostic | None:
    """Return the type of ``expression``, what is wrong with it, or None when there is no telling."""
    known = {SWITCH: _switches(ground), **variables}
    firsts = {name.parts[0] for name in expression.names}
    if any(name in known and known[name] is None for name in firsts):
        return None
    typed = {name: of for name, of in known.items() if of is not None}
    found = type_of(expression, typed, queues=ground.project.hotline.queues)
    if isinstance(found, Diagnostic) and found.variant == "unknown_queue" and not ground.hotline_is_whole:
        return None
    return found


def item_of(listed: Type) -> RecordType | None:
    """Return what one item of a list is; one thing fits where a list of it is taken."""
    of = listed.of if isinstance(listed, ListType) else listed
    return of if isinstance(of, RecordType) else None


def _switches(ground: Ground) -> RecordType | None:
    if SWITCHES in ground.hurt:
        return None
    return RecordType(SWITCH, tuple((name, Basic.YESNO) for name in ground.project.switches))
