from __future__ import annotations

import logging
import time

import pytest

from ivr.adapters.messengers import OfficeMessenger
from ivr.adapters.office.http import Transport
from ivr.model.ids import Msisdn
from ivr.model.office import Delivery, Message
from tests.adapters.misbehaving import FAULT, answer, drip_body, drip_head, drop, hang

MESSAGES = "/tmf-api/communicationManagement/v4/communicationMessage"
TEXT = Message("CA1:text:1", Msisdn("13800138000"), "【中国移动】话费余额20.50元")


@pytest.fixture
def messenger(server):
    with Transport(server.url) as transport:
        yield OfficeMessenger(transport)


def test_a_text_goes_to_the_number_with_its_key_twice(server, messenger):
    server.on("POST", MESSAGES, answer({"id": "cm-1", "state": "initial"}, status=201))
    assert messenger.send(TEXT, within_s=2) is Delivery.ACCEPTED
    (sent,) = server.seen
    assert sent.headers["idempotency-key"] == TEXT.key
    assert sent.json()["characteristic"] == [{"name": "idempotencyKey", "value": TEXT.key}]
    assert sent.json()["receiver"] == [{"phoneNumber": "13800138000"}]
    assert sent.json()["content"] == TEXT.text
    assert sent.json()["messageType"] == "SMS"


@pytest.mark.parametrize(
    ("reply", "delivery"),
    [
        (answer({"id": "cm-1", "state": "inProgress"}, status=201), Delivery.ACCEPTED),
        (answer({"id": "cm-1", "state": "completed"}, status=201), Delivery.ACCEPTED),
        (answer({"id": "cm-1"}, status=201), Delivery.ACCEPTED),
        (answer({"id": "cm-1", "state": "failed"}, status=201), Delivery.UNAVAILABLE),
        (answer({"id": "cm-1", "state": "cancelled"}, status=201), Delivery.UNAVAILABLE),
        (answer({"id": "cm-1", "state": "posted by pigeon"}, status=201), Delivery.UNSURE),
        (answer({"id": "cm-1", "state": 7}, status=201), Delivery.UNSURE),
        (answer(b"<html>", status=201), Delivery.UNSURE),
        (answer({}, status=400), Delivery.UNAVAILABLE),
        (answer(FAULT, status=503), Delivery.UNAVAILABLE),
        (answer({}, status=409), Delivery.UNSURE),
        (answer({}, status=500), Delivery.UNSURE),
        (drop(), Delivery.UNSURE),
    ],
)
def test_a_text_is_accepted_surely_not_sent_or_nobody_knows(server, messenger, reply, delivery):
    server.on("POST", MESSAGES, reply)
    assert messenger.send(TEXT, within_s=2) is delivery
    assert len(server.seen) == 1


@pytest.mark.parametrize("reply", [hang(), drip_head(), drip_body()])
def test_a_messenger_that_dawdles_leaves_a_text_unsure_at_the_deadline(server, messenger, reply):
    server.on("POST", MESSAGES, reply)
    began = time.monotonic()
    assert messenger.send(TEXT, within_s=0.4) is Delivery.UNSURE
    assert time.monotonic() - began < 0.9


def test_neither_number_nor_text_is_logged(server, messenger, caplog):
    server.on("POST", MESSAGES, answer({"id": "cm-1", "state": "initial"}, status=201))
    with caplog.at_level(logging.DEBUG):
        messenger.send(TEXT, within_s=2)
    assert "138****8000" in caplog.text
    assert "13800138000" not in caplog.text
    assert "20.50" not in caplog.text
