"""What a caller hears while waiting for a person."""

from __future__ import annotations

from ivr.engine.program import AtStep, Program
from ivr.language import kinds
from ivr.model.call import Call
from ivr.model.verbs import Leave, Pause, Phrase, PromptId, Say, Verb

QUIET_S = 8
"""Between two waiting sentences; callers take silence of 7 to 10 s. Source: domain notes, section 3.3."""


def while_queued(program: Program, call: Call, waited_s: int) -> tuple[Verb, ...]:
    """Return what the queue's document says to a caller who has waited ``waited_s`` seconds.

    The carrier begins the document again when it is through. A call that waits for nobody leaves the queue.
    """
    if call.is_over or not call.frames:
        return (Leave(),)
    landing = program.landing(call.top.flow, call.top.state)
    if not isinstance(landing, AtStep) or landing.step.kind is not kinds.TRANSFER:
        return (Leave(),)
    queue = program.project.hotline.queues[str(landing.step.subject)]
    if waited_s >= queue.longest_wait_s:
        return (Leave(),)
    prompt = landing.step.while_waiting
    said = () if prompt is None else (Phrase(PromptId(call.top.flow, str(prompt)), call.language),)
    return (Say(said), Pause(QUIET_S)) if said else (Pause(QUIET_S),)
