"""``# ok: CODE reason`` waves one diagnostic through, and must hold."""

from __future__ import annotations

import pytest

from ivr.diagnostics.codes import codes
from ivr.diagnostics.diagnostic import Severity, problem
from ivr.diagnostics.span import Span
from ivr.diagnostics.suppression import suppress

LOOP = problem("F009.loop", Span("f.yaml", 2, 3), path=("a", "b"))
EMPTY = problem("M200.empty", Span("f.yaml", 2, 9), menu="offer")


def left(line: str, *diagnostics):
    return [(each.code, each.variant) for each in suppress(diagnostics, {"f.yaml": f"flow: main\n{line}\n"})]


def test_a_code_with_a_reason_is_waved_through_on_its_line():
    assert left("a: b  # ok: F009 the operator ends it", LOOP, EMPTY) == [("M200", "empty")]


def test_several_codes_may_share_a_reason():
    assert left("a: b  # ok: F009, m200 seen with the regulator", LOOP, EMPTY) == []


def test_a_chinese_reason_is_a_reason():
    assert left("a: b  # ok: F009：运营要求", LOOP) == []


def test_without_a_reason_nothing_is_waved_through_and_that_is_an_error():
    assert left("a: b  # ok: F009", LOOP) == [("F009", "loop"), ("Y004", "without_reason")]
    (told,) = suppress([], {"f.yaml": "a: b  # ok: F009 "})
    assert told.severity is Severity.ERROR
    assert told.span == Span("f.yaml", 1, 7, 10)


def test_a_comment_with_nothing_to_wave_through_is_a_warning():
    (told,) = suppress([], {"f.yaml": "a: b  # ok: F009 because"})
    assert (told.variant, told.severity) == ("nothing_here", Severity.WARNING)


def test_a_comment_holds_for_its_own_line_only():
    other = problem("F009.loop", Span("f.yaml", 1, 1), path=("a", "b"))
    assert left("a: b  # ok: F009 because", other) == [("F009", "loop"), ("Y004", "nothing_here")]


def test_a_file_that_cannot_be_read_cannot_be_waved_through():
    told = problem("Y001.tab", Span("f.yaml", 2, 1))
    assert left("a: b  # ok: Y001 because", told) == [("Y001", "tab"), ("Y004", "never")]


def test_a_rule_that_keeps_callers_safe_cannot_be_waved_through(monkeypatch):
    monkeypatch.setattr("ivr.diagnostics.suppression.codes", lambda: ("S603",))
    assert left("a: b  # ok: S603 because") == [("Y004", "never")]


def test_a_mistyped_code_is_an_error_with_near_codes():
    (told,) = suppress([], {"f.yaml": "a: b  # ok: F099 because"})
    assert told.variant == "unknown_code"
    assert told.near
    assert set(told.near) <= set(codes())


def test_a_comment_without_a_code_waves_nothing_through():
    assert left("a: b  # ok: this is fine", LOOP) == [("F009", "loop"), ("Y004", "no_code")]


@pytest.mark.parametrize(
    "line",
    [
        'say: "press # ok: F009 now"',
        "say: 'it''s # ok: F009 now'",
        'say: "a \\" b # ok: F009 now"',
        "say: no#ok: F009 because",
        "a: b  # book: F009 because",
    ],
)
def test_what_is_not_such_a_comment_waves_nothing_through(line):
    assert left(line, LOOP) == [("F009", "loop")]
