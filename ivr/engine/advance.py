"""The core: ``advance(program, call, event)`` returns a Move and does nothing.

It reads no clock, draws no random number, performs no I/O and knows neither Flask nor TwiML.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from ivr.engine.asking import answer, ask_question
from ivr.engine.conforming import conform
from ivr.engine.leaving import built_in, finish
from ivr.engine.machine import DECIDE
from ivr.engine.move import Move
from ivr.engine.program import AtStep, BuiltIn, EndCall, Ended, EndedByHangUp, Program, Started
from ivr.engine.walk import Live, RoundAndRound, Walk
from ivr.errors import CannotCompile
from ivr.language import kinds
from ivr.language.specs import Step
from ivr.model.call import Call, Counters
from ivr.model.events import (
    Arrived,
    Broke,
    Digits,
    Event,
    HungUp,
    Returned,
    Silence,
    Speech,
    StillWaiting,
    TransferEnded,
    TransferResult,
)
from ivr.model.ids import Language
from ivr.model.office import NOT_OURS, UNAVAILABLE, UNSURE, Effect, OfficeAnswer
from ivr.model.record import Happened
from ivr.model.verbs import Dial, Enqueue, HangUp, Redirect

MOST_TURNS = 60
"""Turns of one call before the guard stops; flow-language design, rule 18."""
LONGEST_CALL = timedelta(minutes=30)
"""The call clock; source: reliability notes, section 2.1."""
RING_S = 20
"""How long a person's phone rings: above four rings, below the caller's patience of half a minute."""


def begin(program: Program, arrived: Arrived) -> Move:
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
    )
    walk = Walk(program, call, arrived.at)
    walk.push(str(hotline.start))
    walk.note(Happened.ARRIVED, called=arrived.called, withheld=arrived.caller is None)
    return _walked(walk)


def advance(program: Program, call: Call, event: Event) -> Move:
    """Return what ``event`` leads to. An event that no longer means anything leaves the call as it is.

    Raises ``CannotCompile`` or another exception only for a mistake in our own code; the caller of this
    function then advances the same call by ``Broke``.
    """
    walk = Walk(program, call, event.at)
    if call.is_over:
        return _after_the_end(walk, event)
    if _too_long(call, event):
        return _broken(walk, "the call has gone on for too long")
    match event:
        case Arrived():
            return begin(program, event)
        case Digits() | Silence() | Speech():
            return _heard(walk, event)
        case Returned():
            return _returned(walk, event)
        case StillWaiting(first=first):
            return _still_waiting(walk, "one_moment" if first else "still_working")
        case TransferEnded(result=result):
            return _transfer_ended(walk, result)
        case HungUp():
            walk.note(Happened.HUNG_UP, walk.live.state)
            walk.line = False
            walk.end(f"hung up at {walk.live.flow}.{_step_name(walk)}")
            return walk.move()
        case Broke(reason=reason):
            return _broken(walk, reason)
        case _:
            assert_never(event)


def _too_long(call: Call, event: Event) -> bool:
    """Return whether the guard stops the call; news of its end, or of a conversation's, is always taken."""
    if isinstance(event, HungUp | TransferEnded):
        return False
    guards = call.errors + 1  # whoever was sent to a person by the guard gets as long again
    return call.turn >= MOST_TURNS * guards or event.at - call.started > LONGEST_CALL * guards


def _after_the_end(walk: Walk, event: Event) -> Move:
    """Answer a webhook that comes after the call's end: nothing is left to do but to hang up.

    The hang-up may overtake the news that a person had answered; that caller was served.
    """
    landing = walk.program.landing(walk.live.flow, walk.live.state) if walk.frames else None
    late = isinstance(event, TransferEnded) and event.result is TransferResult.ANSWERED
    if late and isinstance(landing, AtStep) and landing.step.kind is kinds.TRANSFER:
        return _transfer_ended(walk, TransferResult.ANSWERED)
    walk.verbs = [HangUp()]
    return walk.move()


def _walked(walk: Walk) -> Move:
    """Walk on until somebody must answer or the call is over."""
    try:
        _run(walk)
    except RoundAndRound as error:
        return _broken(walk, str(error))
    return walk.move()


def _run(walk: Walk) -> None:
    while not walk.done:
        walk.count_step()
        live = walk.live
        match walk.program.landing(live.flow, live.state):
            case AtStep(step=step):
                _enter(walk, step)
            case Started(flow=flow):
                walk.push(flow)
            case Ended(outcome=outcome):
                finish(walk, outcome)
            case EndedByHangUp(outcome=outcome):
                walk.note(Happened.FLOW_FINISHED, outcome=outcome)
                walk.end(f"{live.flow}.{outcome}")
            case EndCall():
                walk.end(walk.finished)
            case BuiltIn(word=word):
                built_in(walk, word)


def _enter(walk: Walk, step: Step) -> None:  # noqa: C901 -- one case per kind of step
    """Do what stands on ``step``, as far as it goes without an answer."""
    live = walk.live
    live.counters = Counters()
    walk.note(Happened.ENTERED, str(step.name))
    if step.language is not None:
        walk.speak(Language(step.language))
    facts = walk.facts(step)
    if step.say is not None:
        walk.say(step.say, facts)
    if step.text is not None:
        walk.text(step.text, facts)
    match step.kind:
        case kinds.SAY:
            walk.fire("next")
        case kinds.DECIDE:
            if not walk.fire(DECIDE):
                raise CannotCompile(f"{step.name} has no branch that holds; the checks let it pass")
        case kinds.MENU | kinds.CONFIRM:
            ask_question(walk, step)
        case kinds.DO:
            _do(walk, step)
        case kinds.TRANSFER:
            queue = walk.program.project.hotline.queues[str(step.subject)]
            walk.stop(Enqueue(str(queue.name)) if queue.dial is None else Dial(queue.dial, RING_S))
        case kinds.FLOW:
            walk.push(str(step.subject))
        case _:
            walk.fire(step.kind.name)


def _do(walk: Walk, step: Step) -> None:
    """Ask the office; about a withheld number it has nothing to say and is not asked."""
    operation = walk.program.project.operations[str(step.subject)]
    if operation.about_call or walk.call.caller is not None:
        walk.ask(operation, walk.facts(step))
        return
    known = operation.effect is Effect.READ and operation.outcome(NOT_OURS) is not None
    walk.fire(f"on:{NOT_OURS if known else UNAVAILABLE}")


def _heard(walk: Walk, event: Digits | Silence | Speech) -> Move:
    landing = walk.program.landing(walk.live.flow, walk.live.state)
    if walk.call.waiting is not None or not isinstance(landing, AtStep) or not landing.step.kind.asks:
        return _no_answer(walk)
    answer(walk, landing.step, event)
    return _walked(walk)


def _no_answer(walk: Walk) -> Move:
    """Take what answers nothing here: keys while the office is asked, or news nobody waits for."""
    if walk.call.waiting is not None:
        return _still_waiting(walk, "still_working")
    walk.stop(Redirect())
    return walk.move()


def _returned(walk: Walk, event: Returned) -> Move:
    """Take the office's answer, if it is the one that is waited for."""
    waiting = walk.call.waiting
    landing = walk.program.landing(walk.live.flow, walk.live.state)
    if waiting is None or waiting.key != event.key or not isinstance(landing, AtStep):
        return walk.move()
    operation = walk.program.project.operations[waiting.operation]
    found = conform(event.answer, operation)
    walk.answered(event.key, definite=found.outcome != UNSURE)
    walk.note(Happened.OFFICE_ANSWERED, walk.live.state, operation=waiting.operation, outcome=found.outcome)
    if operation.effect is not Effect.READ and found.outcome != UNAVAILABLE:
        for live in walk.frames:
            live.behind.clear()
        walk.call = replace(walk.call, lost=None)
    _save(walk.live, landing.step, found)
    walk.fire(f"on:{found.outcome}")
    return _walked(walk)


def _save(live: Live, step: Step, found: OfficeAnswer) -> None:
    """Keep what came back; an outcome that gives nothing makes nothing known and forgets nothing."""
    if step.save is not None and found.values:
        live.values[str(step.save)] = found.values


def _still_waiting(walk: Walk, prompt: str) -> Move:
    walk.note(Happened.STILL_WAITING, walk.live.state)
    walk.say_common(prompt)
    walk.stop(Redirect())
    return walk.move()


def _transfer_ended(walk: Walk, result: TransferResult) -> Move:
    landing = walk.program.landing(walk.live.flow, walk.live.state)
    if not isinstance(landing, AtStep) or landing.step.kind is not kinds.TRANSFER:
        return _no_answer(walk)
    walk.note(Happened.TRANSFER_ENDED, walk.live.state, result=result.value)
    if result is TransferResult.ANSWERED:
        walk.call = replace(walk.call, lost=None)
    walk.fire(f"on:{result.value}")
    return _walked(walk)


def _broken(walk: Walk, reason: str) -> Move:
    """Apologise and put the caller through to a person; the second time, say goodbye."""
    where = f"{walk.live.flow}.{_step_name(walk)}" if walk.frames else "nowhere"
    walk.note(Happened.BROKE, walk.live.state if walk.frames else "", reason=reason)
    first = walk.call.errors == 0
    broken = walk.call.broken or f"error at {where}"
    walk.call = replace(walk.call, errors=walk.call.errors + 1, waiting=None, broken=broken)
    walk.start_over_with("apology")
    person = walk.program.project.hotline.person
    if first and person is not None:
        walk.frames.clear()
        walk.push(str(person))
        return _walked(walk)
    walk.end(broken)
    return walk.move()


def _step_name(walk: Walk) -> str:
    """Return the step the top flow is at: for a machine state that is none, the step it came from."""
    landing = walk.program.landing(walk.live.flow, walk.live.state)
    return landing.step if isinstance(landing, Started) else walk.live.state
