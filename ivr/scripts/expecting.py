"""What a script expects once the call is over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from itertools import repeat
from zoneinfo import ZoneInfo

from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.diagnostics.span import Span
from ivr.errors import BadValue
from ivr.line.state import Line
from ivr.model.money import Money
from ivr.model.office import OfficeRequest
from ivr.model.values import Record, Value
from ivr.scripts.dead_air import NOWHERE, DeadAir
from ivr.scripts.hearing import Ear
from ivr.scripts.office import Trouble, shown
from ivr.scripts.spec import AskedFor, CallScript, Expect, Wanted
from ivr.scripts.stage import Stage
from ivr.scripts.values import value_for
from ivr.source.nodes import Items, Node, Table, Text
from ivr.wording.readings import Readable

_KINDS = ((bool, "text"), (Money, "money"), (datetime, "moment"), ((int, Decimal), "number"))
"""Kinds of values that can be written in more than one way; a yes or no is a whole number to Python only."""


def unmet(
    script: CallScript, stage: Stage, *, line: Line, ear: Ear, dead_air: DeadAir
) -> Iterator[Diagnostic]:
    """Yield everything about a finished call that is not as ``script`` expects, or as no call may be."""
    for trouble in stage.office.troubles:
        yield _forbidden(script, stage, trouble)
    for complaint in line.complaints:
        yield problem("T820.carrier", script.span, number=complaint.code, text=complaint.text)
    call = stage.call()
    if call is None or call.disposition is None:
        yield problem("T820.not_over", script.span, place=stage.place() or NOWHERE)
    elif call.disposition.startswith("error") and not _is_expected(script.expect, call.disposition):
        yield problem("T820.broke", script.span, disposition=call.disposition)
    if script.expect is not None:
        yield from _as_expected(script, script.expect, stage, ear, dead_air)
    for mock in stage.office.unused():
        used = problem("T820.unused", mock.operation.span, operation=str(mock.operation))
        left = problem("T820.answers_left", mock.operation.span, operation=str(mock.operation))
        yield left if mock.listed and stage.office.has_used(mock) else used


def _is_expected(expect: Expect | None, disposition: str) -> bool:
    return expect is not None and expect.ended == disposition


def _forbidden(script: CallScript, stage: Stage, trouble: Trouble) -> Diagnostic:
    place = stage.place() or NOWHERE
    match trouble.variant:
        case "too_many" if trouble.mock is not None:
            span, count = trouble.mock.operation.span, len(trouble.mock.answers)
            return problem("T820.too_many", span, operation=trouble.operation, count=count)
        case "new_key":
            return problem("T820.new_key", script.span, operation=trouble.operation)
        case _:
            return problem("T820.unmentioned", script.span, operation=trouble.operation, place=place)


def _as_expected(
    script: CallScript, expect: Expect, stage: Stage, ear: Ear, dead_air: DeadAir
) -> Iterator[Diagnostic]:
    call = stage.call()
    ended = call.disposition if call is not None and call.disposition is not None else NOWHERE
    if expect.ended is not None and expect.ended != ended:
        yield problem("T820.ended", expect.ended.span, expected=str(expect.ended), ended=ended)
    asked = [one.request for one in stage.office.performed]
    for name in expect.never:
        if any(one.operation == name for one in asked):
            yield problem("T820.never", name.span, operation=str(name))
    if expect.backend is not None:
        usual = {str(mock.operation) for mock in script.backend if mock.usual}
        beyond = [one for one in asked if one.operation not in usual]
        yield from _requests(
            expect.backend,
            beyond,
            _place(expect, "backend"),
            ZoneInfo(stage.bundle.checked.project.calendar.time_zone),
        )
    if expect.texts is not None:
        yield from _texts(expect.texts, [one.text for one in stage.texts.sent], ear, _place(expect, "texts"))
    if expect.pace is not None and call is not None and expect.pace != call.pace.value:
        yield problem("T820.pace", expect.pace.span, expected=str(expect.pace), pace=call.pace.value)
    if expect.dead_air_s is not None and dead_air.longest_s > expect.dead_air_s:
        yield problem(
            "T820.dead_air",
            _place(expect, "dead_air"),
            limit=f"{expect.dead_air_s:g}",
            seconds=f"{dead_air.longest_s:.1f}",
            place=dead_air.place,
        )


def _place(expect: Expect, key: str) -> Span:
    return expect.keys.get(key, expect.span)


def _requests(
    expected: Sequence[AskedFor], asked: Sequence[OfficeRequest], span: Span, zone: tzinfo
) -> Iterator[Diagnostic]:
    """Compare requests one by one; after the first difference the rest only follows from it."""
    for number, wanted in enumerate(expected):
        given = asked[number] if number < len(asked) else None
        if given is None or given.operation != wanted.operation:
            had = "-" if given is None else given.operation
            yield problem("T820.asked", wanted.span, expected=str(wanted.operation), asked=had)
            return
        for name, value in wanted.arguments:
            had_value = given.arguments.get(str(name))
            if had_value is None or not is_written(had_value, value, zone):
                yield problem(
                    "T820.argument",
                    name.span,
                    operation=str(wanted.operation),
                    argument=str(name),
                    given="-" if had_value is None else shown(had_value),
                )
                return
    if len(asked) > len(expected):
        more = tuple(one.operation for one in asked[len(expected) :])
        yield problem("T820.asked_more", span, more=more)


def _texts(expected: Sequence[Wanted], sent: Sequence[str], ear: Ear, span: Span) -> Iterator[Diagnostic]:
    names = tuple(ear.text_name(text) for text in sent)
    for number, wanted in enumerate(expected):
        if number >= len(sent):
            yield problem("T820.no_text", wanted.prompt.span, prompt=str(wanted.prompt), place=NOWHERE)
            return
        missing = ear.text_differs(wanted, sent[number])
        if missing is not None:
            yield problem(
                "T820.other_text", wanted.prompt.span, prompt=str(wanted.prompt), text=names[number]
            )
            return
    if len(sent) > len(expected):
        yield problem("T820.texted_more", span, more=names[len(expected) :])


def is_written(value: Value, node: Node, zone: tzinfo) -> bool:
    """Return whether ``value`` is what a script wrote as ``node``; a record is named by its first part.

    ``zone`` is that of a moment written without one.
    """
    match value, node:
        case (tuple(), Items()):
            return len(value) == len(node) and all(map(is_written, value, node, repeat(zone)))
        case (tuple(), _):
            return len(value) == 1 and is_written(value[0], node, zone)
        case (_, Items()):
            return len(node) == 1 and is_written(value, node[0], zone)
        case (Record(), Table()):
            return all(name in value and is_written(value[name], part, zone) for name, part in node.entries())
        case (_, Text()):
            kind = next((name for of, name in _KINDS if isinstance(value, of)), None)
            return shown(value) == str(node) or (kind is not None and _as(kind, node, zone) == value)
        case _:
            return False


def _as(kind: str, text: Text, zone: tzinfo) -> Readable | None:
    try:
        return value_for(kind, str(text), zone)
    except BadValue:
        return None
