"""The office of a simulated call: it answers as a script says, and keeps account of what no call may do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ivr.diagnostics.span import Span
from ivr.model.ids import Msisdn
from ivr.model.money import Money
from ivr.model.office import UNAVAILABLE, UNSURE, Effect, Message, OfficeAnswer, OfficeRequest
from ivr.model.values import Record
from ivr.scripts.office import ScriptedOffice, Texts, shown
from ivr.scripts.spec import DOES_NOT_ANSWER, IS_DOWN, Mock, MockAnswer
from ivr.scripts.virtual import VirtualTime
from ivr.source.nodes import Text

PLACE = Span("calls/a.yaml", 1, 1)
READ = OfficeRequest("CA1:1", "get_balance", Effect.READ, Msisdn("13800138000"))
CHANGE = replace(READ, key="CA1:2", operation="end_services", effect=Effect.DESTRUCTIVE)


@pytest.fixture
def office() -> ScriptedOffice:
    return ScriptedOffice(VirtualTime(datetime(2026, 3, 4, tzinfo=UTC)))


def mock(operation: str, *answers: MockAnswer, listed: bool = False, usual: bool = False) -> Mock:
    return Mock(Text(operation, PLACE), answers, listed, usual)


def ok(**values: object) -> MockAnswer:
    return MockAnswer(PLACE, "ok", Record(values))  # type: ignore[arg-type]


def fault(name: str) -> MockAnswer:
    return MockAnswer(PLACE, fault=name)


def test_one_answer_serves_any_number_of_requests(office: ScriptedOffice) -> None:
    office.begin([mock("get_balance", ok(left=Money(620)))])
    answers = [office.perform(READ, within_s=3) for _ in range(3)]
    assert answers == [OfficeAnswer("ok", Record({"left": Money(620)}))] * 3
    assert office.troubles == []
    assert [one.request for one in office.performed] == [READ] * 3


def test_listed_answers_serve_one_request_each(office: ScriptedOffice) -> None:
    one, two = ok(n=1), ok(n=2)
    office.begin([mock("get_balance", one, two, listed=True)])
    assert [office.perform(READ, within_s=3).values["n"] for _ in range(2)] == [1, 2]
    assert office.troubles == []
    office.perform(READ, within_s=3)
    assert [(trouble.variant, trouble.count) for trouble in office.troubles] == [("too_many", 3)]


def test_an_operation_nobody_mentioned_is_trouble_and_surely_not_done(office: ScriptedOffice) -> None:
    office.begin([])
    assert office.perform(CHANGE, within_s=3) == OfficeAnswer(UNAVAILABLE, reached=False)
    assert [trouble.variant for trouble in office.troubles] == ["unmentioned"]


@pytest.mark.parametrize(
    ("request_", "name", "outcome", "reached"),
    [
        (READ, DOES_NOT_ANSWER, UNAVAILABLE, True),
        (CHANGE, DOES_NOT_ANSWER, UNSURE, True),
        (READ, IS_DOWN, UNAVAILABLE, False),
        (CHANGE, IS_DOWN, UNAVAILABLE, False),
    ],
)
def test_a_fault_is_not_done_or_perhaps_done(
    office: ScriptedOffice, request_: OfficeRequest, name: str, outcome: str, reached: bool
) -> None:
    office.begin([mock(request_.operation, fault(name))])
    assert office.perform(request_, within_s=3) == OfficeAnswer(outcome, reached=reached)
    assert office.time.taken() == (0 if name == IS_DOWN else 3)


def test_an_answer_after_the_time_allowed_is_none(office: ScriptedOffice) -> None:
    office.begin([mock("get_balance", replace(ok(), after_s=4.0))])
    assert office.perform(READ, within_s=3).outcome == UNAVAILABLE
    assert office.time.taken() == 3
    assert office.perform(READ, within_s=5).outcome == "ok"
    assert office.time.taken() == 4


def test_the_same_change_under_a_new_key_is_trouble_while_nobody_knows(office: ScriptedOffice) -> None:
    office.begin([mock("end_services", fault(DOES_NOT_ANSWER), ok(), ok(), listed=True)])
    office.perform(CHANGE, within_s=3)
    office.perform(CHANGE, within_s=3)
    assert office.troubles == []
    office.perform(replace(CHANGE, key="CA1:3"), within_s=3)  # definitely answered before: a new request
    assert office.troubles == []
    office.begin([mock("end_services", fault(DOES_NOT_ANSWER))])
    office.perform(CHANGE, within_s=3)
    office.perform(replace(CHANGE, key="CA1:4"), within_s=3)
    assert [trouble.variant for trouble in office.troubles] == ["new_key"]


def test_answers_nobody_asked_for_are_found_but_not_the_usual_ones(office: ScriptedOffice) -> None:
    unused, left, usual = (
        mock("get_charges", ok()),
        mock("get_balance", ok(), ok(), listed=True),
        mock("who_calls", ok(), usual=True),
    )
    office.begin([unused, left, usual])
    office.perform(READ, within_s=3)
    assert office.unused() == (unused, left)
    assert office.has_used(left)
    assert not office.has_used(unused)


def test_a_text_handed_over_twice_is_one_text() -> None:
    texts = Texts(VirtualTime(datetime(2026, 3, 4, tzinfo=UTC)))
    for text in ("a", "a", "b"):
        texts.send(Message(f"CA1:text:{text}", Msisdn("13800138000"), text), within_s=5)
    assert [one.text for one in texts.sent] == ["a", "b"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Money(620), "6.20"),
        ((Record({"id": "S1", "name": "手机报"}), Record({"id": "S3", "name": "视频"})), "[S1, S3]"),
        (True, "yes"),
        ("network", "network"),
    ],
)
def test_values_are_shown_as_a_script_writes_them(value: object, words: str) -> None:
    assert shown(value) == words  # type: ignore[arg-type]
