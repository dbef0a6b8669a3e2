"""The client of the back office against this project's own, over HTTP, behaving and misbehaving."""

from __future__ import annotations

import itertools
import time
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from backend_stub.app import create_app
from backend_stub.server import serving
from ivr.adapters.messengers import OfficeMessenger
from ivr.adapters.office import TmForumOffice
from ivr.model.ids import Msisdn
from ivr.model.money import Money
from ivr.model.office import Delivery, Effect, Message, OfficeAnswer, OfficeRequest
from ivr.model.values import Record
from tests.backend_stub.described import OPERATIONS
from tests.contract.held import Held

ORDINARY = Msisdn("13800138000")
SENIOR = Msisdn("13700137000")
IN_ARREARS = Msisdn("13900139000")
SUSPENDED = Msisdn("13500135000")
TWELVE_SERVICES = Msisdn("13400134000")
PORTED_OUT = Msisdn("13200132000")
TOKEN = "service-token"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
OURS = "202611230042"
CHANGES = {
    "end_services": Effect.DESTRUCTIVE,
    "lodge_complaint": Effect.WRITE,
    "ask_call_back": Effect.WRITE,
}
UNSURE = OfficeAnswer("unsure")
UNAVAILABLE = OfficeAnswer("unavailable")


class Clock2026:
    def now(self) -> datetime:
        return datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@contextmanager
def running_stub():
    """Serve the stub, and hold all that is said to its description: whoever serves that can serve us."""
    app, held = create_app(token=TOKEN), Held()
    held.watch(app)
    with serving(app) as url:
        yield url, held
    assert held.wrong == []


def asking(office):
    keys = (f"CA1:{number}" for number in itertools.count())

    def asked(operation, subscriber=ORDINARY, *, within_s=3.0, key=None, **arguments):
        request = OfficeRequest(
            key=key or next(keys),
            operation=operation,
            effect=CHANGES.get(operation, Effect.READ),
            subscriber=subscriber,
            caller=subscriber,
            arguments=Record(arguments),
        )
        return office.perform(request, within_s=within_s)

    return asked


def faults_of(url):
    def set_fault(operation, mode, **more):
        body = {"mode": mode, **more}
        answer = httpx.put(f"{url}/faults/{operation}", json=body, headers=BEARER, trust_env=False)
        assert answer.is_success, answer.text

    return set_fault


@pytest.fixture
def stub():
    with running_stub() as (url, held):
        yield url, held


@pytest.fixture
def stub_url(stub):
    return stub[0]


@pytest.fixture
def office(stub_url):
    with TmForumOffice(stub_url, token=TOKEN, clock=Clock2026()) as opened:
        yield opened


@pytest.fixture
def ask(office):
    return asking(office)


@pytest.fixture
def misbehave(stub_url):
    return faults_of(stub_url)


@pytest.fixture(scope="module")
def untouched_url():
    """Serve tests that change nothing from one stub."""
    with running_stub() as (url, _):
        yield url


@pytest.fixture
def read(untouched_url):
    with TmForumOffice(untouched_url, token=TOKEN, clock=Clock2026()) as opened:
        yield asking(opened)


@pytest.fixture
def misread(untouched_url):
    yield faults_of(untouched_url)
    httpx.delete(f"{untouched_url}/faults", headers=BEARER, trust_env=False).raise_for_status()


def ids(services):
    return [service["id"] for service in services]


def test_every_reading_operation_answers_by_its_contract(read):
    assert read("who_calls") == OfficeAnswer("ok", Record({"age": 36, "needs_person": False}))
    assert read("who_calls", SENIOR).values["age"] == 76
    balance = read("get_balance").values
    assert (balance["left"], balance["owed"]) == (Money(2050), Money(0))
    assert balance["valid_until"] == date(2026, 12, 31)
    assert read("get_balance", IN_ARREARS).values["owed"] == Money(1230)
    assert read("get_balance", SUSPENDED).values["suspended"] is True
    assert read("get_charges") == OfficeAnswer("ok", Record({"so_far": Money(5300)}))
    assert read("latest_complaint") == OfficeAnswer("none")


def test_services_are_listed_by_port_and_without_the_carriers_own(read):
    listed = read("list_paid_services").values
    assert ids(listed["services"]) == ["S1", "S2", "S3"]
    assert [(port["code"], ids(port["services"])) for port in listed["ports"]] == [
        ("10661234", ["S1", "S2"]),
        ("10665678", ["S3"]),
    ]
    assert listed["monthly"] == Money(1500)
    assert ids(read("list_paid_services", port="10665678").values["services"]) == ["S3"]
    assert read("list_paid_services", IN_ARREARS) == OfficeAnswer("none")
    assert len(read("list_paid_services", TWELVE_SERVICES).values["services"]) == 12


@pytest.mark.parametrize("operation", ["who_calls", "get_balance", "get_charges", "list_paid_services"])
def test_a_number_that_left_is_not_ours(read, operation):
    assert read(operation, PORTED_OUT) == OfficeAnswer("not_ours")


def test_a_password_is_right_or_refused(read):
    assert read("check_password", password="246810") == OfficeAnswer("ok")
    assert read("check_password", password="000000") == OfficeAnswer("refused")
    assert read("check_password", PORTED_OUT, password="246810").outcome in {"refused", "not_ours"}


def test_ended_services_are_ended_once_and_gone(ask):
    services = ask("list_paid_services").values["services"]
    assert ask("end_services", services=services[:2], key="CA1:end") == OfficeAnswer("ok")
    assert ids(ask("list_paid_services").values["services"]) == ["S3"]
    assert ask("end_services", services=services[:2], key="CA1:end") == OfficeAnswer("ok")


def test_half_an_order_is_told_item_by_item(ask, misbehave):
    services = ask("list_paid_services").values["services"]
    misbehave("end_services", "half")
    answer = ask("end_services", services=services)
    left = ids(ask("list_paid_services").values["services"])
    assert answer.outcome == "partly"
    assert ids(answer.values["left"]) == left
    assert sorted(ids(answer.values["ended"]) + left) == ["S1", "S2", "S3"]


def test_an_order_of_another_customers_product_ends_nothing(ask):
    services = ask("list_paid_services", SENIOR).values["services"]
    assert ask("end_services", services=services).outcome in {"refused", "unavailable"}
    assert ask("list_paid_services", SENIOR).values["services"] == services


def test_a_slow_order_is_followed_to_its_end_or_left_unsure(ask, misbehave):
    services = ask("list_paid_services").values["services"]
    misbehave("end_services", "slow", after_s=0.5)
    assert ask("end_services", services=services[:1], within_s=5.0) == OfficeAnswer("ok")
    misbehave("end_services", "slow", after_s=60)
    assert ask("end_services", services=services[1:], within_s=0.5) == UNSURE


def test_an_order_done_without_an_answer_is_unsure_and_its_repeat_tells_the_truth(ask, misbehave):
    services = ask("list_paid_services").values["services"]
    misbehave("end_services", "fail_after", times=1)
    assert ask("end_services", services=services, key="CA1:end") == UNSURE
    assert ask("end_services", services=services, key="CA1:end") == OfficeAnswer("ok")


@pytest.mark.parametrize(
    ("mode", "outcomes"),
    [
        ("refuse", {"refused"}),
        ("fail_before", {"unsure"}),
        ("garbage", {"unsure"}),
        ("unknown_values", {"ok", "unsure"}),
        ("hang", {"unsure"}),
        ("drip", {"unsure"}),
        ("late", {"unsure"}),
    ],
)
def test_an_order_is_never_told_as_undone_unless_it_is(ask, misbehave, mode, outcomes):
    services = ask("list_paid_services").values["services"]
    misbehave("end_services", mode)
    began = time.monotonic()
    assert ask("end_services", services=services, within_s=0.8).outcome in outcomes
    assert time.monotonic() - began < 1.6


@pytest.mark.parametrize("mode", ["refuse", "fail_before", "fail_after", "garbage", "hang", "drip", "late"])
@pytest.mark.parametrize(
    "operation", ["get_balance", "get_charges", "list_paid_services", "latest_complaint"]
)
def test_a_read_that_goes_wrong_is_unavailable_in_time(read, misread, operation, mode):
    misread(operation, mode)
    began = time.monotonic()
    assert read(operation, within_s=0.4) == UNAVAILABLE
    assert time.monotonic() - began < 0.9


@pytest.mark.parametrize(
    "operation", ["get_balance", "get_charges", "list_paid_services", "latest_complaint"]
)
def test_an_office_that_ignores_filters_changes_no_answer(ask, misbehave, operation):
    before = ask(operation)
    ask("lodge_complaint", SENIOR, kind="network")
    misbehave(operation, "ignore_filters")
    assert ask(operation) == before


def test_a_caller_nobody_can_describe_in_time_is_an_ordinary_one(read, misread):
    misread("who_calls", "hang")
    began = time.monotonic()
    assert read("who_calls", SENIOR, within_s=2.0) == OfficeAnswer(
        "ok", Record({"age": 0, "needs_person": False})
    )
    assert time.monotonic() - began < 1.8


def test_a_complaint_is_lodged_found_and_joined(ask):
    lodged = ask("lodge_complaint", kind="network", words="RE1", ticket=OURS, key="CA1:a")
    assert lodged.outcome == "ok"
    assert lodged.values["ticket"] == OURS
    assert timedelta(hours=47, minutes=59) < lodged.values["due"] - datetime.now(UTC) <= timedelta(hours=48)
    assert ask("lodge_complaint", kind="network", words="RE1", ticket=OURS, key="CA1:a") == lodged
    joined = ask("lodge_complaint", kind="network", words="RE2", ticket=OURS, key="CA1:b")
    assert joined == OfficeAnswer("duplicate", lodged.values)
    assert ask("latest_complaint") == lodged


def test_a_complaint_done_without_an_answer_is_unsure_and_its_repeat_finds_it(ask, misbehave):
    misbehave("lodge_complaint", "fail_after", times=1)
    assert ask("lodge_complaint", kind="charges", key="CA1:a") == UNSURE
    found = ask("latest_complaint")
    assert ask("lodge_complaint", kind="charges", key="CA1:a") == found


def test_a_withheld_number_may_complain_and_a_call_back_is_taken(ask):
    assert ask("lodge_complaint", None, kind="staff").outcome == "ok"
    assert ask("ask_call_back").outcome == "ok"
    assert ask("latest_complaint") == OfficeAnswer("none")


def test_a_text_is_taken_over_once_per_key(office, stub_url):
    messenger = OfficeMessenger(office.transport)
    text = Message("CA1:text", ORDINARY, "话费余额20.50元")
    assert messenger.send(text, within_s=2) is Delivery.ACCEPTED
    assert messenger.send(text, within_s=2) is Delivery.ACCEPTED
    sent = httpx.get(
        f"{stub_url}/tmf-api/communicationManagement/v4/communicationMessage",
        headers=BEARER,
        trust_env=False,
    ).json()
    assert [one["content"] for one in sent] == ["话费余额20.50元"]


def test_the_description_marks_what_the_hotline_asks(stub, office, ask, misbehave):
    for operation in ("who_calls", "get_balance", "get_charges", "latest_complaint"):
        ask(operation)
    ask("check_password", password="246810")
    services = ask("list_paid_services").values["services"]
    misbehave("end_services", "slow", after_s=0)
    ask("end_services", services=services[:1])
    for key in ("CA1:a", "CA1:b"):
        ask("lodge_complaint", kind="network", words="RE1", ticket=OURS, key=key)
    ask("ask_call_back")
    OfficeMessenger(office.transport).send(Message("CA1:text", ORDINARY, "x"), within_s=2)
    _, held = stub
    assert set(held.asked) == {
        label for label, operation in OPERATIONS.items() if operation.spec["tags"] == ["asked"]
    }


def test_an_office_that_does_not_know_our_token_does_nothing(untouched_url):
    request = OfficeRequest("k", "get_balance", Effect.READ, ORDINARY)
    with TmForumOffice(untouched_url, token="wrong") as stranger:
        assert stranger.perform(request, within_s=2) == UNAVAILABLE
