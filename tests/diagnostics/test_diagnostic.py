"""A diagnostic is made of facts, and only of those its sentences need."""

from __future__ import annotations

import pytest

from ivr.diagnostics.diagnostic import Severity, near_names, problem
from ivr.diagnostics.span import Span

AT = Span("flows/main.yaml", 19, 10, 5)


def test_a_problem_keeps_code_variant_place_and_facts():
    told = problem("F001.unknown_place", AT, name="agnet", step="main_menu")
    assert (told.code, told.variant, told.span) == ("F001", "unknown_place", AT)
    assert dict(told.facts) == {"name": "agnet", "step": "main_menu"}


def test_two_problems_with_the_same_facts_are_equal_whatever_the_order_of_the_facts():
    one = problem("F001.unknown_place", AT, name="agnet", step="main_menu")
    assert one == problem("F001.unknown_place", AT, step="main_menu", name="agnet")


def test_the_severity_comes_from_the_entry_of_the_variant():
    assert problem("F004.ends_unknown", AT, outcome="gone").severity is Severity.ERROR
    assert problem("F004.never_ends_with", AT, outcome="gone").severity is Severity.WARNING


def test_a_missing_fact_is_an_exception():
    with pytest.raises(TypeError, match="step"):
        problem("F001.unknown_place", AT, name="agnet")


def test_a_fact_nobody_asked_for_is_an_exception():
    with pytest.raises(TypeError, match="menu"):
        problem("F002.unreachable", AT, step="a", menu="b")


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("F002.unreachable", {"step": 3}),
        ("F009.loop", {"path": "a"}),
        ("E401.too_long", {"limit": "200"}),
        ("E401.too_long", {"limit": True}),
    ],
)
def test_a_fact_of_the_wrong_kind_is_an_exception(code, facts):
    with pytest.raises(TypeError):
        problem(code, AT, **facts)


@pytest.mark.parametrize("code", ["F001.nosuch", "Q999.nosuch", "F001"])
def test_an_unknown_code_or_variant_is_an_exception(code):
    with pytest.raises(LookupError):
        problem(code, AT)


def test_a_place_is_written_as_file_line_column():
    assert str(AT) == "flows/main.yaml:19:10"


@pytest.mark.parametrize(
    ("word", "known", "near"),
    [
        ("sory", ["sorry", "story", "lodge"], ("sorry", "story")),
        ("mian", ["main", "agent"], ("main",)),
        ("帐户", ["账户", "投诉"], ("账户",)),
        ("余额不够", ["余额不足", "goodbye"], ("余额不足",)),
        ("agent", ["agent"], ()),
        ("xyz", ["main", "agent", "balance"], ()),
        ("", ["main"], ()),
        ("Main", ["main"], ("main",)),
    ],
)
def test_a_name_is_near_only_if_it_is_near(word, known, near):
    assert set(near_names(word, known)) == set(near)


def test_at_most_three_names_are_near_and_the_nearest_comes_first():
    near = near_names("stepp", ["step", "step1", "step2", "stepx", "stepped"])
    assert len(near) == 3
    assert near[0] == "step"


def test_a_page_of_text_is_compared_with_nothing():
    assert near_names("x" * 100_000, ["x" * 100_000 + "y", "main"]) == ()
