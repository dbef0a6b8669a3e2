"""From an HTTP reply to the verbs it asks for (3.2, 5.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from ivr.line.asks import Reply
from ivr.line.carrier import UnknownElement
from ivr.line.dial import Dial, read_dial
from ivr.line.element import Element, read_xml
from ivr.line.ending import Hangup, Leave, Reject, read_hangup, read_leave, read_reject
from ivr.line.enqueue import Enqueue, read_enqueue
from ivr.line.gather import Gather, read_gather
from ivr.line.limits import DOCUMENT_BYTES
from ivr.line.media import AUDIO_TYPES, MARKUP_TYPES, PLAIN_TYPE, content_type
from ivr.line.pause import Pause, read_pause
from ivr.line.play import Audio, Play, judge_audio, read_play
from ivr.line.reading import SCHEMA, Reading, shape
from ivr.line.record import Record, read_record
from ivr.line.redirect import Redirect, read_redirect
from ivr.line.say import Say, read_say
from ivr.line.sms import Sms, read_sms
from ivr.line.state import CarrierFault, Complaint

Verb: TypeAlias = (
    Say | Play | Audio | Pause | Gather | Record | Redirect | Hangup | Reject | Dial | Enqueue | Leave | Sms
)

READERS: dict[str, Callable[[Element, list[Complaint]], Verb]] = {
    "Say": read_say,
    "Play": read_play,
    "Pause": read_pause,
    "Gather": read_gather,
    "Record": read_record,
    "Redirect": read_redirect,
    "Hangup": read_hangup,
    "Reject": read_reject,
    "Dial": read_dial,
    "Enqueue": read_enqueue,
    "Leave": read_leave,
    "Sms": read_sms,
}
NOT_SIMULATED = frozenset({"Connect", "Start", "Stop", "Refer", "Pay", "Prompt", "Echo", "Queue"})
"""Verbs the carrier knows and this line does not (6.10): skipped, with a warning of code ``unsupported``.

``Refer`` is error 13801, for our calls are not SIP.
"""
WAITING = frozenset({"Play", "Say", "Pause", "Hangup", "Redirect", "Leave", "Gather"})
"""Verbs of a wait document (6.9)."""
_READ_ALOUD = "en-US"
_ROOT = shape("version", children=(*READERS, *NOT_SIMULATED))


@dataclass(frozen=True, slots=True)
class Document:
    """The verbs of a document, the address it came from, and whether that is the fallback's (2.6)."""

    url: str
    verbs: tuple[Verb, ...]
    fallback: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a document is to be read: the unsettled switch, and the verbs allowed in it."""

    unknown: UnknownElement = UnknownElement.SKIP
    allowed: frozenset[str] = frozenset(READERS)


def read_document(
    url: str, reply: Reply, complaints: list[Complaint], *, judgement: Judgement | None = None
) -> Document:
    """Return what a reply says to do; everything the carrier would warn about goes to ``complaints``.

    Raises ``CarrierFault`` when it cannot be executed.
    """
    kind, charset = content_type(reply.content_type)
    if kind in AUDIO_TYPES:
        return Document(url, (judge_audio(url, reply), Hangup()))
    check_body(url, reply)
    if kind in MARKUP_TYPES:
        return Document(
            url, read_verbs(read_xml(reply.body, charset=charset), complaints, judgement=judgement)
        )
    if kind == PLAIN_TYPE:
        return _read_plain(url, reply, complaints, judgement=judgement)
    raise CarrierFault("12300", f"{url} answered {kind or 'without a Content-Type'}, which is not TwiML")


def check_body(url: str, reply: Reply) -> None:
    """Raise ``CarrierFault`` 11750 for a body that is too long, 11770 for an empty one (3.1)."""
    if len(reply.body) > DOCUMENT_BYTES:
        raise CarrierFault("11750", f"{url} answered more than {DOCUMENT_BYTES} bytes")
    if not reply.body:
        raise CarrierFault("11770", f"{url} answered with an empty body")


def read_verbs(
    root: Element, complaints: list[Complaint], *, judgement: Judgement | None = None
) -> tuple[Verb, ...]:
    """Return the verbs under ``root``, without those that are unknown or not allowed here."""
    rules = judgement or Judgement()
    reading = Reading(root, complaints)
    known = {id(child) for child in reading.check_shape(_ROOT)}
    verbs: list[Verb] = []
    for child in root.children:
        if id(child) not in known:
            if rules.unknown is UnknownElement.ABORT:
                break
        elif child.tag == "Refer":
            raise CarrierFault("13801", "<Refer>: this call is not one over SIP")
        elif child.tag in NOT_SIMULATED:
            reading.complain("unsupported", f"<{child.tag}> is not simulated here and was skipped")
        elif child.tag not in rules.allowed:
            reading.complain(SCHEMA, f"<{child.tag}> may not stand in a wait document")
        else:
            verbs.append(READERS[child.tag](child, complaints))
    return tuple(verbs)


def _read_plain(
    url: str, reply: Reply, complaints: list[Complaint], *, judgement: Judgement | None
) -> Document:
    """Execute plain text that is valid TwiML; read anything else aloud and hang up (3.2)."""
    _, charset = content_type(reply.content_type)
    try:
        root = read_xml(reply.body, charset=charset)
    except CarrierFault:
        text = " ".join(reply.body.decode("utf-8", "replace").split())
        return Document(url, (Say(text, _READ_ALOUD), Hangup()))
    return Document(url, read_verbs(root, complaints, judgement=judgement))
