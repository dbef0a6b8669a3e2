"""What a caller did, from the event log of the call; keys that nobody stored are made up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from ivr.caller.steps import HangUp, LeaveMessage, Press, Say, Silence, Step
from ivr.language import kinds
from ivr.language.specs import Project
from ivr.language.specs import Step as FlowStep
from ivr.language.ways import NEXT_KEY, PICKS, PREVIOUS_KEY, pressed, ways
from ivr.line.asks import Transferred
from ivr.model.record import Happened, Note
from ivr.scripts.other_digits import OTHER_DIGITS, OTHER_NUMBER

SOON_S = 0.5
"""When a caller hung up who was not being asked anything: while the words before that are spoken."""
ENDS_S = 3
"""How much of what was recorded may be the silence after it, in seconds. Ours: a key takes no longer."""
_WRONG_KEYS = "6478532190"


def acts_of(  # noqa: C901 -- one case per kind of note
    log: Sequence[Note], project: Project, *, silences: int
) -> Iterator[Step]:
    """Yield what the caller did; in each queue that nobody answered, ``silences`` first."""
    chosen_at: datetime | None = None
    called_back = False
    for number, note in enumerate(log):
        step = project.flows[note.flow].steps.get(note.step) if note.flow in project.flows else None
        match note.happened:
            case Happened.PRESSED:
                chosen_at = note.at
                yield from _pressed(note, step)
            case Happened.SAID:
                chosen_at = note.at
                yield Say(str(note.facts["understood"]))
            case Happened.SILENT:
                yield Silence()
            case Happened.RECORDED:
                yield from _recorded(log, number, step)
            case Happened.WAY if note.facts.get("way") == "no_match" and note.at != chosen_at and step:
                yield Press(_wrong_key(step, project))
            case Happened.CALL_BACK_WANTED:
                yield from (Silence() for _ in range(silences))
                yield Press("1")
                called_back = True
            case Happened.TRANSFER_ENDED:
                if _is_nobody(note) and not called_back:
                    yield from (Silence() for _ in range(silences))
                called_back = False
            case Happened.HUNG_UP if not _is_taken_otherwise(log, number):
                yield HangUp(None if _waits_for_caller(step) else SOON_S)
            case _:
                pass


def _pressed(note: Note, step: FlowStep | None) -> Iterator[Step]:
    is_entry = step is not None and step.kind is kinds.COLLECT
    if "keys" in note.facts:
        yield Press(_entry(step) if step is not None and step.sensitive else str(note.facts["keys"]))
    elif is_entry:
        yield Press("*")  # within an entry other keys are digits of it: star comes before what it leads to
        yield Press(str(note.facts["understood"]))
    else:
        yield Press(str(note.facts["understood"]))


def _recorded(log: Sequence[Note], number: int, step: FlowStep | None) -> Iterator[Step]:
    """Yield a message, and what ended its recording."""
    seconds = float(str(log[number].facts["seconds"]))
    yield LeaveMessage(seconds)
    if any(one.happened is Happened.HUNG_UP for one in log[:number]):
        yield HangUp()  # what was recorded became known after the hang-up that ended it
        return
    after = log[number + 1] if number + 1 < len(log) else None
    hung_up = after is not None and after.happened is Happened.HUNG_UP and after.step == log[number].step
    is_full = step is not None and step.longest_s is not None and seconds + ENDS_S >= step.longest_s
    if not (hung_up or is_full):
        yield Press(pressed("hash" if step is None or step.finish is None else str(step.finish)))


def let_questions_pass(log: Sequence[Note]) -> bool:
    """Return whether the caller was in a queue nobody answered: what they did not do there is not stored."""
    return any(map(_is_nobody, log))


def _is_nobody(note: Note) -> bool:
    return note.happened is Happened.TRANSFER_ENDED and note.facts["result"] == Transferred.NOBODY.value


def _entry(step: FlowStep | None) -> str:
    """Return digits as many as ``step`` takes, in the place of those that were not stored.

    Where a mobile number fits it is one, or the call would be about nobody.
    """
    longest = 1 if step is None or step.digits is None else step.digits[1]
    if longest == len(OTHER_NUMBER):
        return OTHER_NUMBER
    return (OTHER_DIGITS * (longest // len(OTHER_DIGITS) + 1))[:longest]


def _wrong_key(step: FlowStep, project: Project) -> str:
    """Return a key that means nothing at ``step``: neither a way, nor an answer, nor anything of a list."""
    taken = {way.name.removeprefix("key:") for way in ways(step, project)}
    taken |= {str(one.key) for one in step.answers}
    taken |= {*PICKS, NEXT_KEY, PREVIOUS_KEY} if step.list is not None else set()
    return next((key for key in _WRONG_KEYS if key not in taken), "#")


def _waits_for_caller(step: FlowStep | None) -> bool:
    return step is not None and (step.kind.asks or step.kind is kinds.TRANSFER)


def _is_taken_otherwise(log: Sequence[Note], number: int) -> bool:
    """Return whether a hang-up is that of a recording told later, or of whoever a person had served."""
    return any(
        note.happened is Happened.RECORDED
        or (note.happened is Happened.TRANSFER_ENDED and note.facts.get("result") == "answered")
        for note in log[number + 1 :]
    )


def queues_of(log: Sequence[Note]) -> dict[str, Transferred]:
    """Return what each queue came to, the last time if it came to several things."""
    queues: dict[str, Transferred] = {}
    queue = ""
    for note in log:
        if note.happened is Happened.TRANSFERRED:
            queue = str(note.facts["queue"])
        elif note.happened is Happened.TRANSFER_ENDED and queue:
            queues[queue] = Transferred(str(note.facts["result"]))
    return queues
