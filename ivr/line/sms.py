"""``<Sms>`` in a voice document: a text sent on the way, an old verb (6.10)."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.line.address import resolve
from ivr.line.element import Element
from ivr.line.limits import TEXT_LENGTH
from ivr.line.reading import Reading, shape
from ivr.line.state import Complaint, Goto, Line, Next, Result

SHAPE = shape("to", "from", "action", "method", "statusCallback", text=True)


@dataclass(frozen=True, slots=True)
class Sms:
    """Where to go once it is sent; None: the next verb."""

    text: str
    action: str | None
    method: str


def read_sms(element: Element, complaints: list[Complaint]) -> Sms:
    """Return the verb. Codes 14103 and 12200 stand for an empty or too long text. Raises 11100."""
    reading = Reading(element, complaints)
    reading.check_shape(SHAPE)
    text = element.own_text
    if not text:
        reading.complain("14103", "there is nothing to send")
    if len(text) > TEXT_LENGTH:
        reading.complain("14103", f"{len(text)} characters are more than {TEXT_LENGTH}")
    reading.address("statusCallback")
    return Sms(text, reading.address("action"), reading.method(code="12200"))


def run_sms(line: Line, sms: Sms, base: str) -> Result:
    """Send it, in no time, and go on."""
    if sms.action is None:
        return Next()
    params = (("SmsSid", line.new_id("SM")), ("SmsStatus", "sent"))
    return Goto(resolve(base, sms.action), sms.method, params)
