"""``<Record>``: keep what the caller says (6.5, 13.4)."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.line.address import resolve
from ivr.line.asks import Doing, HungUp, KeysPressed, MessageLeft, Params, Running, Takes, TransferCame
from ivr.line.carrier import EmptyDigits, EmptyRecording
from ivr.line.element import Element
from ivr.line.fetching import notify
from ivr.line.limits import BEEP_S, RECORD_DEFAULT_S, RECORD_LONGEST_S, RECORD_SHORTEST_S
from ivr.line.reading import Reading, shape
from ivr.line.state import (
    CarrierFault,
    Complaint,
    Goto,
    Interrupted,
    Line,
    Next,
    Result,
    Sound,
    begin_sound,
    cut_sound,
    start_listening,
    stop_listening,
)
from ivr.line.waiting import attend, sit_through

SHAPE = shape(
    "action",
    "method",
    "timeout",
    "finishOnKey",
    "maxLength",
    "playBeep",
    "trim",
    "recordingStatusCallback",
    "recordingStatusCallbackMethod",
    "recordingStatusCallbackEvent",
    "transcribe",
    "transcribeCallback",
    "recordingConfigurationId",
)
RECORDINGS = "https://api.twilio.com/2010-04-01/Accounts/{account}/Recordings/{recording}"
"""Where a recording is kept; the address has no extension (2.5, 6.5)."""
_ANY_KEY = "1234567890*#"
_DEFAULT_SILENCE_S = 5
_TRANSCRIBED_S = 120
_EVENTS = frozenset({"in-progress", "completed", "absent"})


@dataclass(frozen=True, slots=True)
class Record:
    """What ends the recording, and who is told. ``timeout_s`` 0: silence does not end it."""

    action: str | None
    method: str
    timeout_s: int
    finish_on_key: str
    max_length_s: int
    beep: bool
    callback: str | None
    callback_method: str
    callback_events: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Taken:
    """How a recording ended: after how long, by which key, and whether anything was on it."""

    recording: str
    seconds: int
    sound: bool
    key: str = ""
    interruption: HungUp | TransferCame | None = None


def read_record(element: Element, complaints: list[Complaint]) -> Record:
    """Return the verb. Raises ``CarrierFault`` 13621 or 11100."""
    reading = Reading(element, complaints)
    reading.check_shape(SHAPE)
    transcribed = reading.truth("transcribe", default=False, code="13614")
    reading.choice("trim", among=("trim-silence", "do-not-trim"), default="trim-silence", code="13699")
    if reading.address("transcribeCallback") is not None and not transcribed:
        raise CarrierFault("13621", "<Record>: transcribeCallback without transcribe")
    return Record(
        action=reading.address("action"),
        method=reading.method(code="13610"),
        timeout_s=reading.whole("timeout", span=(0, None), default=_DEFAULT_SILENCE_S, code="13611"),
        finish_on_key=_finish_on_key(reading),
        max_length_s=reading.whole(
            "maxLength",
            span=(RECORD_SHORTEST_S, RECORD_LONGEST_S),
            default=_TRANSCRIBED_S if transcribed else RECORD_DEFAULT_S,
            code="13612",
        ),
        beep=reading.truth("playBeep", default=True, code="13616"),
        callback=reading.address("recordingStatusCallback"),
        callback_method=reading.method("recordingStatusCallbackMethod", code="13617"),
        callback_events=_events(reading),
    )


def recording_place(line: Line, recording: str) -> Params:
    """Return the parameters that say where a recording is; the address has no extension (6.5)."""
    address = RECORDINGS.format(account=line.parties.account_sid, recording=recording)
    return (("RecordingUrl", address), ("RecordingSid", recording))


def run_record(line: Line, record: Record, base: str) -> Running[Result]:
    """Beep, record, and return where the call goes; the action is owed even to a caller who hung up."""
    recording = line.new_id("RE")
    if record.beep:
        place = begin_sound(line, Sound.BEEP)
        interruption = yield from sit_through(line, Doing.SPEAKING, until=line.now + BEEP_S)
        if interruption is not None:
            cut_sound(line, place)
            return _ended(line, record, base, _Taken(recording, 0, sound=False, interruption=interruption))
    begun = _callback(record, base, recording_place(line, recording), "in-progress")
    if begun is not None:
        yield from notify(line, begun)
    start_listening(line)
    taken = yield from _take(line, record, recording)
    stop_listening(line)
    return _ended(line, record, base, taken)


def _take(line: Line, record: Record, recording: str) -> Running[_Taken]:
    start, last_sound, sound = line.now, line.now, False
    end = start + record.max_length_s
    takes = Takes(keys=True, speech=True, ends_on=record.finish_on_key)
    while True:
        silent_at = last_sound + record.timeout_s if record.timeout_s else end
        act = yield from attend(
            line, Doing.RECORDING, until=min(silent_at, end), takes=takes, listening=line.listening
        )
        match act:
            case None:
                return _Taken(recording, int(line.now - start), sound)
            case HungUp() | TransferCame():
                return _Taken(recording, int(line.now - start), sound, interruption=act)
            case KeysPressed(_, key) if key in record.finish_on_key:
                return _Taken(recording, int(line.now - start), sound, key)
            case MessageLeft(_, seconds):
                line.now = min(line.now + seconds, end)
                last_sound, sound = line.now, sound or seconds > 0
            case _:
                last_sound = line.now  # a key that ends nothing is a sound all the same


def _ended(line: Line, record: Record, base: str, taken: _Taken) -> Result:
    by = taken.interruption
    if not taken.sound and line.carrier.empty_recording is EmptyRecording.FALLTHROUGH:
        return Next() if by is None else Interrupted(by)
    facts = (*recording_place(line, taken.recording), ("RecordingDuration", str(taken.seconds)))
    ready = _callback(record, base, facts, "completed" if taken.seconds else "absent")  # too short (16101)
    if ready is not None:
        line.owed.append(ready)
    key = "hangup" if isinstance(by, HungUp) else taken.key
    told = key or line.carrier.silent_recording_digits is EmptyDigits.EMPTY
    params = (*facts, ("Digits", key)) if told else facts
    goto = Goto(base if record.action is None else resolve(base, record.action), record.method, params)
    return goto if by is None else Interrupted(by, goto)


def _callback(record: Record, base: str, facts: Params, status: str) -> Goto | None:
    if record.callback is None or status not in record.callback_events:
        return None
    told = (("RecordingStatus", status), ("RecordingChannels", "1"), ("RecordingSource", "RecordVerb"))
    return Goto(resolve(base, record.callback), record.callback_method, (*facts, *told), brief=True)


def _finish_on_key(reading: Reading) -> str:
    value = reading.text("finishOnKey")
    if value is None:
        return _ANY_KEY
    if set(value) <= set(_ANY_KEY):
        return value
    reading.complain("13613", f'finishOnKey="{value}" holds more than keys')
    return _ANY_KEY


def _events(reading: Reading) -> frozenset[str]:
    events = frozenset((reading.text("recordingStatusCallbackEvent") or "completed").split())
    if not events <= _EVENTS:
        reading.complain("13618", f"recordingStatusCallbackEvent is among {', '.join(sorted(_EVENTS))}")
        return frozenset({"completed"})
    return events
