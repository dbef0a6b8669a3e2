"""Types of expressions: the messages of flow-language design, section 3, and what may stand beside what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.diagnostics.diagnostic import Diagnostic
from ivr.diagnostics.span import Span
from ivr.diagnostics.tell import tell
from ivr.language.expressions import Expression, parse_expression
from ivr.language.judging import type_of, words
from ivr.language.types import Basic, ListType, RecordType, Type
from ivr.model.ids import Language

SERVICE = RecordType("service", (("name", Basic.TEXT), ("price", Basic.MONEY)))
BALANCE = RecordType("balance", (("left", Basic.MONEY), ("owed", Basic.MONEY), ("valid_until", Basic.DATE)))
KNOWN: dict[str, Type] = {
    "account": BALANCE,
    "balance": BALANCE,
    "found": RecordType("found", (("services", ListType(SERVICE)),)),
    "person": RecordType("person", (("age", Basic.NUMBER), ("needs_person", Basic.YESNO))),
    "ticket": RecordType("ticket", (("number", Basic.TEXT), ("due", Basic.MOMENT))),
    "code": Basic.DIGITS,
    "words": Basic.AUDIO,
}


def read(text: str) -> Expression:
    found = parse_expression(text, Span("flows/x.yaml", 1, 1))
    assert isinstance(found, Expression), found
    return found


def judged(text: str) -> Type:
    found = type_of(read(text), KNOWN)
    assert not isinstance(found, Diagnostic), found
    return found


def refused(text: str) -> Diagnostic:
    found = type_of(read(text), KNOWN)
    assert isinstance(found, Diagnostic), found
    return found


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("account.left", Basic.MONEY),
        ("account.left + 5", Basic.MONEY),
        ("5.25 - account.left", Basic.MONEY),
        ("person.age + 1.005", Basic.NUMBER),
        ("account.left < 9.995", Basic.YESNO),
        ("account", BALANCE),
        ("found.services", ListType(SERVICE)),
        ("count(found.services)", Basic.NUMBER),
        ("count(account)", Basic.NUMBER),
        ("days_until(account.valid_until)", Basic.NUMBER),
        ("days_until(ticket.due)", Basic.NUMBER),
        ("not person.needs_person and yes", Basic.YESNO),
        ("person.needs_person == yes", Basic.YESNO),
        ("account.valid_until < account.valid_until", Basic.YESNO),
        ("ticket.due >= ticket.due", Basic.YESNO),
        ('language != "en"', Basic.YESNO),
        ('called == "10086"', Basic.YESNO),
        ("caller.number == subscriber.number", Basic.YESNO),
        ('caller.number == "13800138000"', Basic.YESNO),
        ("code", Basic.DIGITS),
        ('"10086"', Basic.DIGITS),
        ('"abc"', Basic.TEXT),
        ("yes", Basic.YESNO),
        ("channel", Basic.TEXT),
    ],
)
def test_an_expression_has_the_type_of_what_it_works_out(text: str, of: Type) -> None:
    assert judged(text) == of


def said(found: Diagnostic) -> str:
    told = tell(found, Language("en"))
    return f"{told.title} | {told.label} | {told.help}"


def test_a_mistyped_variable_is_told_with_the_near_one() -> None:
    found = refused("blance.left < 5")
    assert (found.code, found.variant) == ("E401", "unknown_name")
    assert "nothing called `blance` is known here" in said(found)
    assert found.near[0] == "balance"


def test_an_unknown_part_is_told_with_the_parts_there_are() -> None:
    found = refused("account.balance < 10")
    assert "`account` has no `balance`" in said(found)
    assert dict(found.facts)["parts"] == ("left", "owed", "valid_until")


def test_a_date_and_a_number_cannot_be_compared() -> None:
    told = said(refused("account.valid_until < 10"))
    assert "`account.valid_until` is date and `10` is number" in told
    assert "cannot be compared with <" in told


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("nobody", "E401.unknown_name"),
        ("caller.name", "E401.unknown_part"),
        ("code.left", "E401.unknown_part"),
        ("found.services.name", "E401.unknown_part"),
        ('account.left < "10"', "E401.cannot_compare"),
        ("account == account", "E401.cannot_compare"),
        ("found.services == found.services", "E401.cannot_compare"),
        ("account.valid_until == ticket.due", "E401.cannot_compare"),
        ('language < "en"', "E401.cannot_compare"),
        ("code >= code", "E401.cannot_compare"),
        ("yes < no", "E401.cannot_compare"),
        ("person.age == yes", "E401.cannot_compare"),
        ('account.left + "5"', "E401.cannot_compare"),
        ('"a" + "b"', "E401.cannot_compare"),
        ("yes + 1", "E401.cannot_compare"),
        ("account.valid_until + 1", "E401.cannot_compare"),
        ("not account.left", "E403.not_yesno"),
        ("account.left and yes", "E403.not_yesno"),
        ("person.needs_person or person.age", "E403.not_yesno"),
        ("count(account.left)", "E403.not_list"),
        ('count("abc")', "E403.not_list"),
        ("days_until(account.left)", "E402.wrong_type"),
        ("days_until(nobody)", "E401.unknown_name"),
    ],
)
def test_what_does_not_go_together_is_told(text: str, rule: str) -> None:
    found = refused(text)
    assert f"{found.code}.{found.variant}" == rule


@pytest.mark.parametrize(
    "text", ["account.left + 0.001", "0.125 - account.left", "account.left + 9999999999999"]
)
def test_a_number_that_is_no_amount_cannot_be_added_to_money(text: str) -> None:
    """It would only fail once a caller is at the step."""
    found = refused(text)
    assert f"{found.code}.{found.variant}" == "E401.cannot_compare"


@pytest.mark.parametrize(
    "text",
    [
        'not account.left < 10.5 and language == "en" or yes',
        "count(found.services) + 1 >= days_until(account.valid_until) - 2",
    ],
)
def test_an_expression_is_told_in_the_words_of_its_author(text: str) -> None:
    assert words(read(text).tree) == text


NAMES = st.sampled_from(
    [
        "account.left",
        "account.valid_until",
        "found.services",
        "person.needs_person",
        "code",
        "5",
        "0.001",
        '"x"',
        "yes",
        "x",
    ]
)


@given(NAMES, NAMES, st.sampled_from(["<", "==", "+", "-", "and", "or"]))
def test_every_pair_is_judged_or_refused_and_never_raises(one: str, other: str, word: str) -> None:
    found = type_of(read(f"{one} {word} {other}"), KNOWN)
    assert isinstance(found, Diagnostic | Basic)
