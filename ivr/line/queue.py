"""What an ``<Enqueue>`` does: music or a wait document until somebody answers or the queue is left (6.9)."""

from __future__ import annotations

from ivr.line.address import resolve
from ivr.line.asks import Doing, HungUp, Params, Running, TransferCame, Transferred
from ivr.line.dial import talk
from ivr.line.documents import WAITING, Document, Verb
from ivr.line.ending import Hangup, Leave, run_leave
from ivr.line.enqueue import Enqueue
from ivr.line.gather import Gather
from ivr.line.limits import MUSIC_S
from ivr.line.listening import run_gather
from ivr.line.loading import load
from ivr.line.pause import Pause, run_pause
from ivr.line.play import Audio, Play, run_audio, run_play
from ivr.line.redirect import Redirect, run_redirect
from ivr.line.say import Say, run_say
from ivr.line.state import Goto, Interrupted, Left, Line, Next, Over, Result, complain
from ivr.line.waiting import sit_through


def run_enqueue(line: Line, enqueue: Enqueue, base: str) -> Running[Result]:
    """Wait, perhaps talk, and go on; without ``action`` that is the next verb, unless the caller left."""
    if line.carrier.queue_full:
        complain(line, "14207", f"the queue {enqueue.queue} is full")
        return _told(enqueue, base, (("QueueResult", "queue-full"),)) or Next()  # never queued: no QueueSid
    queue_sid, line.queued_since = line.new_id("QU"), line.now
    try:
        result = yield from _wait(line, enqueue, base, queue_sid)
    finally:
        since, line.queued_since = line.queued_since, None
    queued = (("QueueSid", queue_sid), ("QueueTime", str(int(line.now - since))))
    gone: HungUp | None = None
    match result:
        case Interrupted(TransferCame(_, Transferred.ANSWERED)):
            gone = yield from talk(line, enqueue.queue, limit_s=float("inf"))
            word = "bridged"
        case Interrupted(TransferCame()):
            word = "error"
        case Interrupted(HungUp() as gone):
            word = "hangup"
        case Over():
            return result
        case _:
            word = "leave"
    params: Params = (("QueueResult", word), *queued)
    action = _told(enqueue, base, params)
    if gone is not None:
        return Interrupted(gone, action)
    return action or Next()


def _told(enqueue: Enqueue, base: str, params: Params) -> Goto | None:
    if enqueue.action is None:
        return None
    return Goto(resolve(base, enqueue.action), enqueue.method, params)


def _wait(line: Line, enqueue: Enqueue, base: str, queue_sid: str) -> Running[Interrupted | Over | Left]:
    if not enqueue.wait_url:
        while True:  # until the clock's cap, if nobody comes
            interruption = yield from sit_through(line, Doing.QUEUED, until=line.now + MUSIC_S)
            if interruption is not None:
                return Interrupted(interruption)
    start = line.now
    address = resolve(base, enqueue.wait_url)
    goto = Goto(address, enqueue.wait_method)
    while True:
        place = (
            ("QueuePosition", "1"),
            ("QueueSid", queue_sid),
            ("QueueTime", str(int(line.now - start))),
            ("AvgQueueTime", "0"),
            ("CurrentQueueSize", "1"),
            ("MaxQueueSize", str(enqueue.size)),
        )
        goto = Goto(goto.url, goto.method, goto.params + place)
        document = yield from load(line, goto, allowed=WAITING)
        result = yield from _wait_through(line, document)
        match result:
            case Goto():
                goto = result
            case Next():  # the document ran out, so it starts again (5.2)
                goto = Goto(address, enqueue.wait_method)
            case _:
                return result


def _wait_through(line: Line, document: Document) -> Running[Next | Goto | Interrupted | Over | Left]:
    verbs = document.verbs
    if len(verbs) == 2 and isinstance(verbs[0], Audio):
        verbs = verbs[:1]  # a wait address that is music, not a document
    for verb in verbs:
        result = yield from _run(line, verb, document.url)
        if not isinstance(result, Next):
            return result
    return Next()


def _run(line: Line, verb: Verb, base: str) -> Running[Result]:
    match verb:
        case Say():
            return (yield from run_say(line, verb))
        case Play():
            return (yield from run_play(line, verb, base))
        case Audio():
            return (yield from run_audio(line, verb))
        case Pause():
            return (yield from run_pause(line, verb))
        case Gather():
            return (yield from run_gather(line, verb, base))
        case Redirect():
            return run_redirect(line, verb, base)
        case Leave():
            return run_leave(line)
        case Hangup():
            return Over("hangup")
        case _:
            raise TypeError(f"{verb!r} in a wait document")
