"""Expressions: what they mean, what is refused, and that no text ever raises (flow-language design, section 3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.diagnostics.diagnostic import Diagnostic
from ivr.diagnostics.span import Span
from ivr.language.expressions import MOST_CHARACTERS, MOST_NODES, Expression, parse_expression
from ivr.model.money import Money
from ivr.model.values import Record, Value

AT = Span("flows/x.yaml", 3, 9)


class Known:
    """A scope with a few variables, on 25 November 2026."""

    def __init__(self, **values: Value) -> None:
        self.values = values
        self.read: list[str] = []

    def value(self, name: str) -> Value:
        self.read.append(name)
        return self.values[name]

    def today(self) -> date:
        return date(2026, 11, 25)

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(timezone(timedelta(hours=8))).date()

    def is_open(self, queue: str) -> bool:
        return queue == "agents"


ACCOUNT = Record({"left": Money(620), "owed": Money(0), "valid_until": date(2026, 12, 31)})
SCOPE: dict[str, Value] = {
    "account": ACCOUNT,
    "found": Record({"services": (Record({"id": "S1"}), Record({"id": "S2"})), "none": ()}),
    "person": Record({"age": 70, "needs_person": False}),
    "rate": Decimal("0.1"),
    "language": "zh-CN",
    "due": datetime(2026, 11, 27, 14, 5, tzinfo=UTC),
    "late": datetime(2026, 11, 27, 17, 0, tzinfo=UTC),  # the 28th in Shanghai
    "账户": Record({"余额": Money(1000)}),
    "yes_please": True,
}


def value_of(text: str) -> Value:
    read = parse_expression(text, AT)
    assert isinstance(read, Expression), read
    return read.evaluate(Known(**SCOPE))


def refused(text: str) -> str:
    read = parse_expression(text, AT)
    assert isinstance(read, Diagnostic), text
    assert read.span == AT
    return f"{read.code}.{read.variant}"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("account.left", Money(620)),
        ("account.left < 10", True),
        ("account.left == 6.20", True),
        ("account.left != 6.2", False),
        ("10 > account.left", True),
        ("account.left >= 6.21", False),
        ("account.left > 6.195", True),
        ("account.left <= 99999999999999", True),
        ("account.owed > 0", False),
        ("account.left + 3.80", Money(1000)),
        ("10 - account.left", Money(380)),
        ("account.left - account.left == 0", True),
        ("account.owed > -0.01", True),
        ("person.age >= 65 or person.needs_person", True),
        ("person.age >= 65 and person.needs_person", False),
        ("not person.needs_person", True),
        ("not person.needs_person and yes_please == yes", True),
        ("no or yes and no", False),
        ("(no or yes) and yes", True),
        ('language != "en"', True),
        ("language == 'zh-CN'", True),
        ("count(found.services)", 2),
        ("count(found.services) > 1", True),
        ("count(found.none) == 0", True),
        ("count(account)", 1),
        ("days_until(account.valid_until)", 36),
        ("days_until(due) <= 2", True),
        ("days_until(late)", 3),
        ('open("agents")', True),
        ('open("others") or not open("agents")', False),
        ("account.valid_until > account.valid_until", False),
        ("due <= due", True),
        ("账户.余额 == 10", True),
        ("  1 + 1  ", 2),
        ('"12345678901" == "12345678901"', True),
    ],
)
def test_an_expression_means_what_it_says(text: str, value: Value) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("0.1 + 0.2", Decimal("0.3")),
        ("rate + rate + rate", Decimal("0.3")),
        ("12345678901234567.89", Decimal("12345678901234567.89")),
        ("0.10000000000000000000001", Decimal("0.10000000000000000000001")),
        ("-0.05 + 0.15", Decimal("0.10")),
    ],
)
def test_decimals_are_exact(text: str, exact: Decimal) -> None:
    assert value_of(text) == exact


def test_and_and_or_stop_where_the_answer_is_known() -> None:
    read = parse_expression("no and person.age > 3 or yes or language == 'en'", AT)
    assert isinstance(read, Expression)
    scope = Known(**SCOPE)
    assert read.evaluate(scope) is True
    assert scope.read == []


def test_an_expression_knows_every_name_it_reads_in_order() -> None:
    read = parse_expression("not a.b and (count(c.d) + e < f.g or h == 'x')", AT)
    assert isinstance(read, Expression)
    assert [".".join(name.parts) for name in read.names] == ["a.b", "c.d", "e", "f.g", "h"]
    assert (read.text, read.span) == ("not a.b and (count(c.d) + e < f.g or h == 'x')", AT)


@pytest.mark.parametrize(
    "text",
    [
        "9**9**9",
        "2 * 3",
        "7 / 2",
        "7 // 2",
        "7 % 2",
        "1 << 9",
        "1 | 2",
        "~1",
        "+1",
        "--1",
        "-account.left",
        "a[0]",
        "a['b']",
        "1 < 2 < 3",
        "a in b",
        "a is b",
        "a if b else c",
        "[1, 2]",
        "(1, 2)",
        "{1}",
        "{'a': 1}",
        "lambda: 1",
        "(a := 1)",
        "f'{a}'",
        "b'a'",
        "1j",
        "...",
        "[x for x in a]",
        "a()",
        "a.b()",
        "count",
        "count()",
        "count(a, b)",
        "count(*a)",
        "count(x=a)",
        "len(a)",
        "eval('1')",
        "__import__('os')",
        "().__class__.__bases__",
        "'a'.join(b)",
        "'a'.upper",
        "(1).real",
        "await a",
        "1e5",
        "1e999",
        "0x1f",
        "1_000",
        "1.",
        ".5",
        "'a' 'b'",
        r"'\x41'",
        r"'\d'",
    ],
)
def test_what_is_not_in_the_closed_list_is_refused(text: str) -> None:
    if text == "count":  # a name like any other: only its call is special
        assert isinstance(parse_expression(text, AT), Expression)
        return
    assert refused(text) == "E401.not_in_language"


@pytest.mark.parametrize(
    "text",
    ["", " ", "a b", "a <", "a = 1", "a;b", "import os", "a.", "(", "'open", "a\nb", "a ＜ 1", "“en” == language", "\0",
     "\ud800", "yield 1 +", "not", "a.class", "0777", "1or", "1a"],
)  # fmt: skip
def test_what_cannot_be_read_is_told(text: str) -> None:
    assert refused(text) in {"E401.syntax", "E401.not_in_language"}


@pytest.mark.parametrize(
    ("text", "instead"),
    [("subscriber.proven == True", "yes"), ("a == False", "no"), ("a == None", "no"), ("not True", "yes")],
)
def test_pythons_truth_is_answered_with_ours(text: str, instead: str) -> None:
    read = parse_expression(text, AT)
    assert isinstance(read, Diagnostic)
    assert (read.code, read.variant, dict(read.facts)["instead"]) == ("E401", "python_truth", instead)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10**6,
        "(" * 10**6,
        "1+" * 10**5 + "1",
        "a" * (MOST_CHARACTERS + 1),
        "+".join("a" * (MOST_NODES + 1)),
        "a<1 or " * 27 + "a",
    ],
)
def test_length_and_parts_are_bounded(text: str) -> None:
    assert refused(text) == "E401.too_long"


@pytest.mark.parametrize(
    "text",
    ["(" * 99 + "a" + ")" * 99, "(" * 200, "not " * 49 + "a", "a" + ".a" * 99, "-" * 199 + "1", "9" * 200],
)
def test_deep_nesting_within_the_length_is_an_answer_like_any_other(text: str) -> None:
    assert isinstance(parse_expression(text, AT), Expression | Diagnostic)


def test_an_expression_of_the_allowed_length_is_read() -> None:
    text = "a" * MOST_CHARACTERS
    assert isinstance(parse_expression(text, AT), Expression)


WORDS = st.sampled_from(
    ["a", "b.c", "账户", "yes", "no", "True", "and", "or", "not", "<", "==", "+", "-", "*", "**", "(", ")", "[", "]", ".",
     ",", ":=", "lambda", ":", "count", "1", "0.5", "'x'", '"', "if", "else", "in", "for", "\\", "\n", "#", "{", "}"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=30).map(" ".join)))
def test_no_text_ever_raises(text: str) -> None:
    assert isinstance(parse_expression(text, AT), Expression | Diagnostic)
