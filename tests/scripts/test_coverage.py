"""What scripts never take is told, but for what says on its line why that is so."""

from __future__ import annotations

from ivr.diagnostics.diagnostic import Diagnostic, problem
from ivr.diagnostics.span import Span
from ivr.scripts.coverage import unexplained

FILE = "prompts/en/main.yaml"
TEXT = "welcome: Hello.   # ok: T801 no call begins in English\ngoodbye: Bye.\n"


def never(line: int, prompt: str) -> Diagnostic:
    return problem("T801.prompt", Span(FILE, line, 1), prompt=f"main.{prompt}", language="en")


def told(found: tuple[Diagnostic, ...]) -> list[tuple[str, int]]:
    return [(f"{one.code}.{one.variant}", one.span.line) for one in found]


def test_what_says_on_its_line_why_no_script_takes_it_is_not_told() -> None:
    found = unexplained([never(1, "welcome"), never(2, "goodbye")], {FILE: TEXT})
    assert told(found) == [("T801.prompt", 2)]


def test_a_reason_why_nothing_takes_what_something_takes_is_told() -> None:
    found = unexplained([never(2, "goodbye")], {FILE: TEXT})
    assert told(found) == [("T801.prompt", 2), ("Y004.nothing_here", 1)]


def test_comments_on_other_matters_are_left_to_others() -> None:
    files = {FILE: "welcome: Hello.   # ok: M202 it is short\n"}
    assert unexplained([never(1, "welcome")], files) == (never(1, "welcome"),)
