"""The pages that are made from the code are those the code makes; ``make docs`` writes them."""

from __future__ import annotations

from ivr.language.kinds import ANY_STEP, KINDS, SAY
from tests.docs.generated import REFERENCE, ROOT, RULES, pages

MADE = pages()


def test_every_page_made_from_the_code_is_what_the_code_makes() -> None:
    written = {file: (ROOT / file).read_text(encoding="utf-8") for file in MADE if (ROOT / file).is_file()}
    assert [file for file in MADE if written.get(file) != MADE[file]] == [], "make docs writes them anew"


def test_no_rule_has_a_page_that_is_no_rule_any_more() -> None:
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / RULES).glob("*.md")}
    assert there <= MADE.keys()


def test_the_reference_has_every_kind_and_field() -> None:
    page = MADE[REFERENCE]
    fields = {one.name for kind in (SAY, *KINDS.values()) for one in (*kind.fields, *ANY_STEP)}
    assert [name for name in (*KINDS, *fields) if f"`{name}`" not in page] == []
