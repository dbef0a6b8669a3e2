from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest

from ivr.model.office import OfficeAnswer
from ivr.model.values import Record
from tests.adapters.misbehaving import FAULT, answer, drip_head, drop, hang

BUCKETS = "/tmf-api/prepayBalanceManagement/v4/bucket"
TICKETS = "/tmf-api/troubleTicket/v4/troubleTicket"
KEY = "CA1:end:1"
OURS = "202611230042"
DUE = datetime.fromisoformat("2026-11-25T18:00:00+08:00")
UNSURE = OfficeAnswer("unsure")
UNAVAILABLE = OfficeAnswer("unavailable")


def ticket(**changed):
    return {
        "id": "TT1",
        "externalId": KEY,
        "status": "acknowledged",
        "ticketType": "complaint.network",
        "creationDate": "2026-11-23T10:00:00.000Z",
        "relatedParty": [{"id": "cust-1001", "role": "customer", "@referredType": "Customer"}],
        "note": [{"id": KEY, "author": "ivr-10086", "text": f"request {KEY}"}],
        **changed,
    }


def told(outcome, number):
    return OfficeAnswer(outcome, Record({"ticket": number, "due": DUE}))


@pytest.fixture
def tickets(server):
    server.on("GET", TICKETS, answer([]))
    server.on("POST", TICKETS, answer(ticket(), status=201))
    return server


def complain(ask, **options):
    return ask("lodge_complaint", **{"kind": "network", **options})


def test_a_complaint_gets_a_number_and_an_answer_within_48_hours(tickets, ask):
    lodged = complain(ask, words="RE123")
    assert lodged == told("ok", "TT1")
    assert lodged.values["due"].utcoffset() == timedelta(hours=8)
    (sent,) = tickets.asked("POST")
    assert sent.headers["idempotency-key"] == sent.json()["externalId"] == KEY
    assert sent.json()["ticketType"] == "complaint.network"
    assert sent.json()["attachment"] == [
        {"attachmentType": "recording", "mimeType": "audio/wav", "name": "recording", "id": "RE123"}
    ]
    assert {party["role"]: party["id"] for party in sent.json()["relatedParty"]} == {
        "subscriber": "13800138000",
        "customer": "cust-1001",
        "caller": "13800138000",
    }


def test_our_own_number_goes_to_the_office_and_is_the_one_that_is_told(tickets, ask):
    tickets.on("POST", TICKETS, answer(ticket(externalId=OURS), status=201))
    assert complain(ask, ticket=OURS) == told("ok", OURS)
    assert tickets.asked("POST")[0].json()["externalId"] == OURS


def test_a_recording_with_an_address_is_sent_as_an_address(tickets, ask):
    complain(ask, words="https://rec.example/1.wav")
    assert tickets.asked("POST")[0].json()["attachment"][0]["url"] == "https://rec.example/1.wav"


def test_a_caller_nobody_knows_may_complain(tickets, ask):
    tickets.on("GET", BUCKETS, answer([]))
    assert complain(ask).outcome == "ok"
    roles = [party["role"] for party in tickets.asked("POST")[0].json()["relatedParty"]]
    assert roles == ["subscriber", "caller"]


def test_a_withheld_number_may_complain(tickets, ask):
    assert complain(ask, subscriber=None, caller=None).outcome == "ok"
    assert tickets.asked("POST")[0].json()["relatedParty"] == []


@pytest.mark.parametrize("reply", [hang(), answer(b"<html>"), answer({}, status=500), drop()])
def test_an_office_that_cannot_say_who_calls_still_takes_the_complaint(tickets, ask, reply):
    tickets.on("GET", BUCKETS, reply)
    began = time.monotonic()
    assert complain(ask).outcome == "ok"
    assert time.monotonic() - began < 1.8


def test_a_repeat_under_the_same_key_finds_its_ticket_and_lodges_no_second(tickets, ask):
    others = ticket(id="TT9", externalId="another")
    tickets.on("GET", TICKETS, answer([others, ticket()]))
    assert complain(ask) == told("ok", "TT1")
    assert tickets.asked("POST") == []


def test_a_repeat_under_our_own_number_is_not_a_duplicate_of_itself(tickets, ask):
    tickets.on("GET", TICKETS, answer([ticket(externalId=OURS)]))
    assert complain(ask, ticket=OURS) == told("ok", OURS)
    assert tickets.asked("POST") == tickets.asked("PATCH") == []


def test_a_second_recording_joins_the_open_complaint_of_the_same_number(tickets, ask):
    first = {"id": "RE1", "attachmentType": "recording", "mimeType": "audio/wav"}
    before = ticket(externalId=OURS, attachment=[first])
    tickets.on("GET", TICKETS, answer([before]))
    tickets.on("PATCH", f"{TICKETS}/TT1", answer(before))
    assert complain(ask, ticket=OURS, key="CA1:lodge:2", words="RE2") == told("duplicate", OURS)
    (sent,) = tickets.asked("PATCH")
    assert [one["id"] for one in sent.json()["attachment"]] == ["RE1", "RE2"]
    assert [one["id"] for one in sent.json()["note"]] == [KEY, "CA1:lodge:2"]
    assert sent.headers["content-type"] == "application/merge-patch+json"
    assert tickets.asked("POST") == []


def test_a_recording_that_joined_already_does_not_join_twice(tickets, ask):
    notes = [{"id": key, "author": "ivr-10086", "text": key} for key in (KEY, "CA1:lodge:2")]
    tickets.on("GET", TICKETS, answer([ticket(externalId=OURS, note=notes)]))
    assert complain(ask, ticket=OURS, key="CA1:lodge:2", words="RE2") == told("duplicate", OURS)
    assert tickets.asked("PATCH") == []


@pytest.mark.parametrize("status", ["closed", "resolved", "cancelled", "rejected"])
def test_a_complaint_that_is_over_takes_no_more_recordings(tickets, ask, status):
    tickets.on("GET", TICKETS, answer([ticket(externalId=OURS, status=status)]))
    assert complain(ask, ticket=OURS, key="CA1:lodge:2").outcome == "ok"
    assert len(tickets.asked("POST")) == 1


@pytest.mark.parametrize("operation", ["lodge_complaint", "ask_call_back"])
@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (answer({}, status=400), UNAVAILABLE),
        (answer(FAULT, status=409), UNAVAILABLE),
        (answer(FAULT, status=503), UNAVAILABLE),
        (answer({}, status=500), UNSURE),
        (answer(b"<html>", status=201), UNSURE),
        (answer(ticket(creationDate="today"), status=201), UNSURE),
        (answer(ticket(id=None), status=201), UNSURE),
        (drop(), UNSURE),
    ],
)
def test_a_ticket_is_unavailable_only_when_it_surely_was_not_taken(tickets, ask, operation, reply, outcome):
    tickets.on("POST", TICKETS, reply)
    assert ask(operation, kind="network") == outcome
    assert len(tickets.asked("POST")) == 1


@pytest.mark.parametrize("reply", [hang(), drip_head()])
def test_an_office_that_goes_quiet_leaves_a_complaint_unsure_at_the_deadline(tickets, ask, reply):
    tickets.on("POST", TICKETS, reply)
    began = time.monotonic()
    assert complain(ask, within_s=0.4) == UNSURE
    assert time.monotonic() - began < 0.9


def test_a_search_that_fails_sends_nothing(tickets, ask):
    tickets.on("GET", TICKETS, answer({}, status=500))
    assert complain(ask) == UNAVAILABLE
    assert tickets.asked("POST") == []


def test_a_call_back_is_a_ticket_with_the_same_clock(tickets, ask):
    assert ask("ask_call_back") == told("ok", "TT1")
    sent = tickets.asked("POST")[0].json()
    assert sent["ticketType"] == "callBack"
    assert sent["severity"] == "Minor"


def test_a_call_back_asked_for_twice_in_a_call_is_the_one_that_was_noted(tickets, ask):
    tickets.on("GET", TICKETS, answer([ticket(externalId=OURS, ticketType="callBack")]))
    assert ask("ask_call_back", ticket=OURS, key="CA1:take_ticket:2") == told("ok", OURS)
    assert tickets.asked("POST") == tickets.asked("PATCH") == []


def test_nobody_is_promised_a_call_back_to_no_number(server, ask):
    assert ask("ask_call_back", subscriber=None, caller=None) == UNAVAILABLE
    assert server.seen == []


def test_the_latest_complaint_is_the_newest_of_this_customers(tickets, ask):
    others = [
        ticket(id="TT2", creationDate="2026-11-20T10:00:00Z"),
        ticket(id="TT3", externalId=OURS),
        ticket(
            id="TT4", creationDate="2026-11-24T10:00:00Z", relatedParty=[{"id": "cust-2", "role": "customer"}]
        ),
        ticket(id="TT5", creationDate="2026-11-24T10:00:00Z", ticketType="callBack"),
    ]
    tickets.on("GET", TICKETS, answer(others))
    assert ask("latest_complaint") == told("ok", OURS)


def test_a_ticket_without_a_number_of_ours_is_told_by_the_offices(tickets, ask):
    tickets.on("GET", TICKETS, answer([ticket()]))
    assert ask("latest_complaint") == told("ok", "TT1")


def test_nobody_complained_is_none(tickets, ask):
    tickets.on("GET", TICKETS, answer([ticket(relatedParty=[])]))
    assert ask("latest_complaint") == OfficeAnswer("none")
