"""The scripts on the manual's page are read and hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ivr.bundle.bundle import make_bundle
from ivr.checks.check import check
from ivr.scripts.playing import Player
from ivr.scripts.reading import FIELDS
from ivr.scripts.reading_expect import FIELDS as EXPECT_FIELDS
from ivr.scripts.reading_steps import WORDS
from ivr.scripts.stage import Stage
from ivr.scripts.suite import read_suite
from tests.checks.project import OURS

PAGE = (Path(__file__).parents[2] / "docs" / "call-scripts.md").read_text(encoding="utf-8")
SCRIPTS = re.findall(r"```yaml\n(call:.*?)```", PAGE, re.DOTALL)
(USUAL,) = re.findall(r"<!-- file: tests/calls/usual.yaml -->\n```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("text", SCRIPTS, ids=[text.splitlines()[0] for text in SCRIPTS])
def test_a_script_on_the_page_holds(text):
    checked, _ = check(OURS)
    assert checked is not None
    bundle = make_bundle(checked)
    suite = read_suite({"tests/calls/page.yaml": text, "tests/calls/usual.yaml": USUAL}, bundle)
    assert suite.mistakes == ()
    assert Player(Stage(bundle)).play(suite.scripts[0]).failures == ()


@pytest.mark.parametrize("word", sorted({*FIELDS, *EXPECT_FIELDS, *WORDS}))
def test_every_word_of_the_language_stands_on_the_page(word):
    assert re.search(rf"^\| `(?:hear: )?{word}\b", PAGE, re.MULTILINE)
