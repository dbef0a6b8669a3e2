"""From step to step, through flows and back, until somebody must answer or the call is over."""

from __future__ import annotations

from dataclasses import replace

from ivr.engine.asking import ask_question
from ivr.engine.leaving import built_in, finish
from ivr.engine.machine import DECIDE
from ivr.engine.program import AtStep, BuiltIn, EndCall, Ended, EndedByHangUp, Started
from ivr.engine.requesting import request
from ivr.engine.walk import Walk
from ivr.errors import CannotCompile
from ivr.language import kinds
from ivr.language.specs import Step
from ivr.model.call import Asking
from ivr.model.ids import Language, msisdn
from ivr.model.office import NOT_OURS, UNAVAILABLE, Effect
from ivr.model.pace import Pace
from ivr.model.record import Happened
from ivr.model.values import Record
from ivr.model.verbs import Dial, Enqueue

RING_S = 20
"""How long a person's phone rings: above four rings, below the caller's patience of half a minute."""


def run(walk: Walk) -> None:
    """Walk on. Raises ``RoundAndRound`` when that takes too many steps."""
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
                live.on_hang_up = None  # this flow has ended; those below it have not
                walk.end(f"{live.flow}.{outcome}")
                _owe_hang_up(walk)
            case EndCall():
                walk.say_common("parting")
                walk.end(walk.finished)
                _owe_hang_up(walk)
            case BuiltIn(word=word):
                built_in(walk, word)


def _owe_hang_up(walk: Walk) -> None:
    """Owe what a hang-up leads to: the call is over, whichever of the last webhooks came first."""
    if walk.line and any(live.on_hang_up is not None for live in walk.frames):
        walk.call = replace(walk.call, owes_hang_up=True)


def _enter(walk: Walk, step: Step) -> None:
    """Do what stands on ``step``, as far as it goes without an answer."""
    live, name = walk.live, str(step.name)
    live.asking = Asking()
    if step.tries is not None and _out_of_tries(walk, step, step.tries):
        return
    walk.note(Happened.ENTERED, name)
    if step.if_caller_hangs_up is not None:
        live.on_hang_up = str(step.if_caller_hangs_up)
    if live.on_hang_up == name:
        live.on_hang_up = None
    if step.language is not None:
        walk.speak(Language(step.language))
    if step.pace is not None:
        walk.go_at(Pace(step.pace))
    if step.subscriber is not None:
        live.subscriber = msisdn(str(step.subscriber.evaluate(walk)))
        walk.call = replace(walk.call, proven=None)
        live.behind.clear()  # what was asked before was about somebody else, and perhaps needed their proof
    facts = walk.facts(step)
    if step.say is not None:
        walk.say(step.say, facts)
    if step.text is not None:
        walk.text(step.text, facts)
    _do_kind(walk, step, facts)


def _out_of_tries(walk: Walk, step: Step, most: int) -> bool:
    """Count one more try of ``step``; go where its tries lead once they are used up."""
    tried = walk.live.tries.get(str(step.name), 0)
    used = tried if isinstance(tried, int) else 0
    if used >= most:
        walk.fire("out_of_tries")
        return True
    walk.live.tries[str(step.name)] = used + 1
    return False


def _do_kind(walk: Walk, step: Step, facts: Record) -> None:
    match step.kind:
        case kinds.SAY:
            walk.fire("next")
        case kinds.NOTICE:
            _notice(walk, str(step.subject))
            walk.fire("next")
        case kinds.DECIDE:
            if not walk.fire(DECIDE):
                raise CannotCompile(f"{step.name} has no branch that holds; the checks let it pass")
        case kinds.DO:
            _do(walk, step, facts)
        case kinds.TRANSFER:
            _transfer(walk, step, facts)
        case kinds.FLOW:
            called = walk.program.project.flows[str(step.subject)]
            walk.push(str(called.name), {str(name): facts[name] for name, _ in called.takes if name in facts})
        case _ if step.kind.asks:
            ask_question(walk, step)
        case _:
            _hand_over(walk, facts)
            walk.fire(step.kind.name)


def _notice(walk: Walk, place: str) -> None:
    """Say what operators have put up at ``place`` in the call's language."""
    notice = walk.outside.notices.get(place)
    text = notice.get(walk.call.language) if isinstance(notice, Record) else None
    if isinstance(text, str) and text:
        walk.say_common("notice", text=text)


def _do(walk: Walk, step: Step, facts: Record) -> None:
    """Ask the office; about a withheld number it has nothing to say and is not asked."""
    operation = walk.program.project.operations[str(step.subject)]
    if operation.about_call or walk.live.subscriber is not None:
        request(walk, operation, facts)
        return
    known = operation.effect is Effect.READ and operation.outcome(NOT_OURS) is not None
    walk.fire(f"on:{NOT_OURS if known else UNAVAILABLE}")


def _transfer(walk: Walk, step: Step, facts: Record) -> None:
    """Put through; what ``with`` names, and the steps on the way, are what the person is shown."""
    if not walk.line:
        walk.done = True
        return
    queue = walk.program.project.hotline.queues[str(step.subject)]
    walk.call = replace(walk.call, call_back=False)
    walk.note(Happened.TRANSFERRED, str(step.name), queue=str(queue.name), shown=facts)
    walk.stop(Enqueue(str(queue.name)) if queue.dial is None else Dial(queue.dial, RING_S))


def _hand_over(walk: Walk, facts: Record) -> None:
    """Keep what an ``end`` gives, under the names its outcome gives them."""
    for name, value in facts.items():
        walk.live.values[name] = value


def step_name(walk: Walk) -> str:
    """Return the step the top flow is at: for a machine state that is none, the step it came from."""
    landing = walk.program.landing(walk.live.flow, walk.live.state)
    return landing.step if isinstance(landing, Started) else walk.live.state
