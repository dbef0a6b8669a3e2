"""``<Redirect>``: go on with another document (6.6)."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.line.address import resolve
from ivr.line.element import Element
from ivr.line.reading import Reading, check_address, shape
from ivr.line.state import CarrierFault, Complaint, Goto

SHAPE = shape("method", text=True)


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where to, by which method."""

    url: str
    method: str


def read_redirect(element: Element, complaints: list[Complaint]) -> Redirect:
    """Return the verb. Raises ``CarrierFault`` 11100 for an empty or impossible address.

    What an empty one does differs from carrier to carrier: none of them may be relied on.
    """
    reading = Reading(element, complaints)
    reading.check_shape(SHAPE)
    method = reading.method(code="13710")
    if not element.own_text:
        raise CarrierFault("11100", "<Redirect> has no address")
    return Redirect(check_address(element.own_text), method)


def run_redirect(redirect: Redirect, base: str) -> Goto:
    """Return where the call goes; nothing of an earlier step is sent again (2.3)."""
    return Goto(resolve(base, redirect.url), redirect.method)
