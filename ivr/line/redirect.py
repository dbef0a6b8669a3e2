"""``<Redirect>``: go on with another document (6.6)."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.line.address import resolve
from ivr.line.carrier import EmptyRedirect
from ivr.line.element import Element
from ivr.line.reading import BAD_ADDRESS, Reading, check_address, shape
from ivr.line.state import CarrierFault, Complaint, Goto, Line, Next

SHAPE = shape("method", text=True)


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where to, by which method; an empty ``url`` means nowhere."""

    url: str
    method: str


def read_redirect(element: Element, complaints: list[Complaint]) -> Redirect:
    """Return the verb. Raises ``CarrierFault`` 11100 for an impossible address."""
    reading = Reading(element, complaints)
    reading.check_shape(SHAPE)
    method = reading.method(code="13710")
    return Redirect(check_address(element.own_text), method)


def run_redirect(line: Line, redirect: Redirect, base: str) -> Goto | Next:
    """Return where the call goes; nothing of an earlier step is sent again (2.3).

    What an empty one does differs from carrier to carrier. Raises ``CarrierFault`` 11100 for it, or warns.
    """
    if not redirect.url:
        empty = CarrierFault(BAD_ADDRESS, "<Redirect> has no address")
        if line.carrier.empty_redirect is EmptyRedirect.ERROR:
            raise empty
        line.complaints.append(empty.complaint)
        return Next()
    return Goto(resolve(base, redirect.url), redirect.method)
