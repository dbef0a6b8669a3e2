"""What a caller hears while waiting for a person."""

from __future__ import annotations

from ivr.engine.program import AtStep, Program
from ivr.engine.walk import COMMON
from ivr.language import kinds
from ivr.model.call import Call
from ivr.model.verbs import Gather, Leave, Offer, Pause, Phrase, PromptId, Say, Verb, Words

QUIET_S = 5
"""Between two waiting sentences of some three seconds: callers take one every 7 to 10 s, and hear a lost
line in quiet as long as that. Source: domain notes, section 3.3."""
CALL_BACK_KEY = "1"
"""The key that asks for a call-back while waiting; flow-language design, section 2, rule 13."""


def while_queued(program: Program, call: Call, waited_s: int) -> tuple[Verb, ...]:
    """Return what the queue's document says to a caller who has waited ``waited_s`` seconds.

    The carrier begins the document again when it is through. A call that waits for nobody leaves the queue.
    """
    if call.is_over or call.call_back or not call.frames:
        return (Leave(),)
    landing = program.landing(call.top.flow, call.top.state)
    if not isinstance(landing, AtStep) or landing.step.kind is not kinds.TRANSFER:
        return (Leave(),)
    queue = program.project.hotline.queues[str(landing.step.subject)]
    if waited_s >= queue.longest_wait_s:
        return (Leave(),)
    prompt = landing.step.while_waiting
    said: tuple[Words, ...] = ()
    if prompt is not None:
        said = (Phrase(PromptId(call.top.flow, str(prompt)), call.language),)
    can_call = queue.call_back_after_s is not None and call.caller is not None  # a withheld number cannot be
    offers_call_back = can_call and kinds.CALL_BACK in landing.step.go
    if offers_call_back and waited_s >= (queue.call_back_after_s or 0):
        waiting = PromptId(COMMON, "waiting")
        offer = Offer(waiting, kinds.CALL_BACK, CALL_BACK_KEY, call.language)
        words = (*said, Phrase(waiting, call.language), offer)
        return (Gather(words, QUIET_S, 1, "", (), call.language),)
    return (Say(said), Pause(QUIET_S)) if said else (Pause(QUIET_S),)
