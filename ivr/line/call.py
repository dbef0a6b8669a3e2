"""A whole call, from ringing to the last callback (13.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from math import ceil
from urllib.parse import urldefrag

from ivr.line.asks import Running, TransferCame
from ivr.line.dial import Dial, run_dial
from ivr.line.documents import Document, Verb
from ivr.line.ending import Hangup, Leave, Reject, run_leave, run_reject
from ivr.line.enqueue import Enqueue
from ivr.line.fetching import notify
from ivr.line.gather import Gather
from ivr.line.listening import run_gather
from ivr.line.loading import load
from ivr.line.pause import Pause, run_pause
from ivr.line.play import Audio, Play, run_audio, run_play
from ivr.line.queue import run_enqueue
from ivr.line.record import Record, run_record
from ivr.line.redirect import Redirect, run_redirect
from ivr.line.say import Say, run_say
from ivr.line.sms import Sms, run_sms
from ivr.line.state import (
    CallerGaveUp,
    CarrierFault,
    Goto,
    Interrupted,
    Line,
    Next,
    Over,
    Result,
    Sound,
    Status,
    answer,
    begin_sound,
    complain,
)
from ivr.model.speaking import speaking_s

APPLICATION_ERROR = "Sorry, there is a fault in this application. Goodbye."
"""What a caller hears when neither document nor fallback can be had (2.6); the carrier words it otherwise."""
_SECONDS_BILLED = 60


def run_call(line: Line, voice_url: str) -> Running[str]:
    """Make the call and return how it ended.

    ``hangup`` the application hung up; ``exhausted`` its document ran out; ``rejected``; ``caller`` the
    caller hung up, or gave up at ``limits.FETCH_CAP``, ``STANDSTILL_CAP`` or ``CLOCK_CAP_S``;
    ``transferred:<target>`` somebody was reached and the caller was not listened to again afterwards;
    ``error:<code>`` the carrier's error.
    """
    last: Goto | None = None
    try:
        ended, last = yield from _talk_to(line, Goto(voice_url, "POST"))
    except CallerGaveUp:
        ended = "caller"
    except CarrierFault as fault:
        ended = f"error:{fault.complaint.code}"
        answer(line)
        begin_sound(line, Sound.SAY, text=APPLICATION_ERROR, language="en-US")
        line.now += speaking_s(APPLICATION_ERROR)
    if line.connected_to is not None and not ended.startswith("error:"):
        ended = f"transferred:{line.connected_to}"
    yield from _close(line, last)
    return ended


def _talk_to(line: Line, goto: Goto) -> Running[tuple[str, Goto | None]]:
    document = yield from _load_or_fall_back(line, goto)
    while True:
        try:
            result = yield from _run_through(line, document)
        except CarrierFault as fault:
            if document.fallback:
                complain(line, fault.complaint.code, f"the fallback failed too: {fault.complaint.text}")
                raise
            document = yield from _fall_back(line, fault, document.url)
            continue
        match result:
            case Goto():
                document = yield from _load_or_fall_back(line, result)
                yield from _tell_owed(line)
            case Interrupted():
                return "caller", result.last
            case Over():
                return result.ended, None
            case _:
                answer(line)
                return "exhausted", None


def _run_through(line: Line, document: Document) -> Running[Result]:
    for verb in document.verbs:
        ringing_on = isinstance(verb, Reject) or (isinstance(verb, Pause) and _first(line, document, verb))
        if not ringing_on:
            answer(line)
        result = yield from _run(line, verb, document.url)
        match result:
            case Next():
                continue
            case Interrupted(TransferCame() as act):
                raise TypeError(f"{act!r} while nobody was being reached")
            case _:
                return result
    return Next()


def _first(line: Line, document: Document, verb: Verb) -> bool:
    return line.fetches == 1 and document.verbs[0] is verb


def _run(  # noqa: C901, PLR0912 -- one line per verb
    line: Line, verb: Verb, base: str
) -> Running[Result]:
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
        case Record():
            return (yield from run_record(line, verb, base))
        case Dial():
            return (yield from run_dial(line, verb, base))
        case Enqueue():
            return (yield from run_enqueue(line, verb, base))
        case Redirect():
            return run_redirect(line, verb, base)
        case Sms():
            return run_sms(line, verb, base)
        case Reject():
            return run_reject(line, verb)
        case Leave():
            return run_leave(line)
        case Hangup():
            return Over("hangup")


def _load_or_fall_back(line: Line, goto: Goto) -> Running[Document]:
    try:
        return (yield from load(line, goto))
    except CarrierFault as fault:
        return (yield from _fall_back(line, fault, goto.url))


def _fall_back(line: Line, fault: CarrierFault, url: str) -> Running[Document]:
    """Log the fault and ask the fallback, once per fault; without one, or if it fails too, raise (2.6)."""
    complain(line, fault.complaint.code, fault.complaint.text)
    if line.fallback_url is None:
        raise fault
    params = (("ErrorCode", fault.complaint.code), ("ErrorUrl", urldefrag(url).url))
    try:
        document = yield from load(line, Goto(line.fallback_url, "POST", params))
    except CarrierFault as second:
        complain(line, second.complaint.code, f"the fallback failed too: {second.complaint.text}")
        raise
    return replace(document, fallback=True)


def _close(line: Line, last: Goto | None) -> Running[None]:
    """Set the final status and send what is owed: the last action, callbacks; either may be first (7.2)."""
    if line.status is Status.RINGING:
        line.status = Status.NO_ANSWER
    elif line.status is Status.IN_PROGRESS:
        line.status = Status.COMPLETED
    if last is not None and not line.carrier.status_before_record_action:
        yield from _tell_last(line, last)
    if line.status_url is not None:
        yield from notify(line, Goto(line.status_url, "POST", _final_params(line)))
    if last is not None and line.carrier.status_before_record_action:
        yield from _tell_last(line, last)
    yield from _tell_owed(line)


def _tell_last(line: Line, last: Goto) -> Running[None]:
    """Request an action nobody can hear the answer of; a bad answer is only logged (6.5)."""
    try:
        yield from load(line, last)
    except CarrierFault as fault:
        complain(line, fault.complaint.code, fault.complaint.text)
    except CallerGaveUp:
        pass  # the guard counts this fetch too, but there is nobody left to give up


def _tell_owed(line: Line) -> Running[None]:
    while line.owed:
        yield from notify(line, line.owed.pop(0))


def _final_params(line: Line) -> tuple[tuple[str, str], ...]:
    seconds = 0 if line.answered_at is None else ceil(line.now - line.answered_at)
    return (
        ("CallStatus", line.status.value),
        ("CallDuration", str(seconds)),
        ("Duration", str(ceil(seconds / _SECONDS_BILLED))),
        ("Timestamp", format_datetime(line.started + timedelta(seconds=line.now))),
        ("CallbackSource", "call-progress-events"),
        ("SequenceNumber", "0"),
    )
