"""``<Dial>``: connect the caller to somebody (6.8)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ivr.line.address import resolve
from ivr.line.asks import Doing, HungUp, KeysPressed, Params, Running, TransferCame, Transferred
from ivr.line.element import Element
from ivr.line.limits import DIAL_NUMBERS, DIAL_TIME_S, TALK_S
from ivr.line.reading import Reading, shape
from ivr.line.record import recording_place
from ivr.line.state import CarrierFault, Complaint, Goto, Interrupted, Line, Next, Result
from ivr.line.waiting import attend

_NOUN = (
    "url",
    "method",
    "statusCallback",
    "statusCallbackMethod",
    "statusCallbackEvent",
    "machineDetection",
    "machineDetectionTimeout",
    "amdStatusCallback",
    "amdStatusCallbackMethod",
)
NOUNS = {
    "Number": shape(*_NOUN, "sendDigits", "byoc", text=True),
    "Client": shape(*_NOUN, children=("Identity", "Parameter"), text=True),
    "Sip": shape(*_NOUN, "username", "password", text=True),
    "Conference": shape(
        "muted",
        "beep",
        "startConferenceOnEnter",
        "endConferenceOnExit",
        "waitUrl",
        "waitMethod",
        "maxParticipants",
        "record",
        "participantLabel",
        "statusCallback",
        "statusCallbackMethod",
        "statusCallbackEvent",
        text=True,
    ),
    "Queue": shape("url", "method", "reservationSid", "postWorkActivitySid", text=True),
    "Sim": shape(text=True),
    "Application": shape(*_NOUN, children=("ApplicationSid", "Parameter"), text=True),
    "WhatsApp": shape(*_NOUN, text=True),
}
SHAPE = shape(
    "action",
    "method",
    "timeout",
    "timeLimit",
    "callerId",
    "answerOnBridge",
    "hangupOnStar",
    "record",
    "recordingStatusCallback",
    "recordingStatusCallbackMethod",
    "recordingStatusCallbackEvent",
    "recordingTrack",
    "trim",
    "recordingConfigurationId",
    "ringTone",
    "sequential",
    "referUrl",
    "referMethod",
    "callReason",
    "events",
    "passports",
    children=tuple(NOUNS),
    text=True,
)
_NOT_RECORDED = ("do-not-record", "false")
_RECORDED = (
    *_NOT_RECORDED,
    "record-from-answer",
    "true",
    "record-from-ringing",
    "record-from-answer-dual",
    "record-from-ringing-dual",
)
_NUMBER = re.compile(r"\+?[0-9][0-9\-. ()]{1,24}")
_DEFAULT_RING_S = 30
_NO_SID = frozenset({"Conference", "Queue"})


@dataclass(frozen=True, slots=True)
class Dial:
    """Whom to call and for how long. ``noun`` is ``Number`` for a bare number."""

    target: str
    noun: str
    action: str | None
    method: str
    timeout_s: int
    time_limit_s: int
    hangup_on_star: bool
    recorded: bool


def read_dial(element: Element, complaints: list[Complaint]) -> Dial:
    """Return the verb; the first noun is the one that answers. Raises ``CarrierFault`` 13224 or 11100."""
    reading = Reading(element, complaints)
    nouns = reading.check_shape(SHAPE)
    for noun in nouns:
        Reading(noun, complaints).check_shape(NOUNS[noun.tag])
    for name in ("answerOnBridge", "sequential"):
        reading.truth(name, default=False, code="13210")
    record = reading.choice("record", among=_RECORDED, default=_RECORDED[0], code="13210")
    if sum(noun.tag == "Number" for noun in nouns) > DIAL_NUMBERS:
        reading.complain("13220", f"at most {DIAL_NUMBERS} numbers at once")
    kind, target = _target(element, nouns)
    return Dial(
        target,
        kind,
        action=reading.address("action"),
        method=reading.method(code="13210"),
        timeout_s=reading.whole("timeout", span=(1, None), default=_DEFAULT_RING_S, code="13212"),
        time_limit_s=reading.whole("timeLimit", span=(1, None), default=DIAL_TIME_S, code="13213"),
        hangup_on_star=reading.truth("hangupOnStar", default=False, code="13214"),
        recorded=record not in _NOT_RECORDED,
    )


def run_dial(line: Line, dial: Dial, base: str) -> Running[Result]:
    """Ring, talk, and go on; without ``action`` that is the next verb, unless the caller left."""
    act = yield from _ring(line, dial)
    match act:
        case HungUp():
            return _gone(line, dial, act, base, _status("canceled"))
        case TransferCame(_, Transferred.ANSWERED):
            return (yield from _talk(line, dial, base))
        case TransferCame(_, Transferred.FAILED):
            return _over(dial, base, _status("failed"))
        case _:
            return _over(dial, base, _status("no-answer"))


def talk(line: Line, target: str, *, limit_s: float, star_ends: bool = False) -> Running[HungUp | None]:
    """Hold the conversation with ``target``; return the caller's hang-up, or None when they stay."""
    line.connected_to = target
    until = line.now + min(TALK_S, limit_s)
    while True:
        act = yield from attend(line, Doing.TALKING, until=until)
        match act:
            case None | HungUp():
                return act
            case KeysPressed(_, "*") if star_ends:
                return None
            case _:
                pass  # between the two of them


def _ring(line: Line, dial: Dial) -> Running[HungUp | TransferCame | None]:
    until = line.now + dial.timeout_s
    while True:
        act = yield from attend(line, Doing.CONNECTING, until=until)
        match act:
            case TransferCame(_, Transferred.NOBODY):
                line.now = until  # it rings to the end
                return None
            case None | HungUp() | TransferCame():
                return act
            case KeysPressed(_, "*") if dial.hangup_on_star:
                return None
            case _:
                pass  # nobody is there to hear it


def _talk(line: Line, dial: Dial, base: str) -> Running[Result]:
    start = line.now
    act = yield from talk(line, dial.target, limit_s=dial.time_limit_s, star_ends=dial.hangup_on_star)
    params: Params = (("DialCallStatus", "answered" if dial.noun == "Conference" else "completed"),)
    if dial.noun not in _NO_SID:
        params += (("DialCallSid", line.new_id("CA")), ("DialCallDuration", str(int(line.now - start))))
    params += (("DialBridged", "true"),)
    if dial.recorded:
        params += recording_place(line, line.new_id("RE"))[:1]
    return _over(dial, base, params) if act is None else _gone(line, dial, act, base, params)


def _status(word: str) -> Params:
    return (("DialCallStatus", word), ("DialBridged", "false"))


def _over(dial: Dial, base: str, params: Params) -> Result:
    return Next() if dial.action is None else Goto(resolve(base, dial.action), dial.method, params)


def _gone(line: Line, dial: Dial, act: HungUp, base: str, params: Params) -> Interrupted:
    over = _over(dial, base, params) if line.carrier.dial_hangup_calls_action else None
    return Interrupted(act, over if isinstance(over, Goto) else None)


def _target(element: Element, nouns: list[Element]) -> tuple[str, str]:
    if nouns:
        first = nouns[0]
        name = first.own_text or next((child.own_text for child in first.children), "")
        if first.tag != "Number":
            return first.tag, name
    else:
        name = element.own_text
    if not _NUMBER.fullmatch(name):
        raise CarrierFault("13224", f'<Dial>: "{name}" is not a number that can be called')
    return "Number", name
