"""An explored call as a script that ``ivr test`` plays, and that fails there for the same reason.

What the script language cannot say (a password in the log, a key nobody is told of) is left as a comment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import yaml

from ivr.caller.steps import HangUp, LeaveMessage, Press, Say, Silence, Step
from ivr.language import kinds
from ivr.language.specs import Project
from ivr.language.types import ListType, RecordType, Type
from ivr.model.ids import Language
from ivr.model.money import Money
from ivr.model.values import Record, Value
from ivr.scripts.explore.invariants import Violation
from ivr.scripts.explore.moment import Explored
from ivr.scripts.explore.sentences import sentence
from ivr.scripts.playing import USUAL_CALLER
from ivr.scripts.spec import MockAnswer
from ivr.scripts.stage import NOON

_SECONDS = 3
_ENGLISH = Language("en")


def as_script(explored: Explored, found: Violation) -> str:
    """Return ``explored`` up to where ``found`` shows, as the text of a call script."""
    call: dict[str, object] = {"call": f"{found.rule} at {found.place}"}
    if explored.world.caller != USUAL_CALLER:
        call["from"] = explored.world.caller
    if explored.world.at != NOON:
        zone = ZoneInfo(explored.project.calendar.time_zone)
        call["at"] = f"{explored.world.at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    if explored.world.switches:
        call["switches"] = {name: "on" if on else "off" for name, on in explored.world.switches}
    if explored.world.notices:
        call["notices"] = {place: dict(words) for place, words in explored.world.notices}
    if explored.queues:
        call["queues"] = dict(explored.queues)
    if explored.answered:
        call["backend"] = _backend(explored)
    call["steps"] = list(_steps(explored, found)) or ["silence"]
    expect = _expect(found)
    if expect:
        call["expect"] = expect
    written = yaml.safe_dump(call, allow_unicode=True, sort_keys=False, width=110, default_flow_style=None)
    return f"# {sentence(found, _ENGLISH)}\n{written}"


def _backend(explored: Explored) -> dict[str, object]:
    answers: dict[str, list[object]] = {}
    for one in explored.answered:
        answers.setdefault(one.operation, []).append(_answer(one.operation, one.answer, explored.project))
    return dict(answers)


def _answer(name: str, answer: MockAnswer, project: Project) -> object:
    if answer.fault:
        return {answer.fault: "", "after": f"{answer.after_s:g}s"} if answer.after_s else answer.fault
    outcome = project.operations[name].outcome(answer.outcome)
    gives = {} if outcome is None else {str(one): of for one, of in outcome.gives}
    values = {part: _value(value, gives[part], project) for part, value in answer.values.items()}
    written: dict[str, object] = {answer.outcome: values or ""}
    if answer.after_s:
        written["after"] = f"{answer.after_s:g}s"
    return answer.outcome if not values and not answer.after_s else written


def _value(value: Value, of: Type, project: Project) -> object:
    match value, of:
        case Record(), RecordType(parts=parts):
            return {str(name): _value(value[name], part, project) for name, part in parts}
        case tuple(), ListType(of=item):
            return [_value(one, item, project) for one in value]
        case bool(), _:
            return "yes" if value else "no"
        case Money() | Decimal(), _:
            return str(value)
        case datetime(), _:
            return f"{value.astimezone(ZoneInfo(project.calendar.time_zone)):%Y-%m-%d %H:%M}"
        case date(), _:
            return value.isoformat()
        case _:
            return str(value)


def _steps(explored: Explored, found: Violation) -> Iterator[object]:
    """Yield what the caller did until the rule was broken, and what shows that it was."""
    last = None
    for moment in explored.moments:
        for at, step, _ in moment.did:
            if at > found.at + 0.01:
                break
            yield from _step(step)
            last = moment
        if moment.at in explored.not_the_same:
            yield "again"
    if last is None:
        return
    match found.rule:
        case "offered_keys_work" if last.step is not None:
            no_match = last.step.no_match or explored.project.hotline.patience.no_match
            yield {"not_hear": [str(one) for one in no_match]}
            yield "hang_up"
        case "a_person_is_near":
            for place in _transfers(explored.project):
                yield {"at": place}
                break
            yield "hang_up"
        case _:
            return


def _transfers(project: Project) -> Iterator[str]:
    flow = project.flows.get(str(project.hotline.person))
    for step in () if flow is None else flow.steps.values():
        if step.kind is kinds.TRANSFER:
            yield f"{flow.name}.{step.name}" if flow is not None else ""


def _step(step: Step) -> Iterator[object]:
    match step:
        case Press(keys, after_s):
            yield _after("press", keys, after_s)
        case Say(text, after_s):
            yield _after("say", text, after_s)
        case LeaveMessage(seconds, after_s):
            yield _after("leave_message", f"{seconds:g}s", after_s)
        case HangUp(after_s):
            yield "hang_up" if after_s is None else _after("hang_up", "", after_s)
        case Silence():
            yield "silence"
        case _:
            return


def _after(word: str, value: str, after_s: float | None) -> Mapping[str, str]:
    return {word: value} if after_s is None else {word: value, "after": f"{round(after_s, _SECONDS):g}s"}


def _expect(found: Violation) -> dict[str, object]:
    match found.rule:
        case "no_dead_air":
            return {"dead_air": f"{found.facts['limit']}s"}
        case "nothing_is_destroyed_unasked":
            return {"never": [found.facts["operation"]]}
        case _:
            return {}
