from __future__ import annotations

import pytest

TICKETS = "/tmf-api/troubleTicket/v4/troubleTicket"


def complaint(**changes):
    body = {
        "description": "客户否认定制手机报",
        "severity": "Major",
        "ticketType": "complaint.charges",
        "externalId": "202611250001",
        "relatedParty": [{"id": "cust-1001", "role": "customer", "@referredType": "Customer"}],
        "channel": {"id": "ivr-10086"},
    }
    return {name: value for name, value in {**body, **changes}.items() if value is not None}


def test_a_complaint_is_acknowledged_with_dates_the_office_keeps(desk):
    ticket = desk.post(
        TICKETS, complaint(status="closed", statusChange=[], creationDate="1999-01-01T00:00:00Z")
    ).get_json()
    assert ticket["id"] == "TT20261125000001"
    assert ticket["status"] == "acknowledged"
    assert ticket["creationDate"] == "2026-11-25T06:00:00.000Z"
    assert ticket["expectedResolutionDate"] == "2026-11-27T06:00:00.000Z"
    assert ticket["statusChange"] == [{"status": "acknowledged", "changeDate": "2026-11-25T06:00:00.000Z"}]


def test_every_change_of_status_is_kept_with_its_reason(desk, now):
    ticket = desk.post(TICKETS, complaint()).get_json()
    now.move(hours=20)
    answer = desk(
        "PATCH", ticket["href"], json={"status": "inProgress", "statusChangeReason": "firstResponse"}
    )
    assert answer.status_code == 200
    changed = answer.get_json()
    assert changed["statusChange"] == [
        {"status": "acknowledged", "changeDate": "2026-11-25T06:00:00.000Z"},
        {"status": "inProgress", "changeDate": "2026-11-26T02:00:00.000Z", "changeReason": "firstResponse"},
    ]
    assert changed["statusChangeDate"] == changed["lastUpdate"] == "2026-11-26T02:00:00.000Z"
    assert changed["creationDate"] == ticket["creationDate"]


def test_a_change_of_words_is_no_change_of_status(desk, now):
    ticket = desk.post(TICKETS, complaint()).get_json()
    now.move(hours=1)
    changed = desk("PATCH", ticket["href"], json={"priority": "high"}).get_json()
    assert changed["statusChange"] == ticket["statusChange"]
    assert changed["lastUpdate"] == "2026-11-25T07:00:00.000Z"


@pytest.mark.parametrize(
    "name", ["id", "href", "creationDate", "statusChange", "statusChangeDate", "lastUpdate"]
)
def test_what_the_office_keeps_cannot_be_patched(desk, name):
    ticket = desk.post(TICKETS, complaint()).get_json()
    answer = desk("PATCH", ticket["href"], json={name: None})
    assert (answer.status_code, answer.get_json()["code"]) == (400, "readOnly")
    assert desk.get(ticket["href"]).get_json() == ticket


def test_a_reason_taken_away_is_no_reason(desk):
    ticket = desk.post(TICKETS, {**complaint(), "statusChangeReason": "old"}).get_json()
    changed = desk(
        "PATCH", ticket["href"], json={"status": "inProgress", "statusChangeReason": None}
    ).get_json()
    assert "changeReason" not in changed["statusChange"][-1]
    assert "statusChangeReason" not in changed


def test_what_a_patch_says_it_is_changes_nothing(desk):
    ticket = desk.post(TICKETS, complaint()).get_json()
    changed = desk("PATCH", ticket["href"], json={"@type": "Complaint", "name": "n"})
    assert (changed.status_code, changed.get_json()["@type"]) == (200, "TroubleTicket")


@pytest.mark.parametrize(
    "date", ["yesterday", "2026-11-25", "2026-11-25T10:00:00", "2026-13-25T10:00:00Z", ""]
)
def test_a_note_of_no_moment_is_refused(desk, date):
    note = {"text": "x", "date": date}
    answer = desk.post(TICKETS, {**complaint(), "note": [note]})
    assert (answer.status_code, answer.get_json()["code"]) == (400, "badDate")


def test_a_closed_ticket_stays_closed(desk):
    ticket = desk.post(TICKETS, complaint()).get_json()
    for status in ("inProgress", "resolved", "closed"):
        assert desk("PATCH", ticket["href"], json={"status": status}).status_code == 200
    again = desk("PATCH", ticket["href"], json={"status": "inProgress"})
    assert (again.status_code, again.get_json()["code"]) == (409, "badStatusChange")
    assert desk("PATCH", ticket["href"], json={"status": "lost"}).status_code == 400
    assert desk("PATCH", ticket["href"], json={"status": None}).status_code == 400


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"description": None}, "missingAttribute"),
        ({"severity": ""}, "missingAttribute"),
        ({"ticketType": 5}, "wrongType"),
        ({"channel": {"name": "IVR"}}, "missingAttribute"),
        ({"relatedEntity": [{"id": "S1", "@referredType": "Product"}]}, "missingAttribute"),
        ({"relatedParty": [{"id": "cust-9", "@referredType": "Customer"}]}, "unknownCustomer"),
    ],
)
def test_an_incomplete_ticket_is_refused(desk, changes, code):
    answer = desk.post(TICKETS, complaint(**changes))
    assert (answer.status_code, answer.get_json()["code"]) == (400, code)
    assert desk.get(TICKETS).get_json() == []


def test_a_caller_nobody_knows_may_complain(desk):
    ticket = desk.post(TICKETS, complaint(relatedParty=None)).get_json()
    assert desk.get(f"{TICKETS}?externalId=202611250001").get_json() == [ticket]


def test_numbers_begin_again_every_day_in_china(desk, now):
    now.move(hours=9.5)
    assert desk.post(TICKETS, complaint()).get_json()["id"] == "TT20261125000001"
    now.move(hours=1)
    assert desk.post(TICKETS, complaint()).get_json()["id"] == "TT20261126000001"
