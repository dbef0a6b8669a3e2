"""The core: ``advance(program, call, event)`` returns a Move and does nothing.

It reads no clock, draws no random number, performs no I/O and knows neither Flask nor TwiML.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from ivr.engine.asking import answer, hear_recording, spoken_in
from ivr.engine.conforming import conform
from ivr.engine.move import Move
from ivr.engine.program import AtStep, Program
from ivr.engine.requesting import close
from ivr.engine.stepping import run, step_name
from ivr.engine.walk import RoundAndRound, Walk
from ivr.language import kinds
from ivr.language.specs import Step
from ivr.model.call import Call
from ivr.model.events import (
    Arrived,
    Broke,
    CallBackWanted,
    Digits,
    Event,
    GoneForGood,
    HungUp,
    Recorded,
    Returned,
    Silence,
    Speech,
    StillWaiting,
    TransferEnded,
    TransferResult,
)
from ivr.model.ids import Language
from ivr.model.office import UNAVAILABLE, UNSURE, Effect, OfficeAnswer
from ivr.model.outside import AS_DESIGNED, Outside
from ivr.model.record import Happened
from ivr.model.verbs import HangUp, Leave, Redirect

MOST_TURNS = 60
"""Turns of one call before the guard stops; flow-language design, rule 18."""
LONGEST_CALL = timedelta(minutes=30)
"""The call clock; source: reliability notes, section 2.1."""


def begin(program: Program, arrived: Arrived, *, outside: Outside = AS_DESIGNED) -> Move:
    """Return the first move of a call that arrived."""
    hotline = program.project.hotline
    call = Call(
        sid=arrived.sid,
        bundle=program.digest,
        started=arrived.at,
        caller=arrived.caller,
        called=arrived.called,
        channel=arrived.channel,
        language=Language(hotline.languages[0]),
        vouched=arrived.vouched and arrived.caller is not None,
        account=arrived.account,
    )
    walk = Walk(program, call, arrived.at, outside)
    walk.push(str(hotline.start))
    walk.note(Happened.ARRIVED, called=arrived.called, withheld=arrived.caller is None)
    return _walked(walk)


def advance(  # noqa: C901, PLR0912 -- one case per event
    program: Program, call: Call, event: Event, *, outside: Outside = AS_DESIGNED
) -> Move:
    """Return what ``event`` leads to. An event that no longer means anything leaves the call as it is.

    Raises ``CannotCompile`` or another exception only for a mistake in our own code; the caller of this
    function then advances the same call by ``Broke``.
    """
    walk = Walk(program, call, event.at, outside)
    if call.is_over:
        return _after_the_end(walk, event)
    if _too_long(call, event):
        return _broken(walk, "the call has gone on for too long")
    match event:
        case Arrived():
            return begin(program, event, outside=outside)
        case Digits() | Silence() | Speech():
            return _heard(walk, event)
        case Recorded():
            return _recorded(walk, event)
        case Returned():
            return _returned(walk, event)
        case StillWaiting(first=first):
            return _still_waiting(walk, "one_moment" if first else "still_working")
        case CallBackWanted():
            walk.note(Happened.CALL_BACK_WANTED, walk.live.state)
            walk.call = replace(walk.call, call_back=True)
            walk.verbs = [Leave()]
            return walk.move()
        case TransferEnded(result=result):
            return _transfer_ended(walk, result)
        case HungUp():
            return _hung_up(walk)
        case GoneForGood():
            return walk.move()
        case Broke(reason=reason):
            return _broken(walk, reason)
        case _:
            assert_never(event)


def _too_long(call: Call, event: Event) -> bool:
    """Return whether the guard stops the call; news of its end, or of a conversation's, is always taken."""
    if isinstance(event, HungUp | TransferEnded) or (isinstance(event, Recorded) and event.hung_up):
        return False
    guards = call.errors + 1  # whoever was sent to a person by the guard gets as long again
    return call.turn >= MOST_TURNS * guards or event.at - call.started > LONGEST_CALL * guards


def _after_the_end(walk: Walk, event: Event) -> Move:
    """Take what still matters after the end: owed answers, a late recording, news of a person.

    The hang-up may overtake the news that a person had answered; that caller was served. Anything else gets
    a document that hangs up.
    """
    step = _step(walk)
    match event:
        case Returned():
            return _returned(walk, event)
        case GoneForGood() if walk.call.owes_hang_up:
            return _leave_behind(walk)
        case Recorded() if walk.call.owes_hang_up and step is not None and step.kind is kinds.RECORD:
            _save_recording(walk, step, event)
            return _leave_behind(walk)
        case TransferEnded(result=TransferResult.ANSWERED) if (
            step is not None and step.kind is kinds.TRANSFER
        ):
            walk.call = replace(walk.call, disposition=None, ended=None)
            move = _transfer_ended(walk, TransferResult.ANSWERED)
            return replace(move, call=replace(move.call, ended=walk.at)) if move.call.is_over else move
        case _:
            walk.verbs = [HangUp()]
            return walk.move()


def _walked(walk: Walk) -> Move:
    """Walk on until somebody must answer or the call is over."""
    try:
        run(walk)
    except RoundAndRound as error:
        return _broken(walk, str(error))
    return walk.move()


def _step(walk: Walk) -> Step | None:
    """Return the step the call is at."""
    if not walk.frames:
        return None
    landing = walk.program.landing(walk.live.flow, walk.live.state)
    return landing.step if isinstance(landing, AtStep) else None


def _heard(walk: Walk, event: Digits | Silence | Speech) -> Move:
    step = _step(walk)
    if walk.call.waiting is not None or step is None or not step.kind.asks:
        return _no_answer(walk)
    if step.kind is kinds.RECORD:  # the carrier fell through: nothing was recorded
        hear_recording(walk, step, Recorded(event.at, None, 0.0))
    else:
        answer(walk, step, event)
    return _walked(walk)


def _no_answer(walk: Walk) -> Move:
    """Take what answers nothing here: keys while the office is asked, or news nobody waits for."""
    if walk.call.waiting is not None:
        return _still_waiting(walk, "still_working")
    walk.stop(Redirect())
    return walk.move()


def _recorded(walk: Walk, event: Recorded) -> Move:
    """Take a recording; one that ended with a hang-up is kept before the hang-up is taken."""
    step = _step(walk)
    if step is None or step.kind is not kinds.RECORD:
        return _hung_up(walk) if event.hung_up else _no_answer(walk)
    if event.hung_up:
        _save_recording(walk, step, event)
        return _hung_up(walk, recording_came=True)
    hear_recording(walk, step, event)
    return _walked(walk)


def _save_recording(walk: Walk, step: Step, event: Recorded) -> None:
    """Keep what was said before the hang-up, however short: silence is judged by whoever hears it."""
    spoken_s = spoken_in(event, walk.call.pace)
    if event.recording is not None and spoken_s > 0 and step.save is not None:
        walk.live.values[str(step.save)] = event.recording
        walk.note(Happened.RECORDED, walk.live.state, seconds=round(spoken_s))


def _returned(walk: Walk, event: Returned) -> Move:
    """Take the office's answer, if it is the one that is waited for."""
    waiting, step = walk.call.waiting, _step(walk)
    if waiting is None or waiting.key != event.key or step is None:
        return walk.move()
    operation = walk.program.project.operations[waiting.operation]
    found = conform(event.answer, operation)
    if found.outcome == UNAVAILABLE and event.key in walk.call.unsure:
        found = OfficeAnswer(UNSURE)  # this try was not done; the one before under the same key may have been
    close(walk, event.key, definite=found.outcome != UNSURE)
    walk.note(Happened.OFFICE_ANSWERED, walk.live.state, operation=waiting.operation, outcome=found.outcome)
    if operation.effect is not Effect.READ and (operation.owed or found.outcome != UNAVAILABLE):
        for live in walk.frames:
            live.behind.clear()
        walk.answers_again()
    if found.outcome in operation.proves:
        walk.call = replace(walk.call, proven=walk.live.subscriber)
    _save(walk, step, found)
    walk.fire(f"on:{found.outcome}")
    return _walked(walk)


def _save(walk: Walk, step: Step, found: OfficeAnswer) -> None:
    """Keep what came back; an outcome that gives nothing makes nothing known and forgets nothing."""
    if step.save is not None and found.values:
        walk.live.values[str(step.save)] = found.values


def _still_waiting(walk: Walk, prompt: str) -> Move:
    walk.note(Happened.STILL_WAITING, walk.live.state)
    walk.say_common(prompt)
    walk.stop(Redirect())
    return walk.move()


def _transfer_ended(walk: Walk, result: TransferResult) -> Move:
    step = _step(walk)
    if step is None or step.kind is not kinds.TRANSFER:
        return _no_answer(walk)
    walk.note(Happened.TRANSFER_ENDED, walk.live.state, result=result.value)
    wanted = walk.call.call_back and result is TransferResult.NOBODY and kinds.CALL_BACK in step.go
    if result is TransferResult.ANSWERED or wanted:
        walk.answers_again()
    walk.fire(f"on:{kinds.CALL_BACK if wanted else result.value}")
    return _walked(walk)


def _hung_up(walk: Walk, *, recording_came: bool = False) -> Move:
    """Close the call, then do what a hang-up leads to here, without the line.

    While being recorded, the recording is still to come with a webhook of its own.
    """
    step = _step(walk)
    walk.note(Happened.HUNG_UP, walk.live.state)
    walk.line = False
    walk.end(f"hung up at {walk.live.flow}.{step_name(walk)}")
    owes = any(live.on_hang_up is not None for live in walk.frames)
    if owes and not recording_came and step is not None and step.kind is kinds.RECORD:
        walk.call = replace(walk.call, owes_hang_up=True)
        return walk.move()
    return _leave_behind(walk)


def _leave_behind(walk: Walk) -> Move:
    """Go on at the step a hang-up leads to: once, words skipped, texts sent, the first question ends it."""
    walk.call = replace(walk.call, owes_hang_up=False)
    for depth in range(len(walk.frames), 0, -1):
        live = walk.frames[depth - 1]
        if live.on_hang_up is not None:
            del walk.frames[depth:]
            if walk.call.waiting is not None:  # what was asked above goes on by itself
                walk.call = replace(walk.call, waiting=None)
            walk.took(live.state, "hung_up")
            live.state = live.on_hang_up
            walk.line, walk.done = False, False
            return _walked(walk)
    return walk.move()


def _broken(walk: Walk, reason: str) -> Move:
    """Apologise and put the caller through to a person; the second time, say goodbye."""
    where = f"{walk.live.flow}.{step_name(walk)}" if walk.frames else "nowhere"
    walk.note(Happened.BROKE, walk.live.state if walk.frames else "", reason=reason)
    first = walk.call.errors == 0
    broken = walk.call.broken or f"error at {where}"
    walk.call = replace(walk.call, errors=walk.call.errors + 1, waiting=None, broken=broken)
    walk.begin_with("apology")
    person = walk.program.project.hotline.person
    if first and person is not None and walk.line:
        walk.frames.clear()
        walk.push(str(person))
        return _walked(walk)
    walk.end(broken)
    return walk.move()
