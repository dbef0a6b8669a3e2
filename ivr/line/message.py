"""``<Message>``: what a document answers to a text, and the other verbs it may hold (8.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from ivr.line.asks import Reply
from ivr.line.documents import NOT_SIMULATED, READERS, check_body
from ivr.line.element import Element, read_xml
from ivr.line.limits import TEXT_LENGTH
from ivr.line.media import MARKUP_TYPES, PLAIN_TYPE, content_type
from ivr.line.reading import Reading, shape
from ivr.line.redirect import Redirect, read_redirect
from ivr.line.state import CarrierFault, Complaint

SHAPE = shape("to", "from", "action", "method", "statusCallback", children=("Body", "Media"), text=True)
_PART = shape(text=True)
_ROOT = shape(children=("Message", "Redirect", *READERS, *NOT_SIMULATED))


@dataclass(frozen=True, slots=True)
class Message:
    """A reply. ``to`` None: who wrote; ``sender`` None: whom they wrote to."""

    body: str
    media: tuple[str, ...] = ()
    to: str | None = None
    sender: str | None = None
    action: str | None = None
    method: str = "POST"
    status_callback: str | None = None


TextVerb: TypeAlias = Message | Redirect


def read_text_document(url: str, reply: Reply, complaints: list[Complaint]) -> tuple[TextVerb, ...]:
    """Return what a reply to a text says to do; plain text that is no document is the answer itself (3.2).

    Raises ``CarrierFault`` when it cannot be executed.
    """
    kind, charset = content_type(reply.content_type)
    check_body(url, reply)
    if kind not in {*MARKUP_TYPES, PLAIN_TYPE}:
        raise CarrierFault("12300", f"{url} answered {kind or 'without a Content-Type'}, which is not TwiML")
    try:
        root = read_xml(reply.body, charset=charset)
    except CarrierFault:
        if kind != PLAIN_TYPE:
            raise
        return (Message(reply.body.decode("utf-8", "replace").strip()),)
    reading = Reading(root, complaints)
    verbs: list[TextVerb] = []
    for child in reading.check_shape(_ROOT):
        match child.tag:
            case "Message":
                verbs.append(_read_message(child, complaints))
            case "Redirect":
                verbs.append(read_redirect(child, complaints))
            case _:
                reading.complain("14110", f"<{child.tag}> is for calls, not for texts")
    return tuple(verbs)


def _read_message(element: Element, complaints: list[Complaint]) -> Message:
    """Return the verb. Code 14103 stands for an empty or too long one, as for a voice document's Sms."""
    reading = Reading(element, complaints)
    parts = reading.check_shape(SHAPE)
    for part in parts:
        Reading(part, complaints).check_shape(_PART)
    body = next((part.own_text for part in parts if part.tag == "Body"), element.own_text)
    media = tuple(part.own_text for part in parts if part.tag == "Media")
    if not body and not media:
        reading.complain("14103", "there is nothing to send")
    if len(body) > TEXT_LENGTH:
        reading.complain("14103", f"{len(body)} characters are more than {TEXT_LENGTH}")
    return Message(
        body,
        media,
        to=reading.text("to"),
        sender=reading.text("from"),
        action=reading.address("action"),
        method=reading.method(code="12200"),
        status_callback=reading.address("statusCallback"),
    )
