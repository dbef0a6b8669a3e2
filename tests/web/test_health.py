"""What operations ask: contract, section 4."""

from __future__ import annotations

from tests.web.fakes import FakeOffice
from tests.web.inside import BUNDLE, Inside


def test_a_hotline_that_can_take_calls_says_which_bundle_they_get(inside: Inside) -> None:
    answer = inside.hotline.app.test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"ready": True, "bundle": BUNDLE.digest})


def test_a_sick_office_does_not_make_the_hotline_unready(inside: Inside) -> None:
    assert isinstance(inside.office, FakeOffice)
    assert inside.hotline.app.test_client().get("/readyz").status_code == 200
    assert not inside.office.asked


def test_living_needs_no_database(inside: Inside) -> None:
    with inside.database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE heartbeat")
    client = inside.hotline.app.test_client()
    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").status_code == 503


def test_health_is_asked_without_a_signature_and_says_no_secret(inside: Inside) -> None:
    client = inside.hotline.app.test_client()
    for address in ("/livez", "/readyz"):
        assert b"12345" not in client.get(address).data
        assert client.post(address).status_code == 405
