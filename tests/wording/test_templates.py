from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.diagnostics.diagnostic import Diagnostic
from ivr.diagnostics.span import Span
from ivr.source.nodes import Text
from ivr.wording.kinds import HOLE_KINDS
from ivr.wording.templates import Hole, Template, holes, parse_template

AT = Span("prompts/en/x.yaml", 2, 7)


def read(text: str) -> Template:
    found = parse_template(Text(text, AT))
    assert not isinstance(found, Diagnostic), found
    return found


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("您好", ("您好",)),
        ("余额{left:money}。", ("余额", Hole("left", "money"), "。")),
        ("{a:count}{b:text}", (Hole("a", "count"), Hole("b", "text"))),
        ("{ left : money }", (Hole("left", "money"),)),
        ("{余额:money}", (Hole("余额", "money"),)),
        ("{services:each line}", (Hole("services", "each", "line"),)),
        ("", ()),
    ],
)
def test_a_wording_is_words_and_holes(text: str, parts: Template) -> None:
    assert read(text) == parts


def test_the_holes_of_a_wording_are_in_order() -> None:
    assert [hole.name for hole in holes(read("{b:text} and {a:money}"))] == ["b", "a"]


@pytest.mark.parametrize(
    "text",
    ["{", "}", "a}b", "{a", "{}", "{a}", "{:money}", "{a:}", "{a b:money}", "{1:money}", "{a:mony}", "{a:each}",
     "{a:each }", "{{a:money}}", "{a:{b:money}}", "{a:money}}"],
)  # fmt: skip
def test_a_hole_that_is_none_is_told_at_its_wording(text: str) -> None:
    found = parse_template(Text(text, AT))
    assert isinstance(found, Diagnostic)
    assert (found.code, found.variant, found.span) == ("P120", "template", AT)


def test_a_mistyped_kind_is_told_with_the_near_one() -> None:
    found = parse_template(Text("{left:mony}", AT))
    assert isinstance(found, Diagnostic)
    assert found.near[0] == "money"


@pytest.mark.parametrize("kind", sorted(set(HOLE_KINDS) - {"each"}))
def test_every_kind_of_value_can_stand_in_a_hole(kind: str) -> None:
    assert read(f"{{x:{kind}}}") == (Hole("x", kind),)


@given(st.text(st.sampled_from("{}:ab each一money")))
def test_a_wording_is_refused_or_can_be_put_together_again(text: str) -> None:
    found = parse_template(Text(text, AT))
    if isinstance(found, Diagnostic):
        assert "{" in text or "}" in text
        return
    whole = [
        part if isinstance(part, str) else f"{{{part.name}:{part.kind} {part.prompt}".strip() + "}"
        for part in found
    ]
    assert "".join(whole).replace(" ", "") == text.replace(" ", "")
