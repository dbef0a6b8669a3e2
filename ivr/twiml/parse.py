"""A carrier's request into an event. Parameters that are missing and parameters that are empty are alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from ivr.model.events import (
    Arrived,
    Digits,
    HungUp,
    Recorded,
    Silence,
    Speech,
    TransferEnded,
    TransferResult,
)
from ivr.model.ids import CallSid, call_sid, msisdn
from ivr.twiml.limits import DIGITS, SPEECH_CHARACTERS

CALLED_CHARACTERS = 64
"""Longest number or address we take as the one that was dialled."""
_DIGITS = re.compile(rf"[0-9*#]{{1,{DIGITS}}}")
_ACCOUNT = re.compile(r"[A-Za-z0-9-]{1,64}")
_RECORDING = re.compile(r"[A-Za-z0-9-]{1,64}")
_SECONDS = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")
_CALLED = re.compile(r"[^0-9A-Za-z*#@.:_-]")
_DIAL = {
    "completed": TransferResult.ANSWERED,
    "answered": TransferResult.ANSWERED,
    "busy": TransferResult.NOBODY,
    "no-answer": TransferResult.NOBODY,
}
"""Source: reference/twiml.md, 6.8; anything else failed."""
_QUEUE = {
    "bridged": TransferResult.ANSWERED,
    "bridging-in-process": TransferResult.ANSWERED,
    "redirected-from-bridged": TransferResult.ANSWERED,
    "leave": TransferResult.NOBODY,
    "queue-full": TransferResult.NOBODY,
    "redirected": TransferResult.NOBODY,
}
"""Source: reference/twiml.md, 6.9; anything else failed, except ``hangup``."""
OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
"""Values of ``CallStatus`` after which nobody is on the line. Source: reference/twiml.md, 2.4."""


def sid_of(form: Mapping[str, str]) -> CallSid:
    """Return the call a request is about; raise ``BadValue`` when it names none."""
    return call_sid(form.get("CallSid", ""))


def arrival_of(form: Mapping[str, str], at: datetime, *, vouched: bool = False) -> Arrived:
    """Return the arrival of a call; raise ``BadValue`` when the request names no call.

    ``vouched``: this carrier stands for the numbers it shows.
    """
    called = _CALLED.sub("", form.get("To", ""))[:CALLED_CHARACTERS]
    account = form.get("AccountSid", "")
    return Arrived(
        at,
        sid_of(form),
        msisdn(form.get("From", "")),
        called,
        vouched=vouched,
        account=account if _ACCOUNT.fullmatch(account) else "",
    )


def event_of(
    form: Mapping[str, str], at: datetime
) -> Digits | Silence | Speech | Recorded | TransferEnded | HungUp:
    """Return what happened on the line since the last document.

    Keys that are no keys are an answer nobody can understand, not silence. A caller who hung up while nobody
    had answered yet is gone (reference/twiml.md, 6.8 and 6.9); one whom a person had answered was served.
    """
    transferred: TransferResult | None = None
    if queue := form.get("QueueResult"):
        transferred = _QUEUE.get(queue, TransferResult.FAILED)
    elif dialled := form.get("DialCallStatus"):
        transferred = _DIAL.get(dialled, TransferResult.FAILED)
    if transferred is TransferResult.ANSWERED:
        return TransferEnded(at, transferred)
    if form.get("RecordingUrl") or form.get("RecordingSid") or form.get("RecordingDuration"):
        return _recorded(form, at)
    if is_over(form) or queue == "hangup":
        return HungUp(at)
    if transferred is not None:
        return TransferEnded(at, transferred)
    if keys := form.get("Digits"):
        return Digits(at, keys if _DIGITS.fullmatch(keys) else "")
    if speech := form.get("SpeechResult"):
        return Speech(at, speech[:SPEECH_CHARACTERS])
    return Silence(at)


def _recorded(form: Mapping[str, str], at: datetime) -> Recorded:
    """Return a recording by its id alone: an address from outside is never fetched.

    A recording that ended without a key ended with silence, whose length the duration includes; a hang-up
    leaves none. Source: reference/twiml.md, 6.5.
    """
    named = form.get("RecordingSid") or _last_name(form.get("RecordingUrl", ""))
    written = form.get("RecordingDuration", "")
    duration = float(written) if _SECONDS.fullmatch(written) else 0.0
    ended_by = form.get("Digits", "")
    hung_up = ended_by == "hangup" or is_over(form)
    silent = not ended_by and not hung_up
    return Recorded(at, named if _RECORDING.fullmatch(named) else None, duration, hung_up, silent)


def _last_name(address: str) -> str:
    """Return the last part of an address's path, without its ending; empty for an address without a path."""
    path = address.partition("?")[0].partition("://")[2].partition("/")[2].rstrip("/")
    return path.rpartition("/")[2].partition(".")[0]


def is_over(form: Mapping[str, str]) -> bool:
    """Return whether the request says that the call has ended."""
    return form.get("CallStatus", "") in OVER


def queue_seconds(form: Mapping[str, str]) -> int:
    """Return how long the caller has been in the queue."""
    waited = form.get("QueueTime", "")
    return int(waited) if waited.isascii() and waited.isdecimal() and len(waited) < DIGITS else 0
