"""Texts, sent through the back office (TMF681)."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ivr.adapters.office.exchange import Exchange
from ivr.adapters.office.faults import Misshapen, Unavailable, Unsure
from ivr.adapters.office.guard import Kind
from ivr.adapters.office.masking import masked
from ivr.adapters.office.shapes import optional_text
from ivr.model.office import Delivery

if TYPE_CHECKING:
    from ivr.adapters.office.http import Transport
    from ivr.adapters.office.shapes import Data, Object
    from ivr.model.office import Message

MESSAGES = "/tmf-api/communicationManagement/v4/communicationMessage"
SENDER = "10086"
TRY_TIMES = 3
"""How often the office tries to deliver a text; as in TM Forum's worked pair for this hotline."""
KEY_CHARACTERISTIC = "idempotencyKey"
"""TMF681 has no ``externalId``: the key stands in a characteristic, for an office that ignores the header."""
_TAKEN_OVER = frozenset({"initial", "inProgress", "completed"})
_NOT_SENT = frozenset({"failed", "cancelled"})
_log = logging.getLogger("ivr.office")


class OfficeMessenger:
    """Send texts by the office's communication interface, over the office's own transport."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def send(self, message: Message, *, within_s: float) -> Delivery:
        """Hand ``message`` over within ``within_s`` seconds; never raises for what the office does."""
        exchange = Exchange(self._transport, message.key, self._transport.deadline(within_s), kind=Kind.TEXT)
        try:
            delivery = _delivery(exchange.create(MESSAGES, _text(message)))
        except Unavailable as trouble:
            _log.warning("text to %s not sent: %s", masked(message.to), trouble)
            return Delivery.UNAVAILABLE
        except (Unsure, Misshapen) as trouble:
            _log.warning("text to %s perhaps sent: %s", masked(message.to), trouble)
            return Delivery.UNSURE
        _log.info("text to %s: %s", masked(message.to), delivery.value)
        return delivery


def _text(message: Message) -> Object:
    receiver: Data = {"phoneNumber": str(message.to)}
    key: Data = {"name": KEY_CHARACTERISTIC, "value": message.key}
    return {
        "messageType": "SMS",
        "content": message.text,
        "sender": {"id": SENDER, "phoneNumber": SENDER},
        "receiver": [receiver],
        "characteristic": [key],
        "tryTimes": TRY_TIMES,
    }


def _delivery(answer: Object) -> Delivery:
    state = optional_text(answer, "state")
    if state is None or state in _TAKEN_OVER:
        return Delivery.ACCEPTED
    return Delivery.UNAVAILABLE if state in _NOT_SENT else Delivery.UNSURE
