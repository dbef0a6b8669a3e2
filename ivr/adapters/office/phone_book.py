"""What the browser phone shows of the back office: whose phone it can be, and the texts that phone got."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ivr.adapters.messengers import MESSAGES
from ivr.adapters.office.deadline import Deadline
from ivr.adapters.office.exchange import Exchange
from ivr.adapters.office.faults import Misshapen, Unavailable
from ivr.adapters.office.shapes import objects, optional_text, text
from ivr.model.ids import Msisdn, msisdn
from ivr.ports import Subscribed

if TYPE_CHECKING:
    from ivr.adapters.office.http import Transport
    from ivr.adapters.office.shapes import Object

SUBSCRIBERS = "/subscribers"
"""An address of our own stub, made for this; other offices answer 404, and numbers are typed."""
WITHIN_S = 2.0
"""Somebody is looking at a page: longer than a breath it is as good as nothing."""
_log = logging.getLogger("ivr.office")


class OfficePhoneBook:
    """``PhoneBook`` over the office's own transport."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def subscribers(self) -> tuple[Subscribed, ...]:
        """Return whose phone may be picked; nobody when the office does not say."""
        found = self._all(SUBSCRIBERS, {})
        named = ((msisdn(text(one, "id")), optional_text(one, "about") or "") for one in found)
        return tuple(Subscribed(number, about) for number, about in named if number is not None)

    def texts(self, number: Msisdn) -> tuple[str, ...]:
        """Return the texts ``number`` got, oldest first; none when the office does not say."""
        found = self._all(MESSAGES, {"receiver.phoneNumber": str(number)})
        mine = [
            one for one in found if any(_is(who, number) for who in objects(one.get("receiver"), "receiver"))
        ]
        return tuple(str(one.get("content", "")) for one in sorted(mine, key=_sent))

    def _all(self, path: str, query: dict[str, str]) -> tuple[Object, ...]:
        try:
            return Exchange(self._transport, "", Deadline.within(WITHIN_S)).all(path, query)
        except (Unavailable, Misshapen) as trouble:
            _log.info("the browser phone is not told %s: %s", path, trouble)
            return ()


def _is(receiver: Object, number: Msisdn) -> bool:
    return optional_text(receiver, "phoneNumber") == str(number)


def _sent(message: Object) -> str:
    return optional_text(message, "sendTime") or ""
