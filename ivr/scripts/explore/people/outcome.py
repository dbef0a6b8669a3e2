"""What came of somebody's call: what they wanted, a person, or something that nobody wanted."""

from __future__ import annotations

from collections.abc import Iterable

from ivr.language import kinds
from ivr.model.office import Effect
from ivr.model.record import Happened
from ivr.scripts.explore.answering import AnyOffice
from ivr.scripts.explore.people.habits import ALWAYS_MEANT, NOTHING_TO_DO, PERSON, Goal
from ivr.scripts.office import Performed
from ivr.scripts.stage import NOON, Stage


def reached(goal: Goal, performed: Iterable[Performed]) -> bool:
    """Return whether somebody got what they wanted, or learnt that there is nothing to be had."""
    return any(
        (one.request.operation == goal.needs and one.answer.outcome in goal.outcomes)
        or (goal.name != PERSON and _nothing_to_do(one))
        for one in performed
    )


def _nothing_to_do(done: Performed) -> bool:
    read = done.request.effect is Effect.READ and done.request.operation != "who_calls"
    return read and done.answer.outcome in NOTHING_TO_DO


def met_person(stage: Stage) -> bool:
    """Return whether somebody was put through, or will be called back."""
    log = stage.memory.calls.log(stage.sid)
    person = stage.bundle.checked.project.hotline.person
    return any(note.happened is Happened.ENTERED and note.flow == person for note in log)


def not_meant(goal: Goal, done: Performed, office: AnyOffice) -> bool:
    """Return whether a change is one nobody wanted, or is about more than was wanted."""
    request = done.request
    if request.effect is Effect.READ or request.operation in ALWAYS_MEANT:
        return False
    if request.operation not in goal.changes:
        return True
    sizes = [len(one) for one in request.arguments.values() if isinstance(one, tuple)]
    return goal.one_item and any(size > 1 for size in sizes) and _most_listed(office) > 1


def _most_listed(office: AnyOffice) -> int:
    answers = (value for one in office.answered for value in one.answer.values.values())
    return max((len(one) for one in answers if isinstance(one, tuple)), default=0)


def waited(stage: Stage, goal: Goal) -> float:
    """Return how long somebody wanted a person before being put through, in seconds.

    From the call's beginning for whoever wants nothing else, else from the last thing that was understood.
    """
    project = stage.bundle.checked.project
    since = NOON
    for note in stage.memory.calls.log(stage.sid):
        if note.happened in (Happened.PRESSED, Happened.SAID, Happened.RECORDED) and goal.name != PERSON:
            since = note.at
        elif note.happened is Happened.ENTERED:
            step = project.flows[note.flow].steps[note.step]
            if step.kind is kinds.TRANSFER:
                return (note.at - since).total_seconds()
    return 0.0
