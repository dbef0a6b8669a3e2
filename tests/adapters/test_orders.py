from __future__ import annotations

import time

import pytest

from ivr.model.office import OfficeAnswer
from ivr.model.values import Record
from tests.adapters.misbehaving import FAULT, answer, drip_body, drip_head, drop, hang, raw

BUCKETS = "/tmf-api/prepayBalanceManagement/v4/bucket"
ORDERS = "/tmf-api/productOrderingManagement/v4/productOrder"
ONE_ORDER = f"{ORDERS}/po-1"
KEY = "CA1:end:1"
UNSURE = OfficeAnswer("unsure")
UNAVAILABLE = OfficeAnswer("unavailable")
S1, S2 = Record({"id": "S1", "name": "one"}), Record({"id": "S2", "name": "two"})


def order(*states, products=("S1", "S2"), **changed):
    items = [
        {"id": str(place), "action": "delete", "product": {"id": product}}
        | ({"state": state} if state else {})
        for place, (product, state) in enumerate(zip(products, states, strict=True), start=1)
    ]
    return {
        "id": "po-1",
        "externalId": KEY,
        "state": "inProgress",
        "relatedParty": [{"id": "cust-1001", "role": "customer"}],
        "productOrderItem": items,
        **changed,
    }


@pytest.fixture
def ordering(server):
    server.on("GET", ORDERS, answer([]))
    return server


def placed(server, *states, **changed):
    server.on("POST", ORDERS, answer(order(*states, **changed), status=201))


def end(ask, *services, **options):
    return ask("end_services", services=services or (S1, S2), **options)


def test_one_order_names_exactly_what_the_caller_agreed_to(ordering, ask):
    placed(ordering, "completed", "completed")
    assert end(ask) == OfficeAnswer("ok")
    (sent,) = ordering.asked("POST")
    assert [(item["action"], item["product"]["id"]) for item in sent.json()["productOrderItem"]] == [
        ("delete", "S1"),
        ("delete", "S2"),
    ]
    assert sent.json()["externalId"] == sent.headers["idempotency-key"] == sent.headers["x-correlator"] == KEY
    assert sent.json()["relatedParty"][0]["id"] == "cust-1001"
    assert sent.headers["content-type"] == "application/json;charset=utf-8"


def test_one_service_fits_where_a_list_is_taken(ordering, ask):
    placed(ordering, "completed", products=("S1",))
    assert ask("end_services", services=S1) == OfficeAnswer("ok")


def test_an_order_is_followed_until_every_item_has_its_last_word(ordering, ask):
    placed(ordering, "acknowledged", "acknowledged")
    ordering.on(
        "GET",
        ONE_ORDER,
        answer(order("inProgress", "completed")),
        answer(order("completed", "completed", state="completed")),
    )
    assert end(ask) == OfficeAnswer("ok")
    assert ask.pauses == [0.1, 0.2]


@pytest.mark.parametrize(
    ("states", "answered"),
    [
        (("completed", "failed"), OfficeAnswer("partly", Record({"ended": (S1,), "left": (S2,)}))),
        (("rejected", "completed"), OfficeAnswer("partly", Record({"ended": (S2,), "left": (S1,)}))),
        (("rejected", "rejected"), OfficeAnswer("refused")),
        (("failed", "failed"), UNAVAILABLE),
        (("cancelled", "rejected"), UNAVAILABLE),
    ],
)
def test_the_caller_hears_what_the_items_say_and_not_the_order(ordering, ask, states, answered):
    placed(ordering, *states, state="completed")
    assert end(ask) == answered


def test_an_order_rejected_as_a_whole_never_began(ordering, ask):
    placed(ordering, None, "acknowledged", state="rejected")
    assert end(ask) == OfficeAnswer("refused")


@pytest.mark.parametrize("state", ["inProgress", "pending", "held", "melted", None])
def test_a_state_that_is_not_final_or_not_known_stays_unsure(ordering, ask, state):
    placed(ordering, "completed", state)
    ordering.on("GET", ONE_ORDER, answer(order("completed", state, state="completed")))
    # A pause that does not pass makes many looks out of the time that is left.
    assert end(ask, within_s=0.6) == UNSURE


def item(product, *, state="completed", action="delete"):
    return {"id": product, "action": action, "product": {"id": product}, "state": state}


@pytest.mark.parametrize(
    "changed",
    [
        {"productOrderItem": "none"},
        {"productOrderItem": [item("S1"), item("S2", action="add")]},
        {"productOrderItem": [item("S1"), item("S2"), item("S9")]},
        {"productOrderItem": [item("S1", state="failed"), item("S1"), item("S2")]},
        {"externalId": "somebody else's"},
        {"id": None},
    ],
    ids=["shape", "action", "product", "twice", "key", "id"],
)
def test_an_order_that_is_not_what_was_sent_is_unsure(ordering, ask, changed):
    placed(ordering, "completed", "completed", **changed)
    assert end(ask, within_s=0.6) == UNSURE


def test_an_answer_about_fewer_services_than_sent_is_unsure(ordering, ask):
    placed(ordering, "completed", products=("S1",))
    ordering.on("GET", ONE_ORDER, answer(order("completed", products=("S1",))))
    assert end(ask, within_s=0.6) == UNSURE


@pytest.mark.parametrize(
    "reply",
    [answer({}, status=404), answer({}, status=500), answer(b"<html>"), answer({}), drop()],
)
def test_a_look_at_the_order_that_fails_is_unsure_for_the_order_was_placed(ordering, ask, reply):
    placed(ordering, "acknowledged", "acknowledged")
    ordering.on("GET", ONE_ORDER, reply)
    assert end(ask) == UNSURE


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (answer({}, status=400), UNAVAILABLE),
        (answer({}, status=401), UNAVAILABLE),
        (answer({}, status=403), UNAVAILABLE),
        (answer({}, status=404), UNAVAILABLE),
        (answer({}, status=429), UNAVAILABLE),
        (answer(FAULT, status=503), UNAVAILABLE),
        (answer(b"<html>upstream reset</html>", status=503), UNSURE),
        (answer({}, status=408), UNSURE),
        (answer({}, status=409), UNSURE),
        (answer({"code": "idempotencyKeyRunning", "reason": "wait"}, status=409), UNSURE),
        (answer({"code": "idempotencyKeyReused", "reason": "another"}, status=409), UNSURE),
        (answer({"code": "orderRefused", "reason": "contract"}, status=409), OfficeAnswer("refused")),
        (answer({}, status=500), UNSURE),
        (answer(FAULT, status=500), UNSURE),
        (answer({}, status=502), UNSURE),
        (answer({}, status=504), UNSURE),
        (answer({}, status=302, headers="Location: /\r\n"), UNSURE),
        (answer(b"<html>", status=201), UNSURE),
        (answer([], status=201), UNSURE),
        (drop(), UNSURE),
        (raw(b"HTTP/1.1 201 Created\r\nContent-Length: 99\r\n\r\n{"), UNSURE),
    ],
)
def test_a_change_is_unavailable_only_when_it_surely_was_not_done(ordering, ask, reply, outcome):
    ordering.on("POST", ORDERS, reply)
    assert end(ask) == outcome
    assert len(ordering.asked("POST")) == 1


@pytest.mark.parametrize("reply", [hang(), drip_head(), drip_body()])
def test_an_office_that_goes_quiet_leaves_a_change_unsure_at_the_deadline(ordering, ask, reply):
    ordering.on("POST", ORDERS, reply)
    began = time.monotonic()
    assert end(ask, within_s=0.4) == UNSURE
    assert time.monotonic() - began < 0.9


@pytest.mark.parametrize("reply", [hang(), answer({}, status=500), answer([])])
def test_nothing_is_sent_when_nobody_knows_whose_services_they_are(ordering, ask, reply):
    ordering.on("GET", BUCKETS, reply)
    assert end(ask, within_s=0.4) == UNAVAILABLE
    assert ordering.asked("POST") == []


def test_a_withheld_number_ends_nothing(server, ask):
    assert end(ask, subscriber=None) == UNAVAILABLE
    assert server.seen == []


def test_an_office_that_is_away_ended_nothing(server, ask):
    server.__exit__()
    try:
        assert end(ask) == UNAVAILABLE
    finally:
        server.__enter__()


def test_an_order_already_placed_under_the_key_is_followed_and_not_placed_again(server, ask):
    others = order("failed", "failed", id="po-2", relatedParty=[{"id": "cust-2", "role": "customer"}])
    unrelated = order("failed", "failed", id="po-3", externalId="another")
    server.on("GET", ORDERS, answer([others, unrelated, order("completed", "completed")]))
    assert end(ask) == OfficeAnswer("ok")
    assert server.asked("POST") == []


def test_several_orders_under_one_key_are_unsure(server, ask):
    server.on("GET", ORDERS, answer([order("completed", "completed"), order("failed", "failed", id="po-2")]))
    assert end(ask) == UNSURE


@pytest.mark.parametrize("services", [(), (S1, S1), ("S1",)])
def test_what_cannot_be_ordered_is_not_sent(ordering, ask, services):
    assert ask("end_services", services=services) == UNAVAILABLE
    assert ordering.asked("POST") == []
