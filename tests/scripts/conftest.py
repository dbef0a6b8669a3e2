"""Scripts written in a test, played on the project's own flows."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest

from ivr.scripts.playing import Played, Player
from ivr.scripts.reading import read_script
from ivr.scripts.recognise import Recogniser
from ivr.scripts.spec import CallScript
from ivr.scripts.stage import Stage
from ivr.wording.catalogue import Catalogue
from tests.language.projects import project_of, shipped
from tests.web.inside import BUNDLE

WORLD = """
  who_calls: {ok: {age: 35, needs_person: no}}
  get_balance: {ok: {left: 6.20, owed: 0, valid_until: 2026-12-31}}
"""


def script_of(text: str) -> CallScript:
    """Return the script in ``text``, which has nothing wrong with it."""
    script, found = read_script("tests/calls/this.yaml", dedent(text), project=BUNDLE.checked.project)
    assert script is not None, found
    return script


@pytest.fixture(scope="session")
def player() -> Player:
    """Give one player for all tests: each call begins anew."""
    return Player(Stage(BUNDLE))


@pytest.fixture
def play(player: Player) -> Callable[[str], Played]:
    """Give what plays the script in a text."""
    return lambda text: player.play(script_of(text))


@pytest.fixture(scope="session")
def shipped_words() -> Catalogue:
    """Give the words of the project's own hotline."""
    return project_of(shipped()).wording


@pytest.fixture(scope="session")
def recogniser(shipped_words: Catalogue) -> Recogniser:
    """Give what recognises them."""
    return Recogniser(shipped_words)
