"""Whether what cannot be undone was agreed to: named, heard, and then said yes to by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivr.caller.steps import Press
from ivr.engine.asking import HEARD_AFTER
from ivr.errors import BadValue
from ivr.language import kinds
from ivr.language.destroying import destroyed_by
from ivr.language.ways import YES
from ivr.model.office import Effect
from ivr.model.record import Happened
from ivr.model.values import Record, Value
from ivr.scripts.explore.moment import LISTENS, Explored, Moment
from ivr.scripts.office import Performed
from ivr.twiml.emit import clean
from ivr.wording.kinds import read
from ivr.wording.speech import ALOUD_AT_MOST

_ROUNDING_S = 0.01


def undone(explored: Explored) -> Iterator[tuple[str, float, Mapping[str, str]]]:
    """Yield where, when and why of each request that destroys something without a proper yes."""
    seen: set[str] = set()
    for done in explored.performed:
        request = done.request
        if request.effect is not Effect.DESTRUCTIVE or request.key in seen:
            continue
        seen.add(request.key)
        why = _why_not(explored, done)
        if why:
            yield explored.place_at(done.at), done.at, {"operation": request.operation, "why": why}


def _why_not(explored: Explored, done: Performed) -> str:
    """Return what is missing before ``done``; empty when it was agreed to."""
    acted = [one for one in explored.moments if one.did and one.did[0][0] <= done.at + _ROUNDING_S]
    if not acted:
        return "nothing was asked"
    moment = acted[-1]
    at, did, doing = moment.did[0]
    step, call = moment.step, moment.call
    if step is None or call is None or step.kind is not kinds.CONFIRM or doing not in LISTENS:
        return "no yes/no question was asked before"
    flow = explored.project.flows[call.top.flow]
    if done.request.operation not in {str(one.name) for one in destroyed_by(step, flow, explored.project)}:
        return "the question was about something else"
    if not isinstance(did, Press) or did.keys[:1] != YES:
        return "the caller did not press the key for yes"
    if at - moment.at < HEARD_AFTER.total_seconds() - _ROUNDING_S:
        return "the yes came before the question can have been heard"
    return _not_named(explored, moment, at, done)


def _not_named(explored: Explored, moment: Moment, at: float, done: Performed) -> str:
    words = _asked(explored, moment, at)
    if not words:
        return "the question was not said to its end"
    language = moment.call.language if moment.call is not None else ""
    named = [name for value in done.request.arguments.values() for name in _names(value)]
    for name in named[:ALOUD_AT_MOST]:
        if _read(name, language) not in words:
            return f"{name} was not named"
    answers = (value for one in explored.answered for value in one.answer.values.values())
    others = {name for value in answers for name in _names(value)}
    for name in sorted(others - set(named)):
        said = _read(name, language)
        if said in words and not any(said in _read(one, language) for one in named):
            return f"{name} was named too"
    return ""


def _asked(explored: Explored, moment: Moment, at: float) -> str:
    """Return what was said to its end since the question was come to."""
    entered = [
        explored.seconds(note)
        for note in explored.log
        if note.happened is Happened.ENTERED
        and f"{note.flow}.{note.step}" == moment.place
        and explored.seconds(note) <= at
    ]
    since = (entered[-1] if entered else at) - _ROUNDING_S
    return "".join(one.text for one in explored.heard if since <= one.at < moment.at and not one.cut)


def _names(value: Value) -> Iterator[str]:
    """Yield the names of the records in ``value``: the part called name, else the first."""
    match value:
        case Record():
            yield str(value.get("name") or next(iter(value.values()), ""))
        case tuple():
            for one in value:
                yield from _names(one)
        case _:
            return


def _read(name: str, language: str) -> str:
    try:
        return " ".join(clean(read("text", name, language=language)).split())
    except BadValue:
        return name
