"""A sick office takes neither the hotline's threads nor what still works."""

from __future__ import annotations

import logging
import threading
from contextlib import ExitStack

import httpcore
import pytest

from ivr.adapters.messengers import MESSAGES, OfficeMessenger
from ivr.adapters.office import TmForumOffice
from ivr.adapters.office.breaker import IN_A_ROW, OPEN_S
from ivr.adapters.office.deadline import BoundedStream, Deadline, holding
from ivr.adapters.office.guard import COUNTS_FROM_S, Guard, Kind, Refused
from ivr.adapters.office.http import HttpRequest, NoAnswer, NotSent, Transport
from ivr.model.ids import Msisdn
from ivr.model.office import Delivery, Message
from tests.adapters.misbehaving import answer, drop, hang

GET = HttpRequest("GET", "/x", {})
CHANGE = HttpRequest("POST", "/x", {}, b"{}", Kind.CHANGE)


class Hand:
    """Seconds that pass when told to."""

    at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def hand():
    return Hand()


@pytest.fixture
def transport(server, hand):
    with Transport(server.url, guard=Guard(hand)) as opened:
        yield opened


def fail(transport, request=GET, times=IN_A_ROW):
    for _ in range(times):
        with pytest.raises(NoAnswer):
            transport.ask(request, Deadline.within(5))


def test_an_office_that_does_not_answer_is_left_alone_and_asked_again_later(server, transport, hand):
    server.on("GET", "/x", drop())
    fail(transport)
    asked = len(server.seen)
    with pytest.raises(NotSent):
        transport.ask(GET, Deadline.within(5))
    assert len(server.seen) == asked
    server.on("GET", "/x", answer({}))
    hand.at = OPEN_S
    assert transport.ask(GET, Deadline.within(5)).status == 200
    assert not transport.guard.is_open(Kind.QUERY)


def test_what_cannot_be_read_does_not_stop_what_can_be_changed(server, transport):
    server.on("GET", "/x", drop())
    server.on("POST", "/x", answer({}))
    fail(transport)
    assert transport.guard.is_open(Kind.QUERY)
    assert transport.ask(CHANGE, Deadline.within(5)).status == 200


@pytest.mark.parametrize(("status", "opens"), [(500, True), (503, True), (404, False), (400, False)])
def test_an_error_of_the_offices_counts_and_a_no_does_not(server, transport, status, opens):
    server.on("GET", "/x", answer({}, status=status))
    for _ in range(IN_A_ROW):
        assert transport.ask(GET, Deadline.within(5)).status == status
    assert transport.guard.is_open(Kind.QUERY) is opens


def test_an_office_that_was_hardly_given_time_is_not_judged_by_it(server, transport):
    server.on("GET", "/x", hang())
    for _ in range(IN_A_ROW):
        with pytest.raises(NoAnswer):
            transport.ask(GET, Deadline.within(0.05))
    assert not transport.guard.is_open(Kind.QUERY)


def test_only_so_many_of_a_kind_are_under_way_and_the_next_is_refused_at_once():
    guard, inside, over = Guard(), threading.Barrier(Kind.TEXT.at_once + 1), threading.Event()

    def under_way() -> None:
        with guard.passing(Kind.TEXT, given_s=5):
            inside.wait()
            over.wait()

    threads = [threading.Thread(target=under_way) for _ in range(Kind.TEXT.at_once)]
    for thread in threads:
        thread.start()
    inside.wait()
    with pytest.raises(Refused), guard.passing(Kind.TEXT, given_s=5):
        pass
    with guard.passing(Kind.CHANGE, given_s=5):
        pass  # another kind has room of its own
    over.set()
    for thread in threads:
        thread.join()
    with guard.passing(Kind.TEXT, given_s=5):
        pass


def test_a_request_that_is_refused_says_nothing_of_the_office(hand):
    guard = Guard(hand)
    for _ in range(2 * IN_A_ROW):
        with pytest.raises(ZeroDivisionError), guard.passing(Kind.QUERY, given_s=5):
            raise ZeroDivisionError  # our own mistake, before anything was known
    assert not guard.is_open(Kind.QUERY)


def test_that_it_is_left_alone_and_that_it_answers_again_is_logged_once(hand, caplog):
    guard = Guard(hand)
    with caplog.at_level(logging.WARNING, "ivr.office"):
        for _ in range(IN_A_ROW):
            with guard.passing(Kind.TEXT, given_s=COUNTS_FROM_S) as fared:
                fared.well = False
        hand.at = OPEN_S
        with guard.passing(Kind.TEXT, given_s=5) as fared:
            fared.well = True
    assert [record.getMessage() for record in caplog.records] == [
        "the office is left alone for a while: text",
        "the office answers again: text",
    ]


def test_several_that_fail_together_are_one_piece_of_news(hand, caplog):
    guard = Guard(hand)
    with caplog.at_level(logging.WARNING, "ivr.office"), ExitStack() as under_way:
        for _ in range(Kind.QUERY.at_once):
            under_way.enter_context(guard.passing(Kind.QUERY, given_s=COUNTS_FROM_S)).well = False
    assert guard.is_open(Kind.QUERY)
    assert len(caplog.records) == 1


def test_texts_go_through_a_gate_of_their_own(server):
    server.on("POST", MESSAGES, drop())
    with TmForumOffice(server.url) as office:
        messenger = OfficeMessenger(office.transport)
        for number in range(IN_A_ROW):
            message = Message(f"key {number}", Msisdn("13800138000"), "words")
            assert messenger.send(message, within_s=5) is Delivery.UNSURE
        late = Message("one more", Msisdn("13800138000"), "words")
        assert messenger.send(late, within_s=5) is Delivery.UNAVAILABLE
        assert not office.transport.guard.is_open(Kind.CHANGE)


def test_a_connection_whose_handshake_never_began_is_closed():
    closed = []

    class Inner:
        def close(self) -> None:
            closed.append(True)

    with holding(Deadline.within(-1)), pytest.raises(httpcore.ConnectTimeout):
        BoundedStream(Inner()).start_tls(None)
    assert closed
