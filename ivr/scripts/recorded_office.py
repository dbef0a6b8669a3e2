"""What the office answered in a call, from its event log and its obligations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ivr.diagnostics.span import Span
from ivr.language.specs import Project
from ivr.model.office import UNAVAILABLE, UNSURE, Effect
from ivr.model.record import Happened, Note
from ivr.model.stored import Obligation, OwedRequest
from ivr.model.values import NOTHING
from ivr.scripts.spec import DOES_NOT_ANSWER, IS_DOWN, Mock, MockAnswer
from ivr.source.nodes import Text

IN_TIME_S = 0.5
"""How long before its operation's limit an answer is taken to have come that came in time."""
_NOWHERE = Span("", 1, 1)


@dataclass(slots=True)
class _Answers:
    """The answers of one operation; ``is_late``: the last of them came after the call had been told."""

    answers: list[MockAnswer]
    is_late: bool = False


def mocks_of(  # noqa: C901 -- one case per kind of note
    log: Sequence[Note], owed: Sequence[Obligation], project: Project
) -> tuple[tuple[Mock, ...], bool]:
    """Return the answers of every operation, and whether some came when the call was over."""
    left = [one for one in owed if isinstance(one.owed, OwedRequest)]
    found: dict[str, _Answers] = {}
    asked_at: datetime | None = None
    is_slow = is_over = False
    for note in log:
        match note.happened:
            case Happened.ASKED_OFFICE:
                asked_at, is_slow = note.at, False
            case Happened.STILL_WAITING:
                is_slow = True
            case Happened.HUNG_UP:
                is_slow = is_over = True
            case Happened.OFFICE_ANSWERED:
                name = str(note.facts["operation"])
                outcome = str(note.facts["outcome"])
                answer = _told(name, outcome, left)
                if outcome == UNAVAILABLE and is_slow and project.operations[name].effect is Effect.READ:
                    answer = MockAnswer(
                        _NOWHERE, fault=DOES_NOT_ANSWER
                    )  # a read nobody answered is not there
                if is_slow and asked_at is not None and not answer.fault:
                    took_s = (note.at - asked_at).total_seconds()
                    answer = replace(answer, after_s=_within(took_s, project.operations[name].timeout_s))
                operation = found.setdefault(name, _Answers([]))
                operation.answers.append(answer)
                operation.is_late |= is_over
            case _:
                pass
    for late_one in left:  # what the call was never told, or told that nobody knew
        if isinstance(late_one.owed, OwedRequest):
            name = late_one.owed.request.operation
            late = found.setdefault(name, _Answers([]))
            if late_one.answer is not None and late_one.answer.outcome not in {UNSURE, UNAVAILABLE}:
                late.answers.append(MockAnswer(_NOWHERE, late_one.answer.outcome, late_one.answer.values))
                late.is_late = True
            elif not late.answers:
                late.answers.append(MockAnswer(_NOWHERE, fault=DOES_NOT_ANSWER))
    mocks = tuple(_mock(name, one.answers) for name, one in found.items())
    return mocks, any(one.is_late for one in found.values())


def _within(seconds: float, most_s: float) -> float:
    """Return when an answer came, in seconds, and in time: that it was in time is known."""
    return round(max(0.0, min(seconds, most_s - IN_TIME_S)), 1)


def _told(name: str, outcome: str, left: list[Obligation]) -> MockAnswer:
    """Return the answer a call was told, taking the obligation that has its values out of ``left``."""
    if outcome == UNSURE:
        return MockAnswer(_NOWHERE, fault=DOES_NOT_ANSWER)
    if outcome == UNAVAILABLE:
        return MockAnswer(_NOWHERE, fault=IS_DOWN)
    for owed in left:
        is_it = isinstance(owed.owed, OwedRequest) and owed.owed.request.operation == name
        if is_it and owed.answer is not None and owed.answer.outcome == outcome:
            left.remove(owed)
            return MockAnswer(_NOWHERE, outcome, owed.answer.values)
    return MockAnswer(_NOWHERE, outcome, NOTHING)


def _mock(name: str, answers: Sequence[MockAnswer]) -> Mock:
    """Return the answers of an operation; one that was always given is not counted."""
    is_one = all(one == answers[0] for one in answers)
    return Mock(Text(name, _NOWHERE), (answers[0],) if is_one else tuple(answers), listed=not is_one)
