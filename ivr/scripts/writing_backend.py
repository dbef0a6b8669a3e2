"""The office's answers and other values, as scripts write them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

import yaml

from ivr.language.specs import Project
from ivr.language.types import ListType, RecordType, Type
from ivr.model.values import Record, Value
from ivr.scripts.office import Performed, shown
from ivr.scripts.spec import Mock, MockAnswer


def used(mocks: Sequence[Mock], performed: Sequence[Performed]) -> tuple[Mock, ...]:
    """Return the answers that were given; of several for one operation, as many as were asked for."""
    counts: dict[str, int] = {}
    for one in performed:
        counts[one.request.operation] = counts.get(one.request.operation, 0) + 1
    return tuple(
        replace(mock, answers=mock.answers[: counts[str(mock.operation)]]) if mock.listed else mock
        for mock in mocks
        if str(mock.operation) in counts
    )


def write_backend(mocks: Sequence[Mock], project: Project) -> Iterator[str]:
    """Yield the lines of ``backend:``; none when the office was asked nothing."""
    if mocks:
        yield "backend:"
    for mock in mocks:
        answers = [_answer(str(mock.operation), one, project) for one in mock.answers]
        yield f"  {mock.operation}: {flow(answers if mock.listed else answers[0])}"


def flow(value: object) -> str:
    """Return ``value``, of text, lists and mappings, as YAML on one line."""
    written = yaml.dump(
        value, Dumper=_Written, default_flow_style=True, allow_unicode=True, sort_keys=False, width=math.inf
    )
    return written.removesuffix("\n").removesuffix("...").rstrip("\n")


class _Written(yaml.SafeDumper):
    """Writes text without quotes wherever it can stand so: scripts know no other values."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 -- as yaml declares it


def _answer(operation: str, answer: MockAnswer, project: Project) -> object:
    after = {"after": f"{answer.after_s:g}s"} if answer.after_s else {}
    if answer.fault:
        return {answer.fault: "", **after} if after else answer.fault
    outcome = project.operations[operation].outcome(answer.outcome)
    gives = {} if outcome is None else {str(name): of for name, of in outcome.gives}
    zone = ZoneInfo(project.calendar.time_zone)
    values = {
        name: _value(value, gives[name], zone) for name, value in answer.values.items() if name in gives
    }
    return {answer.outcome: values or "", **after} if values or after else answer.outcome


def _value(value: Value, of: Type, zone: tzinfo) -> object:
    match value, of:
        case Record(), RecordType(parts=parts):
            return {str(name): _value(value[name], part, zone) for name, part in parts if name in value}
        case tuple(), ListType(of=item):
            return [_value(one, item, zone) for one in value]
        case datetime(), _:
            return moment(value, zone)
        case date(), _:
            return value.isoformat()
        case _:
            return shown(value)


def moment(value: datetime, zone: tzinfo) -> str:
    """Return a moment as scripts write it, in the time of ``zone``."""
    local = value.astimezone(zone)
    return f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"


def values_in(value: Value, zone: tzinfo) -> Iterator[str]:
    """Yield the values an answer of the office holds, as scripts write them; of a list, also how many."""
    match value:
        case Record():
            for part in value.values():
                yield from values_in(part, zone)
        case tuple():
            yield str(len(value))
            for part in value:
                yield from values_in(part, zone)
        case datetime():
            yield moment(value, zone)
        case date():
            yield value.isoformat()
        case _:
            yield shown(value)
