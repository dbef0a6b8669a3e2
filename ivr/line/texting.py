"""A whole text conversation of one text and its replies, as the carrier holds it (8.1, 8.2)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import urldefrag

from ivr.line.address import resolve
from ivr.line.asks import Params, Purpose, Running
from ivr.line.carrier import MessageAction
from ivr.line.fetching import API_VERSION, notify, request
from ivr.line.limits import TEXT_DOCUMENTS, TEXT_REPLIES
from ivr.line.message import Message, TextVerb, read_text_document
from ivr.line.redirect import Redirect, run_redirect
from ivr.line.state import CarrierFault, Goto, Line, Next, complain

_PLACES = ("City", "State", "Zip", "Country")
_GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The basic alphabet of GSM 03.38; any other character makes a text UCS-2 (8.3)."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A reply that was sent."""

    to: str
    sender: str
    body: str
    media: tuple[str, ...]


@dataclass(slots=True)
class _Conversation:
    """One text: the parameters every request about it carries, and the replies so far."""

    standard: Params
    sent: list[Sent] = field(default_factory=list)


def segments(text: str) -> int:
    """Return in how many pieces ``text`` travels: 160 or 70 characters, 153 or 67 of several (8.3)."""
    alone, joined, length = 160, 153, len(text)
    if not _GSM_7.issuperset(text):
        alone, joined, length = 70, 67, len(text.encode("utf-16-le")) // 2
    return 1 if length <= alone else -(-length // joined)


def run_text(line: Line, url: str, text: str) -> Running[tuple[Sent, ...]]:
    """Deliver ``text`` to the application at ``url`` and return its replies in order.

    What goes wrong is in ``line.complaints``; there is nobody to hear an error message, so the replies
    simply end (2.6: after the fallback was asked, if there is one).
    """
    conversation = _Conversation(_arrival(line, text))
    goto: Goto | None = Goto(url, "POST")
    documents, falling_back = 0, False
    while goto is not None:
        asked = goto
        documents += 1
        if documents > TEXT_DOCUMENTS:
            complain(line, "14106", f"more than {TEXT_DOCUMENTS} documents for one text, up to {asked.url}")
            break
        try:
            goto = yield from _follow(line, conversation, asked)
            falling_back = False
        except CarrierFault as fault:
            complain(line, fault.complaint.code, fault.complaint.text)
            goto = None if falling_back else _fallback(line, fault, asked)
            falling_back = True
    while line.owed:
        yield from notify(line, line.owed.pop(0))
    return tuple(conversation.sent)


def _follow(line: Line, conversation: _Conversation, goto: Goto) -> Running[Goto | None]:
    """Do what the next document says; return where it leads, None for nowhere."""
    goto = replace(goto, standard=conversation.standard)
    base, reply = yield from request(line, goto, Purpose.MESSAGE)
    return _run_through(line, conversation, base, read_text_document(base, reply, line.complaints))


def _fallback(line: Line, fault: CarrierFault, goto: Goto) -> Goto | None:
    if line.fallback_url is None:
        return None
    params = (("ErrorCode", fault.complaint.code), ("ErrorUrl", urldefrag(goto.url).url))
    return Goto(line.fallback_url, "POST", params)


def _run_through(
    line: Line, conversation: _Conversation, base: str, verbs: tuple[TextVerb, ...]
) -> Goto | None:
    for verb in verbs:
        match verb:
            case Message():
                result = _send(line, conversation, base, verb)
            case Redirect():
                result = run_redirect(line, verb, base)
        if isinstance(result, Goto):
            return result
    return None


def _send(line: Line, conversation: _Conversation, base: str, message: Message) -> Goto | Next:
    """Send a reply; its ``action`` is a callback or the next document, as the carrier has it (8.2)."""
    if len(conversation.sent) == TEXT_REPLIES:
        complain(line, "14109", f"more than {TEXT_REPLIES} replies to one text")
        return Next()
    parties = line.parties
    sent = Sent(message.to or parties.caller, message.sender or parties.called, message.body, message.media)
    conversation.sent.append(sent)
    goes_on = line.carrier.message_action is MessageAction.CONTINUE
    told = _fate(line, sent)
    if message.action is not None and not goes_on:
        line.owed.append(Goto(resolve(base, message.action), message.method, standard=told))
    elif message.status_callback is not None:
        line.owed.append(Goto(resolve(base, message.status_callback), "POST", standard=told))
    if goes_on and message.action is not None:
        return Goto(resolve(base, message.action), message.method, told)
    return Next()


def _arrival(line: Line, text: str) -> Params:
    """Return what the carrier tells about a text, the geographic parameters empty as they often are (8.1)."""
    parties, sid = line.parties, line.new_id("SM")
    return (
        ("MessageSid", sid),
        ("SmsSid", sid),
        ("SmsMessageSid", sid),
        ("AccountSid", parties.account_sid),
        ("From", parties.caller),
        ("To", parties.called),
        ("Body", text),
        ("NumMedia", "0"),
        ("NumSegments", str(segments(text))),
        ("SmsStatus", "received"),
        ("ApiVersion", API_VERSION),
        *((f"{side}{place}", "") for side in ("From", "To") for place in _PLACES),
    )


def _fate(line: Line, sent: Sent) -> Params:
    """Return the parameters of a status callback (8.3)."""
    sid = line.new_id("SM")
    return (
        ("MessageSid", sid),
        ("MessageStatus", "sent"),
        ("SmsSid", sid),
        ("SmsStatus", "sent"),
        ("AccountSid", line.parties.account_sid),
        ("From", sent.sender),
        ("To", sent.to),
        ("ApiVersion", API_VERSION),
    )
